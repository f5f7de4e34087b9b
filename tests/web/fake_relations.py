"""Relations of the handmade documents: every state, blocks of every kind, links amid hits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from index.document import PolicyDocument, Validity
from search.related import (
    KINDS,
    RELATED,
    Block,
    BodyLink,
    Evidence,
    Related,
    Relations,
    Standing,
    TextVersion,
)
from search.results import Hit

NOTE = "引用的是当时的文本，本站只收录2019年的。"


def relations_of(documents: Sequence[PolicyDocument], today: date) -> dict[str, Relations]:
    """What every document that has any relation is to others, by its id."""
    cards = {document.id: replace(document, body="") for document in documents}
    bodies = {document.id: document.body for document in documents}
    told = {id: Relations(standing) for id, standing in _standings(cards, today)}
    history = tuple(_history(cards))
    for id in ("law-1", "law-2", "law-3"):
        told[id] = replace(told[id], versions=history)
    links = tuple(_links(bodies["law-1"]))
    cited = (("a1", 2), ("a12", 13), ("a47", 1))
    told["law-1"] = replace(told["law-1"], blocks=tuple(_blocks(cards)), links=links, cited=cited)
    hostile = Related(
        cards["hostile-1"], Validity.DISPUTED, 2, ("第一条",), _says(cards, "hostile-1")
    )
    blocks = tuple(Block(kind, 1, (hostile,)) for kind in KINDS)
    told["hostile-1"] = replace(told["hostile-1"], blocks=blocks, part=cards["hostile-1"].title)
    return told


def lines_of(told: Mapping[str, Relations], documents: Sequence[PolicyDocument]) -> dict[str, Hit]:
    """What a line of a result says besides, by the id of its document."""
    cards = {document.id: replace(document, body="") for document in documents}
    lines = {
        id: Hit(cards[id], standing=replace(relations.standing, evidence=()))
        for id, relations in told.items()
    }
    older = tuple(v for v in told["law-1"].versions if v.document and v.document.id != "law-1")
    reprint = replace(cards["sample-1"], source_url="https://www.example.cn/gongbao/1.html")
    lines["law-1"] = replace(lines["law-1"], versions=older, reprints=(reprint,))
    return lines


def cites(related: Related, anchor: str) -> bool:
    """Whether it names the 条 of that anchor, of those that the handmade ones name."""
    return anchor == "a12" and "第十二条" in related.articles


def shortened(relations: Relations) -> Relations:
    """With the first documents of every block, as a page of a document has them."""
    return replace(
        relations,
        blocks=tuple(replace(b, items=b.items[:RELATED]) for b in relations.blocks),
    )


def as_of(relations: Relations, on: date | None) -> Relations:
    """With the standing of that day; None: of today."""
    standing = relations.standing
    if on is None:
        return relations
    if (standing.until and on < standing.until) or not standing.until:
        begun = standing.since is None or on >= standing.since
        state = Validity.IN_FORCE if begun else Validity.NOT_YET
        standing = replace(standing, state=state, newer=None)
    return replace(relations, standing=replace(standing, on=on))


def _says(
    cards: Mapping[str, PolicyDocument], id: str, text: str = "", label: str = "", anchor: str = ""
) -> Evidence:
    return Evidence(cards[id], text or cards[id].title, label, anchor)


def _standings(cards: Mapping[str, PolicyDocument], today: date) -> Iterator[tuple[str, Standing]]:
    title = cards["law-1"].title
    begins = _says(cards, "law-1", "本条例自2019年5月1日起施行。", "第四十七条", "a47")
    yield (
        "law-1",
        Standing(
            today, Validity.IN_FORCE, date(2019, 5, 1), evidence=(begins,), source=Validity.REPEALED
        ),
    )
    yield (
        "law-2",
        Standing(
            today,
            Validity.AMENDED,
            date(2002, 3, 24),
            date(2019, 5, 1),
            newer=cards["law-1"],
            by=cards["law-1"],
            evidence=(begins,),
            source=Validity.IN_FORCE,
        ),
    )
    repeals = f"本条例自2002年3月24日起施行。1999年4月3日公布的《{title}》同时废止。"
    yield (
        "law-3",
        Standing(
            today,
            Validity.REPEALED,
            date(1999, 4, 3),
            date(2002, 3, 24),
            by=cards["law-2"],
            evidence=(_says(cards, "law-2", repeals, "第四十七条", "a47"),),
            source=Validity.REPEALED,
        ),
    )
    term = _says(cards, "sample-2", "本意见自印发之日起施行，有效期五年。")
    yield (
        "sample-2",
        Standing(today, Validity.EXPIRED, date(2014, 11, 17), date(2019, 11, 17), evidence=(term,)),
    )
    begins = _says(cards, "not-yet", "本规定自2027年1月1日起施行。")
    yield "not-yet", Standing(today, Validity.NOT_YET, date(2027, 1, 1), evidence=(begins,))
    yield "bare-1", Standing(today, Validity.UNSTATED, source=Validity.REPEALED)
    two = (_says(cards, "hostile-1"), _says(cards, "long-1"))
    yield "hostile-1", Standing(today, Validity.DISPUTED, evidence=two, source=Validity.EXPIRED)


def _history(cards: Mapping[str, PolicyDocument]) -> Iterator[TextVersion]:
    decision = f"关于修改《{cards['law-1'].title}》的决定"
    yield TextVersion(date(1999, 4, 3), "", cards["law-3"], Validity.REPEALED)
    yield TextVersion(date(2002, 3, 24), "", cards["law-2"], Validity.AMENDED)
    yield TextVersion(date(2008, 7, 1), decision)
    yield TextVersion(date(2019, 3, 24), decision, cards["law-1"], Validity.IN_FORCE)
    yield TextVersion(None, decision)


def _blocks(cards: Mapping[str, PolicyDocument]) -> Iterator[Block]:
    own = _says(cards, "law-1", "根据国家有关规定，制定本条例。", "第一条", "a1")
    bare = Related(cards["bare-1"], Validity.UNSTATED, 1, ("第二条",), own)
    yield Block("based_on", 1, (bare,))
    yield Block("cites", 2, (bare, Related(cards["sample-2"], Validity.EXPIRED, 3, (), own)))
    citing = tuple(
        Related(
            cards[f"more-{n}"],
            Validity.EXPIRED if n % 4 == 0 else Validity.IN_FORCE,
            1 + n % 3,
            ("第十二条", "第九十九条") if n % 2 else (),
            _says(cards, f"more-{n}", f"依照《{cards['law-1'].title}》第十二条的规定检查。"),
        )
        for n in range(25, 0, -1)
    )
    for kind in KINDS[2:]:
        yield Block(kind, 25, citing) if kind == "cited_by" else Block(kind, 1, citing[:1])


def _links(body: str) -> Iterator[BodyLink]:
    """Names in a regulation: with a 条, to a later text, behind one another, across a line's end."""
    found = list(re.finditer("住房公积金账户|离休、退休", body))
    for at, name in enumerate(found[:20]):
        note = NOTE if at % 3 == 1 else ""
        yield BodyLink(*name.span(), "sample-1", "s2" if at % 3 == 0 else "", note)
    end = body.index("\n", found[20].end())
    yield BodyLink(end - 6, end + 3, "bare-1")
