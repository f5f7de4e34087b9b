"""Requests, the query language, ranking, facets and snippets; knows nothing of HTTP or files.

A request walks through the rooms in this order: ``request`` (what is asked) → ``query`` (what was
typed, and the trees that answer it, with what ``language`` knows of people's words) → ``embedded``
(what is found, counted and ranked in an index on this machine) → ``results`` (what is answered).
``weights`` holds every number that shapes the ranking, ``evaluation`` judges it.
"""
