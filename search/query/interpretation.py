"""What a request asks: its text read once, its clauses under its scope, and what the visitor is
told of that.

:func:`interpret` is the one place where what was typed is folded and its 发文字号 read. Whatever
comes after takes the folded text, or slices of it: folding keeps every offset.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Self, TypeAlias

from index.conventions import doc_number
from index.conventions.doc_number import DocNumber
from index.schema.fields import title_keys_of_squeezed
from index.text.fold import fold, without_space
from search.language.pinyin import typed_letters
from search.language.question import is_question, only_asks, without_questions
from search.query.grammar import CITING, Clause, Field, Query, parse
from search.query.tiers import Pins
from search.request import MAX_CLAUSES, Scope, SearchRequest

_NUMBERED = CITING | {Field.NUMBER}
"""Fields whose clauses may give a 发文字号."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A clause whose text is read.

    Attributes:
        text: as typed.
        folded: the same, folded.
        bare: folded, and the words that only ask blanked out.
        asks: whether it is a question.
        phrase, field: as in ``search.query.grammar.Clause``.
        number: the 发文字号 or part of one that it is, if that is where it looks.
    """

    text: str
    folded: str
    bare: str
    asks: bool
    phrase: bool = False
    field: Field = Field.ANY
    number: DocNumber | None = None

    @classmethod
    def of(cls, text: str, folded: str) -> Self:
        """Words anywhere."""
        return cls(text, folded, without_questions(folded), is_question(folded))

    @property
    def only_asks(self) -> bool:
        """Whether it is made of words that only ask, and no phrase."""
        return not self.phrase and self.field is Field.ANY and only_asks(self.folded)


WantedQuery: TypeAlias = Query[Wanted]


@dataclass(frozen=True, slots=True)
class Interpretation:
    """What was typed, read once.

    Attributes:
        text: as typed.
        folded: see ``index.text.fold``; the same length.
        squeezed: folded, without white space; as a 发文字号 or 索引号 is looked up.
        number: the 发文字号 or part of one that it is as a whole.
        cited: that one, else the complete ones that stand in it.
        title_keys: as ``index.schema.fields.title_keys`` gives them.
        letters: the letters alone where it may be pinyin or initials, else empty.
        query: its clauses.
    """

    text: str
    folded: str
    squeezed: str
    number: DocNumber | None
    cited: tuple[DocNumber, ...]
    title_keys: tuple[str, ...]
    letters: str
    query: WantedQuery


@lru_cache(16)
def interpret(text: str) -> Interpretation:
    """Read ``text``; every string has a reading. Those who ask the same of it within one page share it."""
    folded = fold(text)
    squeezed = without_space(folded)
    number = doc_number.parse_folded(folded)
    parsed = parse(text)
    cited = (number,) if number else _numbers(folded, parsed)

    def read(clause: Clause) -> Wanted:
        part = folded[clause.start : clause.start + len(clause.text)]
        return Wanted(
            clause.text,
            part,
            without_questions(part),
            is_question(part),
            clause.phrase,
            clause.field,
            doc_number.parse_folded(part) if clause.field in _NUMBERED else None,
        )

    return Interpretation(
        text=text,
        folded=folded,
        squeezed=squeezed,
        number=number,
        cited=cited,
        title_keys=title_keys_of_squeezed(squeezed),
        letters=typed_letters(folded),
        query=parsed.mapped(read),
    )


def _numbers(folded: str, query: Query[Clause]) -> tuple[DocNumber, ...]:
    """The complete 发文字号 in a text; not those of documents that others are to cite."""
    citing = [one for one in (*query.clauses, *query.excluded) if one.field in CITING]
    return tuple(
        number
        for start, _, number in doc_number.find_folded(folded)
        if not any(one.start <= start < one.start + len(one.text) for one in citing)
    )


def query_of(request: SearchRequest, typed: Interpretation, pins: Pins) -> WantedQuery:
    """The clauses of a request under its scope.

    A number that names a document also finds, as a phrase, the documents that cite it; its
    parts are not looked for as words. A number nothing has finds what cites it, and the
    other documents of its series.

    Args:
        typed: what the request's ``q`` says.
    """
    if request.scope is Scope.NUMBER:
        wanted = replace(Wanted.of(typed.text, typed.folded), number=typed.number)
        return Query(((replace(wanted, field=Field.NUMBER),),) if request.q else ())
    if request.scope is Scope.ALL and pins.number:
        return Query(((_named(typed, pins),),))
    if absent := absent_number(request, typed, pins):
        cited = replace(_written(absent), phrase=True)
        if absent.year is None:
            return Query(((cited,),))
        series = replace(_written(replace(absent, serial=None)), field=Field.NUMBER)
        return Query(((cited, series),))
    return typed.query if request.scope is Scope.ALL else typed.query.mapped(_in_title)


def as_it_stands(typed: Interpretation) -> WantedQuery:
    """All of a text as one phrase."""
    return Query(((replace(Wanted.of(typed.text, typed.folded), phrase=True),),))


def _named(typed: Interpretation, pins: Pins) -> Wanted:
    """What a number looks for that names documents: itself; part of one, others of its kind."""
    number = typed.number
    if number and pins.number == str(number):
        wanted = _written(number)
    else:
        wanted = replace(Wanted.of(typed.text, typed.folded), number=number)
    if number is None or number.is_complete:
        return replace(wanted, phrase=True)
    return replace(wanted, field=Field.NUMBER)


def _written(number: DocNumber) -> Wanted:
    """A number in its standard form, whatever was typed."""
    return replace(Wanted.of(str(number), number.folded), number=number)


def _in_title(wanted: Wanted) -> Wanted:
    return replace(wanted, field=Field.TITLE) if wanted.field is Field.ANY else wanted


def is_plain(query: WantedQuery) -> bool:
    """Whether a query has words, and nothing is excluded or bound to a number."""
    words = any(not wanted.phrase for wanted in query.clauses)
    numbers = any(wanted.field in _NUMBERED | {Field.ISSUER} for wanted in query.clauses)
    return words and not query.excluded and not numbers


def unquoted(query: WantedQuery) -> WantedQuery | None:
    """``query`` with its phrases read as words; None if it has none.

    In a question quotation marks stress a word (“三期”指的是什么) more often than they ask for
    exactly this string.
    """
    if not any(wanted.phrase for wanted in query.clauses):
        return None
    words = query.mapped(lambda wanted: replace(wanted, phrase=False))
    return replace(query, groups=words.groups)


def absent_number(request: SearchRequest, typed: Interpretation, pins: Pins) -> DocNumber | None:
    """The complete 发文字号 that is all that was typed and no document has."""
    number = typed.number if request.scope is Scope.ALL else None
    return number if number and number.is_complete and not pins.tiers else None


def notices(query: WantedQuery, absent: DocNumber | None, total: int) -> Iterator[str]:
    """What the visitor should know of how the query was read."""
    if absent:
        others = "；以下文件引用了它，或属于同一字号系列" if total else ""
        yield f"没有收录发文字号为“{absent}”的文件{others}。"
    if query.cut:
        yield f"检索条件超过 {MAX_CLAUSES} 个，只采用前 {MAX_CLAUSES} 个。"
