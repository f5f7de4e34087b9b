"""发文机关: several issuers of one document told apart, each by one canonical name.

The canonical name is the short form in official use (科技局 for 科学技术局, 国务院办公厅 for
国办), so that a filter gathers what pages write in many ways. What the source says is kept
beside it in ``PolicyDocument.issuers_as_written``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

from index.text.han import HAN, PRINTED_REMARK

NO_ALIASES: Mapping[str, str] = MappingProxyType({})
_AUTHORITY = re.compile(
    r"(?:国务院|政府|办公厅|办公室|委员会|[^员常]委|委会|局|厅|[^全内]部|法院|检察院|署|银行|大会|中央|军委|中心|处|联合会|指挥部|领导小组)$"
)
_SEPARATORS = re.compile(r"[、;；，,/|\n\r\t]+|\s+")
_LONGEST_PLACE = 12
_LONGEST = 200
"""What goes on longer is no name; the rest of it is left out."""
_MOST_ROUNDS = 100
_LEVELS = "省市州盟县区旗"
_GOVERNMENT = re.compile(rf"(?<=[{_LEVELS}])政府$")

_STATE = re.compile(rf"^中华人民共和国(?=国务院$|{HAN}{{2,9}}(?:部|署|委员会|委)$)")

_WHOLE = {
    "国办": "国务院办公厅",
    "中办": "中共中央办公厅",
    "中央办公厅": "中共中央办公厅",
    "发改委": "国家发展改革委",
    "国家发改委": "国家发展改革委",
    "人大常委会": "全国人民代表大会常务委员会",
    "全国人大常委会": "全国人民代表大会常务委员会",
    "全国人大": "全国人民代表大会",
    "最高法": "最高人民法院",
    "最高检": "最高人民检察院",
    "央行": "中国人民银行",
    "人民银行": "中国人民银行",
}
_WITHIN = (
    ("发展和改革委员会", "发展改革委"),
    ("发展改革委员会", "发展改革委"),
    ("发改委", "发展改革委"),
    ("卫生健康委员会", "卫生健康委"),
    ("卫健委", "卫生健康委"),
    ("科学技术", "科技"),
    ("人力资源和社会保障", "人力资源社会保障"),
    ("人社局", "人力资源社会保障局"),
    ("人社厅", "人力资源社会保障厅"),
    ("住房和城乡建设", "住房城乡建设"),
    ("住建局", "住房城乡建设局"),
    ("住建厅", "住房城乡建设厅"),
    ("工业和信息化委员会", "工业和信息化委"),
    ("工信局", "工业和信息化局"),
    ("工信厅", "工业和信息化厅"),
    ("市场监督管理局", "市场监管局"),
    ("市场监督管理总局", "市场监管总局"),
    ("医疗保障局", "医保局"),
    ("国有资产监督管理委员会", "国资委"),
    ("人大常委会", "人民代表大会常务委员会"),
)
_REPAIRED = (("照市", "日照市"),)
"""Names that a widely used collection cut off at the front."""


def split_issuers(text: str) -> tuple[str, ...]:
    """The issuers named in ``text``, as written, each once and in order.

    >>> split_issuers("云澜市财政局 云澜市税务局；市民政局")
    ('云澜市财政局', '云澜市税务局', '市民政局')
    """
    kept = PRINTED_REMARK.sub(lambda found: "".join(found[0].split()), text)
    parts = [part for part in _SEPARATORS.split(kept) if part]
    if parts and all(len(part) == 1 for part in parts):
        parts = ["".join(parts)]  # 国　务　院
    return tuple(dict.fromkeys(_outside_remarks(parts)))


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
    made = _canonical(name, place)
    return aliases.get(made, made)


def _canonical(name: str, place: str) -> str:
    name = _tidied(name[:_LONGEST])
    if place and len(name) > 2 and name[0] in _LEVELS:
        name = _tidied(place[: max(place.find(name[0], 0, _LONGEST_PLACE), 0)] + name)
    return name


@lru_cache(8192)
def _tidied(name: str) -> str:
    """One round after the other until nothing changes: brackets may stand within brackets. The
    same few names come again with every document and request."""
    for _ in range(_MOST_ROUNDS):
        before, name = name, _once(name)
        if name == before:
            break
    return name


def _once(name: str) -> str:
    name = PRINTED_REMARK.sub("", "".join(name.split())).strip("《》“”\"'。.:：")
    if name in _WHOLE:
        return _WHOLE[name]
    for long, short in _WITHIN:
        name = name.replace(long, short)
    for cut, repaired in _REPAIRED:
        if name.startswith(cut):
            name = repaired + name[len(cut) :]
    name = _STATE.sub("", name)
    return _GOVERNMENT.sub("人民政府", name)


def canonical_all(
    names: Sequence[str], place: str = "", aliases: Mapping[str, str] = NO_ALIASES
) -> tuple[str, ...]:
    """The canonical names of joint issuers, each once and in order.

    Args:
        place: what begins with the place meant, for names that leave it out (市政府); else
            the first of the names tells.
    """
    first = names[0] if names and names[0][0] not in _LEVELS else place
    return tuple(dict.fromkeys(filter(None, (canonical(name, first, aliases) for name in names))))


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
