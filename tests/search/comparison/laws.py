"""Small laws for the tests of comparing: numbers, chapters and texts put together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from index.conventions.sections import find_sections
from index.document import PolicyDocument

NUMBERS = "一二三四五六七八九"


def number(value: int) -> str:
    """A number below 100 in Chinese."""
    tens, ones = divmod(value, 10)
    ten = "" if not tens else "十" if tens == 1 else NUMBERS[tens - 1] + "十"
    return ten + (NUMBERS[ones - 1] if ones else "")


def document(body: str, title: str = "云澜市用水条例", id: str = "a") -> PolicyDocument:
    return PolicyDocument(id=id, title=title, body=body, sections=find_sections(body))


def law(*texts: str, chapters: Sequence[tuple[int, str]] = (), head: Iterable[str] = ()) -> str:
    """A law of these 条, with the names of chapters before the 条 of some numbers."""
    lines = [*head]
    begun = dict(chapters)
    for at, text in enumerate(texts, 1):
        if at in begun:
            lines.append(f"第{number(len(chapters) - len(begun) + 1)}章　{begun.pop(at)}")
        lines.append(f"第{number(at)}条　{text}")
    return "\n".join(lines)
