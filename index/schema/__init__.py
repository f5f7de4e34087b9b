"""What is kept of a document: its terms (``fields``) and its values (``columns``)."""
