"""What visitors type, by class: drawn from an index with fixed seeds, from the judged sets, or out of ``bench.classes``.

A class that needs what is not there (no ``ZHENGCE_CORPUS``, no laws in force, no numbers) is left out.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from itertools import islice
from pathlib import Path

from bench import articles, misspelt
from bench.classes import Ask
from bench.indexed import Indexed
from bench.misspelt import CHARACTERS, OTHERS, Misspelt, fragments, pairs_of, titles_of
from index.document import PolicyDocument
from index.text.analysis import Analyzer
from index.text.han import HAN
from search.embedded.engine import EmbeddedEngine
from search.request import SearchRequest, Sort
from search.request.period import Bound

SEED = 20
JUDGED = Path(__file__).parents[1] / "tests" / "judged"
LETTERS = ("mixed", "half")
"""The kinds of mistakes that have letters in them."""
SPELT = (
    "gongjijin", "shebao", "zhufang gongjijin", "laodong hetong", "gjj", "yiliao baoxian", "tuixiu nianling",
    "canjiren", "gongshang", "shuishou youhui", "jiaoyu ju", "nongmin gong",
)  # fmt: skip
_RUN = re.compile(f"{HAN}{{5,}}")
_SHARED = {
    "question": ("stard", 200),
    "known item": ("known_item", 150),
}
"""Class -> folder of the judged queries in ``ZHENGCE_CORPUS``, and how many."""
_OWN = {"sentences": "sentences_seen_queries.jsonl", "lay": "lay_queries.jsonl"}
_FIRST_COLUMN = {"intent": "intent_seen.tsv", "nonsense": "nonsense_seen.tsv"}

MISTAKES = 16
"""Of each kind."""

Maker = Callable[[], list[str]]
Typed = Mapping[str, Sequence[str]]
"""Class -> queries."""


def classes(
    index: Path, analyzer: Analyzer, shared: Path | None, only: Sequence[str] = ()
) -> Typed:
    """The classes and their queries.

    Args:
        index: whose titles, bodies, numbers and articles are drawn from.
        shared: the folder that ``ZHENGCE_CORPUS`` names, if any.
        only: the classes that are wanted; none: all.
    """
    makers = _judged(shared) | _Drawing(index, analyzer).makers
    made = {name: make() for name, make in makers.items() if not only or name in only}
    return {name: queries for name, queries in made.items() if queries}


def _judged(shared: Path | None) -> dict[str, Maker]:
    own: dict[str, Maker] = {name: partial(_texts, JUDGED / file) for name, file in _OWN.items()}
    own |= {name: partial(_column, JUDGED / file) for name, file in _FIRST_COLUMN.items()}
    if shared:
        for name, (part, most) in _SHARED.items():
            own[name] = partial(_sample, shared / "relevance" / part / "queries.jsonl", most)
    return own


class _Drawing:
    """Draws from an index; each class with a seed of its own."""

    def __init__(self, index: Path, analyzer: Analyzer) -> None:
        self._engine, self._indexed = EmbeddedEngine(index, analyzer), Indexed(index)
        self._analyzer = analyzer

    @property
    def makers(self) -> dict[str, Maker]:
        """Class -> what draws it."""
        return {
            "single broad word": self._words,
            "keywords": self._keywords,
            "fragments": lambda: misspelt.correct(self._titles, self._analyzer, SEED)[:100],
            "misspelt": lambda: [one.typed for one in self._wrong if one.kind not in LETTERS],
            "pinyin": lambda: [*(one.typed for one in self._wrong if one.kind in LETTERS), *SPELT],
            "law + article": self._articles,
            "numbers": lambda: self._some(
                60, lambda number, _: _number(self._indexed.card(number))
            ),
            "phrase": lambda: self._some(
                60, lambda number, draw: _phrase(draw, self._indexed.body(number))
            ),
        }

    @cached_property
    def _titles(self) -> list[str]:
        return titles_of(self._engine)

    @cached_property
    def _wrong(self) -> list[Misspelt]:
        kinds = dict.fromkeys((*CHARACTERS, *OTHERS), MISTAKES)
        made = misspelt.misspelt(self._engine, self._analyzer, SEED, kinds)
        return [*made, *pairs_of(JUDGED / "misspelt_seen.tsv")]

    def _words(self) -> list[str]:
        counts = Counter(word.text for title in self._titles for word in self._analyzer.cut(title))
        return [word for word, _ in counts.most_common(100) if len(word) > 1][:60]

    def _keywords(self) -> list[str]:
        """Two or three words of a title, parted by spaces."""
        drawn = fragments(self._titles, self._analyzer, random.Random(SEED))
        kept = ([word for word in words if len(word) > 1] for words in drawn)
        return list(islice((" ".join(words[:3]) for words in kept if len(words) > 1), 100))

    def _articles(self) -> list[str]:
        found = articles.drawn(self._indexed, SEED, 120, False)
        named = [asked.query for one in found for asked in articles.queries(one)]
        return random.Random(SEED).sample(named, min(100, len(named)))

    def _some(self, most: int, make: Callable[[int, random.Random], str]) -> list[str]:
        """At most so many different texts that documents give; tries ten times as often."""
        draw, numbers = random.Random(SEED), self._indexed.numbers
        made = (make(draw.choice(numbers), draw) for _ in range(10 * most)) if numbers else iter(())
        return list(islice(dict.fromkeys(text for text in made if text), most))


def _number(card: PolicyDocument) -> str:
    return card.doc_number or card.index_number


def _phrase(draw: random.Random, body: str) -> str:
    """Four to twelve neighbouring characters of a body, in quotes."""
    runs = _RUN.findall(body)
    if not runs:
        return ""
    run = draw.choice(runs)
    length = draw.randint(4, min(12, len(run)))
    at = draw.randrange(len(run) - length + 1)
    return f'"{run[at : at + length]}"'


def _texts(path: Path) -> list[str]:
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [row.get("text") or row["query"] for row in rows]


def _sample(path: Path, most: int) -> list[str]:
    found = _texts(path)
    return random.Random(SEED).sample(found, min(most, len(found)))


def _column(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    return [line.split("\t")[0] for line in lines if line.strip()]


def asked(ask: Ask) -> SearchRequest:
    """What a visitor would have typed and chosen."""
    if ask.kind == "phrase":
        return SearchRequest(q=f'"{ask.terms[0]}{"".join(gram[1:] for gram in ask.terms[1:])}"')
    if ask.kind == "question":
        return SearchRequest(q="".join(ask.terms))
    if ask.kind in ("or", "facets"):
        return SearchRequest(q=" OR ".join(ask.terms))
    q = " ".join(ask.terms)
    if ask.kind == "filter":
        low, high = ask.years
        return SearchRequest(
            q=q, selected=(("issuer", (ask.issuer,)),), date_from=Bound(low), date_to=Bound(high)
        )
    return SearchRequest(q=q, sort=Sort.NEWEST if ask.kind == "newest" else Sort.RELEVANCE)
