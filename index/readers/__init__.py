"""Readers: from a file to policy documents, or to a named reason why not.

``read_file`` is the door: it looks at the file, tells its kind by its content and never lets
the content raise. Each reader only says what stands where (``Extract``); what that means is
decided for all of them in ``metadata``. Dangerous formats are opened in a process of their
own: see ``index.readers.sandbox.pool``.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from index.conventions.issuers import NO_ALIASES
from index.document import PolicyDocument, Rejected
from index.errors import Unreadable
from index.readers.columns import NO_COLUMNS
from index.readers.containers.archive import Package, entry_name
from index.readers.extract import Extract
from index.readers.formats.html import parse_html
from index.readers.formats.json_records import count_lines, read_json, read_jsonl
from index.readers.formats.mhtml import page_of
from index.readers.formats.text import parse_text
from index.readers.interpret.document import document_of
from index.readers.kinds import HEAD_BYTES, SUFFIXES, Kind, archive_kind, kind_of
from index.text.encodings import decode
from index.text.file_names import printable

Item = PolicyDocument | Rejected

MAX_BYTES = 64 * 2**20
"""A single file larger than this is no policy document; lists of records may be larger."""

VERSION = 2
"""Goes up when files are read otherwise than before, so that an index reads them again."""

PLAIN = frozenset((Kind.TEXT, Kind.HTML, Kind.MHTML, Kind.JSONL, Kind.JSON, Kind.CSV))
"""Kinds that cannot do harm in the process that reads them."""
LISTS = frozenset((Kind.JSONL, Kind.JSON, Kind.CSV))
"""Kinds of many documents, which are given one by one as they are read."""

__all__ = [
    "LISTS",
    "NO_OPTIONS",
    "PLAIN",
    "SUFFIXES",
    "Item",
    "Kind",
    "Options",
    "count_records",
    "kind_at",
    "read_file",
]


@dataclass(frozen=True, slots=True)
class Options:
    """What an operator says about reading.

    Attributes:
        columns: column of a list -> field, see :func:`index.readers.columns.parse_mapping`.
        aliases: name of an issuer -> the name to filter by.
    """

    columns: Mapping[str, str] = field(default_factory=lambda: NO_COLUMNS)
    aliases: Mapping[str, str] = field(default_factory=lambda: NO_ALIASES)

    def to_json(self) -> dict[str, Any]:
        """What an index remembers of how it was read; a change of it is a reason to read again."""
        return {"version": VERSION, "columns": dict(self.columns), "aliases": dict(self.aliases)}

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Self:
        """The inverse of :meth:`to_json`; of an index that remembers nothing, no options."""
        return cls(row.get("columns", {}), row.get("aliases", {}))


NO_OPTIONS = Options()


def read_file(path: Path, root: Path, options: Options = NO_OPTIONS) -> Iterator[Item]:
    """Everything in ``path``, a file under ``root``: documents, and what had to be left out."""
    name = printable(path.relative_to(root).as_posix())
    items = _items(path, root, name, options)
    yield next(items, Rejected(name, "", "文件里没有可收录的内容。请检查文件。"))
    yield from items


def _items(path: Path, root: Path, name: str, options: Options) -> Iterator[Item]:
    try:
        reason = _refused(path, root)
        if reason:
            yield Rejected(name, "", reason)
            return
        kind = kind_at(path)
        if kind is Kind.JSONL:
            yield from _documents(read_jsonl(path, name, options.columns), options)
        elif kind:
            yield from _documents(_found(path.read_bytes(), name, kind, options), options)
    except Unreadable as error:
        yield Rejected(name, "", str(error))
    except OSError as error:
        yield Rejected(name, "", f"读取失败（{error.strerror or error}）。请检查文件和磁盘后重试。")
    except (ValueError, LookupError, RecursionError, MemoryError, AssertionError) as error:
        yield Rejected(name, "", f"内容无法解析（{type(error).__name__}）。请检查文件是否完整。")


def count_records(path: Path) -> int:
    """How many items :func:`read_file` will give, about: for a progress bar."""
    return count_lines(path) if path.is_file() and kind_at(path) is Kind.JSONL else 1


def kind_at(path: Path) -> Kind | None:
    """The kind of a regular file as its first bytes tell it; None for an unknown or unreadable."""
    try:
        if not path.is_file():  # opening a pipe would wait for its writer
            return None
        with path.open("rb") as handle:
            return kind_of(handle.read(HEAD_BYTES), path.name)
    except OSError:
        return None


def _documents(items: Iterator[Extract | Rejected], options: Options) -> Iterator[Item]:
    for item in items:
        yield document_of(item, options.aliases) if isinstance(item, Extract) else item


def _found(
    data: bytes, name: str, kind: Kind, options: Options, nested: bool = False
) -> Iterator[Extract | Rejected]:
    """What one file's bytes hold. The heavier parsers are imported where they are needed."""
    match kind:
        case Kind.TEXT:
            yield parse_text(decode(data), name)
        case Kind.HTML:
            yield parse_html(decode(data), name)
        case Kind.MHTML:
            page = page_of(data)
            if not page:
                raise Unreadable("MHTML 中没有网页正文。请在浏览器中打开并另存为 HTML。")
            yield parse_html(page, name)
        case Kind.JSON:
            yield from read_json(data, name, options.columns)
        case Kind.PDF:
            from index.readers.formats.pdf import parse_pdf  # noqa: PLC0415

            yield parse_pdf(data, name)
        case Kind.OFFICE:
            yield _converted(data, name)
        case Kind.ZIP | Kind.DOCX | Kind.OFD:
            yield from _packed(data, name, options, nested)
        case _:
            yield from _listed(data, name, kind, options)


