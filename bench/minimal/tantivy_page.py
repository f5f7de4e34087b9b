"""tantivy behind a minimal page: words of title and body, its aggregations, its snippet generator.

A snippet generator gives one excerpt of a text, so each half of a body gives one: no text is cut twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import tantivy
from markupsafe import Markup

from bench.minimal.found import FACETS, VALUES, Card, Found, Row, card_of, words_of
from index.text.analysis import Analyzer

TITLE = 4.0
HEAP = 256 * 2**20


class TantivyPage:
    """An index of tantivy's in a folder."""

    def __init__(self, folder: Path) -> None:
        index = tantivy.Index.open(str(folder))
        self._schema = index.schema
        self._searcher = index.searcher()
        self._analyzer = Analyzer()
        list(self._analyzer.cut("办法"))
        self._wanted = {name: {"terms": {"field": name, "size": VALUES}} for name in FACETS}

    @staticmethod
    def build(rows: Iterable[Row], folder: Path) -> None:
        """One thread, one commit."""
        folder.mkdir(parents=True)
        index = tantivy.Index(schema(), path=str(folder))
        writer = index.writer(HEAP, 1)
        for row in rows:
            writer.add_document(_document(row))
        writer.commit()
        writer.wait_merging_threads()

    def search(self, query: str) -> Found:
        """See ``Page.search``."""
        words = words_of(query, self._analyzer)
        asked = self._query(words, tantivy.Occur.Must)
        found = self._searcher.search(asked, 10, count=True)
        if not found.count:
            asked = self._query(words, tantivy.Occur.Should)
            found = self._searcher.search(asked, 10, count=True)
        made = self._searcher.aggregate(asked, self._wanted)
        facets = {name: list(map(_value, made[name]["buckets"])) for name in FACETS}
        sought = self._query_in("body", words)
        generator = tantivy.SnippetGenerator.create(self._searcher, sought, self._schema, "body")
        cards = [self._card(self._searcher.doc(at), generator) for _, at in found.hits]
        return Found(found.count, cards, facets)

    def document(self, id: str) -> tuple[Card, str]:
        """See ``Page.document``."""
        asked = tantivy.Query.term_query(self._schema, "id", id, "basic")
        [(_, at)] = self._searcher.search(asked, 1).hits
        found = self._searcher.doc(at)
        return card_of(found["card"][0]), bytes(found.get_first("text") or b"").decode()

    def _card(self, found: tantivy.Document, generator: tantivy.SnippetGenerator) -> Card:
        return card_of(found["card"][0], excerpts(found.get_first("body") or "", generator))

    def _query(self, words: Sequence[str], occur: tantivy.Occur) -> tantivy.Query:
        """Every word, or any, each in title or body."""
        parts = []
        for word in words:
            title = tantivy.Query.boost_query(self._term("title", word), TITLE)
            either = [(tantivy.Occur.Should, one) for one in (title, self._term("body", word))]
            parts.append((occur, tantivy.Query.boolean_query(either)))
        return tantivy.Query.boolean_query(parts)

    def _query_in(self, field: str, words: Sequence[str]) -> tantivy.Query:
        terms = [self._term(field, word) for word in words]
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in terms])

    def _term(self, field: str, word: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, word, "freq")


def schema() -> tantivy.Schema:
    """Words of titles and bodies with frequencies; bodies stored as cut, for excerpts, and as given."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("card", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("title", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("body", stored=True, tokenizer_name="whitespace", index_option="freq")
    builder.add_bytes_field("text", stored=True)
    for name in FACETS:
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


def _document(row: Row) -> tantivy.Document:
    made = tantivy.Document()
    made.add_bytes("text", row.body.encode())
    values = {"id": row.id, "card": row.card, "title": row.title_words, "body": row.body_words}
    for name, value in (values | row.facets).items():
        if value:
            made.add_text(name, value)
    return made


def excerpts(body: str, generator: tantivy.SnippetGenerator) -> Iterator[Markup]:
    """An excerpt of either half of a text that is cut into words, where there is one."""
    middle = body.find(" ", len(body) // 2) + 1
    for half in (body[:middle], body[middle:]):
        made = generator.snippet_from_doc(tantivy.Document(body=half)).to_html()
        if made:
            yield Markup(made.replace(" ", ""))


def _value(bucket: dict[str, object]) -> tuple[str, int]:
    return str(bucket["key"]), int(str(bucket["doc_count"]))
