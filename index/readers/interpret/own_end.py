"""The document's own end: where its annexes, or documents that it reprints, begin.

What stands behind is text of the file and stays in the body; a signature, number or date there
is another document's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.conventions import doc_number
from index.conventions.dates import find_dates
from index.conventions.genre import ends_with_genre
from index.readers.interpret.signature import signed_at
from index.text.fold import fold_all
from index.text.han import TENS

_LONGEST = 80
"""A longer line is text, and neither heads an annex nor names one in a list."""
_ANNEX_HEAD = re.compile(
    rf"\[?附\s*+(?:件|录|表)?\s*+\(?[\da-z{TENS}]{{0,3}}(?:-\d{{1,2}})?\)?\s*+[:.、]?\s*+\]?"
)
_ANNEX_NAMED = re.compile(rf"附\s*+(?:(?:件|录|表)\s*+[\d{TENS}]{{0,3}}|:)(?![的中所略表])")
_ITEM = re.compile(
    rf"(?:附\s*+件|\((?:\d|[{TENS}]){{1,3}}\)|(?:\d{{1,2}}|[{TENS}]{{1,3}})\s*+[.、])"
)
_LONGEST_DATE = 24
_MOST_ITEMS = 30
_SALUTATION = re.compile(r"[^。;]{2,70}:")
_FOLLOWS = (":", "号", "号)", "号]")
"""What a number or a salutation ends with."""
_SENTENCE = ("。", "！")
_NEAR = 4


def own_end(lines: Sequence[str]) -> int:
    """The number of ``lines`` that are the document's own; all of them where nothing is annexed.

    An annex begins behind at least one sentence: what stands above all sentences is a head.
    """
    folded = [line.strip() for line in fold_all(lines)]
    said = False
    for at, line in enumerate(folded):
        heads = said and len(line) <= _LONGEST
        if heads and (_begins_annex(lines, folded, at) or _begins_document(folded, at)):
            return at
        said = said or line.endswith(_SENTENCE)
    return len(lines)


def _begins_annex(lines: Sequence[str], folded: Sequence[str], at: int) -> bool:
    """Whether the annexes begin at a line; not where they are only listed above the signature."""
    line = folded[at]
    if not line.startswith(("附", "[附")):
        return False
    if not (_ANNEX_HEAD.fullmatch(line) or _ANNEX_NAMED.match(line)) or line[-1] in _SENTENCE:
        return False
    return not _is_list(lines, folded, at)


def _is_list(lines: Sequence[str], folded: Sequence[str], at: int) -> bool:
    """Whether what begins at a line only names the annexes: the signature stands below them."""
    others = 0
    names_any = not _ANNEX_HEAD.fullmatch(folded[at]) or folded[at][-1] == ":"
    for below in range(at + 1, min(len(lines), at + _MOST_ITEMS)):
        if signed_at(lines, below) is not None:
            return names_any
        if folded[below][-1:] in ("。", ":") or _begins_document(folded, below):
            return False
        is_item = bool(_ITEM.match(folded[below]))
        names_any = names_any or is_item
        others += not is_item
        if others > _NEAR:
            return False
    return False


def _begins_document(folded: Sequence[str], at: int) -> bool:
    """Whether a title stands at a line with what only a document of its own has below it: a
    number, or a salutation."""
    title = folded[at]
    if not 6 <= len(title) <= _LONGEST or title[-1] in "。;:,":
        return False
    below = folded[at + 1 : at + _NEAR]
    if not any(line.endswith(_FOLLOWS) for line in below):
        return False
    for count, line in enumerate(below):
        if _is_date(folded[at + count]):
            return False
        whole = "".join(folded[at : at + 1 + count])
        if not ends_with_genre(whole):
            continue
        number = doc_number.parse_folded(line) if len(line) <= _LONGEST else None
        if number and number.is_complete:
            return True
        if "关于" in whole and _SALUTATION.fullmatch(line):
            return True
    return False


def _is_date(folded: str) -> bool:
    return len(folded) <= _LONGEST_DATE and any(
        start == 0 and end == len(folded) for start, end, _ in find_dates(folded)
    )
