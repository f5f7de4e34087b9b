"""The collection published by several updates: parts, replaced documents, withdrawn ones.

What is left in the end is the collection and nothing else, but its documents stand in several
segments, and beside them in the same segments those that count no longer: drafts that were replaced
by their final form, and copies that were withdrawn again. They say the same as the documents that
stayed, so an engine that finds, counts, lifts or names one of them breaks a promise.

As documented they go on counting in document frequencies and mean lengths until they are merged
away; they cite nothing and are cited by nobody any more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from index.document import PolicyDocument, Validity
from index.relations.derive import relate
from index.segment import TermsWriter, fingerprint, seal
from index.store.generation import Manifest
from index.store.store import Store
from index.text.analysis import Analyzer

RUNS = 4
"""So many updates make the index, each a part."""
_STALE = 5
"""One document in so many is first published as a draft, one run earlier."""
_WITHDRAWN = 20
"""One document in so many has a copy that is withdrawn a run later."""


class Update(NamedTuple):
    """One run: what it adds, and the ids of what counts no longer."""

    added: list[PolicyDocument]
    removed: list[str]


def updates(documents: Sequence[PolicyDocument]) -> Iterator[Update]:
    """Runs after which ``documents`` are there, each once."""
    withdrawn: list[str] = []
    for run in range(RUNS):
        added, replaced = [], []
        copies = [_copy(one) for one in documents[run::_WITHDRAWN] if run < RUNS - 1]
        for at, document in enumerate(documents):
            is_stale = at % _STALE == 0
            if is_stale and at % RUNS == run + 1:
                added.append(_draft(document))
            if at % RUNS == run:
                added.append(document)
                replaced += [document.id] if is_stale and run else []
        yield Update([*copies, *added], [*withdrawn, *replaced])
        withdrawn = [copy.id for copy in copies]


def publish_in_parts(folder: Path, documents: Sequence[PolicyDocument], analyzer: Analyzer) -> None:
    """Publish ``documents`` into ``folder`` run by run, each going on from the one before."""
    for _ in runs(folder, documents, analyzer):
        pass


def runs(folder: Path, documents: Sequence[PolicyDocument], analyzer: Analyzer) -> Iterator[Path]:
    """The same; ``folder`` after each run."""
    alive: dict[str, PolicyDocument] = {}
    for added, removed in updates(documents):
        alive = {id: document for id, document in alive.items() if id not in removed}
        alive |= {document.id: document for document in added}
        _publish(Store(folder), added, removed, alive.values(), analyzer)
        yield folder


def _publish(
    store: Store,
    added: Sequence[PolicyDocument],
    removed: Sequence[str],
    alive: Collection[PolicyDocument],
    analyzer: Analyzer,
) -> None:
    base = store.current().terms if store.current_number() else None
    with store.build() as draft:
        with TermsWriter(draft.terms, analyzer, str(draft.number)) as writer:
            for document in added:
                writer.add(document)
        seal(draft.terms, base, removed)
        relate(draft.terms, base)
        manifest = Manifest(
            fingerprint=fingerprint(analyzer),
            built_at=datetime(2024, 1, 1, tzinfo=UTC),
            documents=len(alive),
            with_body=sum(bool(document.body) for document in alive),
            rejected=0,
            warnings=0,
            newest=None,
            sources=(),
        )
        draft.finish(manifest, [], [])


def _draft(document: PolicyDocument) -> PolicyDocument:
    """What is replaced later: the same number and title, other dates and facets."""
    return replace(
        document,
        title=f"{document.title}（送审稿）",
        genre="送审稿",
        issuers=(*document.issuers, "起草小组"),
        topics=(("起草", "送审"),),
        validity=Validity.IN_FORCE,
        written_on=date(2025, 12, 24),
        published_on=date(2025, 12, 25),
    )


def _copy(document: PolicyDocument) -> PolicyDocument:
    """What is withdrawn later: the same under another id."""
    return replace(document, id=f"copy-of-{document.id}", region="误收")


def companions(documents: Sequence[PolicyDocument]) -> list[PolicyDocument]:
    """For each document one that says the same under another id, and words, an issuer, a genre and
    a number that no other has; it cites what the other cites."""
    return [
        replace(
            _copy(one),
            id=f"withdrawn-{one.id}",
            title=f"{one.title}魑魅魍魉",
            doc_number=f"魍政发〔2021〕{at + 1}号" if at % 2 else one.doc_number,
            body=f"{_copy(one).body}\n饕餮貔貅第{at}种。",
            issuers=(*one.issuers, "饕餮管理局"),
            genre="撤下稿",
        )
        for at, one in enumerate(documents)
    ]
