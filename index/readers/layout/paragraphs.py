"""Fixed-layout pages (PDF, OFD): lines become paragraphs.

Such files know where each character stands and nothing of paragraphs. What is told from the
places: lines and the columns of a table row, page furniture (numbers, running headers, what a
browser prints around a page), and which line breaks are an author's and which the margin's.
Nothing here knows what a line means; titles, numbers and signatures are found later.

Lengths are in any one unit (PDF: points, OFD: millimetres); x grows to the right and y down
from the upper left corner of the page. Thresholds are in em, the size of the characters.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate, pairwise
from statistics import median

from index.conventions.genre import ends_with_genre
from index.readers.layout.breaks import glue, goes_on, is_full, is_like
from index.readers.layout.furniture import drop_furniture, usual_size
from index.readers.layout.ideographs import printed
from index.readers.layout.lines import Line, Page
from index.text.fold import squeeze
from index.text.han import PRINTED

_HEAD = 15  # lines that may show the title
_CHINESE = re.compile(f"[{PRINTED}]")


def paragraphs(pages: list[Page]) -> list[str]:
    """The paragraphs of a document, furniture left out; the pages are changed."""
    drop_furniture(pages)
    _measure(pages)
    lines = [line for page in pages for line in page.lines]
    lines.sort(key=lambda line: (line.page.number, line.order))
    return list(_joined(lines))


def printed_title(title: str, lines: list[str]) -> str:
    """A title from a file's properties, if the first lines show it from the beginning of one to
    the end of one; else empty. Word puts the first line there, which may be a letterhead or half
    a title: one that ends in no 文种 is left to what the text says."""
    title = printed(" ".join(title.split()))
    wanted = squeeze(title).text
    if len(wanted) < 6 or not _CHINESE.search(title):
        return ""
    if re.match(r"Microsoft \w+ -", title) or re.search(r"\.\w{2,5}$", title):
        return ""
    if not ends_with_genre(title):
        return ""
    begins = accumulate((squeeze(line).text for line in lines[:_HEAD]), initial="")
    ends = list(begins)
    return (
        title
        if any(text.endswith(wanted) and text[: -len(wanted)] in ends for text in ends)
        else ""
    )


# Lines to paragraphs


def _measure(pages: list[Page]) -> None:
    """Find the text block and the pitch of each page; a page of few lines takes the usual ones."""
    own = [(page, _edge(page)) for page in pages]
    known = [right for _, right in own if right is not None]
    for page, right in own:
        widest = max((line.right for line in page.lines if _is_long(line)), default=page.width)
        usual = max(widest, median(known or [0.0])) if right is None else right
        page.right = max(usual, page.least)
        long = [line.left for line in page.lines if _is_long(line)]
        page.left = min(long or [line.left for line in page.lines], default=0.0)
        pitches = Counter(
            round((b.y - a.y) / max(a.size, 1e-6), 1) * a.size
            for a, b in pairwise(page.lines) if is_full(a, b) and is_like(a, b)
        )  # fmt: skip
        page.pitch = pitches.most_common(1)[0][0] if pitches else 0.0


def _is_long(line: Line) -> bool:
    return line.right - line.left >= 12 * line.size and not line.is_row


def _edge(page: Page) -> float | None:
    """The right edge of the text block: the farthest that two long lines reach."""
    rights = sorted((line.right for line in page.lines if _is_long(line)), reverse=True)
    usual = usual_size([page])
    return next((a for a, b in pairwise(rights) if a - b <= usual), None)


def _joined(lines: list[Line]) -> Iterator[str]:
    text = ""
    for before, line in pairwise([None, *lines]):
        assert line is not None
        if before is not None and goes_on(before, line):
            text += glue(text, line.text) + line.text
        else:
            if text:
                yield text
            text = line.text
    if text:
        yield text
