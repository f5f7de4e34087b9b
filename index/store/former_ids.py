"""Ids that documents had before: where an old address leads, and which ids are not given anew.

A generation keeps a table of them. An id that leads somewhere is answered with a redirect; one
that leads nowhere belonged to a document that is gone and had no id of its own: another document
that comes to stand in its place gets another id.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

MOST_MOVED = 50_000
MOST_GONE = 20_000
"""Of each kind the newest are kept."""


class Former(NamedTuple):
    """An id that no document has.

    Attributes:
        id: it.
        now: the id that its document has now; empty when the document is gone.
        digest: :meth:`index.document.PolicyDocument.digest` of the document that is gone: it may
            come back.
    """

    id: str
    now: str = ""
    digest: str = ""


def updated(
    before: Iterable[Former], news: Iterable[Former], live: Collection[str]
) -> list[Former]:
    """The table after a run, the newest last.

    Args:
        news: what the run adds.
        live: the ids that documents have now; they lead nowhere else.

    Returns:
        Each id once, chains collapsed, no loops.
    """
    table: dict[str, Former] = {}
    for former in (*before, *news):
        table.pop(former.id, None)  # the newest stand last
        table[former.id] = former
    table = {id: former for id, former in table.items() if id not in live}
    ends = {id: _end(id, table) for id, former in table.items() if former.now}
    kept = [
        former._replace(now=ends[former.id]) if former.now else former
        for former in table.values()
        if not former.now or ends[former.id] != former.id
    ]
    moved = [former for former in kept if former.now][-MOST_MOVED:]
    gone = [former for former in kept if not former.now][-MOST_GONE:]
    return [*gone, *moved]


def _end(id: str, table: Mapping[str, Former]) -> str:
    """Where an id leads in the end; itself where it leads in a circle."""
    seen = {id}
    now = table[id].now
    while now in table and table[now].now:
        if now in seen:
            return id
        seen.add(now)
        now = table[now].now
    return now
