"""发文字号: the number under which an authority issued a document.

GB/T 9704 writes 机关代字〔年份〕序号: ``国办发〔2017〕47号``. Orders (令) and announcements
(公告) number otherwise: ``国务院令第845号``, ``商务部公告2019年第11号``. On pages and in
queries any bracket, width and spacing occurs, 号, 年 and 第 come and go, and people type only
a part (``国办发47号``, ``2017年47号``, ``国办发 2017``). All of them are read here, by one
grammar, and never by the word cutter. Standards have numbers of another make (``standards``),
which are asked for and looked up like these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import merge
from operator import itemgetter

from index.conventions import standards
from index.text.fold import fold
from index.text.han import HAN, THOUSANDS, YEAR, chinese_number

_CODE_CHARACTER = rf"(?![年号第的]|关于|根据|按照|依据|依照|贯彻|落实|执行|印发|转发){HAN}"
_CODE = rf"(?P<code>(?:{_CODE_CHARACTER}){{1,24}}?)"
_MAYBE_CODE = rf"(?P<code>(?:{_CODE_CHARACTER}){{0,24}}?)"
_LETTER_CODE = rf"(?P<code>(?=[^\d]*[发函办令电字])(?:{_CODE_CHARACTER}){{1,12}}?)"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_PRINTED_YEAR = f"{YEAR}o0"  # 二oo一, 二00一
_IN_BRACKETS = rf"[\[(<〈](?P<year>(?:19|20)\d\d|[4-9]\d|[{_PRINTED_YEAR}]{{4}})年?[\])>〉]"
_DIGITS = r"(?P<serial>\d{1,5})"
_SERIAL = rf"(?:第?(?P<serial>\d{{1,5}})|第(?P<chinese>[{THOUSANDS}]{{1,7}}))"

_PARTED = re.compile(rf"{_CODE}[\s\-/_.]*+{_YEAR}[\s\-/_.]++(?:第\s*+)?{_DIGITS}\s*+号?")
_SOLID = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_MAYBE_CODE}{_IN_BRACKETS}{_SERIAL}号?(?P<order>令?)",  # 国办发〔2017〕47号
        rf"{_MAYBE_CODE}{_IN_BRACKETS}(?P<chinese>[{THOUSANDS}]{{1,7}})号(?P<order>令?)",  # 〔二○○一〕七号
        rf"{_MAYBE_CODE}{_YEAR}年{_SERIAL}号(?P<order>令?)",  # 国发1987年26号, 2017年47号
        rf"{_CODE}[\[(]{_YEAR}年{_SERIAL}号[\])]",  # 公告（2019年 第11号）
        rf"{_LETTER_CODE}{_YEAR}年第?{_DIGITS}",  # 国发2018年44
        rf"{_CODE}{_YEAR}第?{_DIGITS}号",  # 国办发201747号
        rf"(?P<code>(?:{_CODE_CHARACTER}){{1,23}}令)第?{_DIGITS}",  # 国令707
        rf"{_YEAR}年(?P<code>(?:{_CODE_CHARACTER}){{2,20}}(?:令|公告|通告)){_SERIAL}号",  # 2017年农业部令第4号
        rf"{_MAYBE_CODE}{_SERIAL}号(?P<order>令)",  # 第5号令
        rf"{_CODE}{_SERIAL}号",  # 国务院令第845号, 国办发47号
        rf"{_CODE}[\[(]{_SERIAL}号[\])]",  # 上海市人民政府令（第19号）
        rf"(?P<code>{HAN}{{2,12}}第[{THOUSANDS}\d]{{1,3}}届{HAN}{{4,20}}公告)[\[(]?{_SERIAL}号[\])]?",
        rf"{_CODE}{_IN_BRACKETS}",  # 国办发〔2017〕
        rf"{_LETTER_CODE}{_YEAR}年?",  # 国办发 2017; but 公积金 2023 is two words
    )
)
_CITED = re.compile(
    rf"(?P<code>{HAN}{{1,24}})(?:"
    rf"\s*+[\[(]\s*+(?P<year>(?:19|20)\d\s*+\d|[{_PRINTED_YEAR}]{{4}})\s*+年?+\s*+[\])]"
    rf"\s*+第?+\s*+(?P<serial>\d(?:\s*+\d){{0,4}}|[{THOUSANDS}]{{1,7}})\s*+号"
    rf"|(?<=令)\s*+第\s*+(?P<order>\d{{1,5}}|[{THOUSANDS}]{{1,7}})\s*+号"
    r"|(?<=公告)\s*+[\[(]?+\s*+(?P<notice_year>(?:19|20)\d\d)\s*+年\s*+第\s*+(?P<notice>\d{1,5})\s*+号"
    r")"
)
_LEADS = re.compile(
    r"(?:.*(?:中华人民共和国|(?<!共)和|关于|根据|按照|依据|依照|遵照|对照|落实|贯彻|执行|印发|转发|下发|废止|参照|详见|通知|意见"
    r"|办法|规定|文件|方案|以及|[《》的及与见以由经在了按并将对即是为]))(?=.)",
    re.DOTALL,
)
_GLUED = re.compile(
    rf"(?P<issuer>{HAN}{{1,20}}(?:政府|办公厅|办公室|委员会|[局厅部院署司会委处]|中心))"
    r"(?:文件)?"
    rf"(?P<code>(?![办党函字令公通])(?:(?!令|公告|通告){HAN}){{2,8}})"
)
"""A letterhead that has run into the code below it: 云澜市教育局云教."""
_NAMED_IN_FULL = re.compile(rf"{HAN}[省市县区州盟旗]|国家|国务院|中共|最高")
_NO_CODE_OF_ITS_OWN = re.compile(rf"{HAN}[字函发规]")
_SERIES = ("令", "公告", "通告")
_STATE = "中华人民共和国"
_FEWEST_PARTS = 2
_ALIASES = {"国令": "国务院令"}
_FOLDED_BRACKETS = str.maketrans("〔〕", "[]")
_NUMERAL = re.compile(rf"[\d{THOUSANDS}{_PRINTED_YEAR}]")
"""Whatever is a number has one."""
_LABEL = re.compile(r"(?<!\s)\s*+\[?(?:发文字号|文\s*+号|字\s*+号)\]?\s*+:\s*+")


@dataclass(frozen=True, slots=True)
class DocNumber:
    """A 发文字号 or a part of one; at least two of the three parts are known.

    Attributes:
        code: 机关代字 (国办发), or the title of a series of orders or announcements
            (国务院令, 商务部公告); empty where unknown. Of a standard it is all but the year
            (GB/T 9704), and then the one part that must be known.
        year: 年份; None where unknown or, for most orders, not part of the number.
        serial: 序号; None where unknown.
    """

    code: str
    year: int | None
    serial: int | None

    @property
    def is_complete(self) -> bool:
        """Whether it can name one document rather than a group of them."""
        if self.is_standard:
            return self.year is not None
        if self.year is None:
            return self.is_series and self.serial is not None and self.code not in _SERIES
        return bool(self.code) and self.serial is not None

    @property
    def is_order(self) -> bool:
        """Whether it numbers orders (令), which mostly count on through the years."""
        return self.code.endswith("令")

    @property
    def is_series(self) -> bool:
        """Whether it numbers orders or announcements, under whose name they are counted."""
        return self.code.endswith(_SERIES)

    @property
    def is_standard(self) -> bool:
        """Whether it numbers standards: their codes are in Latin letters."""
        return self.code[:1].isascii() and bool(self.code)

    def __str__(self) -> str:
        if self.is_standard:
            return f"{self.code}—{self.year}" if self.year else self.code
        if self.serial is None:
            return f"{self.code}〔{self.year}〕"
        if self.year is None:
            return f"{self.code}{'第' if self.is_series else ''}{self.serial}号"
        if not self.code:
            return f"{self.year}年{self.serial}号"
        if self.code.endswith(("公告", "通告")):
            return f"{self.code}{self.year}年第{self.serial}号"
        return f"{self.code}〔{self.year}〕{'第' if self.is_order else ''}{self.serial}号"

    @property
    def folded(self) -> str:
        """The standard form as ``index.text.fold`` writes it; but for standards, the code of a
        number is folded."""
        return fold(str(self)) if self.is_standard else str(self).translate(_FOLDED_BRACKETS)


def parse(text: str) -> DocNumber | None:
    """The number that ``text`` is as a whole, in any form; None if it is anything else.

    >>> str(parse("国函 2012 8"))
    '国函〔2012〕8号'
    """
    return parse_folded(fold(text))


def parse_folded(folded: str) -> DocNumber | None:
    """:func:`parse` for a text that is folded already."""
    folded = _unwrapped(_LABEL.sub("", folded.strip(), count=1)).removesuffix("文件").strip()
    if not 3 <= len(folded) <= 60 or not _NUMERAL.search(folded):
        return None
    if folded.isascii() and (standard := standards.parse(folded)):
        return DocNumber(standard.name, standard.year, None)
    if found := _PARTED.fullmatch(folded):
        return _number(found)
    squeezed = "".join(folded.split())
    for pattern in _SOLID:
        if found := pattern.fullmatch(squeezed):
            return _number(found)
    return None


def find(text: str, limit: int | None = None) -> list[tuple[int, int, DocNumber]]:
    """The complete numbers written out in running text, in order.

    Args:
        limit: how many characters from the beginning are looked through; None for all.

    Returns:
        ``(start, end, number)`` each, offsets in ``text``. Words that introduce a number
        (根据, 印发 …) are not taken for a part of its code.
    """
    return list(find_folded(fold(text[:limit])))


def find_folded(folded: str) -> Iterator[tuple[int, int, DocNumber]]:
    """:func:`find` for a text that is folded already."""
    if not _NUMERAL.search(folded):
        return iter(())
    of_standards = list(_standards(folded))
    found = _official(folded)
    return merge(found, of_standards, key=itemgetter(0)) if of_standards else found


def _official(folded: str) -> Iterator[tuple[int, int, DocNumber]]:
    for found in _CITED.finditer(folded):
        start, code = found.start("code"), found["code"]
        if lead := _LEADS.match(code):
            start, code = start + lead.end(), code[lead.end() :]
        digits = found["serial"] or found["order"] or found["notice"]
        serial = chinese_number("".join(digits.split()))
        year = "".join((found["year"] or found["notice_year"] or "").split())
        if serial and code:
            own = _without_letterhead(code) if found["year"] else code
            start += len(code) - len(own)
            yield start, found.end(), DocNumber(own, chinese_number(year) if year else None, serial)


def _standards(folded: str) -> Iterator[tuple[int, int, DocNumber]]:
    for start, end, standard in standards.find(folded):
        yield start, end, DocNumber(standard.name, standard.year, None)


def letterhead_of(text: str) -> str:
    """The authority whose letterhead stands before the number that ``text`` is; else empty.

    >>> letterhead_of("云澜市教育局云教〔2024〕5号")
    '云澜市教育局'
    """
    code, bracket, _ = "".join(fold(text).split()).partition("[")
    return code.removesuffix(_without_letterhead(code)) if bracket else ""


def _without_letterhead(code: str) -> str:
    """A code without the authority that is named in full before it. Where nothing says that the
    name is a full one (工信部联企业), the code must begin with a character of it (教育部教基)."""
    found = _GLUED.fullmatch(code)
    if not found:
        return code
    is_named = _NAMED_IN_FULL.search(found["issuer"])
    is_code = is_named and not _NO_CODE_OF_ITS_OWN.fullmatch(found["code"])
    return found["code"] if is_code or found["code"][0] in found["issuer"] else code


def normalise(text: str) -> str:
    """``text`` in the standard form if it is a 发文字号, else as it is, trimmed."""
    number = parse(text)
    return str(number) if number else text.strip()


def same(first: str, second: str) -> bool:
    """Whether two printed numbers are one, 中华人民共和国 and other long forms apart."""
    one, other = parse(first), parse(second)
    return key(one) == key(other) if one and other else first == second


def is_order(text: str) -> bool:
    """Whether a number in the standard form numbers an order (令)."""
    number = parse(text)
    return bool(number and number.is_order)


def key(number: DocNumber) -> str:
    """What a number, whole or partial, is looked up by."""
    return _key(_canonical(number.code), number.year, number.serial)


def keys(number: DocNumber) -> tuple[str, ...]:
    """Everything a document with this number may be looked up by, itself first."""
    codes = [_canonical(number.code)]
    codes += [
        series for series in ("令", "公告") if codes[0].endswith(series) and codes[0] != series
    ]
    found = [_key(code, number.year, number.serial) for code in codes]
    if number.year and number.serial:
        found += [_key(code, None, number.serial) for code in codes if code]
        found.append(_key("", number.year, number.serial))
    if number.is_standard:
        found.append(_key(codes[0], None, None))
    elif number.year and number.code:
        found.append(_key(codes[0], number.year, None))
    return tuple(dict.fromkeys(found))


def _number(found: re.Match[str]) -> DocNumber | None:
    parts = found.groupdict()
    code, order = "".join(parts["code"].split()), parts.get("order") or ""
    if order and not code.endswith("令"):
        code += "令"
    year = chinese_number(parts["year"]) if parts.get("year") else None
    if year and year < 100:
        year += 1900
    digits = parts.get("serial") or parts.get("chinese")
    serial = chinese_number(digits) if digits else None
    if year and serial:
        code = _without_letterhead(code)
    known = (code, year, serial)
    if serial == 0 or sum(map(bool, known)) < _FEWEST_PARTS:  # digits of another script tell none
        return None
    return DocNumber(code, year, serial)


def _unwrapped(text: str) -> str:
    """``text`` without a pair of brackets around the whole."""
    inner = text[1:-1].strip()
    wrapped = f"{text[:1]}{text[-1:]}" in ("()", "[]") and not re.search(r"[()]", inner)
    return inner if wrapped and not inner[:4].isdecimal() else text


def _canonical(code: str) -> str:
    code = code.removeprefix("中中").removeprefix(_STATE) if code != _STATE else code
    code = code.removeprefix(_STATE[1:])
    return standards.key(code) if code[:1].isascii() else _ALIASES.get(code, code)


def _key(code: str, year: int | None, serial: int | None) -> str:
    return f"{code}|{year or ''}|{serial or ''}"
