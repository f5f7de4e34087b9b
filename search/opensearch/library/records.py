"""What was read of the documents of an index on a cluster, kept by serial: columns, cards, statements, bodies.

Asking is what costs, not what is answered: many documents are read at once, and whoever asks for one of those that
were asked for together (the lines of a page, the texts of a work) is taken to ask for the others next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, Protocol, TypeVar

from index.document import Headings, PolicyDocument, Validity
from index.opensearch.kept import card_of, interval_of, link_of, statements_of
from index.relations.model import End, Interval
from index.statements.model import Statements
from search.backend.byte_cache import ByteCache
from search.backend.relating import Link
from search.opensearch.library.together import Together
from search.opensearch.served import NOTHING_STORED, Served

RECORDS_BYTES = 32 * 2**20
"""As many as ``search.embedded.snapshot`` keeps of cards."""
BODIES_BYTES = 64 * 2**20
LABELS_BYTES = 16 * 2**20
"""Some hundred thousand documents."""
LABEL_BYTES = 160
LINK_BYTES = 150
CARD_BYTES = 4_000
SECTION_BYTES = 100
"""About so much memory takes the label of a document, a mention, a card without its headings, and a heading."""
AT_ONCE = 500
"""So many records are asked for in one request."""
AHEAD = 30
"""So many documents are read with one that is asked for: those of a page."""
WHOLE = 100
"""So many are read with their bodies, whichever is asked for. Of a longer list what is not asked for is not kept."""

_KEPT = ("card", "statements", "links", "interval", "origin", "former")
_V = TypeVar("_V")


class Label(NamedTuple):
    """Columns of a document that say where it belongs and since when it is in force; as in the schema."""

    serial: int
    id: str
    work: int
    text: int
    line: int
    is_alone: bool
    dated: int
    begins: int
    ends: int
    doubted: int
    how: int
    known: bool

    @property
    def nbytes(self) -> int:
        """About so many bytes it takes."""
        return LABEL_BYTES

    def state(self, day: int) -> Validity:
        """The state of the document on a day."""
        return Interval(
            begins=self.begins,
            ends=self.ends,
            doubted=self.doubted,
            how=End(self.how),
            known=self.known,
        ).state(day)


COLUMNS: Sequence[str] = Label._fields

_WHOLE: Mapping[str, Any] = {"docvalue_fields": list(COLUMNS)}
"""What a search gives of documents that are read whole. Without a filter of its own a node copies what is stored;
with any it takes each document apart, the body too, and puts it together again."""


def label_of(fields: Mapping[str, list[Any]]) -> Label:
    """A document's columns as a search gives them."""
    return Label(*(fields[name][0] for name in COLUMNS))


@dataclass(frozen=True)
class Record:
    """What is kept of a document beside its columns and body.

    Attributes:
        card: without body; its ``validity`` is its state today.
        stated: what its source says of its validity.
        links: whom it names, by place; ``names`` those of what is not held, else empty.
        interval: when it is in force, in serials.
        origin: the file it was read from, as ``index.opensearch.kept`` writes it.
        former: the ids that it had before, the first of them first.
    """

    card: PolicyDocument
    stated: Validity
    links: tuple[Link, ...]
    names: tuple[str, ...]
    interval: Interval
    origin: Mapping[str, Any] | None
    former: tuple[str, ...]
    _says: str

    @cached_property
    def statements(self) -> Statements:
        """What it says."""
        return statements_of(self._says)

    @property
    def nbytes(self) -> int:
        """About so many bytes it takes."""
        sections = self.card.sections
        headings = sections.nbytes if isinstance(sections, Headings) else 0
        return CARD_BYTES + headings + LINK_BYTES * len(self.links) + 4 * len(self._says)


def card_in(row: Mapping[str, Any], state: Validity) -> PolicyDocument:
    """A document without its body, in a state."""
    return PolicyDocument.from_json(card_of(row) | {"validity": state})


def record_of(kept: Mapping[str, Any], serial: int, today: int) -> Record:
    """A document as it is kept, as it stands on a day."""
    rows = [link_of(row, serial) for row in kept.get("links", ())]
    interval = interval_of(kept["interval"])
    return Record(
        card=card_in(kept["card"], interval.state(today)),
        stated=Validity(kept["card"].get("validity", Validity.UNSTATED)),
        links=tuple(Link(*row[:-1]) for row in rows),
        names=tuple(row.name for row in rows),
        interval=interval,
        origin=kept.get("origin"),
        former=tuple(kept.get("former", ())),
        _says=kept["statements"],
    )


class Body(str):
    """A body that says how many bytes it takes."""

    __slots__ = ()

    @property
    def nbytes(self) -> int:
        """About so many bytes it takes."""
        return 2 * len(self)


class _Sized(Protocol):
    @property
    def nbytes(self) -> int: ...


_S = TypeVar("_S", bound=_Sized)


