"""What is asked for: queries that are all different, and the same few as often as visitors repeat themselves.

Distinct queries are titles whole and in fragments, and the judged queries of ``ZHENGCE_CORPUS`` and
``tests/judged`` (but the unseen ones), in a fixed random order. Of a Zipf mix the n-th query comes 1/n as often
as the first.
"""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

SEED = 21
SHORTEST, LONGEST = 4, 12
"""Characters of a fragment of a title."""
JUDGED = Path(__file__).parents[2] / "tests" / "judged"


def distinct(titles: Sequence[str], shared: Path | None, most: int) -> list[str]:
    """At most so many queries, no two the same.

    Args:
        titles: of the documents of an index.
        shared: the folder that ``ZHENGCE_CORPUS`` names, if any.
    """
    draw = random.Random(SEED)
    found = set(judged(shared))
    for title in sorted(set(titles)):
        found.add(title)
        if len(title) > SHORTEST:
            length = draw.randint(SHORTEST, min(LONGEST, len(title) - 1))
            at = draw.randrange(len(title) - length)
            found.add(title[at : at + length])
    queries = sorted(query for query in found if query.strip())
    draw.shuffle(queries)
    return queries[:most]


def judged(shared: Path | None) -> Iterator[str]:
    """The queries of the judged sets, whatever they are judged for."""
    folders = [JUDGED, *([shared / "relevance"] if shared else [])]
    for folder in folders:
        for path in sorted(folder.rglob("*queries.jsonl")):
            if "unseen" not in path.name:
                rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
                yield from (row.get("text") or row["query"] for row in rows)
    for path in sorted(JUDGED.glob("*_seen.tsv")):
        with path.open(encoding="utf-8", newline="") as file:
            yield from (row[0] for row in list(csv.reader(file, delimiter="\t"))[1:] if row)


def zipf(queries: Sequence[str], draws: int, exponent: float = 1.0, seed: int = SEED) -> list[str]:
    """So many draws of ``queries``, the first of which are asked most often."""
    weights = [1 / (rank + 1) ** exponent for rank in range(len(queries))]
    return random.Random(seed).choices(queries, weights, k=draws)


def address(query: str) -> str:
    """The page of results."""
    return f"/search?q={quote(query)}"
