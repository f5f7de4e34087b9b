"""Queries to try that find something here: drawn from the documents at hand, each tried before it is shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, pairwise

from index.document import PolicyDocument
from index.statements.names import cited_name
from search.engine import Engine
from search.request import SearchRequest, Sort
from web.views.body import ARTICLE

SAMPLE = 40
"""So many of the newest documents are looked at."""
SHORT = 8
"""A shorter title has no two words to try."""
TITLES = 8
"""So many titles are cut into words; each takes a search."""
TRIED = 4
"""So many queries of a kind are tried before it has no example."""
_WORD = re.compile(
    r"(?!关于|印发|实施|进一步|有关|工作|相关)[^\W\d_a-zA-Z]{2,5}(?<!管理)(?<![省市县区局厅部委会])"
)
"""A word that says what a title is about."""
_GENRE = re.compile(r".*(?:条例|办法|规定|细则|意见|方案|标准|指南|通知|公告|法)")
_NUMBER = re.compile(r"(\w+)〔([0-9]{4})〕([0-9]+)号")
_LONGEST = 30
_WORKS = ("条例", "办法")
"""What works are called that others cite, in any collection."""


@dataclass(frozen=True)
class Examples:
    """Examples over what an engine holds now."""

    engine: Engine

    def found(self) -> Mapping[str, tuple[str, ...]]:
        """Kind of a query -> what can be tried; empty where nothing of the kind finds anything."""
        kinds: Mapping[str, Iterable[tuple[str, ...]]] = {
            "words": ((f"{one} {other}",) for one, other in self._pairs),
            "phrase": ((f"“{one}{other}”",) for one, other in self._pairs),
            "without": ((f"{one} -{other}",) for one, other in self._apart()),
            "either": ((f"{one} OR {other}",) for one, other in self._apart()),
            "title": ((f"标题:{word}",) for word in self._words),
            "number": self._numbers(),
            "index_number": ((one.index_number,) for one in self._sample if one.index_number),
            "issuer": self._issuers(),
            "article": ((q,) for q in self._articles()),
            "cites": ((f"引用:“{name}”",) for name in self._cited),
            "based_on": ((f"依据:“{name}”",) for name in self._cited),
        }
        return {kind: self._best(queries) for kind, queries in kinds.items()}

    def _best(self, candidates: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
        """Of the first queries those that find the most, and each of which finds something."""
        tried = {queries: min(map(self._finds, queries)) for queries in islice(candidates, TRIED)}
        best = max(tried, key=lambda queries: tried[queries], default=())
        return best if tried.get(best) else ()

    def _finds(self, q: str) -> int:
        """How many documents a query finds as it stands."""
        result = self.engine.search(SearchRequest(q=q, size=1, excerpts=False))
        return 0 if result.relaxation else result.total

    @cached_property
    def _sample(self) -> tuple[PolicyDocument, ...]:
        request = SearchRequest(sort=Sort.NEWEST, size=SAMPLE, excerpts=False)
        return tuple(hit.document for hit in self.engine.search(request).hits)

    @cached_property
    def _cut(self) -> tuple[tuple[str, ...], ...]:
        """The words of some titles: of what others cite, else of what is new and has a short one."""
        new = sorted(
            self._sample, key=lambda one: (not _GENRE.fullmatch(one.title), len(one.title))
        )
        named = (one.title for one in (*self._works, *new) if len(one.title) >= SHORT)
        titles = list(dict.fromkeys(named))
        found = (
            self.engine.search(SearchRequest(q=title[:_LONGEST], size=1, excerpts=False)).terms
            for title in titles[:TITLES]
        )
        return tuple(
            tuple(word for word in terms if _WORD.fullmatch(word) and not _GENRE.fullmatch(word))
            for terms in found
        )

    @property
    def _words(self) -> Iterator[str]:
        return (word for words in self._cut for word in words[-1:])

    @property
    def _pairs(self) -> Iterator[tuple[str, str]]:
        """Words that follow one another in a title."""
        return (pair for words in self._cut for pair in list(pairwise(words))[-1:])

    def _apart(self) -> Iterator[tuple[str, str]]:
        """Words of two titles."""
        found = list(self._words)
        return ((one, other) for one, other in pairwise(found) if one != other)

    def _numbers(self) -> Iterator[tuple[str, ...]]:
        """发文字号 as they are printed, and as they are remembered."""
        for document in self._sample:
            if number := _NUMBER.fullmatch(document.doc_number):
                yield f"文号:{number[0]}", " ".join(number.groups())

    def _issuers(self) -> Iterator[tuple[str, ...]]:
        for document in self._sample:
            for issuer in document.issuers[:1]:
                yield (f"发文机关:{issuer}",)

    @cached_property
    def _works(self) -> tuple[PolicyDocument, ...]:
        """Documents that others cite, the most cited first."""
        found = {
            hit.document: hit.score.cited_by
            for word in _WORKS
            for hit in self.engine.search(SearchRequest(q=word)).hits
            if hit.score and hit.score.cited_by
        }
        return tuple(sorted(found, key=lambda one: -found[one]))

    @property
    def _cited(self) -> Iterator[str]:
        return (cited_name(one.title) for one in self._works)

    def _articles(self) -> Iterator[str]:
        """Works and an article in the middle of each, where that is shown in full."""
        for work in self._works[:TRIED]:
            view = self.engine.document(work.id)
            labels = [
                label[0]
                for part in (view.sections if view else ())
                if (label := ARTICLE.match(part.text))
            ]
            q = cited_name(work.title) + labels[len(labels) // 2] if labels else ""
            if q and self.engine.search(SearchRequest(q=q, size=1)).provisions:
                yield q
