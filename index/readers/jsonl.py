"""Lists of documents: one JSON object a line, plain or gzip."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast

from index.document import PolicyDocument, Rejected
from index.readers.metadata import Found, document_of

MAX_LINE = 32 * 2**20
MAX_TOTAL = 4 * 2**30
"""So much is read of one list, uncompressed: a compressed list may be a bomb."""

KEYS = {
    "index_no": ("index_number", "索引号"),
    "title": ("title", "标题"),
    "doc_no": ("doc_number", "发文字号"),
    "issuer": ("issuers", "发文机关"),
    "category": ("topics", "主题分类"),
    "genre": ("genre", "文种"),
    "written_date": ("written_on", "成文日期"),
    "published_date": ("published_on", "发布日期"),
    "effective_date": ("effective_on", "施行日期"),
    "repealed_date": ("repealed_on", "废止日期"),
    "status": ("validity", "有效性"),
    "region": ("region", "地区"),
    "url": ("source_url", "网址"),
}
"""Key of a record -> (field, label)."""


def read_jsonl(path: Path, name: str) -> Iterator[PolicyDocument | Rejected]:
    """Every record of the list, each a document or a reason."""
    number = 0
    try:
        for number, line in enumerate(_lines(path), 1):
            if line.strip():
                yield _record(line, name, f"第 {number} 行")
    except (EOFError, gzip.BadGzipFile, zlib.error):
        yield Rejected(name, f"第 {number + 1} 行起", "压缩文件不完整或已损坏。请重新下载或生成。")
    except _TooLong as error:
        yield Rejected(name, f"第 {number + 1} 行起", str(error))


def count_lines(path: Path) -> int:
    """How many lines the list has; 1 when that cannot be told."""
    try:
        return sum(1 for line in _lines(path) if line.strip())
    except (OSError, EOFError, zlib.error, _TooLong):
        return 1


class _TooLong(Exception):
    pass


def _lines(path: Path) -> Iterator[bytes]:
    with path.open("rb") as head:
        packed = head.read(2) == b"\x1f\x8b"
    total = 0
    with gzip.open(path) if packed else path.open("rb") as opened:
        lines = cast(BinaryIO, opened)
        while line := lines.readline(MAX_LINE + 1):
            total += len(line)
            if len(line) > MAX_LINE:
                raise _TooLong(f"一行超过 {MAX_LINE // 2**20} MB。请检查文件是否每行一条记录。")
            if total > MAX_TOTAL:
                raise _TooLong(f"内容超过 {MAX_TOTAL // 2**30} GB。请拆分后再收录。")
            yield line


def _record(line: bytes, name: str, locator: str) -> PolicyDocument | Rejected:
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return Rejected(name, locator, "不是 UTF-8 编码。请另存为 UTF-8。")
    except (ValueError, RecursionError):
        return Rejected(name, locator, "不是有效的 JSON。请检查这一行。")
    if not isinstance(row, dict):
        return Rejected(name, locator, "不是 JSON 对象。请检查这一行。")
    return document_of(_found(row, name, locator))


def _found(row: dict[str, Any], name: str, locator: str) -> Found:
    printed = [
        (field, label, text)
        for key, (field, label) in KEYS.items()
        if (text := _text(row.get(key)))
    ]
    return Found(
        name,
        locator,
        printed=printed,
        lines=_text(row.get("body")).splitlines(),
        own_id=_text(row.get("id")),
        lacks_body=row.get("body_kind") == "none",
    )


def _text(value: Any) -> str:
    """A value as text; a list as its parts, one a line; what is no text as nothing."""
    if isinstance(value, list):
        return "\n".join(_text(part) for part in value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""
