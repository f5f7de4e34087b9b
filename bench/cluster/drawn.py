"""Random searches by class, made from what an index holds: words, phrases, operators, fields, filters, questions."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import cycle, islice
from typing import NamedTuple

from bench.asking import Ask, Material, Pair, Requests
from search.engine import Engine


class Drawn(NamedTuple):
    """A request, and what kind of one it is."""

    kind: str
    ask: Ask


SHORTEST, LONGEST = 2, 12
"""Characters of a phrase."""
SORTS = ("newest", "oldest")
SORTED = 0.1
"""So many of the requests are ordered by date."""


def drawn(engine: Engine, count: int, seed: int) -> Iterator[Drawn]:
    """So many searches, as many of each class, and a tally of what each of them finds."""
    draw = random.Random(seed)
    makers = _makers(Requests(draw, Material.of(engine, draw)), draw)
    for kind, make in islice(cycle(makers.items()), count):
        pairs = make()
        if draw.random() < SORTED:
            pairs.append(("sort", draw.choice(SORTS)))
        yield Drawn(kind, {"call": "search", "params": pairs, "excerpts": True})


def others(engine: Engine, count: int, seed: int) -> Iterator[Drawn]:
    """So many calls of any kind but searches: documents, what belongs to them, suggestions."""
    draw = random.Random(seed)
    made = Requests(draw, Material.of(engine, draw)).made(20 * count)
    asks = (ask for ask in made if ask["call"] not in ("search", "facets"))
    return (Drawn(str(ask["call"]), ask) for ask in islice(asks, count))


def _makers(requests: Requests, draw: random.Random) -> Mapping[str, Callable[[], list[Pair]]]:
    """Class -> what makes the parameters of a request of it."""

    def piece(least: int = 2, most: int = 6) -> str:
        return requests.piece(requests.body(), least, most)

    def asked(text: str, *more: Pair) -> list[Pair]:
        return [("q", text), *more]

    def period() -> Sequence[Pair]:
        one = draw.choice(("from", "to"))
        return draw.choice(([(one, requests.period())], [("from", "2005"), ("to", "2015-06")]))

    return {
        "term": lambda: asked(piece(2, 3)),
        "phrase": lambda: asked(f'"{piece(SHORTEST, LONGEST)}"'),
        "and": lambda: asked(requests.several(" ")),
        "or": lambda: asked(requests.several(" OR ")),
        "not": lambda: asked(requests.without()),
        "nested": lambda: asked(requests.nested()),
        "field": lambda: asked(requests.fielded()),
        "number": lambda: asked(requests.number()),
        "title": lambda: asked(requests.piece(requests.title(), 4, 20)),
        "filter": lambda: asked(piece(), *requests.ticked()),
        "filter alone": lambda: asked("", *requests.ticked()),
        "period": lambda: asked(piece(), *period()),
        "day": lambda: asked(piece(), ("on", requests.day())),
        "within": lambda: asked(piece(), ("within", piece())),
        "unfolded": lambda: asked(piece(), ("fold", "0")),
        "keywords": lambda: asked(f"{piece()} {requests.piece(requests.title(), 2, 6)} {piece()}"),
        "question": lambda: asked(requests.question()),
        "sentence": lambda: asked(piece(12, 40)),
        "misspelt": lambda: asked(requests.misspelt()),
        "intent": lambda: asked(requests.issued()),
    }
