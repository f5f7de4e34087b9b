"""The strict reading of query strings, for the public API: every fault is named, none is mended.

Pages read the same parameters leniently (``SearchRequest.from_params``): they are for people, who
are shown what was left out. A program is told what is wrong with its request instead. What stands
here stands in ``openapi.yaml`` too; tests compare the two.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple, TypeAlias
from urllib.parse import parse_qsl

from index.document import Validity
from search.related import KINDS
from search.request import (
    DEFAULT_SIZE,
    FACETS,
    MAX_QUERY,
    MAX_SELECTED,
    MAX_SIZE,
    MAX_WINDOW,
    Part,
    Scope,
    SearchRequest,
    Sort,
)
from search.request.period import parse_bound
from web.protect.limits import MAX_FAULTS, MAX_PARAMETERS

_ECHO = 40
_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_NUMBER = re.compile(r"[1-9][0-9]{0,3}")
_YEAR = re.compile(r"[0-9]{4}|未注明")
_DATE = re.compile(r"[12][0-9]{3}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
_DAY = re.compile(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}")

Pairs: TypeAlias = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one parameter; ``message`` is Chinese and says what would be right."""

    parameter: str
    message: str


class BadParameters(Exception):
    """A query string that does not keep to the contract; ``faults`` is never empty."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(f"{fault.parameter}: {fault.message}" for fault in faults))
        self.faults = tuple(faults[:MAX_FAULTS])


@dataclass(frozen=True, slots=True)
class Parameter:
    """How one parameter is read.

    Attributes:
        fault: from a value to what is wrong with it; empty if nothing is.
        repeats: whether it may be given more than once.
        required: whether it must be given.
    """

    fault: Callable[[str], str]
    repeats: bool = False
    required: bool = False


def _text(value: str) -> str:
    if len(value) > MAX_QUERY:
        return f"最多 {MAX_QUERY} 个字，现有 {len(value)} 个；请缩短后再试。"
    return "不能含有控制字符；请去掉后再试。" if _FORBIDDEN.search(value) else ""


def _value(value: str) -> str:
    return _text(value) if value.strip() else "不能是空的；不按它筛选时请不要写这个参数。"


def _whole_number(value: str, most: int) -> str:
    if _NUMBER.fullmatch(value) and int(value) <= most:
        return ""
    return f"应为 1 至 {most} 的整数，例如 1。"


def _page(value: str) -> str:
    return _whole_number(value, MAX_WINDOW)


def _size(value: str) -> str:
    return _whole_number(value, MAX_SIZE)


def _date(value: str) -> str:
    if _DATE.fullmatch(value) and parse_bound(value):
        return ""
    return "应为年、年月或日期，写作 2023、2023-05 或 2023-05-12，并且历法上有这一天。"


def _day(value: str) -> str:
    if _DAY.fullmatch(value) and parse_bound(value):
        return ""
    return "应为日期，写作 2015-06-01，并且历法上有这一天。"


def _year(value: str) -> str:
    return "" if _YEAR.fullmatch(value) else "应为四位数字的年份，或“未注明”。"


def _one_of(choices: Iterable[str]) -> Callable[[str], str]:
    known = tuple(choices)

    def fault(value: str) -> str:
        return "" if value in known else f"只能是下列之一：{'、'.join(known)}。"

    return fault


def _chosen(choices: type[StrEnum]) -> Callable[[str], str]:
    return _one_of(choice.value for choice in choices)


_OF_FACET = {"year": _year, "validity": _chosen(Validity)}
"""Facets whose values are of one form, or a few; any other may have any value."""

COUNTED: Mapping[str, Parameter] = MappingProxyType(
    {
        "q": Parameter(_text),
        "in": Parameter(_chosen(Scope)),
        **{name: Parameter(_OF_FACET.get(name, _value), repeats=True) for name in FACETS},
        "within": Parameter(_text),
        "from": Parameter(_date),
        "to": Parameter(_date),
        "on": Parameter(_day),
        "literal": Parameter(_one_of(("0", "1"))),
        "plain": Parameter(_one_of((*Part, "all")), repeats=True),
        "sort": Parameter(_chosen(Sort)),
    }
)
"""What a search is asked by, turning pages apart."""
SEARCH: Mapping[str, Parameter] = MappingProxyType(
    {
        **COUNTED,
        "fold": Parameter(_one_of(("0", "1"))),
        "page": Parameter(_page),
        "size": Parameter(_size),
    }
)
FACET_LISTS: Mapping[str, Parameter] = MappingProxyType(
    {**COUNTED, "facet": Parameter(_one_of(FACETS), repeats=True)}
)
DOCUMENT: Mapping[str, Parameter] = MappingProxyType({"q": Parameter(_text), "on": Parameter(_day)})
RELATIONS: Mapping[str, Parameter] = MappingProxyType(
    {
        "kind": Parameter(_one_of(KINDS)),
        "on": Parameter(_day),
        "page": Parameter(_page),
        "size": Parameter(_size),
    }
)
SUGGEST: Mapping[str, Parameter] = MappingProxyType({"q": Parameter(_text, required=True)})
NONE: Mapping[str, Parameter] = MappingProxyType({})


def read(query: bytes, known: Mapping[str, Parameter]) -> Pairs:
    """The parameters of a query string, decoded, in their order.

    Args:
        query: as it was sent, percent-encoded.

    Raises:
        BadParameters: it is not UTF-8, or has a parameter that is not ``known``, misses a
            required one, repeats one that stands alone, or has a value that is not allowed.
    """
    pairs = _decoded(query)
    given = Counter(name for name, _ in pairs)
    faults = [_unknown(name, known) for name in given if name not in known]
    for name, parameter in known.items():
        if parameter.required and not given[name]:
            faults.append(Fault(name, "必须给出；请加上这个参数。"))
        if given[name] > 1 and not parameter.repeats:
            faults.append(Fault(name, f"只能给出一次，现有 {given[name]} 次。"))
        elif given[name] > MAX_SELECTED:
            faults.append(Fault(name, f"最多给出 {MAX_SELECTED} 次，现有 {given[name]} 次。"))
    for name, value in pairs:
        message = known[name].fault(value) if name in known else ""
        if message and (fault := Fault(name, message)) not in faults:
            faults.append(fault)
    if faults:
        raise BadParameters(faults)
    return pairs


def search_request(pairs: Pairs) -> SearchRequest:
    """The search that parameters which were :func:`read` ask for.

    Raises:
        BadParameters: values that are right by themselves do not go together.
    """
    values = dict(pairs)
    faults = []
    page, size = int(values.get("page", 1)), int(values.get("size", DEFAULT_SIZE))
    if page * size > MAX_WINDOW:
        message = f"只能翻看前 {MAX_WINDOW} 件（page × size 不大于 {MAX_WINDOW}）；请增加筛选条件。"
        faults.append(Fault("page", message))
    chosen = sum(name in FACETS for name, _ in pairs)
    if chosen > MAX_SELECTED:
        message = f"筛选条件合计最多 {MAX_SELECTED} 项，现有 {chosen} 项；请减少后再试。"
        faults += [Fault(name, message) for name in FACETS if name in values]
    first, last = (parse_bound(values.get(name, "")) for name in ("from", "to"))
    if first and last and first.first > last.last:
        faults.append(Fault("from", "不能晚于 to；请把两个日期对调。"))
    if faults:
        raise BadParameters(faults)
    return replace(SearchRequest.from_params(pairs), fold=False)


class RelationsRequest(NamedTuple):
    """Relations that are asked for: a page of each kind, or of one."""

    kind: str = ""
    on: date | None = None
    page: int = 1
    size: int = DEFAULT_SIZE

    def to_params(self) -> list[tuple[str, str]]:
        """The canonical parameters; defaults are left out."""
        stated = {
            "kind": self.kind,
            "on": str(self.on or ""),
            "page": str(self.page) if self.page != 1 else "",
            "size": str(self.size) if self.size != DEFAULT_SIZE else "",
        }
        return [(name, value) for name, value in stated.items() if value]


def day_asked(pairs: Pairs) -> date | None:
    """The day that parameters which were :func:`read` ask for."""
    bound = parse_bound(dict(pairs).get("on", ""))
    return bound.first if bound else None


def relations_request(pairs: Pairs) -> RelationsRequest:
    """The relations that parameters which were :func:`read` ask for.

    Raises:
        BadParameters: a page is asked for that cannot be turned to.
    """
    values = dict(pairs)
    kind = values.get("kind", "")
    page, size = int(values.get("page", 1)), int(values.get("size", DEFAULT_SIZE))
    if page * size > MAX_WINDOW:
        message = f"只能翻看前 {MAX_WINDOW} 件（page × size 不大于 {MAX_WINDOW}）。"
        raise BadParameters([Fault("page", message)])
    return RelationsRequest(kind, day_asked(pairs), page, size)


def _decoded(query: bytes) -> Pairs:
    """As browsers write a form; a fault of the whole is put down to the parameter ``?``."""
    try:
        text = query.decode()
        return parse_qsl(
            text, keep_blank_values=True, errors="strict", max_num_fields=MAX_PARAMETERS
        )
    except UnicodeError:
        message = "查询串不是 UTF-8 编码；请改用 UTF-8，并用百分号编码。"
    except ValueError:
        message = f"参数超过 {MAX_PARAMETERS} 个；请减少后再试。"
    raise BadParameters([Fault("?", message)])


def _unknown(name: str, known: Mapping[str, Parameter]) -> Fault:
    there_are = f"这里可用的参数有：{'、'.join(known)}。" if known else "这里不用任何参数。"
    return Fault(name[:_ECHO], f"没有这个参数。{there_are}")
