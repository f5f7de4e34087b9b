"""What people ask, and the 条 that answers: another wording for an article (试用期怀孕 for 孕期).

The project's table stands in ``data/everyday/``, a file for each field of life, written from general knowledge and
the texts of the laws, never from judged queries. A row is a law, an article, and questions and words it answers. A
query is compared with the rows as with short documents (BM25 over pairs and single characters); what an article's
row scores counts for the article and its law, beside the words of the text itself.

An operator adds rows of his own in the table of lay words: a 规范说法 of the form 《劳动合同法》第四十二条.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib import resources
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from index.statements.model import Article
from index.statements.names import key_of, work_number
from index.statements.pinpoints import articles_at
from index.text.fold import fold, without_space
from search.language.question import FILLERS, without_questions
from search.weights import EVERYDAY_ROWS, EVERYDAY_TERMS

Floats = npt.NDArray[np.float32]
_NAMED = re.compile(r"《(?P<law>[^《》]{2,60})》\s?(?=第)")
_NUMBER = re.compile(r"([0-9]{1,4})(?:-([0-9]{1,2}))?")


class EverydayRow(NamedTuple):
    """The questions that an article answers.

    Attributes:
        law: its name, 中华人民共和国 left out.
        article: the 条.
        phrases: what people ask or say, as they do.
    """

    law: str
    article: Article
    phrases: tuple[str, ...]


class Asked(NamedTuple):
    """A row that a query is like.

    Attributes:
        work: ``index.statements.names.work_number`` of the law.
        law, article: as in the row.
        score: BM25 of the query over the row.
        phrase: the phrase of the row that shares most with the query.
    """

    work: int
    law: str
    article: Article
    score: float
    phrase: str


class _Kind(NamedTuple):
    """The postings of one kind of terms: row numbers, what each adds, and where each term's begin."""

    starts: dict[str, tuple[int, int]]
    rows: npt.NDArray[np.int32]
    scores: Floats


class EverydayTable:
    """Compares queries with rows."""

    def __init__(self, rows: Iterable[EverydayRow]) -> None:
        merged: dict[tuple[int, Article], EverydayRow] = {}
        for row in rows:
            key = work_number(key_of(row.law)), row.article
            known = merged.get(key)
            merged[key] = row._replace(phrases=known.phrases + row.phrases) if known else row
        self._rows = list(merged.values())
        self._works = [work for work, _ in merged]
        terms = [_terms_of(row.phrases) for row in self._rows]
        self._kinds = [
            _kind([one[at] for one in terms], weight) for at, weight in enumerate(EVERYDAY_TERMS)
        ]

    def __len__(self) -> int:
        return len(self._rows)

    def asked(self, pairs: Sequence[str], characters: Sequence[str]) -> tuple[Asked, ...]:
        """The rows that a query is most like, the best first.

        Args:
            pairs, characters: what the query is made of, folded, each once; see
                ``index.text.analysis.Terms``.
        """
        scores = np.zeros(len(self._rows), np.float32)
        for kind, terms in zip(self._kinds, (pairs, characters), strict=True):
            for term in terms:
                if span := kind.starts.get(term):
                    scores[kind.rows[slice(*span)]] += kind.scores[slice(*span)]
        most = min(EVERYDAY_ROWS, len(scores))
        if not most:
            return ()
        best = np.argpartition(-scores, most - 1)[:most]
        best = best[np.lexsort((best, -scores[best]))]
        shared = frozenset(pairs)
        return tuple(
            Asked(
                self._works[at],
                self._rows[at].law,
                self._rows[at].article,
                float(scores[at]),
                _nearest(self._rows[at].phrases, shared),
            )
            for at in best[scores[best] > 0].tolist()
        )


@cache
def shipped_rows() -> tuple[EverydayRow, ...]:
    """The rows of the project."""
    folder = resources.files("search.language") / "data" / "everyday"
    files = sorted((file for file in folder.iterdir()), key=lambda file: file.name)
    lines = (line for file in files for line in file.read_text(encoding="utf-8").splitlines())
    return tuple(_row(*line.split("\t")) for line in lines)


def row_of(said: str, official: str) -> EverydayRow | None:
    """The row of an operator's table whose 规范说法 is one article: 《…》第…条; None for any other."""
    folded = fold(official)
    named = _NAMED.match(folded)
    places = articles_at(folded, named.end()) if named else ()
    if not named or len(places) != 1:
        return None
    return EverydayRow(named["law"], places[0].article, (said,))


def _row(law: str, article: str, phrases: str) -> EverydayRow:
    found = _NUMBER.fullmatch(article)
    if not found:
        raise ValueError(f"{law}: {article} names no article")
    number = Article(int(found[1]), int(found[2] or 0))
    return EverydayRow(law, number, tuple(phrases.split("|")))


def _terms_of(phrases: Sequence[str]) -> tuple[Counter[str], Counter[str]]:
    """How many phrases of a row have each pair of characters, and each character that says something."""
    pairs: Counter[str] = Counter()
    characters: Counter[str] = Counter()
    for phrase in phrases:
        folded = without_space(without_questions(fold(phrase)))
        pairs.update(set(_pairs(folded)))
        characters.update({one for one in folded if one.isalnum() and one not in FILLERS})
    return pairs, characters


def _pairs(folded: str) -> Iterator[str]:
    pairs = (folded[at : at + 2] for at in range(len(folded) - 1))
    return (pair for pair in pairs if pair.isalnum())


_K1, _B = 1.2, 0.4
"""Of BM25 over the rows: a word in many phrases of a row tells little more than in one."""


def _kind(rows: Sequence[Counter[str]], weight: float) -> _Kind:
    postings: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, terms in enumerate(rows):
        for term, often in terms.items():
            postings[term].append((number, often))
    lengths = np.array([sum(terms.values()) for terms in rows], np.float32)
    norm = _K1 * (1 - _B + _B * lengths / max(float(lengths.mean()) if len(rows) else 1.0, 1.0))
    starts: dict[str, tuple[int, int]] = {}
    numbers, scores = [np.empty(0, np.int32)], [np.empty(0, np.float32)]
    at = 0
    for term, held in postings.items():
        row, often = np.array(held, np.int32).T
        idf = np.log(1 + (len(rows) - len(row) + 0.5) / (len(row) + 0.5))
        numbers.append(row)
        scores.append((weight * idf * often * (_K1 + 1) / (often + norm[row])).astype(np.float32))
        starts[term] = at, at + len(row)
        at += len(row)
    return _Kind(starts, np.concatenate(numbers), np.concatenate(scores))


def _nearest(phrases: Sequence[str], shared: frozenset[str]) -> str:
    return max(phrases, key=lambda phrase: len(shared.intersection(_pairs(fold(phrase)))))


NO_EVERYDAY = EverydayTable(())
