"""Keeping an index safe: every byte checked, backup in one file and back."""
