"""A page read: its lines, which of them are the document, its title, labels and files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lxml import etree

from index.conventions.labels import is_empty
from index.readers.extract import Extract
from index.readers.page import files, frames, second_opinion
from index.readers.page.content import Content, choose
from index.readers.page.edges import trimmed
from index.readers.page.furniture import judge
from index.readers.page.lines import Block, Line, lines_of
from index.readers.page.links import address_of, attachments_of
from index.readers.page.pairs import Pair
from index.readers.page.printed import datelines_of, labels_of, metas_of
from index.readers.page.title import title_of
from index.readers.page.tree import tree_of

_MOST_AT_END = 8
_FEW = 200
_MUCH_MORE = 3
_MOST_ABOVE = 12
_MOST_BEHIND = 12


def read_page(text: str, name: str) -> Extract:
    """Labelled values, title and body of a page told apart.

    Raises:
        Unreadable: the page is nested too deeply to be read to its end.
    """
    page = tree_of(text)
    if page is None:
        return Extract(name)
    lines, outermost = _seen(page)
    judge(lines)
    content = choose(lines, outermost)
    text_at = _text_at(lines, content)
    metas = metas_of(page)
    labels = list(labels_of(lines, _outside(lines, content, text_at)))
    printed = [*labels, *metas, *datelines_of(lines, range(max(text_at - _MOST_ABOVE, 0), text_at))]
    title = title_of(page, lines, content, _value(printed, "title"), _value(metas, "site"))
    extract = Extract(name, printed=printed, title=title.text)
    kept = [lines[at] for at in trimmed(lines, content, title)]
    shown = lines[content.first : content.end + _MOST_BEHIND]
    extract.attachments = attachments_of(
        (link for line in shown for link in line.files), address_of(metas)
    )
    if kept and all(map(files.is_file, kept)):
        _put_files(extract, kept)
    else:
        _put_text(extract, [line.text for line in kept], text, lines)
    return extract


def _value(printed: Sequence[Pair], wanted: str) -> str:
    return next(
        (value for field, _, value in printed if field == wanted and not is_empty(value)), ""
    )


def _outside(lines: Sequence[Line], content: Content, text_at: int) -> Iterable[int]:
    """The lines outside the text: within it, labels are of what it tells."""
    return [*range(text_at), *range(max(content.end - _MOST_AT_END, text_at), len(lines))]


def _put_files(extract: Extract, kept: Sequence[Line]) -> None:
    """The page of a file: its name is the title where nothing else is."""
    extract.title = extract.title or next(filter(None, map(files.title_in, kept)), "")
    if number := files.number_in(kept, extract.title):
        extract.printed.append(("doc_number", "文号", number))
        extract.title = files.without_number(extract.title)
    extract.lines = [line.text for line in kept if not files.is_named(line)]
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
    return next((at for at in content.kept if lines[at].sentence), content.end)
