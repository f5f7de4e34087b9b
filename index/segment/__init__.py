"""The array segment: postings as arrays in one checksummed file, and the parts of a generation.

The rooms: ``blocks`` (named arrays in a file) → ``arrays`` (from terms to arrays) → ``writer``
and ``segment`` (one file, written and read) → ``parts`` (all files of a generation).
"""

from index.segment.arrays import LENGTHS
from index.segment.parts import (
    Terms,
    TermsWriter,
    documents_in,
    fingerprint,
    open_terms,
    seal,
    small_parts,
)
from index.segment.segment import Segment, TermPostings

__all__ = [
    "LENGTHS",
    "Segment",
    "TermPostings",
    "Terms",
    "TermsWriter",
    "documents_in",
    "fingerprint",
    "open_terms",
    "seal",
    "small_parts",
]
