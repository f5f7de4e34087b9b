"""What stands where on a page of the web: its tree, lines, furniture, text, title and labels."""
