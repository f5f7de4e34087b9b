"""Lists of documents in JSON: one object a line, plain or gzip, or one array of objects."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any, BinaryIO, cast

from index.document import Rejected
from index.errors import Unreadable
from index.readers.columns import KEYS, NO_COLUMNS, NOT_PRINTED, Lookup, label_for
from index.readers.extract import Extract
from index.text.encodings import decode

MAX_LINE = 32 * 2**20
MAX_TOTAL = 4 * 2**30
"""So much is read of one list, uncompressed: a compressed list may be a bomb."""

_BETWEEN = re.compile(r"[ \t\n\r]*(,|\]|)[ \t\n\r]*")


def read_jsonl(
    source: Path | BinaryIO, name: str, columns: Mapping[str, str] = NO_COLUMNS
) -> Iterator[Extract | Rejected]:
    """Every record of the list, each a document or a reason; never more than a line in memory.

    Args:
        source: a file, or one that is open and can seek; gzip is told by its first bytes.
        columns: key -> field, as the operator maps them; see ``columns.parse_mapping``.
    """
    number = 0
    lookup = Lookup(columns)
    try:
        with _opened(source) as handle:
            for number, line in enumerate(_lines(handle), 1):
                if line.strip():
                    yield _record(line, name, f"第 {number} 行", lookup)
    except (EOFError, gzip.BadGzipFile, zlib.error):
        yield Rejected(name, f"第 {number + 1} 行起", "压缩文件不完整或已损坏。请重新下载或生成。")
    except _TooLong as error:
        yield Rejected(name, f"第 {number + 1} 行起", str(error))


def read_json(
    data: bytes, name: str, columns: Mapping[str, str] = NO_COLUMNS
) -> Iterator[Extract | Rejected]:
    """Every record of one JSON array, each a document or a reason.

    Raises:
        Unreadable: it is no text, or no array.
    """
    lookup = Lookup(columns)
    text = decode(data).strip()
    if not text.startswith("["):
        raise Unreadable(
            "不是 JSON 数组（应以 [ 开头，内含多条记录）。每行一条记录的文件请改名为 .jsonl。"
        )
    number = 0
    try:
        for number, row in enumerate(_elements(text), 1):
            yield _document(row, name, f"第 {number} 条", lookup)
    except _Broken:
        yield Rejected(
            name, f"第 {number + 1} 条起", "不是有效的 JSON。请检查这一条及其前后的逗号。"
        )
    else:
        if not number:
            raise Unreadable("JSON 数组是空的。")


def count_lines(path: Path) -> int:
    """How many lines the list has; 1 when that cannot be told."""
    try:
        with path.open("rb") as handle:
            return sum(1 for line in _lines(handle) if line.strip())
    except (OSError, EOFError, zlib.error, _TooLong):
        return 1


class _TooLong(Exception):
    pass


class _Broken(Exception):
    pass


def _opened(source: Path | BinaryIO) -> AbstractContextManager[BinaryIO]:
    return source.open("rb") if isinstance(source, Path) else nullcontext(source)


def _lines(handle: BinaryIO) -> Iterator[bytes]:
    start = handle.tell()
    packed = handle.read(2) == b"\x1f\x8b"
    handle.seek(start)
    if packed:
        with gzip.open(handle) as unpacked:
            yield from _bounded(cast(BinaryIO, unpacked))
    else:
        yield from _bounded(handle)


def _bounded(handle: BinaryIO) -> Iterator[bytes]:
    total = 0
    while line := handle.readline(MAX_LINE + 1):
        total += len(line)
        if len(line) > MAX_LINE:
            raise _TooLong(f"一行超过 {MAX_LINE // 2**20} MB。请检查文件是否每行一条记录。")
        if total > MAX_TOTAL:
            raise _TooLong(f"内容超过 {MAX_TOTAL // 2**30} GB。请拆分后再收录。")
        yield line


def _elements(text: str) -> Iterator[Any]:
    """The elements of the array that ``text`` is, one decoded at a time.

    Raises (while iterating): _Broken.
    """
    decoder = json.JSONDecoder()
    at = _after(text, 1)
    if text[at:] == "]":
        return
    while True:
        try:
            element, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            raise _Broken from error
        yield element
        between = cast(re.Match[str], _BETWEEN.match(text, at))
        at = between.end()
        if between[1] == "]" and at == len(text):
            return
        if between[1] != ",":
            raise _Broken


def _after(text: str, at: int) -> int:
    while text[at : at + 1] in (" ", "\t", "\n", "\r"):
        at += 1
    return at


def _record(line: bytes, name: str, locator: str, lookup: Lookup) -> Extract | Rejected:
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return Rejected(name, locator, "不是 UTF-8 编码。请另存为 UTF-8。")
    except (ValueError, RecursionError):
        return Rejected(name, locator, "不是有效的 JSON。请检查这一行。")
    return _document(row, name, locator, lookup)


def _document(row: Any, name: str, locator: str, lookup: Lookup) -> Extract | Rejected:
    if not isinstance(row, dict):
        return Rejected(name, locator, "不是 JSON 对象。请检查这一行。")
    return _extract(row, name, locator, lookup)


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


def _text(value: Any) -> str:
    """A value as text; a list as its parts, one a line; what is no text as nothing."""
    if isinstance(value, list):
        return "\n".join(_text(part) for part in value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""
