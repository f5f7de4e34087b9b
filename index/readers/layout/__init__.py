"""Fixed layouts (PDF, OFD): placed characters become lines, lines become paragraphs."""
