"""What becomes of the ids that documents have no more after a run: a pure function of two tables.

An id leads to what its document is called now: the run saw it change, or one other document has
the same content, or gives itself the same id. Else the document is gone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from index.ingest.identity import Known, known_of
from index.store.former_ids import Former, updated
from index.store.source_rows import SourceRow


def former_after(
    table: Iterable[Former],
    before: Iterable[SourceRow],
    after: Iterable[SourceRow],
    became: Mapping[str, str],
    forgotten: Collection[str],
) -> list[Former]:
    """The table of former ids after a run.

    Args:
        table: before it.
        before, after: the tables of sources.
        became: ids whose documents got others.
        forgotten: ids of documents that were removed on purpose: they lead to nothing.
    """
    live = {known.id: known for row in after for known in known_of(row)}
    lost = [known for row in before for known in known_of(row) if known.id not in live]
    if not lost and not became:
        return updated(table, (), live.keys())
    leads = _leads(lost, live, forgotten)
    return updated(table, _news(lost, leads, became), live.keys())


def _news(
    lost: Iterable[Known], leads: Mapping[str, str], became: Mapping[str, str]
) -> Iterator[Former]:
    for old, now in became.items():
        yield Former(old, now)
    for known in lost:
        if known.id in became:
            continue
        if known.id in leads:
            yield Former(known.id, leads[known.id])
        elif known.name != known.id:  # an id of its own can only come back to its document
            yield Former(known.id, "", known.digest)


def _leads(
    lost: Iterable[Known], live: Mapping[str, Known], forgotten: Collection[str]
) -> dict[str, str]:
    """Lost id -> the one document that has the content, or the name, that its document had."""
    of_content: dict[str, list[str]] = defaultdict(list)
    of_name: dict[str, list[str]] = defaultdict(list)
    for known in live.values():
        of_content[known.digest].append(known.id)
        if known.name:
            of_name[known.name].append(known.id)
    leads: dict[str, str] = {}
    for known in lost:
        named = of_name.get(known.name, []) if known.name else []
        found = of_content.get(known.digest, [])[:1] or (named if len(named) == 1 else [])
        if found and known.id not in forgotten:
            leads[known.id] = found[0]
    return leads
