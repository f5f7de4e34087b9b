"""Stock Whoosh, jieba's own analyzer for it and Flask: the page that most have who search Chinese in Python.

Its codec, its ``groupedby``, its highlighter over the stored text.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from jieba.analyse import ChineseAnalyzer
from markupsafe import Markup
from whoosh import fields, highlight, index, qparser, query, searching, sorting

from bench.minimal.found import FACETS, VALUES, Card, Found, Row, card_of

MEMORY_MB = 256


class WhooshPage:
    """An index of Whoosh's in a folder."""

    def __init__(self, folder: Path) -> None:
        made = index.open_dir(str(folder))
        self._searcher = made.searcher()
        boosts = {"title": 4.0, "body": 1.0}
        self._all = qparser.MultifieldParser(["title", "body"], made.schema, boosts)
        self._any = qparser.MultifieldParser(
            ["title", "body"], made.schema, boosts, group=qparser.OrGroup
        )
        self.search("办法")

    @staticmethod
    def build(rows: Iterable[Row], folder: Path) -> None:
        """One writer, one segment."""
        folder.mkdir(parents=True)
        made = index.create_in(str(folder), schema())
        writer = made.writer(limitmb=MEMORY_MB)
        for row in rows:
            writer.add_document(
                id=row.id, card=row.card, title=row.title, body=row.body, **row.facets
            )
        writer.commit(optimize=True)

    def search(self, query: str) -> Found:
        """See ``Page.search``."""
        found = self._found(self._all.parse(query))
        if not len(found):
            found = self._found(self._any.parse(query))
        found.fragmenter = highlight.ContextFragmenter(maxchars=120, surround=40)
        cards = [
            card_of(hit["card"], [Markup(hit.highlights("body", top=2))]) for hit in found[:10]
        ]
        return Found(len(found), cards, {name: _most(found, name) for name in FACETS})

    def document(self, id: str) -> tuple[Card, str]:
        """See ``Page.document``."""
        stored = self._searcher.document(id=id)
        return card_of(stored["card"]), stored["body"]

    def _found(self, asked: query.Query) -> searching.Results:
        return self._searcher.search(asked, limit=10, groupedby=list(FACETS), maptype=sorting.Count)


def schema() -> fields.Schema:
    """Title and body by jieba's analyzer, facets as columns."""
    analyzer = ChineseAnalyzer()
    made = fields.Schema(
        id=fields.ID(unique=True),
        card=fields.STORED(),
        title=fields.TEXT(analyzer),
        body=fields.TEXT(analyzer, stored=True),
    )
    for name in FACETS:
        made.add(name, fields.ID(sortable=True))
    return made


def _most(found: searching.Results, name: str) -> list[tuple[str, int]]:
    groups: dict[str, int] = found.groups(name)
    return sorted(groups.items(), key=lambda pair: -pair[1])[:VALUES]
