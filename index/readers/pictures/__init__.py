"""The picture of a page of a file, for recognition: one module for each format that holds pages.

``picture_of`` opens a file by its kind. All of it runs in a process with bounds, and nothing of it
is needed where nothing is recognised.
"""
