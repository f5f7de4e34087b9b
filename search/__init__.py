"""Requests, the query language, ranking, facets and snippets; knows nothing of HTTP or files."""
