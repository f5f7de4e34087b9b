"""View models: one module per page turns values of the engine into values ready to print.

All are frozen dataclasses of plain values. The HTML templates and the JSON twins are two ways
of printing them; fields appear in both, properties are conveniences of the templates alone.
"""
