"""Where an index lives: generations that are whole or not there, one writer at a time."""
