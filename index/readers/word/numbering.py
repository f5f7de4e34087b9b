"""The numbers Word counts by itself: 一、 （一） 第一条 1. in front of paragraphs.

They are not in the text, but headings are told by them.

Format: ECMA-376 part 1, 17.9. A paragraph names a list and a level, by itself or through its
style; the list's definition gives the form of the number and the words around it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from index.readers.containers.xml import attribute, child, tag
from index.text.han import chinese_numeral

MAX_LEVEL = 8
_CHINESE = frozenset((
    "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting",
    "taiwaneseCountingThousand", "ideographDigital", "japaneseDigitalTenThousand",
    "chineseLegalSimplified",
))  # fmt: skip
_CIRCLED = frozenset(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"))
_UNCOUNTED = frozenset(("bullet", "none"))
_MOST_CIRCLED = 20
_LONGEST_FORM = 200
"""The words around a number stand before every paragraph of a list: they must not be a text."""


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    text: str
    start: int


class Numbering:
    """Counts the paragraphs of one document; ask for each in order.

    Args:
        numbering, styles: the roots of ``numbering.xml`` and ``styles.xml``, where there are.
    """

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self._levels: dict[tuple[str, int], _Level] = {}
        self._abstract: dict[str, str] = {}
        self._styles: dict[str, tuple[str, int]] = {}
        self._counts: dict[tuple[str, int], int] = {}
        if numbering is not None:
            self._read_numbering(numbering)
        if styles is not None:
            self._read_styles(styles)

    def next_label(self, paragraph: etree._Element) -> str:
        """The number of the next paragraph; empty if it has none. Word 2003 writes it down."""
        properties = child(paragraph, "pPr")
        if properties is None:
            return ""
        if written := attribute(child(child(properties, "listPr"), "t"), "val"):
            return written[:_LONGEST_FORM]
        place = self._place(properties)
        if not place:
            return ""
        number, depth = place
        abstract = self._abstract.get(number, "")
        level = self._levels.get((abstract, depth))
        if not level or level.form in _UNCOUNTED:
            return ""
        key = (abstract, depth)
        self._counts[key] = self._counts.get(key, level.start - 1) + 1
        for below in range(depth + 1, MAX_LEVEL + 1):
            self._counts.pop((abstract, below), None)
        return re.sub(
            r"%([1-9])", lambda found: self._number(abstract, int(found[1]) - 1), level.text
        )

    def _number(self, abstract: str, depth: int) -> str:
        level = self._levels.get((abstract, depth))
        if not level:
            return ""
        return _written(self._counts.get((abstract, depth), level.start), level.form)

    def _place(self, properties: etree._Element) -> tuple[str, int] | None:
        """The list and the level that the properties of a paragraph, or its style, name."""
        own = child(properties, "numPr")
        style = _value(child(properties, "pStyle"))
        inherited = self._styles.get(style)
        if own is None:
            return inherited
        number = _value(child(own, "numId")) or (inherited[0] if inherited else "")
        depth = _integer(_value(child(own, "ilvl")), inherited[1] if inherited else 0)
        return (number, depth) if number not in ("", "0") else None

    def _read_numbering(self, root: etree._Element) -> None:
        for element in root:
            if tag(element) == "abstractNum":
                for level in element:
                    if tag(level) == "lvl":
                        key = (
                            attribute(element, "abstractNumId"),
                            _integer(attribute(level, "ilvl"), 0),
                        )
                        self._levels[key] = _Level(
                            _value(child(level, "numFmt")),
                            _value(child(level, "lvlText"))[:_LONGEST_FORM],
                            _integer(_value(child(level, "start")), 1),
                        )
            elif tag(element) == "num":
                self._abstract[attribute(element, "numId")] = _value(
                    child(element, "abstractNumId")
                )

    def _read_styles(self, root: etree._Element) -> None:
        for style in root:
            properties = child(style, "pPr")
            number = child(properties, "numPr") if properties is not None else None
            if number is not None and (id := _value(child(number, "numId"))):
                depth = _integer(_value(child(number, "ilvl")), 0)
                self._styles[attribute(style, "styleId")] = (id, depth)


def _written(number: int, form: str) -> str:
    if form in _CHINESE:
        return chinese_numeral(number)
    if form in _CIRCLED and 1 <= number <= _MOST_CIRCLED:
        return chr(ord("①") + number - 1)
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26)
        return letter.upper() if form == "upperLetter" else letter
    return str(number)


def _value(element: etree._Element | None) -> str:
    return attribute(element, "val")


def _integer(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else otherwise
