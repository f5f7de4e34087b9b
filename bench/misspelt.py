"""Misspelt queries, made from titles; and right ones, which must stay as they are.

    ZHENGCE_CORPUS=… python -m bench.misspelt --index data [--seed 1] [--pairs FILE.tsv]
        [--questions FILE.jsonl] [--show]

The mistakes are those of ``bench.mistakes``, so many of each kind. A mistake that makes a string
the collection has itself is none that anybody could see, and is left out. How often the right
string is the first suggestion is what is counted; white space is not compared. ``--pairs`` asks
what a file says instead: what is typed, what is meant and perhaps a kind in each line, with or
without a header. ``--questions`` adds right questions (``text`` or ``query`` of each line).
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from bench.mistakes import Mistakes
from index.text.analysis import Analyzer
from index.text.fold import fold, without_space
from index.text.han import HAN
from search.embedded.engine import EmbeddedEngine
from search.request import SearchRequest

SEED = 20261125
CHARACTERS = {"homophone": 200, "shape": 100}
"""One character for another: so many of each."""
OTHERS = {"missing": 17, "extra": 17, "swapped": 17, "word": 17, "mixed": 16, "half": 16}
"""The other kinds: a hundred in all."""
CORRECT = 500
QUESTIONS = 200
_HAN = re.compile(f"{HAN}{{2,}}")


class Misspelt(NamedTuple):
    """What is typed, what is meant by it, and the kind of mistake."""

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


def misspelt(
    engine: EmbeddedEngine, analyzer: Analyzer, seed: int, kinds: Mapping[str, int]
) -> list[Misspelt]:
    """So many of each of some kinds, one kind after the other.

    Args:
        kinds: of ``bench.mistakes.Mistakes.kinds``, and how many.
    """
    source = random.Random(seed)
    titles = titles_of(engine)
    everything = "\n".join(titles)
    words = sorted({word.text for word in analyzer.cut(everything)})
    mistakes = Mistakes(titles, words, source)
    wanted = dict(kinds)
    made: list[Misspelt] = []
    for fragment in fragments(titles, analyzer, source):
        kind = next((kind for kind, left in wanted.items() if left), "")
        if not kind:
            return made
        typed = mistakes.kinds[kind](fragment)
        meant = "".join(fragment)
        is_new = typed and typed not in everything and all(m.meant != meant for m in made)
        if is_new and not is_written(engine, typed):
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


def pairs_of(path: Path) -> list[Misspelt]:
    """The lines of a file: typed, meant, and perhaps a kind, parted by tabs."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line]
    if rows and rows[0][0].strip() == "typed":
        rows = rows[1:]
    return [Misspelt(row[0], row[1], (*row, "given")[2]) for row in rows]


def questions_of(path: Path) -> list[str]:
    """The first :data:`QUESTIONS` of a file of judged queries."""
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [row.get("text") or row["query"] for row in islice(rows, QUESTIONS)]


def titles_of(engine: EmbeddedEngine) -> list[str]:
    """The titles of an index, each once, in order."""
    documents = engine.status().documents
    listed = (engine.listing(first, 1000) for first in range(0, documents, 1000))
    return sorted({document.title for part in listed for document in part})


def is_written(engine: EmbeddedEngine, typed: str) -> bool:
    """Whether a text of ideographs stands in a document."""
    if not _HAN.fullmatch(typed):
        return False
    found = engine.search(SearchRequest(f'"{typed}"', size=1, excerpts=False))
    return found.total > 0 and found.relaxation is None


def is_right(suggested: str, meant: str) -> bool:
    """Whether a suggestion is what was meant, white space apart."""
    return without_space(fold(suggested)) == without_space(fold(meant))


def _measure(engine: EmbeddedEngine, queries: Sequence[Misspelt], show: bool) -> None:
    right: defaultdict[str, list[bool]] = defaultdict(list)
    began = time.process_time()
    for query in queries:
        suggested = engine.search(SearchRequest(q=query.typed)).suggestion
        right[query.kind].append(is_right(suggested, query.meant))
        if show and not right[query.kind][-1]:
            print(f"{query.kind}: {query.typed} → {suggested or '—'}, meant {query.meant}")
    spent = time.process_time() - began
    for kind, values in right.items():
        print(f"{kind}: {sum(values)} of {len(values)} ({sum(values) / len(values):.3f})")
    whole = [value for values in right.values() for value in values]
    if whole:
        print(f"all: {sum(whole) / len(whole):.3f}, {1000 * spent / len(whole):.1f} ms a query")


def _left_alone(engine: EmbeddedEngine, name: str, texts: Sequence[str]) -> None:
    false = [
        (text, found)
        for text in texts
        if (found := engine.search(SearchRequest.from_params([("q", text)])).suggestion)
    ]
    print(f"false corrections, {name}: {len(false)} of {len(texts)}", *false[:10])


def main() -> None:
    """Print the share of right first suggestions and the number of false ones."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--pairs", type=Path, help="typed, meant, kind: instead of made mistakes")
    parser.add_argument("--questions", type=Path, help="right questions, JSON lines")
    parser.add_argument("--show", action="store_true", help="print what went wrong")
    given = parser.parse_args()
    analyzer = Analyzer()
    engine = EmbeddedEngine(given.index, analyzer)
    if given.pairs:
        _measure(engine, pairs_of(given.pairs), given.show)
    else:
        titles = titles_of(engine)
        for kinds in (CHARACTERS, OTHERS):
            _measure(engine, misspelt(engine, analyzer, given.seed, kinds), given.show)
        _left_alone(engine, "fragments", correct(titles, analyzer, given.seed))
    if given.questions:
        _left_alone(engine, "questions", questions_of(given.questions))


if __name__ == "__main__":
    main()
