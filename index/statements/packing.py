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
from operator import attrgetter
from sys import byteorder
from typing import Any, get_args, get_origin, get_type_hints

import orjson

from index.statements.model import NO_ARTICLE, Article, Identity, Statements

Convert = Callable[[Any], Any]
_SIZE = struct.Struct("<I")
_ARTICLES = [at for at, held in enumerate(fields(Identity)) if held.name in ("first", "last")]
"""Where the first and last article stand in the row of an identity."""


def packed(says: Statements) -> bytes:
    """``says`` as bytes; the same for equal ones."""
    sketch = array("I", says.identity.sketch)
    if byteorder == "big":
        sketch.byteswap()
    text = orjson.dumps(
        _write_statements(replace(says, identity=replace(says.identity, sketch=())))
    )
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


def articles_of(raw: bytes) -> tuple[Article, Article]:
    """The first and last article of what a document says; nothing else is made of the bytes."""
    row = orjson.loads(raw[_SIZE.size : _SIZE.size + int(_SIZE.unpack_from(raw)[0])])
    identity = row[0] if row else []
    first, last = (identity[at] if at < len(identity) else NO_ARTICLE for at in _ARTICLES)
    return Article(*first), Article(*last)


def _writer(kind: object) -> Convert | None:
    """What makes what JSON takes of a value of a kind; None where it takes it as it is."""
    if get_origin(kind) is tuple:
        each = _writer(get_args(kind)[0])
        return None if each is None else _lists(each)
    if isinstance(kind, type) and is_dataclass(kind):
        return _rows(kind)
    if isinstance(kind, type) and issubclass(kind, tuple):
        return _list(kind)
    return None


def _lists(each: Convert) -> Convert:
    return lambda values: [*map(each, values)]


def _list(kind: type) -> Convert:
    """What makes a list of a named tuple."""
    writers = _each_field(kind, _writer)

    def made(value: tuple[object, ...]) -> list[object]:
        row = list(value)
        for at, write in writers:
            row[at] = write(row[at])
        return row

    return made


def _rows(kind: type) -> Convert:
    """What makes a row of the fields of an object; what is empty at its end is left out."""
    own = fields(kind)
    empty = [it.default_factory() if callable(it.default_factory) else it.default for it in own]
    values_of = attrgetter(*(field.name for field in own))
    writers = _each_field(kind, _writer)

    def made(value: object) -> list[object]:
        row = list(values_of(value))
        end = len(row)
        while end and row[end - 1] == empty[end - 1]:
            end -= 1
        for at, write in writers:
            if at < end:
                row[at] = write(row[at])
        return row[:end]

    return made


def _each_field(kind: type, made: Callable[[object], Convert | None]) -> list[tuple[int, Convert]]:
    """The places of the fields of a class that are converted, and what ``made`` gives for each."""
    kinds = enumerate(get_type_hints(kind).values())
    return [(at, convert) for at, own in kinds if (convert := made(own)) is not None]


def _reader(kind: object) -> Convert | None:
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


def _tuples(each: Convert) -> Convert:
    return lambda values: tuple(map(each, values))


def _objects(kind: type) -> Convert:
    """What makes an object out of the row of its fields."""
    readers = _each_field(kind, _reader)

    def made(row: list[Any]) -> object:
        for at, read in readers:
            if at < len(row):
                row[at] = read(row[at])
        return kind(*row)

    return made


_read_statements = _objects(Statements)
_write_statements = _rows(Statements)
