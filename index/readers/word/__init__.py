"""WordprocessingML: what a reader sees of it, whichever file it stands in (DOCX, one XML file)."""
