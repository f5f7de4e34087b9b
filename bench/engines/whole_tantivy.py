"""tantivy doing what a page of ours does: three kinds of terms with our weights, six facets, cards, excerpts.

A document that holds every word typed is found; where fewer than ``ENOUGH`` do, any that holds a word or a pair,
pairs that more than ``COMMON_SHARE`` have left aside, as ours. Words, pairs and characters of title and body are scored
with the factors of ``search.weights`` (headings have none). Each facet is counted without its own filter, the others in
one aggregation. Ten cards are read; the snippet generator gives two excerpts of each, one of either half of the text.

What is not equal. Ours does more: pins of titles and numbers, the ladder of widening, corrections and 拼音, filters
that words name, versions of one text folded and counted, authority and topics, passages and the article that answers,
marks in titles, links to sections, its excerpts in the words of the text and not in cut ones. tantivy does more in one
thing: it scores characters of all that match, ours of the best 500; so it is measured without characters too. Its
BM25 has k1 = 1.2 and b = .75 for all fields.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import orjson
import tantivy

from bench.corpus import Section, terms
from bench.engines import FACETS, card, facet_values
from bench.minimal.found import spaced
from bench.minimal.tantivy_page import excerpts
from index.text.analysis import Analyzer, Terms
from index.text.fold import fold, without_space
from search.request import SearchRequest, Sort
from search.weights import COMMON_SHARE, ENOUGH, WEIGHTS

KINDS, ZONES = ("words", "grams", "chars"), ("title", "body")
BUCKETS = 100
"""So many values of a facet are counted, as by ``bench.engines.tantivy_engine``."""
HEAP = 512 * 2**20
Clause = tuple[tantivy.Occur, tantivy.Query]


class Whole(NamedTuple):
    """A page: the exact count, ids of ten documents, the counts of six facets, all excerpts."""

    total: int
    ids: list[str]
    facets: dict[str, list[tuple[str, int]]]
    excerpts: list[str]


class WholeTantivy:
    """tantivy, a page at a time.

    Attributes:
        has_characters: whether single characters are scored.
    """

    name = "tantivy, the whole page"

    def __init__(self, folder: Path, analyzer: Analyzer) -> None:
        index = tantivy.Index.open(str(folder))
        self.has_characters = True
        self._schema, self._searcher = index.schema, index.searcher()
        self._analyzer = analyzer
        self._common = COMMON_SHARE * self._searcher.num_docs

    def page(self, request: SearchRequest) -> Whole:
        """What a visitor is shown."""
        typed = fold(request.q)
        words = self._analyzer.terms(typed.replace('"', "").replace(" or ", " "))
        filters = dict(self._filters(request))
        for clauses in self._readings(typed, words):
            query = _all([*clauses, *filters.values()])
            by_date = {"order_by_field": "date"} if request.sort is Sort.NEWEST else {}
            found = self._searcher.search(query, 10, count=True, **by_date)
            if found.count >= ENOUGH:
                break
        documents = [self._searcher.doc(at) for _, at in found.hits]
        return Whole(
            found.count,
            [orjson.loads(one.get_first("card"))["id"] for one in documents],
            self._facets(clauses, filters),
            [str(text) for text in self._excerpts([word.text for word in words.cut], documents)],
        )

    def _readings(self, typed: str, terms: Terms) -> Iterator[list[Clause]]:
        """What must match and what is scored beside it: the narrow reading, then the wide one."""
        scored = [(tantivy.Occur.Should, one) for one in self._terms("grams", terms.grams)]
        if self.has_characters:
            scored += [
                (tantivy.Occur.Should, one) for one in self._terms("chars", terms.characters)
            ]
        if typed.startswith('"'):
            text = without_space(typed.strip('"'))
            grams = [text[at : at + 2] for at in range(len(text) - 1)]
            phrases = [
                tantivy.Query.phrase_query(self._schema, f"{zone}_grams", grams) for zone in ZONES
            ]
            yield [(tantivy.Occur.Must, _any(phrases)), *scored]
            return
        words = list(self._terms("words", terms.words))
        if " or " not in typed:
            whole = list(self._terms("words", dict.fromkeys(word.text for word in terms.cut)))
            yield [*((tantivy.Occur.Must, one) for one in whole), *scored]
        telling = self._terms("grams", filter(self._is_telling, terms.grams))
        yield [(tantivy.Occur.Must, _any([*words, *telling])), *scored]

    def _is_telling(self, gram: str) -> bool:
        return bool(self._searcher.doc_freq("body_grams", gram) <= self._common)

    def _terms(self, kind: str, texts: Iterable[str]) -> Iterator[tantivy.Query]:
        """Each term in title or body, by its weights."""
        for text in texts:
            yield _any([self._term(f"{zone}_{kind}", text) for zone in ZONES])

    def _term(self, field: str, text: str) -> tantivy.Query:
        option = "position" if field.endswith("grams") else "freq"
        term = tantivy.Query.term_query(self._schema, field, text, option)
        return tantivy.Query.boost_query(term, WEIGHTS[field].factor)

    def _filters(self, request: SearchRequest) -> Iterator[tuple[str, Clause]]:
        """Facet -> what its filter asks for; without a score."""
        for name, values in request.selected:
            kept = [tantivy.Query.term_query(self._schema, name, one, "basic") for one in values]
            yield name, _unscored(_any(kept))
        if request.date_from or request.date_to:
            first = request.date_from.first.year if request.date_from else 0
            last = request.date_to.last.year if request.date_to else 9999
            kind = tantivy.FieldType.Unsigned
            yield (
                "year",
                _unscored(tantivy.Query.range_query(self._schema, "year", kind, first, last)),
            )

    def _facets(
        self, clauses: Sequence[Clause], filters: dict[str, Clause]
    ) -> dict[str, list[tuple[str, int]]]:
        made: dict[str, list[tuple[str, int]]] = {}
        for left_out in ("", *filters):
            names = [left_out] if left_out else [name for name in FACETS if name not in filters]
            kept = [clause for name, clause in filters.items() if name != left_out]
            wanted = {name: {"terms": {"field": name, "size": BUCKETS}} for name in names}
            counts = self._searcher.aggregate(_all([*clauses, *kept]), wanted)
            for name in names:
                made[name] = [(one["key"], one["doc_count"]) for one in counts[name]["buckets"]]
        return made

    def _excerpts(
        self, words: Sequence[str], documents: Sequence[tantivy.Document]
    ) -> Iterator[str]:
        asked = [tantivy.Query.term_query(self._schema, "body", word, "basic") for word in words]
        made = tantivy.SnippetGenerator.create(self._searcher, _any(asked), self._schema, "body")
        for document in documents:
            yield from excerpts(document.get_first("body") or "", made)


def build(sections: Iterable[Section], folder: Path, analyzer: Analyzer) -> None:
    """One thread, one commit, one segment.

    Args:
        sections: cut (``bench.corpus.cut``).
    """
    folder.mkdir(parents=True)
    index = tantivy.Index(schema(), path=str(folder))
    writer = index.writer(HEAP, 1)
    for section in sections:
        writer.add_document(_row(section, analyzer))
    writer.commit()
    writer.wait_merging_threads()


def schema() -> tantivy.Schema:
    """Three kinds of terms in title and body; the body as jieba cuts it, stored, for excerpts."""
    builder = tantivy.SchemaBuilder()
    builder.add_bytes_field("card", stored=True)
    builder.add_text_field("body", stored=True, tokenizer_name="whitespace", index_option="basic")
    for zone in ZONES:
        for kind in KINDS:
            option = "position" if kind == "grams" else "freq"
            builder.add_text_field(
                f"{zone}_{kind}", tokenizer_name="whitespace", index_option=option
            )
    builder.add_unsigned_field("date", indexed=True, fast=True)
    for name in FACETS:
        if name == "year":
            builder.add_unsigned_field(name, indexed=True, fast=True)
        else:
            builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


def _row(section: Section, analyzer: Analyzer) -> tantivy.Document:
    document = section.document
    title = terms(document.title, analyzer)
    body = (section.words, section.grams, section.chars)
    values: dict[str, Any] = dict(facet_values(section))
    for zone, kinds in (("title", title), ("body", body)):
        values |= {f"{zone}_{kind}": text for kind, text in zip(KINDS, kinds, strict=True)}
    values |= {"body": spaced(document.body, analyzer), "year": document.year}
    values["date"] = document.written_on.toordinal() if document.written_on else 0
    made = tantivy.Document()
    made.add_bytes("card", card(section))
    for name, value in values.items():
        (made.add_unsigned if isinstance(value, int) else made.add_text)(name, value)
    return made


def _any(queries: Sequence[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, one) for one in queries])


def _all(clauses: Sequence[Clause]) -> tantivy.Query:
    return tantivy.Query.boolean_query(list(clauses))


def _unscored(query: tantivy.Query) -> Clause:
    return tantivy.Occur.Must, tantivy.Query.const_score_query(query, 0.0)
