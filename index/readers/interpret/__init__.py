"""What a file means: its metadata decided from labels and from what the text says of itself."""
