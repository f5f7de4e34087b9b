"""Text files: a labelled header as information-disclosure sites export it, then the text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from index import doc_number
from index.document import PolicyDocument, Rejected
from index.fold import squeeze
from index.readers.decode import decode
from index.readers.metadata import Found, document_of, page_lines, without_title

_LETTERHEAD = ("文件", "法宝引证码")


def read_text(path: Path, name: str) -> Iterator[PolicyDocument | Rejected]:
    """The one document in a text file."""
    yield document_of(parse_text(decode(path.read_bytes()), name))


def parse_text(text: str, name: str) -> Found:
    """Header, title, source line and body of a text told apart."""
    printed, lines = page_lines(_without_letterhead(text.split("\n")))
    found = Found(name, printed=printed)
    title = found.value("title")
    if not title:
        title, lines = _first_paragraph(lines)
    found.title = title
    lines = without_title(lines, title)
    more, lines = page_lines(lines)
    found.printed += more
    found.lines = without_title([line for line in lines if line.strip()], title)
    return found


def _without_letterhead(lines: list[str]) -> list[str]:
    """Drop a printed letterhead (某某市人民政府文件) before the title."""
    kept = [line for line in lines if line.strip()]
    while kept and any(mark in squeeze(kept[0]).text for mark in _LETTERHEAD) and len(kept[0]) < 40:
        if squeeze(kept[0]).text.endswith("文件") or "法宝引证码" in kept[0]:
            kept = kept[1:]
        else:
            break
    return kept


def _first_paragraph(lines: list[str]) -> tuple[str, list[str]]:
    """The title of a text without a labelled header: its first line that is no number, and
    the second where that begins with 关于 (某某局 / 关于…的通知)."""
    for at, line in enumerate(lines[:5]):
        if not line.strip() or doc_number.parse(line):
            continue
        after = lines[at + 1] if at + 1 < len(lines) else ""
        if after.strip().startswith("关于") and "关于" not in line and len(after) <= 80:
            return line.strip() + after.strip(), lines[:at] + lines[at + 2 :]
        return line.strip()[:200], lines[:at] + lines[at + 1 :]
    return "", lines
