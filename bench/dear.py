"""The dearest requests that an address of 2 KB can ask for: random ones, then climbing from the worst.

    python -m bench.dear INDEX [--ordinary FOLDER] [--seconds 120] [--seed 1] [--maker clauses]

Processor time of one thread, in process, through Flask's test client. ``--ordinary`` names the
folder of judged queries (``relevance/``): the median page is that of these. ``clauses`` puts requests
together from the query language, ``pieces`` from pieces of texts and of any script; what is mended
while one of them is looked at is to be looked for with the other. Prints Markdown.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlencode

from flask import Flask
from flask.testing import FlaskClient

from index.store.store import Store
from search.embedded.engine import open_engine
from search.embedded.reading import EmbeddedReading
from search.language.question import QUESTION_WORDS
from search.request import FACETS, SearchRequest
from web.site.app import create_app

MOST_BYTES = 2048
"""Of an address as UTF-8, the shortest way to write it."""
KEPT = 8
"""So many of the dearest of each page are climbed from."""
TRADITIONAL = "關於進一步加強和改進國務院辦公廳財政部稅務總局醫療保障條例實施細則的問題嗎怎麼"
FIELDS = ("标题:", "正文:", "发文机关:", "文号:", "索引号:", "名称:", "機關:", "")

Pair = tuple[str, str]


class Address(NamedTuple):
    """A request: a path, and the parameters behind it."""

    path: str
    pairs: tuple[Pair, ...]

    @property
    def size(self) -> int:
        """Bytes, where nothing but what must be is percent-encoded."""
        values = (len(name.encode()) + len(_bare(value)) + 2 for name, value in self.pairs)
        return len(self.path.encode()) + sum(values)

    @property
    def url(self) -> str:
        """As it is asked."""
        return f"{self.path}?{urlencode(self.pairs, errors='replace')}"


def _bare(value: str) -> bytes:
    return b"".join(
        quote(one).encode() if one in '&#%+ "' else one.encode("utf-8", "replace") for one in value
    )


@dataclass
class Words:
    """What an index is made of, to ask for."""

    common: list[str]
    rare: list[str]
    characters: list[str]
    issuers: list[str]
    numbers: list[str]
    titles: list[str]
    ids: list[str]
    bodies: list[str]
    values: dict[str, list[str]]

    @classmethod
    def of(cls, reading: EmbeddedReading, values: dict[str, list[str]]) -> Words:
        """Those of a generation."""
        words = sorted(reading.begun("body_words", ""), key=lambda one: -one[1])
        letters = sorted(reading.begun("body_chars", ""), key=lambda one: -one[1])
        numbers = range(0, reading.documents, max(1, reading.documents // 200))
        cards = reading.cards(list(numbers))
        lengths = sorted(range(reading.documents), key=lambda n: -len(reading.body(n)))
        return cls(
            common=[word for word, _ in words[:400] if len(word) > 1],
            rare=[word for word, _ in words[-4000:]],
            characters=[one for one, _ in letters[:400]],
            issuers=list(reading.issuers),
            numbers=sorted({number for number, _ in reading.begun("number", "")}),
            titles=[title.name for title in reading.titles_by_citation()[:3000]],
            ids=[card.id for card in reading.cards(lengths[:30])] + [card.id for card in cards],
            bodies=[reading.body(n)[:20_000] for n in lengths[:30]],
            values=values,
        )


@dataclass
class Clauses:
    """Makes requests by the grammar of the query language."""

    draw: random.Random
    words: Words

    def query(self) -> str:
        """Clauses of one kind, or of several."""
        kinds = [self.draw.choice(self._kinds()) for _ in range(self.draw.choice((1, 1, 2, 4)))]
        joins = self.draw.choice((" ", " ", "", " OR "))
        limit = self.draw.choice((5, 30, 220, 700))
        text = ""
        while len(text) < limit:
            text += (joins if text else "") + self.draw.choice(kinds)()
        return text

    def _kinds(self) -> list[Callable[[], str]]:
        draw, words = self.draw, self.words
        one = draw.choice
        return [
            lambda: one(words.common),
            lambda: one(words.rare),
            lambda: one(words.characters),
            lambda: one(words.titles),
            lambda: f'"{one(words.common)}"',
            lambda: f'"{one(words.common)}{one(words.common)}{one(words.common)}"',
            lambda: f"-{one(words.common)}",
            lambda: f'-"{one(words.characters)}{one(words.characters)}"',
            lambda: one(FIELDS) + one((one(words.common), one(words.characters), "a", "1")),
            lambda: "文号:" + one((one("0123456789"), "〔", "20", "号", one(words.numbers)[:3])),
            lambda: "文号:" + one(words.numbers),
            lambda: "发文机关:" + one((one(words.issuers)[-1:], one(words.issuers), "局", "厅")),
            lambda: one(QUESTION_WORDS) + one(words.common),
            lambda: "".join(one(TRADITIONAL) for _ in range(6)),
            lambda: "".join(one("abcdefghijklmnopqrstuvwxyz") for _ in range(5)),
            lambda: one(("gong", "ji", "jin", "zhengce", "a", "shi")),
            lambda: one(words.common)[:-1] + one(words.characters),
            lambda: one("（）《》“”\"'()|-－*?：:，。 　"),
            lambda: str(draw.randrange(10**6)),
            lambda: one(("近三年", "2023年", "去年", "广东省", "财政部")),
        ]

    def parameter(self, path: str) -> Pair:
        """One parameter."""
        draw = self.draw
        name = draw.choice(("q", "within", "named", "hit", "facet", "from", "size", *FACETS, "q"))
        if name in FACETS:
            known = self.words.values[name] or ["x"]
            made = [draw.choice(known), self.query()[:40], draw.choice("的一局年") * 90]
            return name, draw.choice(made)
        if name in ("hit", "from"):
            return name, draw.choice(
                ("1", "9999", "2023", "二〇二三年", "１９９０-０１", "9" * 300)
            )
        if name == "size":
            return draw.choice(
                (("size", "100"), ("sort", "oldest"), ("page", "100"), ("in", "number"),
                 ("in", "title"), ("literal", "1"), ("page", "9" * 12))
            )  # fmt: skip
        if name == "facet":
            return name, draw.choice(list(FACETS))
        return name, self.query()

    def path(self) -> str:
        """One page."""
        paths = (
            "/search", "/search", "/search.json", "/search.atom", "/browse", "/browse.json", "/suggest.json",
            "/suggestions", "/api/v1/search", "/api/v1/facets", "/api/v1/suggest", "/", "/help", "/sitemap-1.xml",
            "/opensearch.xml", "/status", "/nowhere", "D", "D.json", "V",
        )  # fmt: skip
        path = self.draw.choice(paths)
        id = quote(self.draw.choice(self.words.ids[:60]), safe="")
        return {
            "D": f"/documents/{id}",
            "D.json": f"/documents/{id}.json",
            "V": f"/api/v1/documents/{id}",
        }.get(path, path)

    def fresh(self) -> Address:
        """Any request."""
        path = self.path()
        pairs = [self.parameter(path) for _ in range(self.draw.choice((1, 1, 2, 3, 5, 60)))]
        return self.fitting(path, pairs)

    def changed(self, address: Address) -> Address:
        """A request near another."""
        draw, pairs = self.draw, list(address.pairs)
        way = draw.randrange(6)
        if way == 0 or not pairs:
            pairs.append(self.parameter(address.path))
        elif way == 1:
            pairs.pop(draw.randrange(len(pairs)))
        elif way == 2:
            return self.fitting(self.path(), pairs)
        else:
            at = draw.randrange(len(pairs))
            name, value = pairs[at]
            pairs[at] = (name, self.turned(value)) if way < 5 else self.parameter(address.path)
        return self.fitting(address.path, pairs)

    def turned(self, value: str) -> str:
        """A value near another."""
        draw, parts = self.draw, value.split(" ")
        way = draw.randrange(5)
        at = draw.randrange(len(parts))
        if way == 0:
            parts[at] = draw.choice(self._kinds())()
        elif way == 1:
            parts.insert(at, draw.choice(self._kinds())())
        elif way == 2 and len(parts) > 1:
            parts.pop(at)
        elif way == 3:
            parts += parts
        else:
            cut = draw.randrange(len(value) + 1)
            return value[:cut] + draw.choice(self._kinds())() + value[cut:]
        return " ".join(parts)

    def fitting(self, path: str, pairs: Sequence[Pair]) -> Address:
        """Cut to :data:`MOST_BYTES`; the API refuses what is too long, so it gets less."""
        kept = list(pairs)
        if path.startswith("/api/"):
            kept = [(name, value[:200]) for name, value in kept]
            single = {n: (n, v) for n, v in kept if n in ("q", "within", "size", "page", "from")}
            kept = [*single.values(), *(pair for pair in kept if pair[0] in FACETS)][:50]
        while (address := Address(path, tuple(kept))).size > MOST_BYTES:
            name, value = max(kept, key=lambda pair: len(pair[1]))
            if len(value) < 8:
                kept.pop()
            else:
                kept[kept.index((name, value))] = (name, value[: len(value) * 3 // 4])
        return address


@dataclass
class Pieces(Clauses):
    """Makes queries of pieces of texts, turned and repeated, and of characters of any script."""

    def query(self) -> str:
        """Pieces, joined in any way."""
        limit = self.draw.choice((3, 20, 200, 650))
        made = ""
        while len(made) < limit:
            made += self.draw.choice(self._kinds())()
        return made

    def _kinds(self) -> list[Callable[[], str]]:
        draw = self.draw

        def piece() -> str:
            body = draw.choice(self.words.bodies or ["政策"])
            at, length = draw.randrange(max(len(body), 1)), draw.choice((1, 2, 3, 8, 40, 200))
            return body[at : at + length]

        def several() -> str:
            length, gap = draw.choice((1, 1, 2, 3)), draw.choice(("", " ", "|", "  ", '" "', " -"))
            return gap.join(piece()[:length] for _ in range(draw.choice((2, 10, 60))))

        return [
            piece,
            several,
            lambda: piece()[::-1],
            lambda: piece()[:2] * draw.choice((2, 20, 100)),
            lambda: f" {draw.choice(FIELDS)}{piece()[:3]} ",
            lambda: f'"{piece()}"',
            lambda: chr(draw.randrange(32, 0x11000)) * draw.choice((1, 3, 40)),
            lambda: "".join(chr(draw.randrange(0x4E00, 0x9FFF)) for _ in range(8)),
            lambda: draw.choice(self.words.titles),
            lambda: draw.choice(('"', "“", "”", "(", "-", "OR ", "||", ":", "?", "1", "年", "号")),
        ]


@dataclass
class Search:
    """Looks for dear requests; ``found`` holds each with its milliseconds."""

    client: FlaskClient
    maker: Clauses
    found: dict[Address, float] = field(default_factory=dict)
    best: dict[str, list[Address]] = field(default_factory=dict)

    def run(self, seconds: float) -> None:
        """A third of the time at random, then climbing."""
        began = time.monotonic()
        while (gone := time.monotonic() - began) < seconds:
            if gone < seconds / 3 or self.maker.draw.random() < 0.2:
                address = self.maker.fresh()
            else:
                best = self.best[self.maker.draw.choice(list(self.best))]
                address = self.maker.changed(self.maker.draw.choice(best))
            self.found[address] = asked(self.client, address.url)
            self.keep(address)

    def keep(self, address: Address) -> None:
        """Note a request among the dearest of its page, if it is one."""
        kind = "/documents" if "/documents" in address.path else address.path
        kept = {address: None, **dict.fromkeys(self.best.get(kind, ()))}
        self.best[kind] = sorted(kept, key=self.found.__getitem__, reverse=True)[:KEPT]

    def worst(self, count: int) -> list[tuple[float, float, Address]]:
        """First time and, of three more, the least: caches are warm then."""
        best = sorted(self.found, key=self.found.__getitem__, reverse=True)[:count]
        return [
            (self.found[one], min(asked(self.client, one.url) for _ in range(3)), one)
            for one in best
        ]


def asked(client: FlaskClient, url: str) -> float:
    """Milliseconds of this thread's processor."""
    began = time.thread_time()
    answer = client.get(url)
    answer.get_data()
    spent = (time.thread_time() - began) * 1000
    if answer.status_code >= 500:
        raise AssertionError(f"{answer.status_code} for {url}")
    return spent


