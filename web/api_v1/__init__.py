"""The public API, version 1: its addresses, parameters, shapes, errors and the page about it."""
