"""The array segment: postings as arrays in one checksummed file, and the parts of a generation.

The rooms: ``blocks`` (named arrays in a file), ``texts`` in them, ``lengths`` (of a text, in a byte) → ``arrays``
(from terms to arrays), ``entries`` (of one term), ``columns`` (one value per document) → ``writer``, ``field`` and
``segment``, ``merge`` (one file: written, read, made of several) → ``parts`` (all files of a generation).
"""

from index.segment.columns import Columns, FacetValues
from index.segment.entries import Entries
from index.segment.field import Field, TermPostings
from index.segment.lengths import LENGTHS
from index.segment.parts import (
    GROUND,
    RELATIONS,
    Terms,
    TermsWriter,
    digest,
    fingerprint,
    open_terms,
    seal,
)
from index.segment.segment import Segment

__all__ = [
    "GROUND",
    "LENGTHS",
    "RELATIONS",
    "Columns",
    "Entries",
    "FacetValues",
    "Field",
    "Segment",
    "TermPostings",
    "Terms",
    "TermsWriter",
    "digest",
    "fingerprint",
    "open_terms",
    "seal",
]
