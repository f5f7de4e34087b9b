"""Pages put together of frames, and elements whose missing end would swallow all that follows."""

from __future__ import annotations

import re
from collections import Counter

_SOURCE = re.compile(
    r"<i?frame\b[^>]{0,500}?\bsrc\s{0,9}=\s{0,9}[\"']?([^\"'\s>]{1,300})", re.IGNORECASE
)
_SWALLOWING = re.compile(
    r"<(/?)(iframe|textarea|title|xmp|noembed|select|frameset|noframes)\b", re.IGNORECASE
)
_BLOCKS = frozenset(("frameset", "noframes"))
_EMPTY = re.compile(r"(?:about:|javascript:|#|data:)", re.IGNORECASE)
_MOST = 3


def sources_of(text: str) -> list[str]:
    """Where the frames of a page lead, each once."""
    if "frame" not in text and "FRAME" not in text:
        return []
    found = dict.fromkeys(source[1] for source in _SOURCE.finditer(text))
    return [source for source in found if not _EMPTY.match(source)][:_MOST]


def warning(sources: list[str]) -> str:
    """What is said of a page without text of its own that shows others in frames."""
    return f"网页用框架（frame）显示别的页面（{'、'.join(sources)}），框架中的文字没有收录，请把它们另存后一并收录。"


def with_ends(text: str) -> str:
    """A page whose unclosed elements swallow nothing, and whose framesets are blocks like others."""
    more: Counter[str] = Counter()
    for end, name in _SWALLOWING.findall(text):
        more[name.lower()] += -1 if end else 1
    unclosed = {name for name, count in more.items() if count > 0}
    if unclosed or not _BLOCKS.isdisjoint(more):
        text = _SWALLOWING.sub(lambda tag: _harmless(tag, unclosed), text)
    begin = text.rfind("<!--")
    return text if begin <= text.rfind("-->") else text[:begin] + text[begin + 4 :]


def _harmless(tag: re.Match[str], unclosed: set[str]) -> str:
    name = tag[2].lower()
    if name in _BLOCKS:
        return f"<{tag[1]}div"
    return f"<{tag[1]}hr" if name in unclosed else tag[0]
