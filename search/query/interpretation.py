"""What a request asks: its clauses under its scope, and what the visitor is told of that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from index.conventions import doc_number
from search.query.grammar import MAX_CLAUSES, Clause, Field, Query, parse
from search.query.pinned import Pins
from search.request import Scope, SearchRequest


def query_of(request: SearchRequest, pins: Pins) -> Query:
    """The clauses of a request under its scope.

    A number that names a document also finds, as a phrase, the documents that cite it; its
    parts are not looked for as words. A number nothing has finds what cites it, and the
    other documents of its series.
    """
    if request.scope is Scope.NUMBER:
        return Query(((Clause(request.q, field=Field.NUMBER),),) if request.q else ())
    if request.scope is Scope.ALL and pins.number:
        parsed = doc_number.parse(pins.number)
        whole = parsed is None or parsed.is_complete
        return Query(((Clause(pins.number, whole, Field.ANY if whole else Field.NUMBER),),))
    if absent := absent_number(request, pins):
        cited = Clause(str(absent), phrase=True)
        if absent.year is None:
            return Query(((cited,),))
        return Query(((cited, Clause(str(replace(absent, serial=None)), field=Field.NUMBER)),))
    query = parse(request.q)
    if request.scope is Scope.ALL:
        return query

    def in_title(clause: Clause) -> Clause:
        return replace(clause, field=Field.TITLE) if clause.field is Field.ANY else clause

    return Query(
        tuple(tuple(map(in_title, group)) for group in query.groups),
        tuple(map(in_title, query.excluded)),
        query.cut,
    )


def is_plain(query: Query) -> bool:
    """Whether a query has words, and nothing is excluded or bound to a number."""
    words = any(not clause.phrase for clause in query.clauses)
    numbers = any(clause.field in (Field.NUMBER, Field.ISSUER) for clause in query.clauses)
    return words and not query.excluded and not numbers


def unquoted(query: Query) -> Query | None:
    """``query`` with its phrases read as words; None if it has none.

    In a question quotation marks stress a word (“三期”指的是什么) more often than they ask for
    exactly this string.
    """
    if not any(clause.phrase for clause in query.clauses):
        return None
    groups = tuple(
        tuple(replace(clause, phrase=False) for clause in group) for group in query.groups
    )
    return replace(query, groups=groups)


def absent_number(request: SearchRequest, pins: Pins) -> doc_number.DocNumber | None:
    """The complete 发文字号 that is all that was typed and no document has."""
    number = doc_number.parse(request.q) if request.scope is Scope.ALL else None
    return number if number and number.is_complete and not pins.tiers else None


def notices(query: Query, absent: doc_number.DocNumber | None, total: int) -> Iterator[str]:
    """What the visitor should know of how the query was read."""
    if absent:
        others = "；以下文件引用了它，或属于同一字号系列" if total else ""
        yield f"没有收录发文字号为“{absent}”的文件{others}。"
    if query.cut:
        yield f"检索条件超过 {MAX_CLAUSES} 个，只采用前 {MAX_CLAUSES} 个。"
