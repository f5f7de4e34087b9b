"""One module per file format; each says what stands where (``extract``), none what it means."""
