"""One record of a list of other makers: which of its values is the title, the body, a date.

Names tell first: the operator's mapping, our own keys, the labels of pages, the words of a key. Where
no key is a body the longest Chinese text is taken for it, where none is a title the line that ends like
one; then a warning says so, and how to say otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from index.conventions.genre import ends_with_genre
from index.readers.columns import KEYS, NOT_PRINTED, Lookup, dated, label_for
from index.readers.extract import Extract
from index.readers.records.markup import plain
from index.readers.records.shapes import flat
from index.text.han import HAN

_HAN = re.compile(HAN)
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_LONGEST_TITLE = 120
_SHORTEST_TITLE = 5
_FEWEST = 40
"""So many ideographs make a value a text."""
_IN_TEXT = ("text", "value", "content", "html", "body", "p", "title")
"""The keys of a piece of a text that is kept in pieces."""


_PARTS_OF_A_TEXT = frozenset((
    "excerpt", "summary", "abstract", "partial", "摘要", "摘录", "节选", "部分",
))  # fmt: skip
"""What ``body_kind`` says of a body that is not whole."""


class _Value(NamedTuple):
    key: str
    field: str
    text: str
    is_named: bool


def extract_of(row: Mapping[str, object], name: str, locator: str, lookup: Lookup) -> Extract:
    """What a record says.

    Args:
        row: a JSON object.
        name, locator: as in :class:`index.readers.extract.Extract`.
    """
    values = list(_values(row, lookup))
    kind = _first(values, "body_kind").strip().lower()
    warnings: list[str] = []
    body = _body(values, warnings) if kind != "none" else ""
    title = "" if any(value.field == "title" for value in values) else _title(values, warnings)
    return Extract(
        name,
        locator,
        printed=[
            (value.field, _plain(label_for(value.key, value.field)), dated(value.field, value.text))
            for value in values
            if value.field and value.field not in NOT_PRINTED
        ],
        title=title,
        lines=body.splitlines(),
        own_id=_first(values, "id"),
        lacks_body=kind == "none",
        is_excerpt=bool(body) and kind in _PARTS_OF_A_TEXT,
        verbatim=True,
        warnings=warnings,
    )


def is_record(row: Mapping[str, object], lookup: Lookup) -> bool:
    """Whether an object says anything that makes it a document: a title, or a text."""
    values = list(_values(row, lookup))
    return any(value.field in ("title", "body") for value in values) or bool(_body(values, []))


def _values(row: Mapping[str, object], lookup: Lookup) -> Iterator[_Value]:
    """The values that are not empty: our own keys first and in their order, then those that are
    called as pages call them, then what was made out of words and stands for nothing before."""
    whole = flat(_named_article(row))
    keys = [key for key in KEYS if key in whole] + [key for key in whole if key not in KEYS]
    keys = [keys[at] for at in lookup.ordered(keys)]
    named = {key for key in keys if lookup.is_named(key)}
    seen: set[str] = set()
    for key in sorted(keys, key=lambda one: one not in named):
        field, is_named = lookup(key), key in named
        text = _text(whole[key], to_plain=field != "body_kind")
        if field == "source_url":
            text = _address(text)
        if not text or (field in seen and not is_named and field != "body"):
            continue
        if field:
            seen.add(field)
        yield _Value(key, field, text, is_named)


def _body(values: list[_Value], warnings: list[str]) -> str:
    """The text of a record: the first that is called so, unless another is far longer; else the
    longest text, with a warning."""
    bodies = [value.text for value in values if value.field == "body"]
    if bodies:
        longest = max(bodies, key=len)
        return longest if len(longest) > 2 * len(bodies[0]) else bodies[0]
    texts = [value for value in values if not value.field and _ideographs(value.text) >= _FEWEST]
    if not texts:
        return ""
    found = max(texts, key=lambda value: len(value.text))
    warnings.append(
        f"没有认得的正文字段，取最长的一段中文“{_plain(found.key[:40])}”为正文；如果不是，请用 --map 列名=正文 指明。"
    )
    return found.text


def _title(values: list[_Value], warnings: list[str]) -> str:
    """The title of a record of which no key is called so; empty where none looks like one."""
    lines = [value for value in values if not value.field and _may_be_title(value.text)]
    likely = [value for value in lines if ends_with_genre(value.text)]
    if not lines:
        return ""
    found = (likely or lines)[0]
    warnings.append(
        f"没有认得的标题字段，以“{_plain(found.key[:40])}”为标题；如果不是，请用 --map 列名=标题 指明。"
    )
    return found.text


def _may_be_title(text: str) -> bool:
    size = len(text)
    in_bounds = _SHORTEST_TITLE <= size <= _LONGEST_TITLE and "\n" not in text
    return in_bounds and 2 * _ideographs(text) > size


def _ideographs(text: str) -> int:
    return len(_HAN.findall(text))


def _address(text: str) -> str:
    """An address of the web as it can be followed from anywhere; else empty."""
    whole = f"http:{text}" if text.startswith("//") else text
    return whole if _ADDRESS.match(whole) else ""


def _named_article(row: Mapping[str, object]) -> Mapping[str, object]:
    """A record of one article of a law (``law``, ``article``) has both for its title."""
    law, article = row.get("law"), row.get("article")
    if "title" in row or not (isinstance(law, str) and isinstance(article, str)):
        return row
    others = {key: value for key, value in row.items() if key not in ("law", "article")}
    return {"title": f"{law} {article}", **others}


def _first(values: list[_Value], name: str) -> str:
    return next((value.text for value in values if value.field == name), "")


def _text(value: object, to_plain: bool) -> str:
    """A value as text; a list as its parts, one a line; what is no text as nothing."""
    parts = (_plain(part) for part in _parts(value))
    return "\n".join(plain(part) if to_plain else part for part in parts)


def _parts(value: object) -> Iterator[object]:
    """What a value consists of: lists within lists, however deep, are one."""
    left = [value]
    while left:
        part = left.pop()
        if isinstance(part, list) and part:
            left += reversed(part)
        elif isinstance(part, dict):
            left += [part[key] for key in reversed(part) if key.lower() in _IN_TEXT]
        else:
            yield part


def _plain(value: object) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""
