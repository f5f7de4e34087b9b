"""The query language: what a visitor types, read into clauses. It never fails.

::

    公积金 提取          both words
    "高新技术企业"       exactly this string, white space apart; also “…”
    -补贴                without; also NOT
    公积金 AND 提取      as without AND
    个人 OR 企业         either; OR binds its two neighbours
    标题:公积金          only in the title; also 正文: 发文机关: 文号: 索引号:
    引用:劳动合同法      what names this work, or a 发文字号; 依据: what is based on it

as a Chinese keyboard types it too: ``：`` ``－`` ``＂`` and the ideographic space. There are no
round brackets for grouping, for a title may contain them. Whatever is not balanced, or stands
where it means nothing, is read as ordinary text.

This module only reads; what stands in a clause is read in ``search.query.interpretation``, and what
it looks for is decided in ``search.query.units``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import field as attribute
from enum import StrEnum
from typing import Generic, TypeVar

from search.request import MAX_CLAUSES


class Field(StrEnum):
    """Where a clause looks."""

    ANY = "any"
    TITLE = "title"
    BODY = "body"
    ISSUER = "issuer"
    NUMBER = "number"
    CITES = "cites"
    BASED_ON = "based_on"


CITING = frozenset((Field.CITES, Field.BASED_ON))
"""Fields whose clauses give the name or the number of another document."""

PREFIXES = {
    "标题": Field.TITLE,
    "標題": Field.TITLE,
    "名称": Field.TITLE,
    "正文": Field.BODY,
    "内容": Field.BODY,
    "发文机关": Field.ISSUER,
    "發文機關": Field.ISSUER,
    "发布机构": Field.ISSUER,
    "机关": Field.ISSUER,
    "文号": Field.NUMBER,
    "文號": Field.NUMBER,
    "发文字号": Field.NUMBER,
    "發文字號": Field.NUMBER,
    "索引号": Field.NUMBER,
    "索引號": Field.NUMBER,
    "引用": Field.CITES,
    "依据": Field.BASED_ON,
    "依據": Field.BASED_ON,
}


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing looked for, as typed: words, or (``phrase``) exactly this string.

    ``start`` (not part of equality) is where ``text`` stands in the query.
    """

    text: str
    phrase: bool = False
    field: Field = Field.ANY
    start: int = attribute(default=0, compare=False)


_Clause = TypeVar("_Clause")
_Other = TypeVar("_Other")


@dataclass(frozen=True, slots=True)
class Query(Generic[_Clause]):
    """What was typed, of clauses as typed or as they are read.

    Attributes:
        groups: every group must be satisfied; a group is, by any of its clauses.
        excluded: clauses no document may satisfy.
        cut: whether clauses past ``search.request.MAX_CLAUSES`` were left out.
    """

    groups: tuple[tuple[_Clause, ...], ...]
    excluded: tuple[_Clause, ...] = ()
    cut: bool = False

    @property
    def clauses(self) -> tuple[_Clause, ...]:
        """Every clause that is looked for, in the order typed."""
        return tuple(clause for group in self.groups for clause in group)

    def mapped(self, read: Callable[[_Clause], _Other]) -> Query[_Other]:
        """This query with every clause, also the excluded ones, made into another."""
        groups = tuple(tuple(map(read, group)) for group in self.groups)
        return Query(groups, tuple(map(read, self.excluded)), self.cut)


_CLOSING = {'"': '"＂', "＂": '"＂', "“": "”", "”": "”"}
_MINUS = "-－"
_OR = re.compile(r"(?:OR|ＯＲ|\|\||｜｜|\||｜)(?=\s|$)")
_AND = re.compile(r"(?:AND|ＡＮＤ|&&|＆＆)(?=\s|$)")
_NOT = re.compile(r"(?:NOT|ＮＯＴ)\s+(?=\S)")
_PREFIX = re.compile(rf"({'|'.join(PREFIXES)})\s*[:：]")
_INSIDE_WORD = re.compile(r'[^\s"＂“”]+')


def parse(text: str) -> Query[Clause]:
    """Read ``text``; every string has a reading."""
    groups: list[tuple[Clause, ...]] = []
    excluded: list[Clause] = []
    either = False
    for operator, clause in _Scanner(text).clauses():
        if len(groups) + len(excluded) >= MAX_CLAUSES and not either:
            return Query(tuple(groups), tuple(excluded), cut=True)
        if operator == "or":
            either = bool(groups)
        elif clause and operator == "not":
            excluded.append(clause)
            either = False
        elif clause and either and len(groups[-1]) < MAX_CLAUSES:
            groups[-1] = (*groups[-1], clause)
            either = False
        elif clause:
            groups.append((clause,))
            either = False
    return Query(tuple(groups), tuple(excluded))


class _Scanner:
    """Walks over the text once; every step consumes at least one character."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def clauses(self) -> list[tuple[str, Clause | None]]:
        """``("", clause)``, ``("not", clause)`` and ``("or", None)`` in order."""
        found: list[tuple[str, Clause | None]] = []
        while self._skip_space():
            operator = _OR.match(self.text, self.at)
            if operator and found and self._starts_word():
                self.at = operator.end()
                if self.text[self.at :].strip():
                    found.append(("or", None))
                continue
            if self._and(bool(found)):
                continue
            negated = self._minus() or self._not(bool(found))
            field = self._prefix()
            if clause := self._clause(field):
                found.append(("not" if negated else "", clause))
        return found

    def _skip_space(self) -> bool:
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1
        return self.at < len(self.text)

    def _starts_word(self) -> bool:
        return self.at == 0 or self.text[self.at - 1].isspace()

    def _and(self, is_between: bool) -> bool:
        """Whether AND stands here between two clauses; it says what is so without."""
        operator = _AND.match(self.text, self.at) if is_between and self._starts_word() else None
        if not operator or not self.text[operator.end() :].strip():
            return False
        self.at = operator.end()
        return True

    def _not(self, is_behind: bool) -> bool:
        """Whether NOT stands here behind a clause and before another."""
        operator = _NOT.match(self.text, self.at) if is_behind and self._starts_word() else None
        if not operator:
            return False
        self.at = operator.end()
        return True

    def _minus(self) -> bool:
        after = self.text[self.at + 1 : self.at + 2]
        if self.text[self.at] not in _MINUS or not self._starts_word():
            return False
        if not after or after.isspace() or after in _MINUS:
            return False
        self.at += 1
        return True

    def _prefix(self) -> Field:
        found = _PREFIX.match(self.text, self.at)
        if not found or not self.text[found.end() :].strip():
            return Field.ANY
        self.at = found.end()
        self._skip_space()
        return PREFIXES[found[1]]

    def _clause(self, field: Field) -> Clause | None:
        start = self.at
        quoted = self._quoted()
        if quoted is not None:
            return Clause(quoted, True, field, start + 1) if quoted.strip() else None
        found = _INSIDE_WORD.match(self.text, self.at)
        if not found:  # a quote that nothing closes
            self.at += 1
            return None
        self.at = found.end()
        return Clause(found[0], False, field, start)

    def _quoted(self) -> str | None:
        """The inside of a quotation that begins here and is closed, else None."""
        closing = _CLOSING.get(self.text[self.at])
        if closing is None:
            return None
        depth = 1
        for end in range(self.at + 1, len(self.text)):
            if self.text[end] in closing:
                depth -= 1
            elif self.text[end] == "“" and closing == "”":
                depth += 1
            if depth == 0:
                inside = self.text[self.at + 1 : end]
                self.at = end + 1
                return inside
        return None
