"""What people ask, and the 条 that answers: another wording for an article (试用期怀孕 for 孕期).

The project's table stands in ``data/everyday/``, a file for each field of life, written from general knowledge and
the texts of the laws, never from judged queries. A row is a law, an article, and questions and words it answers. A
query is compared with the rows as with short documents (BM25 over pairs and single characters); what an article's
row scores counts for the article and its law, beside the words of the text itself.

An operator adds rows of his own in the table of lay words: a 规范说法 of the form 《劳动合同法》第四十二条.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, cached_property
from importlib import resources
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from index.statements.model import Article
from index.statements.names import key_of, work_number
from index.statements.pinpoints import articles_at
from index.text.fold import fold, fold_codes
from search.language.question import FILLERS, without_questions
from search.weights import EVERYDAY_ROWS, EVERYDAY_TERMS

Floats = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]
_END = "\n"
_HALF = np.uint64(32)
_K1, _B = 1.2, 0.4
"""Of BM25 over the rows: a word in many phrases of a row tells little more than in one, and what is
asked about in many ways is no worse an answer."""
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
    """The rows that a query is like, the best first.

    Attributes:
        among: of every row of the table the ``index.statements.names.work_number`` of its law, and the 条.
        numbers: which rows they are.
        scores: BM25 of the query over each.
        shares: how much of all that the query says each has, 0 to 1.
    """

    among: tuple[tuple[int, Article], ...] = ()
    numbers: tuple[int, ...] = ()
    scores: tuple[float, ...] = ()
    shares: tuple[float, ...] = ()


NOTHING_ASKED = Asked()


class _Postings(NamedTuple):
    """The rows of one kind of terms.

    Attributes:
        terms: uint64[m], ascending: the code points of each, the first in the higher half.
        bounds: int64[m + 1]: where the rows of each begin, and where the last's end.
        rows: of as few bytes as do, [n]: row numbers, each once a term.
        scores: float32[n]: what a term adds to each.
        weights: float64[m]: what a term adds to a row of usual length that has it once.
        absent: the same for a term that no row has.
    """

    terms: npt.NDArray[np.uint64]
    bounds: Numbers
    rows: npt.NDArray[np.unsignedinteger]
    scores: Floats
    weights: npt.NDArray[np.float64]
    absent: float

    def add(self, wanted: Sequence[str], scores: Floats) -> float:
        """Add what the rows have of some terms.

        Returns:
            What a row of usual length scores that has all of them.
        """
        keys = np.array([_key(term) for term in wanted], np.uint64)
        at = np.minimum(self.terms.searchsorted(keys), len(self.terms) - 1)
        held = at[self.terms[at] == keys]
        bounds = zip(self.bounds[held].tolist(), self.bounds[held + 1].tolist(), strict=True)
        if spans := [slice(begin, end) for begin, end in bounds]:
            rows = np.concatenate([self.rows[span] for span in spans])
            np.add.at(
                scores, rows.astype(np.intp), np.concatenate([self.scores[span] for span in spans])
            )
        return float(self.weights[held].sum()) + self.absent * (len(keys) - len(held))


class EverydayTable:
    """Compares queries with rows."""

    def __init__(self, rows: Iterable[EverydayRow]) -> None:
        merged: dict[tuple[int, Article], EverydayRow] = {}
        for row in rows:
            key = work_number(key_of(row.law)), row.article
            known = merged.get(key)
            merged[key] = row._replace(phrases=known.phrases + row.phrases) if known else row
        self._places, self._rows = tuple(merged), tuple(merged.values())

    def __len__(self) -> int:
        return len(self._rows)

    def asked(self, pairs: Sequence[str], characters: Sequence[str]) -> Asked:
        """The rows that a query is most like.

        Args:
            pairs, characters: what the query is made of, folded, each once; see
                ``index.text.analysis.Terms``.
        """
        if not self._rows:
            return NOTHING_ASKED
        scores = np.zeros(len(self._rows), np.float32)
        asked = zip(self._postings, (pairs, characters), strict=True)
        whole = sum(postings.add(terms, scores) for postings, terms in asked)
        most = min(EVERYDAY_ROWS, len(scores))
        best = (-scores).argpartition(most - 1)[:most]
        best.sort()
        reached = scores.take(best)
        order = (-reached).argsort(kind="stable")[: np.count_nonzero(reached)]
        reached = reached.take(order).astype(np.float64)
        shares = np.minimum(reached / (whole or 1.0), 1.0)
        columns = (best.take(order), reached, shares)
        return Asked(self._places, *(tuple(column.tolist()) for column in columns))

    @cached_property
    def _postings(self) -> tuple[_Postings, _Postings]:
        """Of pairs of characters, and of the single characters that say something."""
        counts = [len(row.phrases) for row in self._rows]
        phrases = [phrase for row in self._rows for phrase in row.phrases]
        text = without_questions(fold(_END.join(phrases) + _END))
        codes = fold_codes(text)
        ends = codes == ord(_END)
        phrase = np.cumsum(ends) - ends
        row = np.repeat(np.arange(len(counts)), counts)
        letters = np.fromiter((one.isalnum() for one in text), np.bool_, len(text))
        fillers = np.array([ord(one) for one in FILLERS], np.uint32)
        both = letters[:-1] & letters[1:]
        pairs = codes[:-1].astype(np.uint64) << _HALF | codes[1:]
        telling = letters & ~np.isin(codes, fillers)
        weights = EVERYDAY_TERMS
        return (
            _posted(pairs[both], phrase[:-1][both], row, weights[0]),
            _posted(codes[telling].astype(np.uint64), phrase[telling], row, weights[1]),
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


def _posted(
    keys: npt.NDArray[np.uint64], phrase: Numbers, row: Numbers, weight: float
) -> _Postings:
    """The postings of terms by where they stand.

    Args:
        keys: the terms, :func:`_key` each.
        phrase: the number of the phrase that each stands in; a term counts once a phrase.
        row: the row of each phrase.
    """
    order = np.lexsort((phrase, keys))
    keys, phrase = keys[order], phrase[order]
    first = _changes(keys) | _changes(phrase)
    keys, rows = keys[first], row[phrase[first]]
    lengths = np.bincount(rows, minlength=int(row[-1]) + 1)
    begins = (_changes(keys) | _changes(rows)).nonzero()[0]
    often = np.diff(np.append(begins, len(keys)))
    keys, rows = keys[begins], rows[begins]
    starts = _changes(keys).nonzero()[0]
    bounds = np.append(starts, len(keys))
    have = np.diff(bounds)
    idf = weight * np.log1p((len(lengths) - have + 0.5) / (have + 0.5))
    norm = _K1 * (1 - _B + _B * lengths[rows] / max(float(lengths.mean()), 1.0))
    scores = (idf.repeat(have) * often * (_K1 + 1) / (often + norm)).astype(np.float32)
    absent = weight * float(np.log1p(2 * len(lengths) + 1))
    fewest = np.min_scalar_type(len(lengths))  # less to read: a query goes over thousands
    return _Postings(keys[starts], bounds, rows.astype(fewest), scores, idf, absent)


def _changes(ascending: npt.NDArray[np.integer]) -> npt.NDArray[np.bool_]:
    """bool[n]: where a value is another than the one before it."""
    return np.append(True, ascending[1:] != ascending[:-1])


def _key(term: str) -> int:
    """One or two characters as a number."""
    return ord(term[0]) << 32 | ord(term[1]) if len(term) > 1 else ord(term)


NO_EVERYDAY = EverydayTable(())
