"""A document as the cluster keeps it: its texts cut into terms, its keys, facets, columns and relations.

What stands in which field is said in ``index.opensearch.schema``. White space parts the terms of a text, so no
term may hold any: words, letters and pairs of characters are of squeezed texts, in which there is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from index.conventions.regions import levels, narrowed
from index.document import PolicyDocument
from index.opensearch.documents.shown import Shown
from index.opensearch.kept import (
    Json,
    card_row,
    interval_row,
    link_row,
    origin_row,
    statements_row,
)
from index.opensearch.schema import (
    BEGINS_NUMBER,
    FACET_FIELDS,
    HELD_FIELDS,
    KEY_FIELDS,
    facet_field,
    held_field,
)
from index.relations.graph import Row
from index.schema.columns import facet_values
from index.schema.fields import keys_of, text_field, zones_of
from index.text.analysis import Analyzer
from index.text.fold import decode, fold_codes, space_table, squeeze

LONGEST = 8_000
"""Characters of a term that are kept: the cluster takes 32,766 bytes."""
_NUMBER = re.compile("([0-9]+)")


def held_characters(text: str) -> list[str]:
    """The terms in which a value of a key field is looked into: its characters, and before each run of digits
    :data:`BEGINS_NUMBER`, so that 7号 is told from 47号."""
    squeezed = squeeze(text).text
    return [*_NUMBER.sub(rf"{BEGINS_NUMBER}\1", squeezed)][:LONGEST]


def cut(analyzer: Analyzer, text: str) -> dict[str, str]:
    """Kind -> the terms of one text, each as often as it occurs, a blank between them; grams in their order."""
    codes = fold_codes(text)
    squeezed = decode(codes[~space_table()[codes]])
    tokens = analyzer.tokens(decode(codes))
    return {
        "words": " ".join(part[:LONGEST] for token in tokens for part in analyzer.parts(token)),
        "grams": " ".join(map("".join, pairwise(squeezed))),
        "chars": " ".join(filter(str.isalnum, squeezed)),
    }


class Forms:
    """The documents of a generation as a cluster keeps them.

    Args:
        digests: int64[documents]: 31 bits of all that is kept of each.
    """

    def __init__(self, shown: Shown, analyzer: Analyzer, digests: npt.NDArray[np.int64]) -> None:
        self._shown = shown
        self._analyzer = analyzer
        self._digests = digests

    def document(self, number: int) -> Json:
        """One document, by its number; see ``index.opensearch.schema``."""
        (card,) = self._shown.terms.cards(np.array([number]))
        body = self._shown.terms.body(number)
        document = PolicyDocument.from_json({**card, "body": body})
        says = self._shown.terms.statements(number)
        row: Json = {
            "serial": self._shown.serial(number),
            "digest": self._digests.item(number),
            "card": card_row(card),
            "body": body,
            "statements": statements_row(says),
        }
        row |= self._texts(document)
        row |= _keys(keys_of(document, says))
        row |= _facets(document)
        row |= self._columns(number)
        row |= self._standing(number)
        row |= self._relations(number)
        row |= self._places(document.id)
        return row

    def _texts(self, document: PolicyDocument) -> Json:
        return {
            text_field(zone, kind): terms
            for zone, text in zones_of(document).items()
            if text
            for kind, terms in cut(self._analyzer, text).items()
        }

    def _columns(self, number: int) -> Json:
        """``index.schema.columns.Row``, and what the title or the statements say of articles."""
        terms = self._shown.terms
        own = np.array([number])
        ((first, last),) = terms.spans(own).tolist()
        (name,) = terms.names(own)
        return {
            "name": name,
            "version": f"{terms.column('version').item(number):020}",
            "work_number": str(terms.column("work").item(number)),
            "dated": terms.column("dated").item(number),
            "day": terms.column("day").item(number),
            "article_first": first,
            "article_last": last,
        }

    def _standing(self, number: int) -> Json:
        """When it is in force, and who is in one group with it."""
        shown = self._shown
        interval = shown.graph.interval(number)
        return {
            "cited": shown.cited.item(number),
            "work": shown.serial(shown.graph.work.item(number)),
            "text": shown.serial(shown.graph.text.item(number)),
            "line": shown.serial(shown.lines.item(number)),
            "is_alone": shown.alone.item(number),
            "begins": interval.begins,
            "ends": interval.ends,
            "doubted": interval.doubted,
            "how": int(interval.how),
            "known": interval.known,
            "interval": interval_row(interval, shown.serial(interval.by)),
        }

    def _relations(self, number: int) -> Json:
        """Whom it names."""
        shown = self._shown
        edges = shown.graph.edges(number)
        meant = [edge for edge in edges if edge.to >= 0]
        work = shown.graph.work
        return {
            "links": [link_row(edge, shown.serial(edge.to)) for edge in edges],
            "cites": _once(f"{edge.kind:d}:{shown.serial(edge.to)}" for edge in meant),
            "cites_work": _once(
                f"{edge.kind:d}:{shown.serial(work.item(edge.to))}" for edge in meant
            ),
            "cites_article": _once(name for edge in meant for name in self._articles(edge)),
            "lacks": _once(f"{edge.kind:d}:{edge.name}"[:LONGEST] for edge in edges if edge.name),
        }

    def _articles(self, edge: Row) -> list[str]:
        to = self._shown.serial(edge.to)
        named = edge.articles if edge.safe else ()
        return [f"{to}:{edge.kind:d}:{article.number}.{article.of}" for article in named]

    def _places(self, id: str) -> Json:
        """Where it comes from, and what it was called before."""
        source = self._shown.sources.get(id)
        origin = {"origin": origin_row(source)} if source else {}
        return origin | {"former": self._shown.former.get(id, [])}


def _keys(keys: Mapping[str, list[str]]) -> Json:
    """The key fields, and the characters of those that are looked into."""
    held = {
        held_field(name): [" ".join(held_characters(key)) for key in keys[name]]
        for name in HELD_FIELDS
    }
    return {name: _once(key[:LONGEST] for key in keys[name]) for name in KEY_FIELDS} | held


def _facets(document: PolicyDocument) -> Json:
    """The facets; a region is the narrowest that its issuers tell, and all that it lies in."""
    values = facet_values(document)
    values["region"] = [*levels(narrowed(values["region"][0], values["issuer"]))]
    return {facet_field(name): [value[:LONGEST] for value in values[name]] for name in FACET_FIELDS}


def _once(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))
