"""Queries of a cluster: what matches a tree, how many documents do, and which."""
