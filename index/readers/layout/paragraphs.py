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
from index.readers.layout.ideographs import printed
from index.readers.layout.lines import LABEL, SENTENCE_ENDS, Kind, Line, Page
from index.text.fold import squeeze
from index.text.han import PRINTED

_INDENT = 1.2
_HEAD = 15  # lines that may show the title
_BAND = 0.13  # share of the page's height where furniture stands; GB/T 9704: 37 of 297 mm
_DIGITS = "0-9０-９"
_CHINESE = re.compile(f"[{PRINTED}]")
_NUMBER = re.compile(f"[{_DIGITS}]+")
_PAGE_NUMBER = re.compile(
    r"[-—–－―─_~·•.\s]+\d{1,4}[-—–－―─_~·•.\s]+|第\s*\d{1,4}\s*页(?:[\s,，/／]*共\s*\d{1,4}\s*页)?"
    r"|[Pp]age\s*\d+(?:\s*of\s*\d+)?"
)
_BARE = re.compile(r"(\d{1,4})(?:\s*[/／]\s*(\d{1,4}))?")
_OPEN_URL = re.compile(r"(?:https?://|www\.)[!-~]")
_LONGEST_URL = 2_000
_NO_BEGINNING = tuple("，。、；：？！）》】〕」』”’％")
_CUT = 16
_DAY = rf"[{_DIGITS}]{{1,2}}"
_CUT_NUMBERS = (
    (re.compile(rf"[{_DIGITS}]{{4}}\s?年$"), re.compile(rf"{_DAY}\s?月")),
    (re.compile(rf"[{_DIGITS}]{{4}}\s?年\s?{_DAY}\s?月$"), re.compile(rf"{_DAY}\s?日")),
    (re.compile(rf"[{_DIGITS}]{{4}}\s?年\s?{_DAY}$"), re.compile(r"月")),
    (re.compile(rf"年\s?{_DAY}\s?月\s?{_DAY}$"), re.compile(r"日")),
    (
        re.compile(rf"[〔\[﹝（(][{_DIGITS}]{{4}}[〕\]﹞）)]$"),
        re.compile(rf"第?[{_DIGITS}]{{1,5}}\s?号"),
    ),
)
"""How a date or a number ends in the middle, and how it goes on."""
_OWN_LINE = re.compile(rf"\S{{1,12}}[〔\[﹝][{_DIGITS}]{{4}}[〕\]﹞]第?\s?[{_DIGITS}]{{1,5}}\s?号")
"""A number of a document that is a line of its own belongs to no sentence."""
_PRINTABLE = "".join(map(chr, range(ord("!"), ord("~") + 1)))
_BROWSER = re.compile(
    r"\d{2,4}[/-]\d{1,2}[/-]\d{1,4}[,，\s]+(?:[上下]午\s*)?\d{1,2}:\d\d.*"
    r"|(?:https?://|file:///)\S+\s+\d+\s*/\s*\d+"
)


def paragraphs(pages: list[Page]) -> list[str]:
    """The paragraphs of a document, furniture left out; the pages are changed."""
    _drop_furniture(pages)
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


# Furniture


def _drop_furniture(pages: list[Page]) -> None:
    usual = _usual_size(pages)
    count = len({page.number for page in pages})
    seen = Counter(key for page in pages for key in _keys(page))
    running = {key for key, times in seen.items() if times >= max(2, count * 0.1, min(count, 3))}
    offsets = Counter(
        int(found[1]) - page.number
        for page in pages for line in _margin(page)
        if (found := _BARE.fullmatch(line.text)) and not found[2]
    )  # fmt: skip
    counted = {by for by, times in offsets.items() if times >= max(2, count * 0.3)} | {0}
    for page in pages:
        drop = [
            line for line in _margin(page)
            if _PAGE_NUMBER.fullmatch(line.text) or _BROWSER.fullmatch(line.text)
            or _is_bare_number(line, counted, count)
            or (_key(line) in running and line.size < 1.15 * usual)
        ]  # fmt: skip
        page.lines = [line for line in page.lines if not any(line is other for other in drop)]


def _margin(page: Page) -> list[Line]:
    """The first and last lines of a page, where these stand in its margins."""
    top, bottom = page.height * _BAND, page.height * (1 - _BAND)
    ends = page.lines[:4] + page.lines[4:][-4:]
    return [line for line in ends if not top < line.y < bottom]


