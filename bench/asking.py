"""Random requests made from what an index holds, and those of files of queries, as plain JSON.

What is asked is written down with its answer, so that another version is asked the same. Everything is
drawn from a seed, through :class:`search.engine.Engine` alone.
"""

from __future__ import annotations

import csv
import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeAlias
from urllib.parse import quote, urlencode

from index.document import PolicyDocument
from search.engine import Engine
from search.language.pinyin import readings
from search.request import SearchRequest

Ask: TypeAlias = dict[str, object]
"""What is called, and with what: ``{"call": "search", "params": [["q", "石榴"]]}``."""
Pair: TypeAlias = tuple[str, str]

DRAWN = 600
"""Requests are made of so many documents."""
SHARES = {"search": 0.74, "facets": 0.05, "document": 0.08, "related": 0.03, "compare": 0.01,
          "suggest": 0.09}  # fmt: skip
"""How many of the requests call what."""
CALLS = ("search", "facets", "document", "related", "compare", "suggest")
KINDS = ("based_on", "cites", "cited_by", "amended_by", "repealed_by", "interpreted_by", "reprints")
FIELDS = ("标题:", "正文:", "发文机关:", "文号:", "索引号:")
LOOSE = ("最新通知", "国务院", "安徽 教育", "2019年", "2015年以来 办法", "废止", "怎么申请补贴", "zxcvbn",
         "彳亍孑孓", "3141592653", "國務院辦公廳關於", "ＷＴＯ", "COVID-19", "的", "", "   ", '"', "OR", "-", "()",
         "第一条", "《中华人民共和国民法典》第一千零四十二条", "民法典第十条第二款")  # fmt: skip
"""Queries that no text of an index gives."""
ASKING = ("怎么办", "如何申请", "需要什么条件", "是什么意思？", "由谁负责", "有补贴吗？", "违法吗")
PATHS = ("/search", "/search", "/search", "/search", "/search.json", "/search.atom", "/api/v1/search",
         "/browse", "/browse.json", "D", "D", "D.json", "R", "/suggest.json", "/suggestions", "/",
         "/help", "/about")  # fmt: skip
READING = ("", "", "", "", "elder", "traditional")
"""How visitors read; most have chosen nothing."""


@dataclass(frozen=True)
class Material:
    """Documents of an index with their bodies, and the values of its facets with their counts."""

    documents: Sequence[PolicyDocument]
    values: Sequence[Pair]
    counts: Sequence[int]

    @classmethod
    def of(cls, engine: Engine, draw: random.Random) -> Material:
        """Drawn from what ``engine`` serves."""
        held = engine.status().documents
        cards = [engine.listing(draw.randrange(held), 1)[0] for _ in range(min(DRAWN, 3 * held))]
        views = [engine.document(card.id) for card in cards]
        facets = engine.facets(SearchRequest()).facets
        values = [(facet.name, value) for facet in facets for value in facet.values]
        return cls(
            [view.document for view in views if view],
            [(name, value.value) for name, value in values],
            [value.count for _, value in values],
        )


