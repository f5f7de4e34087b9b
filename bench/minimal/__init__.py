"""The least that a page of results could be: Flask and another engine, no more than the page needs.

What these pages leave out is said in ``bench.minimal.pages``; they are the bound of what Flask allows.
"""
