"""Lists of documents in JSON: one object a line, plain or gzip, or one array of objects."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, cast

from index.document import Rejected
from index.errors import Unreadable
from index.readers import limits, refusals
from index.readers.columns import KEYS, NOT_PRINTED, Lookup, label_for
from index.readers.extract import Extract
from index.readers.last_resort import made_or_rejected
from index.readers.options import Options
from index.text.encodings import decode_list, few_unread

_BETWEEN = re.compile(r"[ \t\n\r]*(,|\]|)[ \t\n\r]*")
_BEGINS = re.compile(r",[ \t\n\r]*(?=\{)")
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
    """Every record of one JSON array, each a document or a reason.

    Raises (while iterating):
        Unreadable: it is no text, or no array.
    """
    lookup = Lookup(options.columns)
    text = decode_list(content.read()).strip()
    if not text.startswith("["):
        raise Unreadable(refusals.NO_ARRAY)
    number = 0
    try:
        for number, row in enumerate(_elements(text), 1):
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


def _elements(text: str) -> Iterator[Any]:
    """The elements of the array that ``text`` is, one decoded at a time; :data:`_BROKEN_ONE` for
    one that is none, where the next can be told.

    Raises (while iterating): _Broken.
    """
    decoder = json.JSONDecoder(parse_int=str)  # numbers are text, of any length
    at = _after(text, 1)
    if text[at:] == "]":
        return
    next_one = _NextRecord(text, decoder)
    while True:
        try:
            element, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError, MemoryError) as error:
            element, at = next_one.behind(at, error)
            yield _BROKEN_ONE
        next_one.learn(element)
        yield element
        between = cast(re.Match[str], _BETWEEN.match(text, at))
        at = between.end()
        if between[1] == "]" and at == len(text):
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
    text = line.decode("utf-8-sig", "replace")
    if not few_unread(text):
        return Rejected(name, locator, refusals.LINE_NOT_UTF8)
    try:
        row = json.loads(text, parse_int=str)  # of any length
    except MemoryError:
        return Rejected(name, locator, refusals.RECORD_TOO_LARGE)
    except (ValueError, RecursionError):
        return Rejected(name, locator, refusals.BROKEN_LINE)
    return _document(row, name, locator, lookup)


def _document(row: object, name: str, locator: str, lookup: Lookup) -> Extract | Rejected:
    if not isinstance(row, dict):
        return Rejected(name, locator, refusals.NO_OBJECT)
    return made_or_rejected(lambda: _extract(row, name, locator, lookup), name, locator)


def _extract(row: dict[str, Any], name: str, locator: str, lookup: Lookup) -> Extract:
    """What a record says: our own keys first and in their order, then the others."""
    row = _named_article(row)
    keys = [key for key in KEYS if key in row] + [key for key in row if key not in KEYS]
    values = [
        (field, _text(label_for(keys[at], field)), text)
        for at in lookup.ordered(keys)
        if (field := lookup(keys[at])) and (text := _text(row[keys[at]]))
    ]
    return Extract(
        name,
        locator,
        printed=[value for value in values if value[0] not in NOT_PRINTED],
        lines=_first(values, "body").splitlines(),
        own_id=_first(values, "id"),
        lacks_body=_first(values, "body_kind") == "none",
        verbatim=True,
    )


def _named_article(row: dict[str, Any]) -> dict[str, Any]:
    """A record of one article of a law (``law``, ``article``) has both for its title."""
    law, article = row.get("law"), row.get("article")
    if "title" in row or not (isinstance(law, str) and isinstance(article, str)):
        return row
    others = {key: value for key, value in row.items() if key not in ("law", "article")}
    return {"title": f"{law} {article}", **others}


def _first(values: Iterable[tuple[str, str, str]], name: str) -> str:
    return next((text for field, _, text in values if field == name), "")


def _text(value: object) -> str:
    """A value as text; a list as its parts, one a line; what is no text as nothing."""
    return "\n".join(_plain(part) for part in _parts(value))


def _parts(value: object) -> Iterator[object]:
    """What a value consists of: lists within lists, however deep, are one."""
    left = [value]
    while left:
        part = left.pop()
        if isinstance(part, list) and part:
            left += reversed(part)
        else:
            yield part


def _plain(value: object) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""
