"""Postings as arrays: query trees run over them, scores, phrases, the best of many."""
