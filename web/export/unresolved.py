"""The table of names that documents cite and the index does not hold, in a file and on an editor's page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from search.related import Unresolved
from web.export.tables import SEPARATOR, Column, Row, cleaned

COLUMNS = (
    Column("名称", 60),
    Column("提到它的文件数", 14),
    Column("怎样提到", 30),
    Column("例如", 60),
    Column("例如（标识）", 30),
)
KINDS = {
    "cites": "引用",
    "based_on": "依据",
    "implements": "贯彻、实施",
    "amends": "修改",
    "repeals": "废止",
    "carries": "印发、转发",
    "interprets": "解读",
    "answers": "批复、答复",
}
"""How a document names another -> in Chinese."""


def rows(found: Iterable[Unresolved]) -> Iterator[Row]:
    """A row of :data:`COLUMNS` for each name."""
    for one in found:
        name, title = cleaned(one.name), cleaned(one.example.title)
        yield name, str(one.documents), kinds(one), title, cleaned(one.example.id)


def kinds(one: Unresolved) -> str:
    """How documents name it, and how many do so."""
    return SEPARATOR.join(f"{KINDS.get(kind, kind)} {count:,}" for kind, count in one.kinds)