def _listed(data: bytes, name: str, kind: Kind, options: Options) -> Iterator[Extract | Rejected]:
    from index.readers.formats.workbook import read_csv, read_sheet  # noqa: PLC0415

    yield from (read_csv if kind is Kind.CSV else read_sheet)(data, name, options.columns)


def _converted(data: bytes, name: str) -> Extract:
    from index.readers.formats.docx import parse_docx  # noqa: PLC0415
    from index.readers.formats.office import to_docx  # noqa: PLC0415

    return parse_docx(to_docx(data, Path(name).suffix.lower()), name)


def _packed(data: bytes, name: str, options: Options, nested: bool) -> Iterator[Extract | Rejected]:
    """What an archive is: one document of a format that packs its parts, or many files."""
    package = Package(data)
    kind = archive_kind(package)
    if kind is Kind.DOCX:
        from index.readers.formats.docx import parse_docx  # noqa: PLC0415

        yield parse_docx(data, name)
    elif kind is Kind.OFD:
        from index.readers.formats.ofd import parse_ofd  # noqa: PLC0415

        yield parse_ofd(data, name)
    elif kind is Kind.SHEET:
        yield from _listed(data, name, kind, options)
    elif kind is Kind.OFFICE:
        yield _converted(data, name)
    elif nested:
        raise Unreadable("压缩包内还有压缩包。请解压后再收录。")
    else:
        yield from _entries(package, name, options)


def _entries(package: Package, name: str, options: Options) -> Iterator[Extract | Rejected]:
    """The files of an archive, each by its content; one that fails does not stop the others."""
    if not package.names:
        raise Unreadable("压缩包是空的。")
    for entry in package.names:
        shown = printable(entry_name(entry)).replace("\\", "/")
        if Path(shown).name.startswith((".", "~$")) or shown.startswith("__MACOSX/"):
            continue
        try:
            data = package.read(entry)
            kind = kind_of(data[:HEAD_BYTES], shown)
            if not kind or kind is Kind.JSONL:
                raise Unreadable(_unsupported(shown))
            yield from _found(data, f"{name}/{shown}", kind, options, nested=True)
        except Unreadable as error:
            yield Rejected(name, f"压缩包内 {shown}", str(error))
        except (ValueError, LookupError, RecursionError, AssertionError) as error:
            reason = f"内容无法解析（{type(error).__name__}）。请检查文件是否完整。"
            yield Rejected(name, f"压缩包内 {shown}", reason)


def _refused(path: Path, root: Path) -> str:
    """Why a file is not even opened; empty when it may be."""
    if path.is_dir():
        return "文件夹无法列出。请检查权限。"
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
    with path.open("rb") as handle:
        kind = kind_of(handle.read(HEAD_BYTES), path.name)
    if not kind:
        return _unsupported(path.name)
    if kind is not Kind.JSONL and status.st_size > MAX_BYTES:
        return f"文件超过 {MAX_BYTES // 2**20} MB。请拆分后再收录。"
    return ""


def _unsupported(name: str) -> str:
    kinds = "、".join(SUFFIXES)
    return f"不支持 {Path(name).suffix or '无扩展名'} 格式。请另存为以下格式之一：{kinds}。"