def _keys(page: Page) -> set[tuple[str, int]]:
    return {_key(line) for line in _margin(page) if not _BARE.fullmatch(line.text)}


def _key(line: Line) -> tuple[str, int]:
    """Equal for what is printed in one place on many pages, whatever number it bears."""
    return _NUMBER.sub("#", line.text), round(50 * line.y / line.page.height)


def _is_bare_number(line: Line, counted: set[int], count: int) -> bool:
    found = _BARE.fullmatch(line.text)
    if not found:
        return False
    if found[2]:
        return int(found[2]) == count or int(found[1]) == line.page.number
    return int(found[1]) - line.page.number in counted


def _usual_size(pages: list[Page]) -> float:
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


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
            for a, b in pairwise(page.lines) if _is_full(a, b) and _is_like(a, b)
        )  # fmt: skip
        page.pitch = pitches.most_common(1)[0][0] if pitches else 0.0


def _is_long(line: Line) -> bool:
    return line.right - line.left >= 12 * line.size and not line.is_row


def _edge(page: Page) -> float | None:
    """The right edge of the text block: the farthest that two long lines reach."""
    rights = sorted((line.right for line in page.lines if _is_long(line)), reverse=True)
    usual = _usual_size([page])
    return next((a for a, b in pairwise(rights) if a - b <= usual), None)


def _is_like(one: Line, other: Line) -> bool:
    return abs(one.size - other.size) <= 0.12 * max(one.size, other.size)


def _is_full(line: Line, after: Line) -> bool:
    """Whether the margin ended the line: what follows would not have fitted in."""
    return after.first > line.page.right - line.right - 0.25 * line.size


def _joined(lines: list[Line]) -> Iterator[str]:
    text = ""
    for before, line in pairwise([None, *lines]):
        assert line is not None
        if before is not None and _goes_on(before, line):
            text += _glue(text, line.text) + line.text
        else:
            if text:
                yield text
            text = line.text
    if text:
        yield text


def _goes_on(before: Line, line: Line) -> bool:
    """Whether ``line`` continues the paragraph that ``before`` belongs to."""
    size, page = line.size, line.page
    same = before.page is page
    if (
        not same
        and page.number == before.page.number
        and Kind.CELL in (page.kind, before.page.kind)
    ):
        return False
    if before.is_row or line.is_row or not _is_like(before, line):
        return False
    if _is_cut(before, line):
        return True
    if not _is_full(before, line) or _OWN_LINE.fullmatch(line.text):
        return False
    if page.number - before.page.number > 1:
        return False  # a page between them is not read
    if same and page.pitch and line.y - before.y > 1.3 * page.pitch:
        return False
    start, indent = before.left - before.page.left, line.left - page.left
    if start > 0.4 * (before.page.right - before.page.left):
        return False  # a signature or a date
    is_ended = before.text.endswith(SENTENCE_ENDS)
    if LABEL.match(line.text) and (is_ended or indent >= _INDENT * size):
        return False
    if indent - start > 0.5 * size:  # hanging below the words after a label
        return bool(LABEL.match(before.text)) and same and indent - start < 3.5 * size
    return not (is_ended and indent >= _INDENT * size and indent - start > -0.5 * size)


def _is_cut(before: Line, line: Line) -> bool:
    """Whether the two lines are one by what they say: no line begins with a closing sign, and a
    date or a number that is begun goes on."""
    is_near = before.page is not line.page or 0 < line.y - before.y < 3.5 * line.size
    if not is_near:
        return False
    if line.text.startswith(_NO_BEGINNING):
        return not before.text.endswith(SENTENCE_ENDS)
    return any(
        end.search(before.text[-_CUT:]) and begin.match(line.text) for end, begin in _CUT_NUMBERS
    )


def _glue(before: str, after: str) -> str:
    """What stands between two lines: nothing, but a space between two words of Latin letters."""
    if before[-1:].isascii() and after[:1].isascii():
        return "" if before.endswith(("-", "/")) or _ends_in_url(before) else " "
    return ""


def _ends_in_url(text: str) -> bool:
    """Whether the last characters, without a space between them, are of an address."""
    tail = text[-_LONGEST_URL:]
    return bool(_OPEN_URL.search(tail, len(tail.rstrip(_PRINTABLE))))