@dataclass
class Requests:
    """Makes requests."""

    draw: random.Random
    material: Material

    def made(self, count: int) -> Iterator[Ask]:
        """So many, of every call."""
        calls = self.draw.choices(CALLS, [SHARES[call] for call in CALLS], k=count)
        makers = {"search": self.search, "facets": self.search, "document": self.document,
                  "related": self.related, "compare": self.compare, "suggest": self.suggest}  # fmt: skip
        for call in calls:
            yield {"call": call} | makers[call]()

    def pages(self, count: int) -> Iterator[Ask]:
        """So many addresses of the site."""
        for _ in range(count):
            path = self.draw.choice(PATHS)
            query = urlencode(self.params(), errors="replace")
            if path[0] in "DR":
                asked = urlencode([("q", self.query())]) if self.draw.random() < 0.6 else ""
                id = quote(self.document_id(), safe="")
                path = {"D": f"/documents/{id}", "D.json": f"/documents/{id}.json"}.get(
                    path, f"/documents/{id}/relations"
                )
                query = asked if "relations" not in path else ""
            elif path.startswith("/sugg"):
                query = urlencode([("q", str(self.suggest()["typed"]))])
            elif not path.startswith(("/search", "/api", "/browse")):
                query = ""
            url = f"{path}?{query}" if query else path
            yield {"call": "page", "url": url, "reading": self.draw.choice(READING)}

    # --- calls ------------------------------------------------------------------------------------

    def search(self) -> Ask:
        """A search, of any page, under any filters."""
        return {"params": self.params(), "excerpts": self.draw.random() > 0.05}

    def document(self) -> Ask:
        """A document, mostly with the words that led to it."""
        draw = self.draw
        q = self.query() if draw.random() < 0.7 else ""
        return {"id": self.document_id(), "q": q, "on": self.day() if draw.random() < 0.1 else ""}

    def related(self) -> Ask:
        """What belongs to a document."""
        draw = self.draw
        article = f"a{draw.randint(1, 30)}" if draw.random() < 0.2 else ""
        kind, page = draw.choice(KINDS), draw.choice((1, 1, 2))
        return {"id": self.document_id(), "kind": kind, "page": page, "article": article}

    def compare(self) -> Ask:
        """Two documents side by side."""
        return {"id": self.document_id(), "other": self.document_id()}

    def suggest(self) -> Ask:
        """The beginning of something, as it is typed."""
        made = self.draw.choice((self.typed(), self.query(), self.pinyin()))
        return {"typed": made[: self.draw.randint(1, 8)]}

    def document_id(self) -> str:
        """The id of a document; now and then of none."""
        if self.draw.random() < 0.02:
            return self.draw.choice(("nowhere", "", "../etc", "y" * 300))
        return self.draw.choice(self.material.documents).id

    # --- queries ----------------------------------------------------------------------------------

    def query(self) -> str:
        """A query of any kind."""
        draw = self.draw
        makers: tuple[tuple[Callable[[], str], float], ...] = (
            (self.title, 8), (lambda: self.piece(self.title(), 2, 12), 14),
            (lambda: self.piece(self.body(), 2, 8), 14), (lambda: self.piece(self.body(), 10, 60), 5),
            (lambda: self.several(" "), 14), (lambda: self.several(" OR "), 5), (self.without, 4),
            (lambda: f'"{self.piece(self.body(), 2, 10)}"', 7), (self.fielded, 5), (self.number, 6),
            (self.issued, 6), (self.misspelt, 8), (self.pinyin, 5), (self.question, 6),
            (lambda: draw.choice(LOOSE), 4), (lambda: self.piece(self.body(), 1, 1), 2),
            (lambda: self.several(" ") * 40, 1), (self.nested, 3), (self.article, 3),
        )  # fmt: skip
        return draw.choices([one for one, _ in makers], [weight for _, weight in makers])[0]()

    def typed(self) -> str:
        """What titles, numbers and issuers begin with."""
        return self.draw.choice((self.title, self.number, self.issuer))()

    def title(self) -> str:
        """A whole title."""
        return self.draw.choice(self.material.documents).title

    def body(self) -> str:
        """A body, or a title where there is none."""
        document = self.draw.choice(self.material.documents)
        return document.body or document.title

    def piece(self, text: str, least: int, most: int) -> str:
        """Characters that follow one another, on one line; mostly without what stands between words."""
        length = self.draw.randint(least, most)
        if self.draw.random() < 0.7:
            runs = [run for run in re.split(r"[\W_]+", text) if len(run) >= least]
            text = self.draw.choice(runs or [text])
        at = self.draw.randrange(max(1, len(text) - length + 1))
        return text[at : at + length].replace("\n", " ")

    def several(self, between: str) -> str:
        """Two to four pieces."""
        texts = (
            self.draw.choice((self.body, self.title))() for _ in range(self.draw.randint(2, 4))
        )
        return between.join(self.piece(text, 2, 6) for text in texts)

    def without(self) -> str:
        """A piece, but for another."""
        return f"{self.piece(self.title(), 2, 6)} -{self.piece(self.body(), 1, 3)}"

    def nested(self) -> str:
        """Clauses of several kinds, in brackets."""
        one, other, third = (self.piece(self.body(), 2, 4) for _ in range(3))
        return self.draw.choice(
            (f"({one} OR {other}) {third}", f'"{one}" {other} -{third}', f"{one} NOT {other}",
             f"{one} AND ({other} OR {third})")
        )  # fmt: skip

    def fielded(self) -> str:
        """A piece to be found in one field."""
        field, document = self.draw.choice(FIELDS), self.draw.choice(self.material.documents)
        texts = {"发文机关:": " ".join(document.issuers), "文号:": document.doc_number,
                 "索引号:": document.index_number, "正文:": self.piece(self.body(), 2, 6)}  # fmt: skip
        return f"{field}{texts.get(field) or self.piece(document.title, 2, 6)}"

    def number(self) -> str:
        """A number of a document, or nearly one."""
        numbers = [one.doc_number or one.index_number for one in self.material.documents]
        given = self.draw.choice([number for number in numbers if number] or ["国办发〔2007〕8号"])
        return self.draw.choice(
            (given, given, given.replace("〔", "[").replace("〕", "]"), given[:-2])
        )

    def issuer(self) -> str:
        """Who issued something."""
        names = self.draw.choice(self.material.documents).issuers
        return self.draw.choice(names) if names else "国务院"

    def issued(self) -> str:
        """Something of an issuer, a year, a kind or a place."""
        document = self.draw.choice(self.material.documents)
        year = document.published_on or document.written_on
        named = (
            self.issuer(),
            document.genre,
            document.region,
            f"{year.year}年" if year else "最新",
        )
        return f"{self.draw.choice(named)} {self.piece(document.title, 2, 6)}"

    def question(self) -> str:
        """A question."""
        return self.piece(self.body(), 3, 12) + self.draw.choice(ASKING)

    def article(self) -> str:
        """An article of a document that has some."""
        document = self.draw.choice(self.material.documents)
        labels = [section.label for section in document.sections if section.level == 4]
        return f"{document.title}{self.draw.choice(labels) if labels else '第三条'}"

    def misspelt(self) -> str:
        """A piece of a title with one slip."""
        text = self.piece(self.title(), 4, 10)
        at, way = self.draw.randrange(len(text)), self.draw.randrange(4)
        put = self.draw.choice(readings().homophones(text[at]) or ("",))
        changed = ("", text[at] * 2, put, text[at + 1 : at + 2] + text[at])[way]
        return text[:at] + changed + text[at + (2 if way == 3 else 1) :]

    def pinyin(self) -> str:
        """A piece of a title in letters: whole syllables, or the first of each."""
        text = self.piece(self.title(), 2, 6)
        sounds = [readings().every.get(one, ())[:1] for one in text]
        if self.draw.random() < 0.3:
            return "".join(sound[0][0] for sound in sounds if sound)
        return "".join(sound[0] if sound else one for sound, one in zip(sounds, text, strict=True))

    # --- parameters -------------------------------------------------------------------------------

    def params(self) -> list[Pair]:
        """The parameters of a search: mostly a query alone."""
        draw, pairs = self.draw, [("q", self.query())]
        chances: tuple[tuple[float, Callable[[], list[Pair]]], ...] = (
            (0.25, self.ticked),
            (0.12, lambda: [(draw.choice(("from", "to")), self.period())]),
            (0.15, lambda: [("sort", draw.choice(("newest", "oldest", "by-relevance")))]),
            (0.12, lambda: [("page", str(draw.choice((2, 2, 3, 7, 50))))]),
            (0.10, lambda: [("size", str(draw.choice((1, 5, 20, 50))))]),
            (0.08, lambda: [("fold", "0")]),
            (0.08, lambda: [("on", self.day())]),
            (0.08, lambda: [("within", self.piece(self.body(), 2, 6))]),
            (0.08, lambda: [("literal", "1")]),
            (0.10, lambda: [("in", draw.choice(("title", "number")))]),
            (0.04, lambda: [("plain", draw.choice(("all", "issuer", "genre", "period")))]),
        )
        for chance, make in chances:
            if draw.random() < chance:
                pairs += make()
        return pairs

    def ticked(self) -> list[Pair]:
        """Values of facets, mostly those of many documents."""
        held, counts = self.material.values, self.material.counts
        often = self.draw.random() < 0.8
        return self.draw.choices(held, counts if often else None, k=self.draw.choice((1, 1, 2, 3)))

    def period(self) -> str:
        """A bound of a period."""
        year = self.draw.randint(1990, 2026)
        return self.draw.choice((f"{year}", f"{year}-0{self.draw.randint(1, 9)}", self.day()))

    def day(self) -> str:
        """A day."""
        first = date(1995, 1, 1).toordinal()
        return date.fromordinal(first + self.draw.randrange(11_500)).isoformat()


def queries(paths: Sequence[Path]) -> Iterator[Ask]:
    """A search for each query of some files: JSON lines with ``text``, or a table with a head."""
    for path in paths:
        for text in _texts(path):
            yield {"call": "search", "params": [("q", text)], "excerpts": True}


def _texts(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    if path.suffix == ".jsonl":
        return [str(json.loads(line)["text"]) for line in lines if line.strip()]
    return [row[0] for row in csv.reader(lines[1:], delimiter="\t", quoting=csv.QUOTE_NONE) if row]


__all__ = ["Ask", "Material", "Requests", "queries"]
