"""Whose document it is: labels, title, letterhead, promulgation and signature weighed.

A label wins; but who signed beside it has issued, too, and a title that names its issuer stands above
a label that names the office which reprinted it. Where neither these nor letterhead, promulgation, order
or signature tell, a line at the head that is a name (a cover's 某局编制, 采购人：某局), a title that begins
with one (某局2024年工作要点), and at last the source do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import PurePath
from typing import NamedTuple

from index.conventions.authorities import is_issuer, may_name_issuer
from index.conventions.issuers import canonical_all, leaves_place_out, split_issuers
from index.conventions.places import place_at
from index.conventions.regions import regions_in
from index.readers import limits
from index.readers.extract import Extract
from index.readers.interpret.self_description import Stated
from index.text.fold import fold
from index.text.han import HAN, HUNDREDS

_ORDER = re.compile(r"^(?:中华人民共和国)?(?P<issuer>.{2,20})令[〔第]")
_OWN_WEBSITE = re.compile(r"^(?:本网|本站)|(?:官网|官方网站|政府门户网站|门户网站|网站)$")
_LEAD = re.compile(r"^(?:关于|印发|公布|发布|\d{4}年度?|[《“\"])*+")
_MOST_FOLDERS = 8
_MOST_HEAD_LINES = 8
_SHORTEST_BYLINE = 6
_LONGEST_BYLINE = 60
_LONGEST_OWNER = 40
_ROLE = re.compile(
    r"(?:采\s*购|招\s*标|编\s*制|发\s*布|主\s*办|比\s*选|磋\s*商|出\s*让)\s*(?:人|方|单\s*位|机\s*关|机\s*构)\s*:\s*"
)
_MADE = re.compile(
    r"(?:编\s{0,4}制|编\s{0,4}印|印\s{0,4}制|监\s{0,4}制|制|编|印)$|[,，]\s?(?:19|20)\d\d年[^年()（）]{0,8}[稿版订]$"
)
_MOST_TELLING_LINES = 8
_LONGEST_TELLING = 200
_SESSION = re.compile(
    rf"(?<![{HUNDREDS}])(?P<body>(?:第?[{HUNDREDS}\d]{{1,5}}届)?(?:全国|{HAN}{{1,11}}?[省市州盟县区旗])?"
    rf"(?:第?[{HUNDREDS}\d]{{1,5}}届)?(?:人民代表大会|人大)(?:常务委员会|常委会)?)"
    rf"(?:第?[{HUNDREDS}\d]{{1,5}}次)?(?:全体)?会议[^,。《》]{{0,12}}通过(?:了?《(?P<work>[^《》]{{2,60}})》|(?=[,。;)]|$))"
)
_FOR = re.compile(rf"我(?:们|谨)?(?:代表|受)(?P<body>{HAN}{{2,30}}?)(?:的?委托)?[,向]")
_NORM = re.compile(r"(?:法|条例|规定|规则|办法|细则|规范|标准|解释|章程)(?:[(（][^()（）]*[)）])?$")
_CENTRAL = re.compile(r"国务院|国家|中共中央|中央|全国|最高人民|中国|中华人民共和国")
_SPOKEN_OF = re.compile(r"令|公告|文件|转发|核报|认定|更名|对|[和与].{0,12}(?:国|国家|政府)")
"""What makes more of the beginning of a title than a name."""
_OFFICE_ENDS = re.compile(
    r"政府|办公[厅室]|委员会|委(?![员托派])|局(?![势面长])|厅(?!长)|部(?![门署队分长])|院(?![长校])|署(?!名)|中心(?![城区组])"
    r"|银行(?!业)|大会|办(?![法理公事学])|[协学商联]会(?![议计员])|大学(?!生)|学校|海关|组委会"
)
"""Where names of offices end in a title, without the words that only begin like them (部门, 大学生)."""


class Issuers(NamedTuple):
    """Names as the source writes them (none where only the text tells), and the canonical ones."""

    as_written: tuple[str, ...]
    names: tuple[str, ...]


def issuers_of(
    extract: Extract, stated: Stated, number: str, aliases: Mapping[str, str], warnings: list[str]
) -> Issuers:
    """The issuers of a document.

    Args:
        number: its 发文字号: an order names who gave it.
        aliases: the operator's own names, see :func:`index.conventions.issuers.canonical`.
        warnings: gets what is doubted.
    """
    named = partial(_canonical, extract, stated, aliases)
    titled, signed = named(stated.titled_by), named(stated.signed_by)
    written = _labelled(extract, warnings)
    printed = named(written)
    if printed:
        if set(printed) < set(signed):
            return Issuers(written, signed)  # a page names one of several: all have signed
        if titled and not set(printed) & {*titled, *signed} and set(signed) <= set(titled):
            warnings.append(
                f"著录的发文机关“{'、'.join(written)}”与标题“{'、'.join(titled)}”不一致，采用后者。"
            )
            return Issuers((), titled)
        return Issuers(written, printed)
    if titled and set(titled) < set(signed):
        titled = signed
    derived = titled or named(stated.issued_by) or named(_of_order(number)) or signed
    if derived:
        return Issuers((), derived)
    sources = _sources(extract)
    is_placed = any(place_at(name).length for name in sources)
    others = _told(stated) or (() if is_placed else _owner(stated.title)) or _byline(stated.lines)
    return Issuers((), named(others)) if others else Issuers(sources, named(sources))


def _canonical(
    extract: Extract, stated: Stated, aliases: Mapping[str, str], names: tuple[str, ...]
) -> tuple[str, ...]:
    """The canonical names; what tells the place is gone through only where one leaves it out."""
    leaves_out = any(map(leaves_place_out, names))
    return canonical_all(names, tuple(_places(extract, stated)) if leaves_out else (), aliases)


def _told(stated: Stated) -> tuple[str, ...]:
    """Whom the first lines name: the assembly whose session has passed the text, or the body that a
    report is given for (我代表某市人民政府，向大会报告工作)."""
    for line in stated.lines[:_MOST_TELLING_LINES]:
        folded = fold(line[:_LONGEST_TELLING])
        found = _SESSION.search(folded)
        if found and found["work"] and found["work"] not in fold(stated.title):
            return ()  # it has passed something else
        if found := found or _FOR.search(folded):
            body = found["body"].lstrip("已经由")
            return (body,) if is_issuer(body) else ()
    return ()


def _byline(lines: Sequence[str]) -> tuple[str, ...]:
    """The authorities on lines of their own above all text, as covers and papers of committees have
    them: 某局制, （某组委会，2017年修订）, 采购人：某局."""
    for line in lines[:_MOST_HEAD_LINES]:
        folded = fold(line).strip()
        if len(folded) > _LONGEST_BYLINE or folded.endswith(tuple("。;")):
            break
        role = _ROLE.match(folded)
        bare = _MADE.sub("", line.strip().strip("()（）")[role.end() if role else 0 :])
        if len(bare) < len(line.strip()) or len(folded) >= _SHORTEST_BYLINE:
            names = split_issuers(bare)
            if names and all(map(is_issuer, names)):
                return names
    return ()


def _owner(title: str) -> tuple[str, ...]:
    """The authority that a title begins with which is no norm about it: 某局2024年工作要点. What
    stands behind 关于 is spoken of."""
    bare = title[:_LONGEST_OWNER]
    if _NORM.search(title) or not (place_at(bare).length or _CENTRAL.match(bare)):
        return ()
    ends = (found.end() for found in reversed(list(_OFFICE_ENDS.finditer(bare))))
    for end in ends:
        names = split_issuers(bare[:end]) if end < len(bare) else ()
        if names and all(map(is_issuer, names)) and not _SPOKEN_OF.search(bare[:end]):
            return names
    return ()


def _sources(extract: Extract) -> tuple[str, ...]:
    """The first source that is of authorities alone: a list with media among them is of a report."""
    for value in extract.values("source"):
        names = _names((_OWN_WEBSITE.sub("", value),))
        if names and all(map(is_issuer, names)):
            return names
    return ()


def _labelled(extract: Extract, warnings: list[str]) -> tuple[str, ...]:
    """The labelled names; a sentence, a website or another label's value is none."""
    labelled = _names(extract.values("issuers"))
    names = tuple(filter(may_name_issuer, labelled))
    if others := [name[:30] for name in labelled if name not in names]:
        warnings.append(f"著录的发文机关“{'、'.join(others)}”不是机关名称，未采用。")
    return names


def _places(extract: Extract, stated: Stated) -> Iterator[str]:
    """What tells the place where a name leaves it out (市财政局), the best first: a title or other
    names of authorities, the site, a known place in the title, the folder."""
    if stated.titled_by:
        yield stated.title
    yield from stated.issued_by[:1]
    yield from stated.signed_by[:1]
    yield extract.value("site")
    title = _LEAD.sub("", stated.title)
    if place_at(title).length:
        yield title
    yield from regions_in(fold(stated.title))
    for folder in PurePath(extract.source_path).parts[:-1][-_MOST_FOLDERS:]:
        if place_at(folder).length:
            yield folder


def _of_order(number: str) -> tuple[str, ...]:
    order = _ORDER.match(number)
    return (order["issuer"],) if order and is_issuer(order["issuer"]) else ()


def _names(values: Iterable[str]) -> tuple[str, ...]:
    names = dict.fromkeys(name for value in values for name in split_issuers(value))
    return tuple(names)[: limits.ISSUERS]
