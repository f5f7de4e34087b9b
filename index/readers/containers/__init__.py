"""Files within files, opened with distrust: archives and the XML inside them."""
