"""SQLite FTS5 over the same tokens; facets and filters are columns of a table beside it."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from bench.classes import Ask
from bench.corpus import Section
from bench.engines import EVERY, FACETS, card, facet_values, ids_of

_FROM = "FROM f JOIN d ON d.rowid = f.rowid WHERE f MATCH ?"


class Fts5:
    """SQLite FTS5."""

    name = "FTS5"
    kinds = EVERY
    ids_only = False
    slow = True

    def build(self, sections: Sequence[Section], folder: Path) -> None:
        """One transaction, then optimize."""
        folder.mkdir()
        self._db = sqlite3.connect(folder / "fts5.db")
        columns = ", ".join(FACETS)
        self._db.execute(f"CREATE TABLE d (card, date, {columns})")
        self._db.execute("CREATE VIRTUAL TABLE f USING fts5(words, grams, content='')")
        for number, section in enumerate(sections, 1):
            values = facet_values(section)
            row = [number, card(section), str(section.document.written_on)]
            row += [int(values[n]) if n == "year" else values[n] for n in FACETS]
            marks = ", ".join("?" * len(row))
            self._db.execute(f"INSERT INTO d (rowid, card, date, {columns}) VALUES ({marks})", row)
            terms = (number, section.words, section.grams)
            self._db.execute("INSERT INTO f (rowid, words, grams) VALUES (?, ?, ?)", terms)
        self._db.execute("INSERT INTO f (f) VALUES ('optimize')")
        self._db.commit()

    def page(self, ask: Ask) -> tuple[int, list[str]]:
        """See ``Engine.page``."""
        match, more, values = _match(ask)
        for name in FACETS[: ask.facets]:
            self._db.execute(f"SELECT {name}, count(*) {_FROM} GROUP BY 1", [match]).fetchall()
        count = "SELECT count(*) FROM f WHERE f MATCH ?"
        if more:
            count = f"SELECT count(*) {_FROM} {more}"
        (total,) = self._db.execute(count, [match, *values]).fetchone()
        order = "d.date DESC" if ask.kind == "newest" else "f.rank"
        best = f"SELECT d.card {_FROM} {more} ORDER BY {order} LIMIT 10"
        return total, ids_of(one for (one,) in self._db.execute(best, [match, *values]))

    def ids(self, ask: Ask) -> object:
        """See ``Engine.ids``."""
        match, more, values = _match(ask)
        if more or ask.kind == "newest":
            order = "d.date DESC" if ask.kind == "newest" else "f.rank"
            best = f"SELECT f.rowid {_FROM} {more} ORDER BY {order} LIMIT 10"
        else:
            best = "SELECT rowid FROM f WHERE f MATCH ? ORDER BY rank LIMIT 10"
        return self._db.execute(best, [match, *values]).fetchall()


def _match(ask: Ask) -> tuple[str, str, list[object]]:
    """The full-text query, further conditions, and their values."""
    words = [f'words:"{word}"' for word in ask.terms]
    if ask.kind == "phrase":
        return f'grams:"{" ".join(ask.terms)}"', "", []
    if ask.kind == "question":
        words += [f'grams:"{gram}"' for gram in ask.grams]
    joined = (" AND " if ask.kind in ("and", "filter", "newest") else " OR ").join(words)
    if ask.kind == "filter":
        return joined, "AND issuer = ? AND year BETWEEN ? AND ?", [ask.issuer, *ask.years]
    return joined, "", []
