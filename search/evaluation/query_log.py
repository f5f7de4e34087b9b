"""What was asked: a log that an operator may switch on, and what can be learnt from it.

A line is one JSON object: the minute, the query, how many documents were found, and the rung of
the ladder. Nothing says who asked: no address, no session, no order of a person's queries.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

from index.errors import SourceError
from index.text.fold import fold
from index.text.han import HAN
from search.engine import Engine
from search.request import SearchRequest
from search.results import SearchResult

MOST_STUDIED = 200
"""So many of the queries that found too little are looked at for other wordings."""
_SHORT = re.compile(f"{HAN}{{2,5}}")
_WITHIN = 4
"""Between two characters of an abbreviation so many others may stand in the full name."""
_AROUND = 3
_FEWEST = 2
_MOST = 5
"""So many names are looked at for one query; of those that hold one another only the first."""


@dataclass(frozen=True, slots=True)
class Logged:
    """One search of the log."""

    q: str
    total: int
    rung: str

    @classmethod
    def of(cls, result: SearchResult) -> Self:
        """What is to be logged of a search."""
        rung = result.relaxation.rung if result.relaxation else "all"
        return cls(result.request.q, result.total, rung)

    def line(self, now: datetime) -> str:
        """Its line, without the end of it."""
        row = {
            "at": now.strftime("%Y-%m-%dT%H:%M"),
            "q": self.q,
            "total": self.total,
            "rung": self.rung,
        }
        return json.dumps(row, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Synonym:
    """Another wording for what is asked: how often that was asked, and how many titles have it."""

    said: str
    meant: str
    asked: int
    titles: int


@dataclass(frozen=True, slots=True)
class LogStudy:
    """What a log says; the lists by falling frequency."""

    total: int
    distinct: int
    empty_total: int
    frequent: tuple[tuple[str, int], ...]
    empty: tuple[tuple[str, int], ...]
    synonyms: tuple[Synonym, ...]


def read_log(path: Path) -> Iterator[Logged]:
    """The searches of a log; a line that was cut off is passed over.

    Raises:
        SourceError: it cannot be read.
    """
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            for line in file:
                try:
                    row = json.loads(line)
                    yield Logged(str(row["q"]), int(row["total"]), str(row.get("rung", "all")))
                except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
                    continue
    except OSError as error:
        raise SourceError(f"无法读取 {path}（{error.strerror}）。请检查路径。") from error


def study(log: Iterable[Logged], engine: Engine, top: int) -> LogStudy:
    """What is asked often, what finds nothing, and what was probably meant by the latter."""
    asked: Counter[str] = Counter()
    empty: Counter[str] = Counter()
    lacking: Counter[str] = Counter()
    for row in log:
        text = " ".join(fold(row.q).split())
        if text:
            asked[text] += 1
            empty[text] += not row.total
            lacking[text] += row.rung != "all" or not row.total
    empty, lacking = +empty, +lacking
    synonyms = [
        synonym
        for text, count in lacking.most_common(MOST_STUDIED)
        for synonym in _synonyms(text, count, engine)
    ]
    synonyms.sort(key=lambda synonym: (-synonym.asked, -synonym.titles))
    return LogStudy(
        total=asked.total(),
        distinct=len(asked),
        empty_total=empty.total(),
        frequent=tuple(asked.most_common(top)),
        empty=tuple(empty.most_common(top)),
        synonyms=tuple(synonyms[:top]),
    )


def _synonyms(said: str, asked: int, engine: Engine) -> Iterator[Synonym]:
    """Full names in titles that ``said`` may abbreviate: its characters, in order, near each other."""
    if not _SHORT.fullmatch(said):
        return
    between = f"{HAN}{{0,{_WITHIN}}}?"
    pattern = re.compile(f"(?=({between.join(said)})({HAN}{{0,{_AROUND}}}))")
    request = SearchRequest.from_params(
        [("q", " ".join(said)), ("in", "title"), ("size", "100"), ("fold", "0")]
    )
    found: Counter[str] = Counter()
    for hit in engine.search(request).hits:
        spans = pattern.findall(fold(hit.document.title))
        found.update(
            {name + after[:length] for name, after in spans for length in range(len(after) + 1)}
        )
    names = sorted(found, key=lambda name: (-found[name], -len(name), name))
    for at, name in enumerate(names[:_MOST]):
        is_new = not any(name in longer or longer in name for longer in names[:at])
        if is_new and found[name] >= _FEWEST and said not in name:
            yield Synonym(said, name, asked, found[name])
