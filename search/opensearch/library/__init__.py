"""The documents of an index on a cluster: what was read of them, lists of them, and how they are related."""
