"""How 引用: and 依据: were read: which work is meant, and whether any text of it is held."""

from __future__ import annotations

from collections.abc import Iterator

from index.statements import keys
from index.statements.names import key_of
from search.backend.reading import Reading
from search.backend.selection import Matching
from search.query.grammar import CITING, Field
from search.query.interpretation import Wanted, WantedQuery
from search.query.tree import term


def said(reading: Reading, query: WantedQuery) -> Iterator[str]:
    """What the visitor is told of each clause that asks for what names a document."""
    excluded = {id(clause) for clause in query.excluded}
    for clause in (*query.clauses, *query.excluded):
        if clause.field in CITING and (key := _key(clause)):
            seeks = "排除" if id(clause) in excluded else "查找"
            (held,) = reading.counts([Matching(term("known_as", key))])
            does = "以“{}”为依据" if clause.field is Field.BASED_ON else "引用了“{}”"
            known = f"本站收录其文本 {held} 件" if held else "本站没有收录该文件，只按名称查找"
            name = str(clause.number) if clause.number else clause.text.strip("《》〈〉")
            yield f"{seeks}{does.format(name)}的文件（{known}）。"


def _key(clause: Wanted) -> str:
    if clause.number:
        return keys.number(clause.number.folded)
    name = key_of(clause.text)
    return keys.title(name) if name else ""
