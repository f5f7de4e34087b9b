"""The array segment: postings as arrays in one checksummed file, and the parts of a generation.

The rooms: ``blocks`` (named arrays in a file), ``texts`` in them → ``arrays`` (from terms to
arrays), ``columns`` (one value per document) → ``writer``, ``segment``, ``merge`` (one file,
written, read, made of several) → ``parts`` (all files of a generation).
"""

from index.segment.arrays import LENGTHS
from index.segment.columns import Columns, FacetValues
from index.segment.parts import (
    Terms,
    TermsWriter,
    fingerprint,
    open_terms,
    seal,
)
from index.segment.segment import Segment, TermPostings

__all__ = [
    "LENGTHS",
    "Columns",
    "FacetValues",
    "Segment",
    "TermPostings",
    "Terms",
    "TermsWriter",
    "fingerprint",
    "open_terms",
    "seal",
]
