"""Reading out of harm's way: files are opened by child processes with bounds."""