def ordinary(folder: Path | None, words: Words) -> list[str]:
    """Addresses as visitors ask: judged queries, and titles where there are none."""
    queries = list(words.titles[::10])
    if folder:
        queries = []
        for file in sorted(folder.glob("*/queries.jsonl")):
            lines = file.read_text(encoding="utf-8").splitlines()
            queries += [json.loads(line)["text"] for line in lines[:: max(1, len(lines) // 100)]]
    pages = [f"/search?{urlencode({'q': q[:200]})}" for q in queries]
    return (
        pages + [f"/documents/{quote(id, safe='')}" for id in words.ids[30:130]] + ["/", "/browse"]
    )


def application(folder: Path) -> tuple[Flask, Words]:
    """The site over an index, and its words."""
    engine = open_engine(folder)
    reading = EmbeddedReading(Store(folder).current(), date.today())
    values = {
        facet.name: [value.value for value in facet.values]
        for facet in engine.search(SearchRequest()).facets
    }
    return create_app(engine), Words.of(reading, values)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("index", type=Path)
    parser.add_argument("--ordinary", type=Path)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--maker", choices=("clauses", "pieces"), default="clauses")
    parser.add_argument("--worst", type=int, default=12)
    parser.add_argument("--keep", type=Path, help="write the addresses of the worst here")
    parser.add_argument("--again", type=Path, help="ask those that were kept, and look for none")
    given = parser.parse_args()
    app, words = application(given.index)
    client = app.test_client()
    pages = ordinary(given.ordinary, words)
    for url in pages:
        asked(client, url)
    median = statistics.median(asked(client, url) for url in pages)
    print(f"{len(pages)} ordinary pages: median {median:.1f} ms\n")
    if given.again:
        urls = given.again.read_text(encoding="utf-8").splitlines()
        spent = sorted((asked(client, url) for url in urls), reverse=True)
        print(f"{len(urls)} kept: {spent[0]:.0f} ms, {spent[0] / median:.1f} × median")
        return
    kind = Pieces if given.maker == "pieces" else Clauses
    search = Search(client, kind(random.Random(given.seed), words))
    search.run(given.seconds)
    print(f"{len(search.found)} requests of {given.maker}, seed {given.seed}\n")
    worst = search.worst(given.worst)
    print("| first, ms | again, ms | × median | address |\n|---|---|---|---|")
    for first, again, address in worst:
        shown = f"{address.path}?" + "&".join(f"{n}={v[:60]!r}({len(v)})" for n, v in address.pairs)
        print(f"| {first:.0f} | {again:.0f} | {first / median:.1f} | `{shown[:400]}` |")
    if given.keep:
        given.keep.write_text("\n".join(one.url for *_, one in worst), encoding="utf-8")
    print("\n" + ", ".join(f"{k} {search.found[b[0]]:.0f}" for k, b in sorted(search.best.items())))


if __name__ == "__main__":
    main()
