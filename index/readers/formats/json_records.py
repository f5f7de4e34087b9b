"""Lists of documents in JSON: one object a line, plain or gzip; an array; an object around lists."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Iterator
from itertools import islice
from typing import Any, BinaryIO, cast

from index.document import Rejected
from index.errors import Unreadable
from index.readers import limits, refusals
from index.readers.columns import Lookup
from index.readers.extract import Extract
from index.readers.last_resort import made_or_rejected
from index.readers.options import Options
from index.readers.record import extract_of, is_record
from index.readers.records.shapes import flat, records_in
from index.text.encodings import Undecodable, decode_list

_BETWEEN = re.compile(r"[ \t\n\r]*(,|\]|)[ \t\n\r]*")
_BEGINS = re.compile(r",[ \t\n\r]*(?=\{)")


def _nothing(_: str) -> None:
    """What NaN and Infinity are."""


_CALL = re.compile(r"(?:(?:var|let|const|window\.)\s*+)?[\w.$]{1,80}+\s*+[=(]\s*+(?=[\[{])")
_LIST = re.compile(r"\[\s*+\{")
_SHOWN_KEYS = 12
_DECODER = json.JSONDecoder(parse_int=str, parse_constant=_nothing)
"""Numbers are text, of any length; NaN and Infinity are nothing."""
_BROKEN_ONE = object()
_ATTEMPTS, _LOOKS = 250, 40


def read_lines(content: BinaryIO, name: str, options: Options) -> Iterator[Extract | Rejected]:
    """Every record of JSONL, each a document or a reason; never more than a line in memory.

    Args:
        content: can seek; gzip is told by its first bytes.
        options: ``columns``: key -> field, as the operator maps them.
    """
    number = 0
    lookup = Lookup(options.columns)
    try:
        for number, line in enumerate(_lines(content), 1):
            if line is None:
                yield Rejected(name, refusals.line(number), refusals.LINE_TOO_LONG)
            elif line.strip():
                yield _record(line, name, refusals.line(number), lookup)
    except (EOFError, gzip.BadGzipFile, zlib.error):
        rest = refusals.onwards(refusals.line(number + 1))
        yield Rejected(name, rest, refusals.DAMAGED_GZIP)
    except _TooLong as error:
        yield Rejected(name, refusals.onwards(refusals.line(number + 1)), str(error))


def count_lines(content: BinaryIO) -> int:
    """How many lines the list has; 1 when that cannot be told."""
    try:
        return sum(1 for line in _lines(content) if line is None or line.strip())
    except (OSError, EOFError, zlib.error, _TooLong):
        return 1


def read_array(content: BinaryIO, name: str, options: Options) -> Iterator[Extract | Rejected]:
    """Every record of a JSON file, each a document or a reason: of one array, of the lists within
    an object, of values one behind the other, or the one object that it is.

    Raises (while iterating):
        Unreadable: it is no text, no JSON, or holds no record.
    """
    lookup = Lookup(options.columns)
    text = _unwrapped(decode_list(content.read()).strip())
    if text[:1] not in ("[", "{"):
        raise Unreadable(refusals.NO_ARRAY)
    number = 0
    try:
        for number, row in enumerate(_rows(text, lookup), 1):
            place = refusals.element(number)
            if row is _BROKEN_ONE:
                yield Rejected(name, place, refusals.BROKEN_ELEMENT)
            else:
                yield _document(row, name, place, lookup)
    except _Broken:
        rest = refusals.onwards(refusals.element(number + 1))
        yield Rejected(name, rest, refusals.BROKEN_ELEMENT)
    else:
        if not number:
            raise Unreadable(refusals.EMPTY_ARRAY)


def _unwrapped(text: str) -> str:
    """A text without the call or assignment around it, as pages load their data."""
    call = _CALL.match(text)
    return text[call.end() :].rstrip(" \t\r\n;)") if call else text


def _rows(text: str, lookup: Lookup) -> Iterator[object]:
    """The records of a JSON text; :data:`_BROKEN_ONE` for one that is none.

    Raises (while iterating): _Broken, Unreadable.
    """
    if text[0] == "[":
        for element in _elements(text, 0):
            yield from records_in(element, lookup) if isinstance(element, dict) else (element,)
        return
    try:
        value, end = _DECODER.raw_decode(text)
    except MemoryError as error:
        raise Unreadable(refusals.RECORD_TOO_LARGE) from error
    except (ValueError, RecursionError) as error:
        yield from _of_broken(text, error)
        return
    while True:
        yield from _found(value, lookup)
        between = _BETWEEN.match(text, end)
        end = between.end() if between else len(text)
        if end >= len(text):
            return
        try:
            value, end = _DECODER.raw_decode(text, end)
        except (ValueError, RecursionError, MemoryError) as error:
            raise _Broken from error


def _found(value: object, lookup: Lookup) -> Iterator[object]:
    """The records within one object; Unreadable where it is none and holds none."""
    rows = records_in(value, lookup)
    first = next(rows, None)
    if first is value and isinstance(value, dict) and not is_record(value, lookup):
        raise Unreadable(refusals.no_record("、".join(islice(flat(value), _SHOWN_KEYS))))
    yield first
    yield from rows


def _of_broken(text: str, error: Exception) -> Iterator[object]:
    """The elements of the first list of objects in a text that cannot be decoded as a whole."""
    start = _LIST.search(text)
    if not start:
        raise Unreadable(refusals.BROKEN_JSON) from error
    yield from _elements(text, start.start(), to_the_end=False)


class _TooLong(Exception):
    pass


class _Broken(Exception):
    pass


def _lines(handle: BinaryIO) -> Iterator[bytes | None]:
    """The lines; None for one that is too long."""
    start = handle.tell()
    packed = handle.read(2) == b"\x1f\x8b"
    handle.seek(start)
    if packed:
        with gzip.open(handle) as unpacked:
            yield from _bounded(cast(BinaryIO, unpacked))
    else:
        yield from _bounded(handle)


def _bounded(handle: BinaryIO) -> Iterator[bytes | None]:
    total = 0
    while line := handle.readline(limits.LINE_BYTES + 1):
        total += len(line)
        if len(line) <= limits.LINE_BYTES:
            yield line
        else:
            total += _rest_of_line(handle)
            yield None
        if total > limits.LIST_BYTES:
            raise _TooLong(refusals.LIST_TOO_LONG)


def _rest_of_line(handle: BinaryIO) -> int:
    """Skip the rest of a line that is too long; its bytes."""
    skipped = 0
    while part := handle.readline(limits.LINE_BYTES):
        skipped += len(part)
        if part.endswith(b"\n"):
            break
        if skipped > limits.SKIPPED_BYTES:
            raise _TooLong(refusals.LINE_TOO_LONG)
    return skipped


def _elements(text: str, start: int, to_the_end: bool = True) -> Iterator[Any]:
    """The elements of the array that begins at ``start``, one decoded at a time;
    :data:`_BROKEN_ONE` for one that is none, where the next can be told.

    Args:
        to_the_end: whether nothing may stand behind the array.

    Raises (while iterating): _Broken.
    """
    at = _after(text, start + 1)
    if text[at:] == "]":
        return
    next_one = _NextRecord(text, _DECODER)
    while True:
        try:
            element, at = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError, MemoryError) as error:
            element, at = next_one.behind(at, error)
            yield _BROKEN_ONE
        next_one.learn(element)
        yield element
        between = cast(re.Match[str], _BETWEEN.match(text, at))
        at = between.end()
        if between[1] == "]" and (at == len(text) or not to_the_end):
            return
        if between[1] != ",":
            raise _Broken


class _NextRecord:
    """Finds the next record of an array behind one that is broken: it looks like one before."""

    def __init__(self, text: str, decoder: json.JSONDecoder) -> None:
        self._text = text
        self._decoder = decoder
        self._left = limits.LOOKED_THROUGH * len(text)
        self._each = len(text) // _ATTEMPTS  # a decoder that fails counts the lines before
        self._known: dict[frozenset[str], None] = {}

    def learn(self, element: object) -> None:
        """Remember what a whole element looks like, of as many as differ."""
        if isinstance(element, dict) and len(self._known) < _LOOKS:
            self._known[frozenset(element)] = None

    def behind(self, at: int, error: Exception) -> tuple[object, int]:
        """The next record and its end; ``error``: what the one at ``at`` met.

        Raises: _Broken.
        """
        for found in _BEGINS.finditer(self._text, at):
            if self._left < 0:
                break
            self._left -= found.end() - at + self._each
            at = found.end()
            try:
                element, end = self._decoder.raw_decode(self._text, at)
            except json.JSONDecodeError as other:
                self._left -= other.pos - at
            except (ValueError, RecursionError, MemoryError):
                break
            else:
                self._left -= end - at
                if self._is_like(element):
                    return element, end
        raise _Broken from error

    def _is_like(self, element: object) -> bool:
        """Whether most keys are those of a record before: a part of a record has others."""
        one = element.keys() if isinstance(element, dict) else frozenset[str]()
        return any(2 * len(known & one) > len(known | one) for known in self._known)


def _after(text: str, at: int) -> int:
    while text[at : at + 1] in (" ", "\t", "\n", "\r"):
        at += 1
    return at


def _record(line: bytes, name: str, locator: str, lookup: Lookup) -> Extract | Rejected:
    try:
        row = json.loads(_line(line), parse_int=str, parse_constant=_nothing)
    except Undecodable:
        return Rejected(name, locator, refusals.LINE_NOT_UTF8)
    except MemoryError:
        return Rejected(name, locator, refusals.RECORD_TOO_LARGE)
    except (ValueError, RecursionError):
        return Rejected(name, locator, refusals.BROKEN_LINE)
    return _document(row, name, locator, lookup)


def _line(line: bytes) -> str:
    """A line as text: UTF-8 as a rule, else what :func:`decode_list` makes of it.

    Raises: Undecodable.
    """
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError:
        return decode_list(line)


def _document(row: object, name: str, locator: str, lookup: Lookup) -> Extract | Rejected:
    if not isinstance(row, dict):
        return Rejected(name, locator, refusals.NO_OBJECT)
    return made_or_rejected(lambda: extract_of(row, name, locator, lookup), name, locator)
