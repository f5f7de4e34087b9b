"""Where the records are in what a JSON file holds: bare, in wrappers, in several lists, in one object.

``{"data": {"list": […]}}``, ``{"hits": {"hits": [{"_source": {…}}]}}``, ``{"通知": […], "公告": […]}``
and one object that is a document are told by what the objects in them say, not by how the wrapper is
called. A record with objects in it is laid flat: ``{"meta": {"title": …}}`` has the key ``meta.title``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import islice

Fields = Callable[[str], str]
"""A key, or the dotted path of one, -> the field that it is; empty where it is none."""
Row = Mapping[str, object]

_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|wps|et|ofd|zip|rar|pptx?|jpe?g|png)\s*$", re.IGNORECASE)
_DEEPEST = 6
_MOST_KEYS = 1_000
_LOOKED_AT = 20
"""So many elements of a list tell what it is a list of."""
_TEXT = 40
"""So long is a value that is a text of its own."""


def records_in(value: object, field_of: Fields) -> Iterator[object]:
    """The records that a JSON value holds, in their order; a value that holds none is one itself.

    Args:
        value: decoded JSON.
    """
    lists = list(_lists(value, field_of, 0))
    if not lists or (isinstance(value, dict) and _has_text(value, field_of)):
        yield value
        return
    for found in lists:
        yield from found


def flat(row: Row) -> dict[str, object]:
    """A record without objects in it: their values under dotted keys, at most a thousand."""
    made: dict[str, object] = {}
    left: list[tuple[str, object, int]] = [(key, row[key], 0) for key in reversed(list(row))]
    while left and len(made) < _MOST_KEYS:
        key, value, depth = left.pop()
        if isinstance(value, dict) and depth < _DEEPEST:
            inner = reversed(list(value.items()))
            left += [(f"{key}.{name}", part, depth + 1) for name, part in inner]
        else:
            made[key] = value
    return made


def _lists(value: object, field_of: Fields, depth: int) -> Iterator[list[object]]:
    """The lists of records within a value; objects that are records, each called by its id, too."""
    parts = _parts(value)
    is_list = isinstance(value, list) or (
        len(parts) > 1 and all(isinstance(part, dict) for part in parts)
    )
    if is_list and _are_records(parts, field_of):
        yield parts
    elif depth < _DEEPEST:
        for part in islice(parts, _LOOKED_AT) if isinstance(value, list) else parts:
            if isinstance(part, dict) or (isinstance(part, list) and isinstance(value, dict)):
                yield from _lists(part, field_of, depth + 1)


def _parts(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _are_records(values: list[object], field_of: Fields) -> bool:
    """Whether most of some objects have a title, which is not the name of a file."""
    rows = [value for value in islice(values, _LOOKED_AT) if isinstance(value, dict)]
    return bool(rows) and 2 * sum(_is_titled(row, field_of) for row in rows) > len(rows)


def _is_titled(row: Row, field_of: Fields) -> bool:
    titles = [value for key, value in flat(row).items() if field_of(key) == "title"]
    return any(isinstance(title, str) and title and not _FILE.search(title) for title in titles)


def _has_text(row: Row, field_of: Fields) -> bool:
    """Whether an object is a document that happens to hold lists (its attachments, what is related)."""
    return any(
        field_of(key) == "body" and isinstance(value, str) and len(value) >= _TEXT
        for key, value in flat(row).items()
    )
