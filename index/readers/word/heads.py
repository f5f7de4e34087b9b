"""The title of a form that stands where running heads do: above a table that is the whole first page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from lxml import etree

from index.readers.containers.xml import tag
from index.text.han import HAN

_LINES = 3
_FORM = re.compile(
    rf"(?=.*{HAN}{{4}})[^。;；]{{4,60}}(?:表|单|书|卡|登记簿|台账)(?:[(（][^()（）]{{1,12}}[)）])?"
)


def form_title(body: etree._Element, lines: Sequence[str], head: Iterable[str]) -> str:
    """The line of a head that names the form below it (某某市…申请表); empty where the body begins
    with a paragraph, or says the same.

    Args:
        body: the element whose text is ``lines``.
        head: the lines of the head of its pages.
    """
    if not _begins_with_table(body):
        return ""
    named = [line for line in head if _FORM.fullmatch("".join(line.split()))]
    text = "".join("".join(lines[:_LINES]).split())
    return named[0] if len(named) == 1 and "".join(named[0].split()) not in text else ""


def _begins_with_table(body: etree._Element) -> bool:
    for block in body:
        if tag(block) == "tbl":
            return True
        if tag(block) == "p" and any((part.text or "").strip() for part in block.iter("{*}t")):
            return False
    return False
