"""The text of a Word document, as it is read: paragraphs, tables, numbers, text boxes, notes at the end.

What is deleted, hidden, a comment, the code of a field, the sound above a letter (ruby) or an empty
field's prompt, the mark of a reference is no text. What is kept twice for older programs (``AlternateContent``) counts once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from lxml import etree

from index.readers.containers.xml import above, attribute, child, tag
from index.readers.word.looks import Looks
from index.readers.word.numbering import Numbering

_NOTES = ("footnotes", "endnotes")
_SKIPPED = frozenset((
    "del", "moveFrom", "instrText", "delText", "pPr", "rPr", "tblPr", "trPr", "tcPr", "sectPr",
    "sdtPr", "rt", "rubyPr", "comment", "footnote", "endnote", "fldData",
))  # fmt: skip
_GONE = frozenset(("Word.Deletion", "Word.Comment", "Word.Comment.Start", "Word.Comment.End"))
_DRAWN = frozenset(("drawing", "pict", "object"))
_BREAKS = {"tab": "  ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_REFERENCE = re.compile(r"\[\d{1,3}\]")
_SEPARATORS = frozenset(("separator", "continuationSeparator"))


class WordText:
    """The text of one document.

    Args:
        body: the element that holds it.
        related: a kind of part (``styles``, ``numbering``, ``footnotes``) -> its root, or None.
        embedded: the lines of what an ``altChunk`` embeds, by the id of its relation.
    """

    def __init__(
        self,
        body: etree._Element,
        related: Callable[[str], etree._Element | None],
        embedded: Callable[[str], Iterable[str]] = lambda _: (),
    ) -> None:
        self._body = body
        self._related = related
        self._embedded = embedded
        styles = related("styles")
        self._numbering = Numbering(related("numbering"), styles)
        self._looks = Looks(styles)

    def lines(self) -> Iterator[str]:
        """One paragraph a line; the cells of a row of a table parted by spaces."""
        yield from self._blocks(self._body)
        for note in self._body.iter("{*}footnote", "{*}endnote"):  # as Word 2003 has them
            yield from self._blocks(note)
        for kind in _NOTES:
            notes = self._related(kind)
            for note in notes if notes is not None else ():
                if attribute(note, "type") not in _SEPARATORS:
                    yield from self._blocks(note)

    def _blocks(self, parent: etree._Element) -> Iterator[str]:
        for block in parent:
            match tag(block):
                case "p":
                    yield from self._paragraph(block)
                case "tbl":
                    for row in _rows(block):
                        yield from self._row(row)
                case "altChunk":
                    yield from self._embedded(attribute(block, "id"))
                case "sdt" | "annotation" as name if _is_gone(block, name):
                    continue
                case "AlternateContent":
                    yield from self._blocks(_shown(block))
                case name if name not in _SKIPPED:
                    yield from self._blocks(block)

    def _paragraph(self, paragraph: etree._Element) -> Iterator[str]:
        """The lines of a paragraph, its number first; what its text boxes hold comes before."""
        for box in paragraph.iter("{*}txbxContent"):
            if above(box, "p") is paragraph and _is_shown(box):
                yield from self._blocks(box)
        style = attribute(child(child(paragraph, "pPr"), "pStyle"), "val")
        text = "".join(self._runs(paragraph, style)).strip()
        if text:
            number = self._numbering.next_label(paragraph)
            yield from f"{number}{text}".split("\n")

    def _runs(self, element: etree._Element, style: str) -> Iterator[str]:
        """The characters of a paragraph; text boxes and nested paragraphs apart."""
        for part in element:
            name = tag(part)
            if name == "t":
                yield part.text or ""
            elif name in _BREAKS:
                yield "" if attribute(part, "type") == "page" else _BREAKS[name]
            elif name == "sym":
                yield _symbol(attribute(part, "char"))
            elif name in _SKIPPED or name in _DRAWN:
                continue
            elif name == "AlternateContent":
                yield from self._runs(_shown(part), style)
            elif name == "r" and (self._looks.hides(part, style) or _is_reference(part)):
                continue
            elif name == "r" or not _is_gone(part, name):
                yield from self._runs(part, style)

    def _row(self, row: etree._Element) -> Iterator[str]:
        """A row of short cells as one line; a row whose cells hold text of their own as lines."""
        cells = [list(self._blocks(cell)) for cell in _cells(row)]
        cells = [cell for cell in cells if cell]
        if len(cells) == 1:
            yield from cells[0]
        elif cells:
            yield "  ".join(" ".join(cell) for cell in cells)


def _shown(alternatives: etree._Element) -> etree._Element:
    """Of a content in two forms the one that programs of today show."""
    choice = child(alternatives, "Choice")
    if choice is not None and len(choice):
        return choice
    fallback = child(alternatives, "Fallback")
    return fallback if fallback is not None else alternatives


def _is_shown(box: etree._Element) -> bool:
    """Whether a text box is not the older form of one that stands beside it."""
    fallback = above(box, "Fallback")
    choice = child(fallback.getparent(), "Choice") if fallback is not None else None
    return choice is None or next(choice.iter("{*}txbxContent"), None) is None


def _is_gone(element: etree._Element, name: str) -> bool:
    """Whether something shows only what it asks for (单击此处输入文字), since nobody has answered; or is
    a deletion or comment as Word 2003 writes them."""
    if name == "annotation":
        return attribute(element, "type") in _GONE
    prompt = child(child(element, "sdtPr"), "showingPlcHdr") if name == "sdt" else None
    return prompt is not None and attribute(prompt, "val").lower() not in ("0", "false", "off")


def _is_reference(run: etree._Element) -> bool:
    """Whether a run is no more than the mark of a reference: ``[1]``, raised or as a link."""
    look = child(run, "rPr")
    if look is None:
        return False
    raised = attribute(child(look, "vertAlign"), "val") == "superscript"
    if not (raised or child(look, "rStyle") is not None):
        return False
    return bool(_REFERENCE.fullmatch("".join(part.text or "" for part in run.iter("{*}t"))))


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    """The rows of a table that are shown: not deleted, not hidden."""
    for row in table.iter("{*}tr"):
        properties = child(row, "trPr")
        if above(row, "tbl") is table and not any(
            child(properties, name) is not None for name in ("del", "hidden")
        ):
            yield row


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for cell in row.iter("{*}tc"):
        if above(cell, "tr") is row and child(child(cell, "tcPr"), "cellDel") is None:
            yield cell


def _symbol(code: str) -> str:
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    return chr(number) if 0x20 <= number < 0xD800 else ""
