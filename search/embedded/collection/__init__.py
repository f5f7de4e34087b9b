"""What the collection itself teaches: spelling, abbreviations, suggestions, similar documents."""
