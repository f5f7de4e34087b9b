"""tantivy, fed with the same tokens: whitespace tokenizer, positions only where phrases need them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import tantivy

from bench.classes import Ask
from bench.corpus import Section
from bench.engines import EVERY, FACETS, card, facet_values, ids_of

HEAP = 512 * 2**20


def schema() -> tantivy.Schema:
    """Words and characters with frequencies, grams with positions, facets as fast fields."""
    builder = tantivy.SchemaBuilder()
    builder.add_bytes_field("card", stored=True)
    builder.add_text_field("id", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("title", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("words", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("chars", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("grams", tokenizer_name="whitespace", index_option="position")
    builder.add_unsigned_field("date", indexed=True, fast=True)
    for name in FACETS:
        if name == "year":
            builder.add_unsigned_field(name, indexed=True, fast=True)
        else:
            builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


def row(section: Section) -> tantivy.Document:
    """A document as tantivy takes it."""
    document = section.document
    values: dict[str, Any] = dict(facet_values(section))
    values |= {"id": document.id, "title": document.title, "words": section.words}
    values |= {"grams": section.grams, "chars": section.chars, "year": document.year}
    values["date"] = document.written_on.toordinal() if document.written_on else 0
    made = tantivy.Document()
    made.add_bytes("card", card(section))
    for name, value in values.items():
        (made.add_unsigned if isinstance(value, int) else made.add_text)(name, value)
    return made


def written(
    schema: tantivy.Schema, rows: Iterable[tantivy.Document], folder: Path
) -> tantivy.Index:
    """An index of ``rows``: one thread, one commit, one segment."""
    made = tantivy.Index(schema, path=str(folder))
    writer = made.writer(HEAP, 1)
    for document in rows:
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    made.reload()
    return made


class Tantivy:
    """tantivy."""

    name = "tantivy"
    kinds = EVERY
    ids_only = slow = False

    def build(self, sections: Sequence[Section], folder: Path) -> None:
        """See ``Engine.build``."""
        folder.mkdir()
        self._schema = schema()
        self._index = written(self._schema, map(row, sections), folder)
        self.forget()

    def forget(self) -> None:
        """See ``Forgetting``: what it keeps are blocks of stored documents, with a searcher."""
        self._searcher = self._index.searcher()

    def page(self, ask: Ask) -> tuple[int, list[str]]:
        """See ``Engine.page``."""
        query = self._query(ask)
        if ask.facets:
            wanted = {n: {"terms": {"field": n, "size": 100}} for n in FACETS[: ask.facets]}
            self._searcher.aggregate(query, wanted)
        found = self._searcher.search(query, 10, count=True, **_order(ask))
        return found.count, ids_of(self._searcher.doc(at)["card"][0] for _, at in found.hits)

    def ids(self, ask: Ask) -> object:
        """See ``Engine.ids``."""
        return self._searcher.search(self._query(ask), 10, count=False, **_order(ask)).hits

    def _query(self, ask: Ask) -> tantivy.Query:
        if ask.kind == "phrase":
            return tantivy.Query.phrase_query(self._schema, "grams", list(ask.terms))
        words = [self._term("words", word) for word in ask.terms]
        if ask.kind == "question":
            words += [self._term("grams", gram) for gram in ask.grams]
        if len(words) == 1:
            return words[0]
        must = ask.kind in ("and", "filter", "newest")
        occur = tantivy.Occur.Must if must else tantivy.Occur.Should
        parts = [(occur, word) for word in words]
        if ask.kind == "filter":
            parts += [(tantivy.Occur.Must, part) for part in self._filters(ask)]
        return tantivy.Query.boolean_query(parts)

    def _term(self, field: str, text: str) -> tantivy.Query:
        option = "freq" if field == "words" else "position"
        return tantivy.Query.term_query(self._schema, field, text, option)

    def _filters(self, ask: Ask) -> list[tantivy.Query]:
        issuer = tantivy.Query.term_query(self._schema, "issuer", ask.issuer, "basic")
        years = tantivy.Query.range_query(
            self._schema, "year", tantivy.FieldType.Unsigned, *ask.years
        )
        return [tantivy.Query.const_score_query(query, 0.0) for query in (issuer, years)]


def _order(ask: Ask) -> dict[str, str]:
    return {"order_by_field": "date"} if ask.kind == "newest" else {}
