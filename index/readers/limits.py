"""How much of a file is read: sizes, counts, seconds and memory. A larger file is refused.

Nothing here reads or refuses; the words of the refusals are in ``index.readers.refusals``.
"""

from __future__ import annotations

# --- one file ---------------------------------------------------------------------------

FILE_BYTES = 64 * 2**20
"""A single file larger than this is no policy document; lists of records may be larger."""
HEAD_BYTES = 4096
"""So many first bytes tell the kind of most files."""
FILE_SECONDS = 120.0
"""So long may one file take in a child."""
FILE_MEMORY = 320 * 2**20
"""So many bytes may a file take in a child, beyond what the child needs at its start."""
ENDING_SECONDS = 5.0
"""So long may a child take to end what it has started."""
CONVERSION_SECONDS = 90.0
"""So long may LibreOffice take for one file; a healthy one takes about one second."""

# --- archives ---------------------------------------------------------------------------

UNPACKED_BYTES = 100 * 2**20
"""So many bytes may come out of one archive."""
UNPACKED_RATIO = 100
"""So many times larger than the archive may its content be; small archives are spared."""
UNPACKED_SPARED = 2**20
"""So many bytes may come out of an archive however small it is."""
ARCHIVE_ENTRIES = 2_000
"""So many files may an archive hold."""

# --- one document -----------------------------------------------------------------------

CHARACTERS = 5_000_000
"""So many characters may the text of one document have: thirty times the longest code."""
TITLE_CHARACTERS = 1_000
"""So much of a title is kept."""
VALUE_CHARACTERS = 10_000
"""So much of a printed value is kept."""
VALUES = 1_000
"""So many printed values of one document are kept."""
ISSUERS = 200
"""So many issuers may a document have."""

# --- lists ------------------------------------------------------------------------------

LINE_BYTES = 32 * 2**20
"""So long may one record of JSONL be."""
SKIPPED_BYTES = 2**28
"""So much of a line of JSONL that is too long is skipped; behind that nothing is read."""
LOOKED_THROUGH = 4
"""So many times its length is a list looked through for the next record behind a broken one."""
LIST_BYTES = 4 * 2**30
"""So much is read of one list, uncompressed: a compressed list may be a bomb."""
TABLE_ROWS = 200_000
"""So many rows are read of one table."""
TABLE_COLUMNS = 16_384
"""So many columns may a table have: Excel's own limit."""
TABLE_HEIGHT = 2**20
"""No program writes a row with a higher number: Excel's own limit."""
HEADER_WITHIN = 10
"""The header is among so many first rows that are not empty."""
CELL_CHARACTERS = 4 * 2**20
"""So many characters may a cell of a CSV file have."""
ROW_CHARACTERS = 16 * 2**20
"""So many characters may a row of a workbook have."""
WORKBOOK_CHARACTERS = 256 * 2**20
"""So many characters may all cells of a workbook have: one shared string may fill them all."""
WORKBOOK_MEMORY = 512 * 2**20
"""So many bytes may reading a workbook take."""
WORKBOOK_SECONDS = 120
"""So many seconds of a processor may reading a workbook take."""

# --- fixed layouts (PDF, OFD) -----------------------------------------------------------

PAGES = 2_000
"""So many pages may a document have."""

# --- pages that are pictures ------------------------------------------------------------

SCAN_PAGES = 300
"""So many pages of a document are recognised, unless the operator says otherwise."""
SCAN_SECONDS = 180.0
"""So long may one page take in a child that recognises; a usual one takes three to six."""
SCAN_START = 120.0
"""So long may such a child take to start, before its first page counts; usually three."""
SCAN_MEMORY = 1_200 * 2**20
"""So many bytes may such a child use in all, the networks among them."""
PICTURE_PIXELS = 60_000_000
"""A picture with more pixels is not opened: A4 at 600 dots an inch has 35 million."""
PICTURE_LEAST = 500
"""A picture that is narrower or lower than so many pixels is no page."""
