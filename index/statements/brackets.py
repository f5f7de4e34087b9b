"""《…》 in running text: names of works, nested by 〈〉 and by 《》, with line breaks inside."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.statements.model import Span

_INSIDE = "[^《》。;]"
_NAMED = re.compile(
    rf"《{_INSIDE}{{0,120}}+(?:《{_INSIDE}{{1,100}}+》{_INSIDE}{{0,80}}+){{0,8}}+》"
)


def named(folded: str) -> Iterator[Span]:
    """The outermost 《…》 of a folded text, in order; the brackets are part of each."""
    for found in _NAMED.finditer(folded):
        if found.end() - found.start() > len("《》"):
            yield Span(found.start(), found.end())
