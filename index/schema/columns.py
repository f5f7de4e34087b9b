"""What is kept of every document beside its terms: facets, dates, keys, as columns of a segment."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

from index.document import UNSTATED, PolicyDocument, Validity
from index.schema.fields import title_keys
from index.statements.names import key_of, work_number

FACET_NAMES = ("issuer", "year", "genre", "topic", "region", "validity")
"""The facets of a document, in the order in which ``Row.facets`` holds their values."""

_STANDING = {Validity.IN_FORCE: 0, Validity.AMENDED: 0, Validity.UNSTATED: 1}


@dataclass(frozen=True, slots=True)
class Row:
    """The columns of one document.

    Attributes:
        id, name: its id; its whole title as ``index.schema.fields.title_keys`` writes it.
        version: the same 64 bits for documents of one title, remarks in brackets apart.
        work: the same for documents of one work; see ``index.statements.names.work_number``.
        dated: publication, else writing, as ``date.toordinal``; 0 if unknown.
        day: writing, else publication: the day whose year is the document's; 0 if unknown.
        ends: 废止日期 as ``date.toordinal``; 0 if none is printed.
        standing: see :func:`standing`.
        has_body, doubted: whether there is a body; whether the reader doubted something.
        facets: the values of each facet in the order of :data:`FACET_NAMES`.
        uid, says: 64 bits that stand for its id, and for its statements.
    """

    id: str
    name: str
    version: int
    work: int
    dated: int
    day: int
    ends: int
    standing: int
    has_body: bool
    doubted: bool
    facets: tuple[tuple[str, ...], ...]
    uid: int = 0
    says: int = 0


def standing(validity: Validity) -> int:
    """0 for what is stated to be in force, 1 for what may be, 2 for what is not."""
    return _STANDING.get(validity, 2)


def row_of(document: PolicyDocument, statements: bytes = b"") -> Row:
    """The columns of ``document``, whose statements are packed."""
    dated = document.published_on or document.written_on
    day = document.day
    titles = title_keys(document.title)
    version = (titles or (document.id,))[-1]
    values = facet_values(document)
    return Row(
        id=document.id,
        name=titles[0] if titles else "",
        version=version_of(version),
        work=work_number(key_of(document.title)),
        dated=dated.toordinal() if dated else 0,
        day=day.toordinal() if day else 0,
        ends=document.repealed_on.toordinal() if document.repealed_on else 0,
        standing=standing(document.validity),
        has_body=bool(document.body),
        doubted=bool(document.warnings),
        facets=tuple(tuple(values[name]) for name in FACET_NAMES),
        uid=_bits(document.id.encode("utf-8", "replace")),
        says=_bits(statements),
    )


def version_of(title: str) -> int:
    """What stands for documents of one title, the last of ``index.schema.fields.title_keys``: 64 bits."""
    return _bits(title.encode("utf-8", "replace"))


def _bits(raw: bytes) -> int:
    """64 bits that stand for ``raw``."""
    return int.from_bytes(blake2b(raw, digest_size=8).digest(), "little")


def facet_values(document: PolicyDocument) -> dict[str, list[str]]:
    """The values of every facet of ``document``; 未注明 where it states none.

    A topic counts under each of its ancestors: ``工业/民航`` also under ``工业``.
    """
    topics = {
        "/".join(part.replace("/", "／") for part in path[:depth])
        for path in document.topics
        for depth in range(1, len(path) + 1)
    }
    values = {
        "issuer": list(dict.fromkeys(document.issuers)),
        "year": [str(document.year)] if document.year else [],
        "genre": [document.genre] if document.genre else [],
        "topic": sorted(topics),
        "region": [document.region] if document.region else [],
        "validity": [document.validity.value],
    }
    return {name: found or [UNSTATED] for name, found in values.items()}
