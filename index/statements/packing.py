"""Statements as bytes: rows of plain values in the order of their fields, what is empty at the end left out.

JSON, and behind it the sketch as numbers of four bytes: written out it would be as long again as all the
rest. Fields are taken from the classes of ``model``, so that one that is added is kept.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from enum import IntEnum, StrEnum
from functools import cache
from sys import byteorder
from typing import Any, get_args, get_origin, get_type_hints

import orjson

from index.statements.model import Statements

Read = Callable[[Any], Any]
_SIZE = struct.Struct("<I")


def packed(says: Statements) -> bytes:
    """``says`` as bytes; the same for equal ones."""
    sketch = array("I", says.identity.sketch)
    if byteorder == "big":
        sketch.byteswap()
    row = _row(replace(says, identity=replace(says.identity, sketch=())))
    text = orjson.dumps(row)
    return _SIZE.pack(len(text)) + text + sketch.tobytes()


def unpacked(raw: bytes) -> Statements:
    """The inverse of :func:`packed`."""
    end = _SIZE.size + int(_SIZE.unpack_from(raw)[0])
    says: Statements = _read_statements(orjson.loads(raw[_SIZE.size : end]))
    if end == len(raw):
        return says
    sketch = array("I", raw[end:])
    if byteorder == "big":
        sketch.byteswap()
    return replace(says, identity=replace(says.identity, sketch=tuple(sketch)))


def _row(value: object) -> object:
    """A value as JSON has it: an object as the row of its fields."""
    kind = type(value)
    if kind is str or kind is int:  # nearly all are
        return value
    if isinstance(value, tuple):
        return [_row(one) for one in value]
    if is_dataclass(kind):
        row: list[object] = []
        end = 0
        for at, (name, empty) in enumerate(_fields(kind), 1):
            own = getattr(value, name)
            if own != empty:
                end = at
            row.append(_row(own))
        return row[:end]
    return int(value) if isinstance(value, IntEnum) else value


@cache
def _fields(kind: type) -> list[tuple[str, object]]:
    """The names of the fields of a class, and each as it is when it is empty."""
    return [
        (field.name, field.default_factory() if callable(field.default_factory) else field.default)
        for field in fields(kind)
    ]


def _reader(kind: object) -> Read | None:
    """What makes a value of a kind out of what JSON gives; None where that is it already."""
    if get_origin(kind) is tuple:
        each = _reader(get_args(kind)[0])
        return tuple if each is None else _tuples(each)
    if isinstance(kind, type) and issubclass(kind, IntEnum):
        return tuple(kind).__getitem__  # they count from 0, and looking them up takes longer
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind
    if isinstance(kind, type) and (is_dataclass(kind) or issubclass(kind, tuple)):
        return _objects(kind)
    return None


def _tuples(each: Read) -> Read:
    return lambda values: tuple(map(each, values))


def _objects(kind: type) -> Read:
    """What makes an object out of the row of its fields."""
    kinds = enumerate(get_type_hints(kind).values())
    readers = [(at, read) for at, own in kinds if (read := _reader(own)) is not None]

    def made(row: list[Any]) -> object:
        for at, read in readers:
            if at < len(row):
                row[at] = read(row[at])
        return kind(*row)

    return made


_read_statements = _objects(Statements)
