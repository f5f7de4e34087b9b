"""The engines that are held to the contract, and how another one is added.

An engine enters by one class that keeps :class:`EngineUnderTest`: it says which parts of the
contract it claims and makes an engine over documents. Add it to :data:`ENGINES`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple, Protocol

from index.document import PolicyDocument
from index.ingest.update import update_index
from index.store.store import Store
from index.store.withdrawals import Withdrawal
from index.text.analysis import Analyzer
from search.embedded.engine import EmbeddedEngine
from search.facade.engine import SearchEngine
from search.language.lay import LayRow, LayTable
from search.opensearch.engine import OpenSearchEngine
from search.results import Withdrawn
from tests.cluster.published import Put
from tests.engine_contract.collection import GOVERNED, TODAY, WORDINGS, documents
from tests.engine_contract.in_parts import companions, publish_in_parts, runs, updates
from tests.engine_contract.plain_backend import PlainReading
from tests.engine_contract.plain_library import in_states
from tests.engine_contract.promise import Engine, Part
from tests.web.fakes import FakeEngine

EVERYTHING = frozenset(Part)
IS_LONG = os.environ.get("FAULTS") == "full"
"""Whether a cluster is asked in all its forms: `make cluster-faults`."""


class Tools(NamedTuple):
    """What an engine may be made with.

    Attributes:
        folder: gives an empty folder at every call.
        publish: writes a generation of the given documents into a folder.
        cluster: publishes what index folders hold to a cluster of so many nodes, one after the other, and gives what
            asks that cluster, and the name; skips the test where there can be none.
    """

    folder: Callable[[], Path]
    publish: Callable[..., None]
    analyzer: Analyzer
    cluster: Put


class EngineUnderTest(Protocol):
    """An engine that is held to the contract.

    Attributes:
        name: for the report.
        claims: the parts of the contract it keeps; it is not asked about others.
        removed: how many removed documents its index still counts, see :class:`scan.Scan`.
    """

    name: str
    claims: frozenset[Part]
    removed: int

    def over(self, documents: Sequence[PolicyDocument], tools: Tools) -> Engine:
        """An engine over ``documents``, asked on :data:`collection.TODAY`, that knows the words
        of ``collection.WORDINGS`` and ``collection.GOVERNED``."""
        ...

    def over_files(self, files: Path, tools: Tools) -> Engine:
        """An engine over the documents of a folder; asked for by ``Part.ORIGIN`` only."""
        ...

    def without(
        self, documents: Sequence[PolicyDocument], ids: Sequence[str], tools: Tools
    ) -> Engine:
        """An engine over ``documents``, of which some were withdrawn at :data:`WITHDRAWN_AT` with
        the notice :data:`NOTICE`; asked for by ``Part.WITHDRAWN`` only."""
        ...


WITHDRAWN_AT = datetime(2026, 11, 30, 4, tzinfo=UTC)
NOTICE = "应发文机关要求撤下。"
_TOLD = Withdrawn(WITHDRAWN_AT, NOTICE)


@dataclass(frozen=True)
class PlainReadings:
    """Keeps ``search.facade.holding.Readings``: one generation, always the same, never damaged."""

    reading: PlainReading

    def current(self) -> PlainReading:
        """The generation that is served now."""
        return self.reading

    def damage(self) -> str:
        """Nothing is wrong with any."""
        return ""


def table() -> LayTable:
    """The lay words and the topics that every engine is given."""
    rows = [LayRow(lay, official) for lay, official in WORDINGS.items()]
    return LayTable(rows, list(GOVERNED.items()))


def withdraw(folder: Path, ids: Sequence[str]) -> None:
    """Withdraw documents of an index folder."""
    journal = Store(folder).journal
    with journal.locked():
        journal.add([Withdrawal(id, WITHDRAWN_AT, notice=NOTICE).to_row() for id in ids])


class Embedded:
    """The engine of ``search.embedded``: an index on this machine."""

    name = "embedded"
    claims = EVERYTHING
    removed = 0

    def over(self, documents: Sequence[PolicyDocument], tools: Tools) -> Engine:
        folder = tools.folder()
        tools.publish(folder, *documents)
        return EmbeddedEngine(folder, tools.analyzer, today=lambda: TODAY, table=table())

    def over_files(self, files: Path, tools: Tools) -> Engine:
        folder = tools.folder()
        update_index(Store(folder), [files], tools.analyzer)
        return EmbeddedEngine(folder, tools.analyzer)

    def without(
        self, documents: Sequence[PolicyDocument], ids: Sequence[str], tools: Tools
    ) -> Engine:
        folder = tools.folder()
        tools.publish(folder, *documents)
        withdraw(folder, ids)
        return EmbeddedEngine(folder, tools.analyzer, today=lambda: TODAY, table=table())


class EmbeddedWithdrawn(Embedded):
    """The same over an index in which every document has a companion that was withdrawn: one
    that says the same, and something else too."""

    name = "embedded, half of it withdrawn"
    claims = EVERYTHING - {Part.ORIGIN}  # asked of files, which have nothing to do with it
    removed = len(companions(documents()))

    def over(self, documents: Sequence[PolicyDocument], tools: Tools) -> Engine:
        others = companions(documents)
        both = [one for pair in zip(documents, others, strict=True) for one in pair]
        return self.without(both, [other.id for other in others], tools)


class EmbeddedInParts(Embedded):
    """The same over an index of several parts, in which removed documents still stand."""

    name = "embedded in parts"
    claims = EVERYTHING - {
        Part.ORIGIN,  # asked of files, which have nothing to do with parts
        Part.TERM_TOTALS,  # counts of suggested words are of all that was not merged away
    }
    removed = sum(len(update.removed) for update in updates(documents()))

    def over(self, documents: Sequence[PolicyDocument], tools: Tools) -> Engine:
        folder = tools.folder()
        publish_in_parts(folder, documents, tools.analyzer)
        return EmbeddedEngine(folder, tools.analyzer, today=lambda: TODAY, table=table())


class Plain:
    """The engine over a backend in plain Python: that is all a backend must give."""

    name = "plain"
    claims = EVERYTHING - {Part.ORIGIN}  # its documents come from no file
    removed = 0

    def over(self, documents: Sequence[PolicyDocument], tools: Tools) -> Engine:
        readings = PlainReadings(PlainReading(documents, tools.analyzer, TODAY))
        return SearchEngine(readings, tools.analyzer, lambda: TODAY, table())

    def without(
        self, documents: Sequence[PolicyDocument], ids: Sequence[str], tools: Tools
    ) -> Engine:
        withdrawn = dict.fromkeys(ids, _TOLD)
        readings = PlainReadings(PlainReading(documents, tools.analyzer, TODAY, withdrawn))
        return SearchEngine(readings, tools.analyzer, lambda: TODAY, table())

    def over_files(self, files: Path, tools: Tools) -> Engine:
        raise NotImplementedError("it reads no files")


class OverOpenSearch:
    """The engine over an index of a real OpenSearch cluster, to which an index on this machine is published."""

    name = "opensearch"
    claims = EVERYTHING
    removed = 0
    nodes = 1

    def over(self, documents: Sequence[PolicyDocument], tools: Tools) -> Engine:
        folder = tools.folder()
        tools.publish(folder, *documents)
        return self._opened([folder], tools)

    def over_files(self, files: Path, tools: Tools) -> Engine:
        folder = tools.folder()
        update_index(Store(folder), [files], tools.analyzer)
        return self._opened([folder], tools)

    def without(
        self, documents: Sequence[PolicyDocument], ids: Sequence[str], tools: Tools
    ) -> Engine:
        folder = tools.folder()
        tools.publish(folder, *documents)
        withdraw(folder, ids)
        return self._opened([folder], tools)

    def _opened(self, folders: Iterable[Path], tools: Tools) -> Engine:
        client, name = tools.cluster(folders, self.nodes)
        kept = tools.folder()
        return OpenSearchEngine(client, name, tools.analyzer, lambda: TODAY, table(), kept)


class OverThreeNodes(OverOpenSearch):
    """The same over three nodes, its index in three parts, each of them twice there."""

    name = "opensearch, three nodes"
    nodes = 3


class OverUpdatedOpenSearch(OverOpenSearch):
    """The same over an index that was published by several updates, each made of the one before."""

    name = "opensearch, updated"
    claims = EmbeddedInParts.claims
    removed = EmbeddedInParts.removed

    def over(self, documents: Sequence[PolicyDocument], tools: Tools) -> Engine:
        return self._opened(runs(tools.folder(), documents, tools.analyzer), tools)


class Fake:
    """The fake one of the web tests: it knows words, filters and dates, no query language."""

    name = "fake"
    claims = frozenset(
        {
            Part.FILTERS,
            Part.WORD,
            Part.FACET_LISTS,
            Part.PAGES,
            Part.DATES,
            Part.DOCUMENTS,
            Part.LISTING,
            Part.STATUS,
            Part.HARMLESS,
            Part.WITHDRAWN,
        }
    )
    removed = 0

    def over(self, documents: Sequence[PolicyDocument], tools: Tools) -> Engine:
        return FakeEngine(in_states(documents, TODAY))

    def without(
        self, documents: Sequence[PolicyDocument], ids: Sequence[str], tools: Tools
    ) -> Engine:
        engine = FakeEngine(in_states([one for one in documents if one.id not in ids], TODAY))
        for id in ids:
            engine.withdraw(id, _TOLD)
        return engine

    def over_files(self, files: Path, tools: Tools) -> Engine:
        raise NotImplementedError("it reads no files")


ENGINES: tuple[EngineUnderTest, ...] = (
    Embedded(),
    EmbeddedInParts(),
    EmbeddedWithdrawn(),
    Plain(),
    Fake(),
    OverOpenSearch(),
    *([OverUpdatedOpenSearch(), OverThreeNodes()] if IS_LONG else ()),
)
