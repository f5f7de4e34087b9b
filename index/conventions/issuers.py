"""发文机关: several issuers of one document told apart, each by one canonical name.

The canonical name is the short form in official use (科技局 for 科学技术局, 国务院办公厅 for
国办), so that a filter gathers what pages write in many ways. What the source says is kept
beside it in ``PolicyDocument.issuers_as_written``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from index.conventions.authorities import is_issuer
from index.conventions.offices import LEVELS, office
from index.conventions.places import place_at
from index.text.han import HAN, PRINTED_REMARK

NO_ALIASES: Mapping[str, str] = MappingProxyType({})
_AUTHORITY = re.compile(
    r"(?:国务院|政府|办公厅|办公室|委员会|[^员常]委|委会|局|厅|[^全内]部|法院|检察院|署|银行|大会|中央|军委|中心|处|联合会|指挥部|领导小组)$"
)
_SEPARATORS = re.compile(r"[、;；，,/|\n\r\t—–-]+")
_GAPS = re.compile(r"(\s+)")

_LEVEL = re.compile(rf"自治[区州县旗]|[{LEVELS}]")
_BEFORE_PLACE = re.compile(r"^(?:关于|印发|公布|发布|中共|中国共产党|共青团|政协|[《“\"])*+")
_IN_PLACE = rf"(?:(?![局厅委府院部关于和]){HAN})"
_CHAIN = re.compile(
    rf"(?:{_IN_PLACE}{{2,4}}省)?(?:{_IN_PLACE}{{2,11}}?[市州盟])?(?:{_IN_PLACE}{{1,9}}?[县区旗])?"
)
"""A province, a prefecture, a county as they stand before the word for an office; any may be missing."""
_OWNER = re.compile(rf"(?:中共)?({_IN_PLACE}{{2,11}}?[{LEVELS}])")
_LONGEST_SPREAD = 8
"""A name of more characters is not spread over a line."""
_MOST_GLUED = 12
_LONGEST_GLUED = 200
_AND_ANOTHER = re.compile(
    rf"[和与及](?=国家|中国|国务院|中共|最高|[省市县区]{HAN}{{2}}|{HAN}{{2,6}}[部委]$|{HAN}{{2,9}}?[{LEVELS}]{HAN}{{2}})"
)
_STATE = "中华人民共和国"
_CENTRAL_START = re.compile(r"国务院|中央军委|国家|最高人民")
_CENTRAL_BEHIND = re.compile(r"(?<=[局厅委府院部行署会室])(?:国家|中国|国务院)(?=\S{3})")
_SAME_KIND = re.compile(
    rf"(?<=办公[厅室])(?=.{{2,}}办公[厅室]$)|(?<={HAN}{HAN}部)(?={HAN}{{2,8}}部$)"
)
"""Two of one kind without anything between them: 财政部科技部; but 公安部交通管理局 is one."""


def split_issuers(text: str) -> tuple[str, ...]:
    """The issuers named in ``text``, as written, each once and in order.

    >>> split_issuers("云澜市财政局 云澜市税务局；市民政局")
    ('云澜市财政局', '云澜市税务局', '市民政局')
    """
    kept = PRINTED_REMARK.sub(lambda found: "".join(found[0].split()), text)
    parts = [word for part in _SEPARATORS.split(kept) for word in _words(part)]
    names = (name for part in _outside_remarks(parts) for name in _parted(part))
    return tuple(dict.fromkeys(names))


def _words(text: str) -> list[str]:
    """The names that spaces part; characters of one name spread over the line (国　务　院) stay
    together, several names spread so are parted by the wider spaces."""
    parts = _GAPS.split(text.strip())
    usual = min(map(len, parts[1::2]), default=0)
    words = parts[:1]
    spread = len(parts[0]) == 1
    for gap, piece in zip(parts[1::2], parts[2::2], strict=True):
        goes_on = spread and len(piece) == 1 and len(gap) == usual
        if goes_on:
            words[-1] += piece
        else:
            words.append(piece)
        spread = len(piece) == 1
    whole = "".join(words)
    if len(whole) <= _LONGEST_SPREAD and not all(map(is_issuer, words)) and is_issuer(whole):
        return [whole]
    return [word for word in words if word]


def _parted(name: str) -> list[str]:
    """A name that is two without anything between them: 中共中央国务院, 某市财政局某市民政局.

    The second begins with the place of the first, or as central names do (国家, 中国); or both
    are 办公厅 or 部. An office that a central body has somewhere (国家税务总局某市税务局) is one.
    """
    names = [name]
    for _ in range(_MOST_GLUED):
        at = _second(names[-1])
        if not at:
            break
        names[-1:] = [names[-1][:at].rstrip("和与及"), names[-1][at:]]
    return names


def _second(name: str) -> int:
    """Where in a name another begins; 0 where none does."""
    if len(name) > _LONGEST_GLUED:
        return 0
    starts = [found.start() for found in _SAME_KIND.finditer(name)]
    starts.append(name.find(_STATE, 1))
    starts += [found.end() for found in _AND_ANOTHER.finditer(name)]
    starts += [found.start() for found in _CENTRAL_BEHIND.finditer(name)]
    if name.startswith("中共中央"):
        starts += [found.start() for found in _CENTRAL_START.finditer(name, 4)]
    elif owner := _OWNER.match(name):
        starts.append(name.find(owner[1], owner.end()))
    whole = (at for at in starts if at > 0 and _are_two(name[:at], name[at:]))
    return next(whole, 0)


def _are_two(one: str, other: str) -> bool:
    return is_issuer(one.rstrip("和与及")) and is_issuer(other)


def is_authority(name: str) -> bool:
    """Whether a name is one that authorities have: it ends in 局, 厅, 人民政府 …"""
    return bool(_AUTHORITY.search(PRINTED_REMARK.sub("", name)))


def canonical(name: str, place: str = "", aliases: Mapping[str, str] = NO_ALIASES) -> str:
    """The name an issuer is filtered by.

    Args:
        place: what begins with the place meant: which 市 ``市财政局`` is of.
        aliases: the operator's own: a name as written, or as it would be without them -> the
            name to filter by.
    """
    if name in aliases:
        return aliases[name]
    made = _canonical(name, (place,))
    return aliases.get(made, made)


def _canonical(name: str, places: Sequence[str]) -> str:
    name = office(name)
    lead = _LEVEL.match(name)
    if not lead or len(name) <= len(lead[0]) + 1:
        return name
    above = next(filter(None, (place_of_level(lead[0], place) for place in places)), "")
    return office(above + name[len(lead[0]) :]) if above else name


def leaves_place_out(name: str) -> bool:
    """Whether a name begins with the word for a kind of place: 市财政局, 自治区人民政府."""
    return bool(_LEVEL.match(name))


def place_of_level(level: str, text: str) -> str:
    """The 省, 市, 区 … that a text which begins with a place tells of; empty where it tells none.

    >>> place_of_level("市", "天河区教育局"), place_of_level("市", "云澜市财政局")
    ('广州市', '云澜市')
    """
    text = _BEFORE_PLACE.sub("", text)
    known = place_at(text)
    for part in (known.county, known.prefecture, known.province):
        if part.endswith(level):
            return part
    chain = _CHAIN.match(text)
    return chain[0][: chain[0].rfind(level) + len(level)] if chain and level in chain[0] else ""


def canonical_all(
    names: Sequence[str],
    places: str | Sequence[str] = "",
    aliases: Mapping[str, str] = NO_ALIASES,
) -> tuple[str, ...]:
    """The canonical names of joint issuers, each once and in order.

    Args:
        places: texts that begin with the place meant, for names that leave it out (市政府), the
            best first; before them the first of the names tells.
    """
    texts = (places,) if isinstance(places, str) else tuple(places)
    if names and not _LEVEL.match(names[0]):
        texts = (names[0], *texts)
    made = (aliases[n] if n in aliases else _canonical(n, texts) for n in names)
    return tuple(dict.fromkeys(filter(None, (aliases.get(name, name) for name in made))))


def _outside_remarks(parts: list[str]) -> list[str]:
    """``parts`` with those joined again that one pair of brackets holds."""
    joined: list[list[str]] = []
    opened = 0  # brackets of the last one that are not closed
    for part in parts:
        if opened > 0:
            joined[-1].append(part)
        else:
            joined.append([part])
            opened = 0
        opened += sum(part.count(one) for one in "(（") - sum(part.count(one) for one in ")）")
    return ["、".join(of_one) for of_one in joined]
