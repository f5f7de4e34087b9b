"""The words of an index on a cluster: from its side files, which lie here; other keys are asked of the cluster."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from math import log
from pathlib import Path

from index.opensearch.schema import text_fields
from index.opensearch.titles import HeldTitles, read_titles
from index.opensearch.vocabulary import ISSUER, Vocabulary
from index.schema.fields import text_field
from search.language.heard import Title
from search.opensearch.served import PART, Served
from search.weights import SHORT

_BODY_GRAMS = text_field("body", "grams")
_HELD = frozenset((*text_fields(), ISSUER))
"""The fields that the vocabulary has."""
_FEW = 100
"""So many keys are asked for at first: mostly no more are looked at."""


class ClusterWords:
    """Keeps the part of :class:`search.backend.reading.Reading` that is about words.

    Args:
        titles: the side file of titles.
        mean_length, live: as ``index.opensearch.meta.Meta`` has them.

    Attributes:
        documents: how many there are, removed ones included.
        has_passages: whether bodies are long documents rather than single articles.
    """

    def __init__(
        self, served: Served, vocabulary: Vocabulary, titles: Path, mean_length: float, live: int
    ) -> None:
        self._served = served
        self._vocabulary = vocabulary
        self._titles = titles
        self.documents = vocabulary.documents
        self.has_passages = mean_length >= SHORT
        self._removed = vocabulary.documents - live

    @cached_property
    def issuers(self) -> tuple[str, ...]:
        """Every canonical issuer."""
        return tuple(self._vocabulary.issued)

    def issued(self, issuer: str) -> int:
        """How many documents have a canonical issuer."""
        return self._vocabulary.issued.get(issuer, 0)

    def shares(self, words: Sequence[str]) -> list[float]:
        """The share of the documents that have the rarest pair of each word in their bodies; 0 for one character."""
        whole = max(self.documents, 1)
        return [min(self._each(word), default=0) / whole for word in words]

    def _each(self, word: str) -> list[int]:
        pairs = [word[at : at + 2] for at in range(len(word) - 1)]
        return self._vocabulary.frequencies(_BODY_GRAMS, pairs)

    def frequency(self, field: str, term: str) -> int:
        """How many documents have a term of a text, or an issuer; removed ones included."""
        return self._vocabulary.frequency(field, term)

    def frequencies(self, field: str, terms: Sequence[str]) -> list[int]:
        """:meth:`frequency` of many terms."""
        return self._vocabulary.frequencies(field, terms)

    def lacks(self, field: str, term: str) -> bool:
        """Whether it is known here that no document has a term of a text, or a key."""
        if field == "title":
            return self._held_titles.lacks(term)
        return self._vocabulary.has(field) and not self._vocabulary.frequency(field, term)

    def at_least(self, field: str, term: str) -> int:
        """How many documents surely have a term of a text, or a key: all that are removed may be of those counted."""
        counted = self._vocabulary.frequency(field, term) if self._vocabulary.has(field) else 0
        return max(counted - self._removed, 0)

    def idf(self, frequency: int) -> float:
        """The inverse document frequency of what so many documents have."""
        return log(max(self.documents, 1) / (frequency + 1)) + 1

    def begun(self, field: str, prefix: str) -> Iterator[tuple[str, int]]:
        """The terms that begin so, ascending, and how many documents have each; of keys those alone that are found."""
        if field not in _HELD and self._is_asked(field, prefix):
            return _keys(self._served, field, prefix)
        return self._vocabulary.begun(field, prefix)

    def _is_asked(self, field: str, prefix: str) -> bool:
        """Whether the vocabulary does not say which keys are found: it has those of removed documents too."""
        if not self._vocabulary.has(field):
            return True
        is_begun = next(self._vocabulary.begun(field, prefix), None) is not None
        return is_begun and self._removed > 0

    @cached_property
    def _held_titles(self) -> HeldTitles:
        return HeldTitles(self._titles)

    def titles_by_citation(self) -> list[Title]:
        """Every title, once, the most cited first; see ``index.opensearch.titles.MOST_TITLES``."""
        return [Title(*row) for row in read_titles(self._titles)]


def _keys(served: Served, field: str, prefix: str) -> Iterator[tuple[str, int]]:
    """The keys that begin so, and how many documents have each; a part of them at a time."""
    query = {"prefix": {field: prefix}} if prefix else {"match_all": {}}
    after = prefix[:-1]  # whoever has the prefix may have other keys, which mostly stand before it
    size = _FEW
    while True:
        pages = {
            "size": size,
            "sources": [{"key": {"terms": {"field": field}}}],
            **({"after": {"key": after}} if after else {}),
        }
        body = {
            "size": 0,
            "query": {"bool": {"filter": [query]}},
            "track_total_hits": False,
            "aggs": {"keys": {"composite": pages}},
        }
        buckets = served.search(body)["aggregations"]["keys"]["buckets"]
        for bucket in buckets:
            after = bucket["key"]["key"]
            if after.startswith(prefix):
                yield after, bucket["doc_count"]
            elif after > prefix:
                return
        if len(buckets) < size:
            return
        size = PART
