"""What is given back of a document as it stands in JSON: its card, statements, links, interval and origin."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from index.document import Headings, columns_of
from index.relations.graph import Row
from index.relations.model import End, Held, Interval
from index.statements.model import Article, How, Kind, Span, Statements
from index.statements.packing import packed, unpacked
from index.store.source_rows import SourceRow

Json = dict[str, Any]
"""An object of JSON."""


def card_row(card: Mapping[str, Any]) -> Json:
    """A card as ``index.segment.parts.Terms.cards`` gives it: its headings are columns."""
    if sections := card.get("sections"):
        return {**card, "sections": list(columns_of(sections))}
    return dict(card)


def card_of(row: Mapping[str, Any]) -> Json:
    """The inverse of :func:`card_row`: what ``PolicyDocument.from_json`` takes."""
    if sections := row.get("sections"):
        return {**row, "sections": Headings(orjson.dumps(sections))}
    return dict(row)


def statements_row(says: Statements) -> str:
    """What a document says, in base64."""
    return b64encode(packed(says)).decode()


def statements_of(row: str) -> Statements:
    """The inverse of :func:`statements_row`."""
    return unpacked(b64decode(row))


def link_row(link: Row, to: int) -> list[Any]:
    """A mention of a document; ``to`` is the serial of whom it means, -1 for nobody. Whose mention it is is known."""
    return [to, *map(int, link[2:8]), [list(article) for article in link.articles], link.name]


def link_of(row: Sequence[Any], source: int) -> Row:
    """The inverse of :func:`link_row`: the mention of a document, in serials."""
    to, kind, how, held, safe, start, end, articles, name = row
    named = tuple(Article(*article) for article in articles)
    return Row(source, to, Kind(kind), How(how), Held(held), bool(safe), start, end, named, name)


def interval_row(interval: Interval, by: int) -> Json:
    """Since when and until when a document is in force; ``by`` is the serial of who says so, -1 for nobody."""
    return {
        "begins": interval.begins,
        "begins_at": list(interval.begins_at),
        "ends": interval.ends,
        "how": int(interval.how),
        "by": by,
        "ends_at": list(interval.ends_at),
        "doubted": interval.doubted,
        "known": interval.known,
        "doubted_at": list(interval.doubted_at),
    }


def interval_of(row: Mapping[str, Any]) -> Interval:
    """The inverse of :func:`interval_row`, in serials."""
    spans = {name: Span(*row[name]) for name in ("begins_at", "ends_at", "doubted_at")}
    return Interval(**{**row, **spans, "how": End(row["how"])})


def is_alone(source: SourceRow) -> bool:
    """Whether a file holds one document and no other."""
    return len(source.ids) == 1 and not source.duplicates


def origin_row(source: SourceRow) -> Json:
    """The file a document was read from; one that holds others too as it was when this document was written."""
    return {
        "root": source.root,
        "path": source.path,
        "size": source.size,
        "mtime_ns": source.mtime_ns,
        "ctime_ns": source.ctime_ns,
        "sha256": source.sha256,
        "alone": is_alone(source),
    }


def origin_of(row: Mapping[str, Any], id: str) -> SourceRow:
    """The row of the file as far as it is known here; see ``index.store.origin.origin_of``."""
    held = {name: value for name, value in row.items() if name != "alone"}
    return SourceRow(**held, ids=(id,) if row["alone"] else (), digests=())
