"""Readers: from a file to policy documents, or to a named reason why not.

``read_file`` is the door: it looks at the file, chooses a reader by its suffix and never lets
a file's content raise. Each reader only says what stands where (``Found``); what that means
is decided for all of them in ``metadata``.
"""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from index.document import PolicyDocument, Rejected
from index.readers.decode import Undecodable
from index.readers.html import read_html
from index.readers.jsonl import count_lines, read_jsonl
from index.readers.text import read_text

Item = PolicyDocument | Rejected
Reader = Callable[[Path, str], Iterator[Item]]

MAX_BYTES = 64 * 2**20
"""A single text or page larger than this is no policy document."""

_READERS: Mapping[str, Reader] = {
    ".txt": read_text,
    ".htm": read_html,
    ".html": read_html,
    ".shtml": read_html,
    ".jsonl": read_jsonl,
    ".jsonl.gz": read_jsonl,
}
SUFFIXES = tuple(_READERS)
_LISTS = (".jsonl", ".jsonl.gz")

__all__ = ["SUFFIXES", "Item", "count_records", "printable", "read_file"]


def read_file(path: Path, root: Path) -> Iterator[Item]:
    """Everything in ``path``, a file under ``root``: documents, and what had to be left out."""
    name = printable(path.relative_to(root).as_posix())
    reason = _unreadable(path, root)
    if reason:
        yield Rejected(name, "", reason)
        return
    try:
        yield from _READERS[_suffix(path)](path, name)
    except Undecodable as error:
        yield Rejected(name, "", str(error))
    except OSError as error:
        yield Rejected(name, "", f"读取失败（{error.strerror or error}）。请检查文件和磁盘后重试。")
    except (ValueError, RecursionError, MemoryError, AssertionError) as error:
        yield Rejected(name, "", f"内容无法解析（{type(error).__name__}）。请检查文件是否完整。")


def printable(name: str) -> str:
    """A file name as it can be shown: bytes that are no UTF-8 become question marks."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def count_records(path: Path) -> int:
    """How many items :func:`read_file` will give, about: for a progress bar."""
    if _suffix(path) in _LISTS and path.is_file():
        return count_lines(path)
    return 1


def _suffix(path: Path) -> str:
    name = path.name.lower()
    return next(
        (suffix for suffix in sorted(SUFFIXES, key=len, reverse=True) if name.endswith(suffix)), ""
    )


def _unreadable(path: Path, root: Path) -> str:
    """Why a file is not even opened; empty when it may be."""
    suffix = _suffix(path)
    if path.is_dir():
        return "文件夹无法列出。请检查权限。"
    if not suffix:
        kinds = "、".join(SUFFIXES)
        return f"不支持 {path.suffix or '无扩展名'} 格式。请另存为以下格式之一：{kinds}。"
    try:
        status = path.stat()
        inside = path.resolve().is_relative_to(root.resolve())
    except OSError as error:
        return f"无法打开（{error.strerror or error}）。请检查权限和链接。"
    if not inside:
        return "链接指向被收录的文件夹之外。请把文件本身放进来。"
    if not stat.S_ISREG(status.st_mode):
        return "不是普通文件。"
    if not status.st_size:
        return "文件是空的。"
    if suffix not in _LISTS and status.st_size > MAX_BYTES:
        return f"文件超过 {MAX_BYTES // 2**20} MB。请拆分后再收录。"
    return ""
