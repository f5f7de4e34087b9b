"""What documents are to one another, as every engine answers it: values, each with its evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from index.document import PolicyDocument, Validity

RELATED = 10
"""So many documents of a block are shown beside a document."""
RELATED_PAGE = 50
"""So many of them a page of all has."""

KINDS = (
    *("based_on", "cites", "cited_by", "amends", "amended_by", "repeals", "repealed_by"),
    *("carries", "carried_by", "interprets", "interpreted_by", "reprints"),
)
"""The kinds of blocks, in the order of a page; see :class:`Block`."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that proves a statement.

    Attributes:
        document: where it stands, without its body.
        text: the sentence as printed.
        label, anchor: the section it stands in (``第七十二条``, ``a72``), or empty.
    """

    document: PolicyDocument
    text: str
    label: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a text is in force on a day.

    Attributes:
        on: the day.
        state: the state on that day.
        since: its first day in force; None unknown.
        is_since_said, is_until_said: whether a sentence or a printed 施行日期 says that these are days of
            commencement; else they are those on which a text was adopted, published or amended. Told on the
            page of a document alone.
        until: the first day on which it is in force no more; None if none is known.
        by: what ended it, or will; None if nothing or its own text.
        newer: the text of the same work in force on the day, where it is another: this one is so no
            more, or not yet.
        evidence: the sentences the state rests on; two that disagree where it is 存疑.
        source: what the source says (来源标注).
    """

    on: date
    state: Validity
    since: date | None = None
    until: date | None = None
    by: PolicyDocument | None = None
    newer: PolicyDocument | None = None
    evidence: tuple[Evidence, ...] = ()
    source: Validity = Validity.UNSTATED
    is_since_said: bool = True
    is_until_said: bool = True


@dataclass(frozen=True, slots=True)
class Related:
    """A document at the other end of a relation.

    Attributes:
        document: it, without its body.
        state: its state on the day asked for.
        times: how often it is named, or names.
        articles: the 条 named, as printed (``第十二条``), each once.
        evidence: the first sentence that says so; None where a title does.
    """

    document: PolicyDocument
    state: Validity
    times: int = 1
    articles: tuple[str, ...] = ()
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """All documents that are one thing to a document.

    Attributes:
        kind: ``based_on`` 依据, ``cites`` 引用, ``cited_by`` 被引用, ``amends`` 修改, ``amended_by``,
            ``repeals`` 废止, ``repealed_by``, ``carries`` 印发, ``carried_by``, ``interprets`` 解读,
            ``interpreted_by``, ``reprints`` 同一文件的其他来源.
        total: how many there are.
        items: the first of them.
    """

    kind: str
    total: int
    items: tuple[Related, ...]


@dataclass(frozen=True, slots=True)
class TextVersion:
    """One text of a work in its history (版本沿革), held or not.

    Attributes:
        on: its day; None unknown.
        decision: what made it (关于修改《…》的决定), or empty.
        document: the text, where it is held.
        state: of that text on the day asked for.
        part: which 条 of the work it has, where it has not all of them
            (``第一条至第二百零四条``), else empty.
    """

    on: date | None
    decision: str = ""
    document: PolicyDocument | None = None
    state: Validity = Validity.UNSTATED
    part: str = ""


@dataclass(frozen=True, slots=True)
class BodyLink:
    """Words of the body that name another document.

    Attributes:
        start, end: in characters of the body.
        id: the document.
        anchor: the 条 there, where that is safe, else empty.
        note: what a reader must know (only a later text is held), or empty.
    """

    start: int
    end: int
    id: str
    anchor: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Relations:
    """All that a page says of one document and others.

    Attributes:
        standing: on the day asked for.
        part: which 条 of its work the document has, where it has not all of them, else empty.
        blocks: those that have anything, in the order of the page.
        versions: the history of the work, oldest first; empty where there is but this text.
        links: ascending, not touching.
        cited: anchor of a 条 -> how many documents cite it.
    """

    standing: Standing
    part: str = ""
    blocks: tuple[Block, ...] = ()
    versions: tuple[TextVersion, ...] = ()
    links: tuple[BodyLink, ...] = ()
    cited: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A name or number that documents cite and no document held has: what to collect next.

    Attributes:
        name: as the first of them prints it.
        documents: how many name it.
        kinds: how many of them name it as what: the name of an ``index.statements.model.Kind`` in
            small letters (``cites``, ``based_on``, ``repeals`` …), and documents.
        example: one of those documents, without its body.
    """

    name: str
    documents: int
    kinds: tuple[tuple[str, int], ...]
    example: PolicyDocument