class Records:
    """The documents of an index as they stand on a day. Safe for several threads.

    Args:
        today: the day, as ``date.toordinal``.
    """

    def __init__(self, served: Served, today: int) -> None:
        self._served = served
        self._today = today
        self._together = Together()
        self._labels: ByteCache[Label] = ByteCache(LABELS_BYTES)
        self._records: ByteCache[Record] = ByteCache(RECORDS_BYTES)
        self._bodies: ByteCache[Body] = ByteCache(BODIES_BYTES)

    def labels(self, serials: Sequence[int]) -> list[Label]:
        """The columns of some documents."""
        return self._of(self._labels, serials, self._read_labels)

    def of(self, serials: Sequence[int]) -> list[Record]:
        """What is kept of some documents."""
        self._together.add(serials)
        return self._of(self._records, serials, self._read_records, AHEAD)

    def one(self, serial: int) -> Record:
        """What is kept of a document."""
        return self._of(self._records, (serial,), self._read_records, AHEAD)[0]

    def bodies(self, serials: Sequence[int]) -> list[str]:
        """The bodies of some documents; an empty one of a document that has none."""
        found: list[str] = [*self._of(self._bodies, serials, self._read_bodies, AHEAD)]
        return found

    def expect(self, serials: Sequence[int]) -> None:
        """Note that whoever asks for one of some documents asks for the others."""
        self._together.add(serials)

    def with_(self, serial: int) -> list[int]:
        """Those that were asked for with a document."""
        return self._together.with_((serial,), AT_ONCE)

    def hold(self, labels: Iterable[Label]) -> None:
        """Keep columns that were read otherwise; whoever asks for one of the documents asks for all."""
        labels = list(labels)
        for label in labels:
            _keep(self._labels, label.serial, label)
        self._together.add([label.serial for label in labels])

    def look_up(self, query: Mapping[str, Any]) -> list[int]:
        """The few documents that a query finds, all of each read in one request."""
        hits = self._served.search(
            {
                "query": {"bool": {"filter": [query]}},
                "size": AT_ONCE,
                "sort": [{"serial": "asc"}],
                **_WHOLE,
                "track_total_hits": False,
            }
        )["hits"]["hits"]
        for hit in hits:
            self._take(hit)
        return [hit["fields"]["serial"][0] for hit in hits]

    def listing(self, serials: Sequence[int]) -> list[PolicyDocument]:
        """The cards of many documents, and nothing else of them: none is kept."""
        wanted = {"_source": ["card"], "docvalue_fields": list(COLUMNS)}
        found: dict[int, PolicyDocument] = {}
        for at in range(0, len(serials), AT_ONCE):
            for hit in self._hits(serials[at : at + AT_ONCE], wanted):
                label = label_of(hit["fields"])
                found[label.serial] = card_in(hit["_source"]["card"], label.state(self._today))
        return [found[serial] for serial in serials]

    # --- what is kept and what is not -----------------------------------------------------------

    def _of(
        self,
        kept: ByteCache[_S],
        serials: Sequence[int],
        read: Callable[[Sequence[int]], Mapping[int, _S]],
        ahead: int = AT_ONCE,
    ) -> list[_S]:
        """Values of some documents, in the order given; where one must be read, at most ``ahead`` others are
        that are asked for with it."""
        found = {serial: value for serial in serials if (value := kept.known(serial)) is not None}
        for serial, value in found.items():
            _keep(kept, serial, value)  # it was used last
        missing = [serial for serial in dict.fromkeys(serials) if serial not in found]
        if missing:
            others = self._together.with_(missing, ahead)
            wanted = [*missing, *(other for other in others if kept.known(other) is None)]
            for at in range(0, len(wanted), AT_ONCE):
                for serial, value in read(wanted[at : at + AT_ONCE]).items():
                    _keep(kept, serial, value)
                    found[serial] = value
        return [found[serial] for serial in serials]

    # --- asking ---------------------------------------------------------------------------------

    def _hits(self, serials: Sequence[int], wanted: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Some documents as a search gives them, in any order."""
        body = {
            "query": {"bool": {"filter": [{"terms": {"serial": list(serials)}}]}},
            "size": len(serials),
            "sort": ["_doc"],
            "track_total_hits": False,
            **wanted,
        }
        hits: list[dict[str, Any]] = self._served.search(body)["hits"]["hits"]
        return hits

    def _read_labels(self, serials: Sequence[int]) -> dict[int, Label]:
        wanted = {"stored_fields": NOTHING_STORED, "docvalue_fields": list(COLUMNS)}
        labels = [label_of(hit["fields"]) for hit in self._hits(serials, wanted)]
        return {label.serial: label for label in labels}

    def _read_records(self, serials: Sequence[int]) -> dict[int, Record]:
        """Records, and the columns of the same documents; of few their bodies too."""
        if len(serials) <= WHOLE:
            return {serial: record for serial, record, _ in self._read(serials)}
        wanted = {"_source": list(_KEPT), "docvalue_fields": list(COLUMNS)}
        return dict(map(self._take_record, self._hits(serials, wanted)))

    def _read_bodies(self, serials: Sequence[int]) -> dict[int, Body]:
        """Bodies; of few documents all the rest too."""
        if len(serials) <= WHOLE:
            return {serial: body for serial, _, body in self._read(serials)}
        wanted = {"docvalue_fields": ["serial"]}
        return {hit["fields"]["serial"][0]: _body_of(hit) for hit in self._hits(serials, wanted)}

    def _read(self, serials: Sequence[int]) -> list[tuple[int, Record, Body]]:
        """All of some documents."""
        return [self._take(hit) for hit in self._hits(serials, _WHOLE)]

    def _take(self, hit: Mapping[str, Any]) -> tuple[int, Record, Body]:
        """Keep all of a document."""
        serial, record = self._take_record(hit)
        body = _body_of(hit)
        _keep(self._records, serial, record)
        _keep(self._bodies, serial, body)
        return serial, record, body

    def _take_record(self, hit: Mapping[str, Any]) -> tuple[int, Record]:
        """A record; the columns of its document are kept."""
        label = label_of(hit["fields"])
        _keep(self._labels, label.serial, label)
        return label.serial, record_of(hit["_source"], label.serial, self._today)


def _body_of(hit: Mapping[str, Any]) -> Body:
    return Body(hit["_source"].get("body", ""))


def _keep(kept: ByteCache[_S], serial: int, value: _S) -> None:
    kept.get(serial, lambda: value)
