"""A page read: its lines, which of them are the document, its title, labels and files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lxml import etree

from index.conventions import doc_number
from index.conventions.labels import is_empty
from index.errors import Unreadable
from index.readers.extract import Extract
from index.readers.page import files, frames, second_opinion
from index.readers.page.content import Content, choose
from index.readers.page.edges import trimmed
from index.readers.page.error_page import trouble_of
from index.readers.page.furniture import judge
from index.readers.page.lines import Block, Line, lines_of
from index.readers.page.naming import is_site, named_of, without_number, without_tag
from index.readers.page.pairs import Pair
from index.readers.page.printed import datelines_of, labels_of, metas_of, tidied
from index.readers.page.title import Title, title_of
from index.readers.page.tree import tree_of

_MOST_AT_END = 8
_OF_THE_END = frozenset(("source", "contact_office", "contact_phone", "editor", "views"))
_FEW = 200
_MUCH_MORE = 3
_MOST_ABOVE = 12
_MOST_OVER = 3
_LONGEST_NUMBER = 40
_MOST_BEHIND = 12


def read_page(text: str, name: str) -> Extract:
    """Labelled values, title and body of a page told apart.

    Raises:
        Unreadable: the page is nested too deeply to be read to its end, or is no document.
    """
    page = tree_of(text)
    if page is None:
        return Extract(name)
    lines, outermost = _seen(page)
    judge(lines)
    metas = metas_of(page)
    if trouble := trouble_of(page, lines, metas):
        raise Unreadable(trouble)
    named = named_of(page, metas)
    content = choose(lines, outermost, named.names())
    text_at = _text_at(lines, content)
    labels = [
        *labels_of(lines, [*range(text_at), *range(max(content.end, text_at), len(lines))]),
        *_at_end(lines, content, text_at),
    ]
    printed = [*map(tidied, labels), *metas]
    named = replace(named, told=_value(printed, "title"))
    title = title_of(lines, content, named)
    numbers = trimmed(lines, content, title)
    printed += datelines_of(lines, _above(lines, title, text_at, numbers))
    extract = Extract(name, printed=printed, title=title.text)
    kept = [lines[at] for at in numbers]
    shown = lines[content.first : content.end + _MOST_BEHIND]
    extract.attachments = files.attachments_of(
        (link for line in shown for link in line.files), files.address_of(metas)
    )
    linked = [line for line in kept if not is_site(line.text, named.site)]
    if any(line.filed for line in linked) and all(map(files.is_file, linked)):
        extract.title = "" if is_site(title.text, named.site) else title.text
        _put_files(extract, linked)
    else:
        _put_text(extract, [line.text for line in kept], text, lines)
    _part_number(extract)
    return extract


def _part_number(extract: Extract) -> None:
    """The title, wherever it stands, without the 发文字号 behind it."""
    extract.title, number = without_number(without_tag(extract.title))
    for at, (field, label, value) in enumerate(extract.printed):
        if field == "title":
            title, other = without_number(without_tag(value))
            extract.printed[at] = (field, label, title)
            number = number or other
    if number and not any(map(_is_number, extract.lines[:_MOST_OVER])):
        extract.printed.append(("doc_number", "文号", number))


def _is_number(line: str) -> bool:
    """Whether a line of the text is a 发文字号, which says it better than the title of the page."""
    number = doc_number.parse(line) if len(line) <= _LONGEST_NUMBER else None
    return bool(number and number.is_complete)


def _value(printed: Sequence[Pair], wanted: str) -> str:
    return next(
        (value for field, _, value in printed if field == wanted and not is_empty(value)), ""
    )


def _at_end(lines: Sequence[Line], content: Content, text_at: int) -> list[Pair]:
    """Where a text comes from and whom to ask, as its last lines say; other labels are of what it tells."""
    last = range(max(content.end - _MOST_AT_END, text_at), content.end)
    return [pair for pair in labels_of(lines, last) if pair[0] in _OF_THE_END]


def _above(lines: Sequence[Line], title: Title, text_at: int, kept: list[int]) -> list[int]:
    """The lines about the title that are none of the text."""
    first = max(title.at - _MOST_OVER, 0) if title.at >= 0 else max(text_at - _MOST_ABOVE, 0)
    return [
        at
        for at in range(first, min(text_at, first + 2 * _MOST_ABOVE))
        if at not in kept[:_MOST_ABOVE]
    ]


def _put_files(extract: Extract, kept: Sequence[Line]) -> None:
    """The page of a file: its name is the title where nothing else is."""
    extract.title = extract.title or next(filter(None, map(files.title_in, kept)), "")
    if number := files.number_in(kept, extract.title):
        extract.printed.append(("doc_number", "文号", number))
    others = (line for line in kept if not files.is_named(line))
    extract.lines = [line.text for line in others if files.title_in(line) != extract.title]
    extract.lacks_body = not extract.lines
    extract.warnings.append(files.warning(kept))


def _put_text(extract: Extract, body: list[str], text: str, lines: Sequence[Line]) -> None:
    """The text, or what another reader takes for it where ours is little; and what is doubted."""
    extract.lines = second_opinion.better(text, body, lines)
    if doubt := second_opinion.warning(extract.lines, lines):
        extract.warnings.append(doubt)
    if not any(line.sentence for line in lines) and (sources := frames.sources_of(text)):
        extract.warnings.append(frames.warning(sources))


def _seen(page: etree._Element) -> tuple[list[Line], Block]:
    """The lines that a reader of the page sees; where these are few, also those that are hidden."""
    lines, block = lines_of(page)
    seen = sum(line.size for line in lines)
    if seen < _FEW:
        whole = lines_of(page, all_text=True)
        if sum(line.size for line in whole[0]) > _MUCH_MORE * seen:
            return whole
    return lines, block


def _text_at(lines: Sequence[Line], content: Content) -> int:
    """Where the running text begins."""
    return next((at for at in content.kept if lines[at].sentence), len(lines))
