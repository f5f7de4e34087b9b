"""Queries with one wrong character, made from titles; and correct ones, which must stay as they are.

    ZHENGCE_CORPUS=… python -m bench.misspelt --index data [--seed 1] [--show]

The wrong character is read like the right one (without tones, by pypinyin) or looks like it. A
mistake that makes a string the collection has itself is none that anybody could see, and is left
out. How often the right string is the first suggestion is what is counted.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from index.text.analysis import Analyzer
from search.embedded.engine import EmbeddedEngine
from search.facade.spelling import look_alikes
from search.language.pinyin import readings
from search.request import SearchRequest

SEED = 20261125
HOMOPHONES = 200
SHAPES = 100
CORRECT = 500
_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")


class Misspelt(NamedTuple):
    """A fragment of a title with one character replaced."""

    typed: str
    meant: str
    kind: str


def fragments(titles: list[str], analyzer: Analyzer, random: random.Random) -> Iterator[list[str]]:
    """Two to five neighbouring words of titles, 4 to 14 characters long, without end."""
    while True:
        runs = _HAN.findall(random.choice(titles))
        if not runs:
            continue
        words = [word.text for word in analyzer.cut(random.choice(runs))]
        first = random.randrange(len(words))
        chosen = words[first : first + random.randint(2, 5)]
        if 4 <= len("".join(chosen)) <= 14:
            yield chosen


def misspelt(titles: list[str], analyzer: Analyzer, seed: int) -> list[Misspelt]:
    """So many of each kind: :data:`HOMOPHONES`, then :data:`SHAPES`."""
    source = random.Random(seed)
    everything = "\n".join(titles)
    common = _common(titles)
    wanted = {"homophone": HOMOPHONES, "shape": SHAPES}
    made: list[Misspelt] = []
    for words in fragments(titles, analyzer, source):
        kind = next((kind for kind, left in wanted.items() if left), "")
        if not kind:
            return made
        typed = _mistaken(words, kind, common, source)
        meant = "".join(words)
        if typed and typed not in everything and all(m.meant != meant for m in made):
            made.append(Misspelt(typed, meant, kind))
            wanted[kind] -= 1
    return made


def correct(titles: list[str], analyzer: Analyzer, seed: int) -> list[str]:
    """:data:`CORRECT` fragments as they stand."""
    source = random.Random(seed + 1)
    found: dict[str, None] = {}
    for words in fragments(titles, analyzer, source):
        found["".join(words)] = None
        if len(found) == CORRECT:
            return list(found)
    return []


def _mistaken(words: list[str], kind: str, common: set[str], source: random.Random) -> str:
    """The words with one character of a word of two or more replaced; empty if none can be."""
    long = [at for at, word in enumerate(words) if len(word) > 1]
    if not long:
        return ""
    at = source.choice(long)
    place = source.randrange(len(words[at]))
    right = words[at][place]
    if kind == "homophone":
        others = [o for o in common if o != right and readings().sounds_same(o, right)]
    else:
        others = [o for o in look_alikes().get(right, ()) if o in common]
    if not others:
        return ""
    wrong = source.choice(sorted(others))
    word = words[at][:place] + wrong + words[at][place + 1 :]
    return "".join((*words[:at], word, *words[at + 1 :]))


def _common(titles: list[str]) -> set[str]:
    """Characters that at least three titles have: what an input method offers first."""
    count: defaultdict[str, int] = defaultdict(int)
    for title in titles:
        for one in set(title):
            count[one] += 1
    return {one for one, n in count.items() if n >= 3 and _HAN.fullmatch(one * 2)}


def titles_of(engine: EmbeddedEngine) -> list[str]:
    """The titles of an index, each once, in order."""
    documents = engine.status().documents
    listed = (engine.listing(first, 1000) for first in range(0, documents, 1000))
    return sorted({document.title for part in listed for document in part})


def main() -> None:
    """Print the share of right first suggestions and the number of false ones."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--show", action="store_true", help="print what went wrong")
    given = parser.parse_args()
    analyzer = Analyzer()
    engine = EmbeddedEngine(given.index, analyzer)
    titles = titles_of(engine)
    right: defaultdict[str, list[bool]] = defaultdict(list)
    began = time.perf_counter()
    queries = misspelt(titles, analyzer, given.seed)
    made = time.perf_counter()
    for query in queries:
        suggested = engine.search(SearchRequest(q=query.typed)).suggestion
        right[query.kind].append(suggested == query.meant)
        if given.show and suggested != query.meant:
            print(f"{query.kind}: {query.typed} → {suggested or '—'}, meant {query.meant}")
    spent = time.perf_counter() - made
    for kind, values in right.items():
        print(f"{kind}: {sum(values)} of {len(values)} ({sum(values) / len(values):.3f})")
    whole = [value for values in right.values() for value in values]
    print(
        f"all: {sum(whole) / len(whole):.3f}, {1000 * spent / len(whole):.1f} ms a query ({made - began:.0f} s to make them)"
    )
    false = [
        (text, found)
        for text in correct(titles, analyzer, given.seed)
        if (found := engine.search(SearchRequest(q=text)).suggestion)
    ]
    print(f"false corrections: {len(false)} of {CORRECT}", *false[:10])


if __name__ == "__main__":
    main()
