"""Characters that could not be read, told with their places, so that somebody can look them up."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from index.text.plausible import UNREAD

_PLACES = 3
_AROUND = 6


def unread_characters(title: str, body: str) -> list[str]:
    """A warning (Chinese) that counts them and quotes the first places; none where all was read."""
    count = title.count(UNREAD) + body.count(UNREAD)
    if not count:
        return []
    places = "，".join(islice(_places(title, body), _PLACES))
    more = "等处" if count > _PLACES else ""
    return [f"有 {count} 个字符无法识别（显示为 {UNREAD}：{places}{more}），请对照原文。"]


def _places(title: str, body: str) -> Iterator[str]:
    """Where each stands: in which line of the body, between which characters."""
    for where, text in (("标题", title), ("正文", body)):
        at = text.find(UNREAD)
        while at >= 0:
            start = text.rfind("\n", 0, at) + 1
            end = text.find("\n", at)
            line = text[
                max(start, at - _AROUND) : min(end if end >= 0 else len(text), at + _AROUND)
            ]
            number = f"第 {text.count(chr(10), 0, at) + 1} 行" if where == "正文" else ""
            yield f"{where}{number}“{line}”"
            at = text.find(UNREAD, at + _AROUND)
