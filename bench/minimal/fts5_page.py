"""SQLite FTS5 behind a minimal page: words of title and body, a GROUP BY a facet, its own ``snippet``.

``snippet`` gives one excerpt of a column, so it is asked for two columns: each half of a body is one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from markupsafe import Markup

from bench.minimal.found import FACETS, VALUES, Card, Found, Row, card_of, words_of
from index.text.analysis import Analyzer

_FROM = "FROM f JOIN d ON d.rowid = f.rowid WHERE f MATCH ?"
_EXCERPTS = ", ".join(f"snippet(f, {column}, '<b>', '</b>', '…', 40)" for column in (1, 2))
_BEST = f"SELECT card, {_EXCERPTS} {_FROM} ORDER BY bm25(f, 4, 1, 1) LIMIT 10"


class Fts5Page:
    """A database in a folder."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "fts5.db"
        self._analyzer = Analyzer()
        list(self._analyzer.cut("办法"))

    @staticmethod
    def build(rows: Iterable[Row], folder: Path) -> None:
        """One transaction, then optimize."""
        folder.mkdir(parents=True)
        database = sqlite3.connect(folder / "fts5.db")
        columns = ", ".join(FACETS)
        database.execute(f"CREATE TABLE d (id, card, text, {columns})")
        database.execute("CREATE INDEX by_id ON d (id)")
        database.execute("CREATE VIRTUAL TABLE f USING fts5(title, head, tail)")
        for number, row in enumerate(rows, 1):
            values = [number, row.id, row.card, row.body, *(row.facets[name] for name in FACETS)]
            marks = ", ".join("?" * len(values))
            database.execute(
                f"INSERT INTO d (rowid, id, card, text, {columns}) VALUES ({marks})", values
            )
            middle = row.body_words.find(" ", len(row.body_words) // 2) + 1
            halves = row.body_words[:middle], row.body_words[middle:]
            terms = (number, row.title_words, *halves)
            database.execute("INSERT INTO f (rowid, title, head, tail) VALUES (?, ?, ?, ?)", terms)
        database.execute("INSERT INTO f (f) VALUES ('optimize')")
        database.commit()
        database.close()

    def search(self, query: str) -> Found:
        """See ``Page.search``."""
        with sqlite3.connect(self._path) as database:
            words = [f'"{word}"' for word in words_of(query, self._analyzer)]
            for joint in (" AND ", " OR "):
                match = joint.join(words) or '""'
                (total,) = database.execute(
                    "SELECT count(*) FROM f WHERE f MATCH ?", [match]
                ).fetchone()
                if total:
                    break
            facets = {
                name: database.execute(
                    f"SELECT {name}, count(*) {_FROM} GROUP BY 1 ORDER BY 2 DESC LIMIT {VALUES}",
                    [match],
                ).fetchall()
                for name in FACETS
            }
            best = database.execute(_BEST, [match]).fetchall()
            cards = [card_of(card, map(_marked, excerpts)) for card, *excerpts in best]
        return Found(total, cards, facets)

    def document(self, id: str) -> tuple[Card, str]:
        """See ``Page.document``."""
        with sqlite3.connect(self._path) as database:
            card, text = database.execute("SELECT card, text FROM d WHERE id = ?", [id]).fetchone()
        return card_of(card), text


def _marked(excerpt: str) -> Markup:
    return Markup(excerpt.replace(" ", ""))
