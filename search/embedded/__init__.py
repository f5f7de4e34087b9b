"""The embedded engine: an index on this machine, opened and searched as arrays."""
