"""One name for each office: the short form in official use, whichever of its names is written.

What differs: the words (科学技术局, 科技局), the place (天河区教育局 is 广州市天河区教育局; a county whose
name occurs once goes without its prefecture), what stands before the place (中华人民共和国, 中共), the
number of a session (第十二届). Nothing here invents a place where several bear the name.
"""

from __future__ import annotations

import re
from functools import lru_cache

from index.conventions.places import is_one_of_many, place_at
from index.text.han import HAN, HUNDREDS, PRINTED_REMARK, TENS

LEVELS = "省市州盟县区旗"
LONGEST = 200
"""What goes on longer is no name; the rest of it is left out."""
_MOST_ROUNDS = 100
_MARKS = "《》“”\"'。.:：,，、"

_WHOLE = {
    "国办": "国务院办公厅",
    "中办": "中共中央办公厅",
    "中央办公厅": "中共中央办公厅",
    "发改委": "国家发展改革委",
    "发展改革委": "国家发展改革委",
    "国家发改委": "国家发展改革委",
    "国家发展计划委员会": "国家计委",
    "国家经济贸易委员会": "国家经贸委",
    "国家民族事务委员会": "国家民委",
    "国家卫生和计划生育委员会": "国家卫生计生委",
    "国家监察委员会": "国家监委",
    "国家外汇管理局": "国家外汇局",
    "中国证券监督管理委员会": "中国证监会",
    "中国银行保险监督管理委员会": "中国银保监会",
    "证监会": "中国证监会",
    "银保监会": "中国银保监会",
    "国家工商行政管理总局": "国家工商总局",
    "扶贫办": "国务院扶贫办",
    "中科院": "中国科学院",
    "中央军事委员会": "中央军委",
    "中组部": "中共中央组织部",
    "中宣部": "中共中央宣传部",
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
    ("发展和改革局", "发展改革局"),
    ("发改局", "发展改革局"),
    ("卫生健康委员会", "卫生健康委"),
    ("卫健委", "卫生健康委"),
    ("卫健局", "卫生健康局"),
    ("科学技术", "科技"),
    ("人力资源和社会保障", "人力资源社会保障"),
    ("人社局", "人力资源社会保障局"),
    ("人社厅", "人力资源社会保障厅"),
    ("住房和城乡建设委员会", "住房城乡建设委"),
    ("住房和城乡建设", "住房城乡建设"),
    ("住建局", "住房城乡建设局"),
    ("住建厅", "住房城乡建设厅"),
    ("工业和信息化委员会", "工业和信息化委"),
    ("经济和信息化委员会", "经济和信息化委"),
    ("工信局", "工业和信息化局"),
    ("工信厅", "工业和信息化厅"),
    ("文旅局", "文化和旅游局"),
    ("文旅厅", "文化和旅游厅"),
    ("市场监督管理局", "市场监管局"),
    ("监督管理总局", "监管总局"),
    ("市监局", "市场监管局"),
    ("医疗保障局", "医保局"),
    ("国有资产监督管理委员会", "国资委"),
    ("监察委员会", "监委"),
    ("人大常委会", "人民代表大会常务委员会"),
    ("中国共产党", "中共"),
    ("中国共产主义青年团", "共青团"),
    ("中国人民政治协商会议", "政协"),
)
_SPLIT_BY = rf"(?<=[{LEVELS}])"
_RULES = (
    (re.compile(r"(?<=[区园城港带岛湖山])管理委员会$"), "管委会"),
    (re.compile(rf"{_SPLIT_BY}(?:政府|府)(?=$|办公?[厅室]?$)"), "人民政府"),
    (re.compile(r"(?<=人民政府)办(?:公室)?$"), "办公室"),
    (re.compile(rf"{_SPLIT_BY}人大$"), "人民代表大会"),
    (re.compile(rf"第?[{HUNDREDS}\d]{{1,6}}届(?=人民代表|委员会|政协|常务|全国)"), ""),
    (re.compile(rf"^(?:中共)?第?[{HUNDREDS}\d]{{1,6}}届中央委员会$"), "中共中央"),
    (re.compile(rf"(?<=.)等[{TENS}\d]{{0,3}}个?(?:部门|部委|部|单位|委办局|委局|委|机关|家)$"), ""),
    (
        re.compile(
            rf"^中华人民共和国(?=国务院$|{HAN}{{2,12}}(?:部|署|总局|委员会|委|海关|海事局)$)"
        ),
        "",
    ),
    (re.compile(r"^中国(?=国家)"), ""),
    (re.compile(rf"^国家(?={HAN}{{2,12}}总局$)"), ""),
    (re.compile(rf"^国家税务总局(?={HAN}{{2,20}}税务局$)"), ""),
    (re.compile(rf"^(?:国家能源局)?({HAN}{{2,4}})能源监管办(?:公室)?$"), r"国家能源局\1监管办公室"),
    (re.compile(rf"^中国证监会({HAN}{{2,4}})监管局$"), r"\1证监局"),
    (re.compile(rf"^中国证券监督管理委员会({HAN}{{2,4}})监管局$"), r"\1证监局"),
    (re.compile(rf"^((?:中共|共青团){HAN}{{1,14}}?[{LEVELS}])委员会(?=$|{HAN})"), r"\1委"),
    (re.compile(rf"^政协({HAN}{{2,14}}[{LEVELS}])委员会$"), r"\1政协"),
    (
        re.compile(
            rf"^(?!中共|共青团|团|政协)({HAN}{{1,11}}?[{LEVELS}])委"
            r"(?=$|办公|组织部|宣传部|统战部|政法委|政策研究|机构编制|网信|社会工作部|党校|编办)"
        ),
        r"中共\1委",
    ),
)
_PARTY = re.compile(r"^(?:中共|共青团|政协)?")
_REPAIRED = (("照市", "日照市"),)
"""Names that a widely used collection cut off at the front."""


@lru_cache(8192)
def office(name: str) -> str:
    """The one name of the office that is called ``name``.

    >>> office("云澜市科学技术局"), office("江苏省句容市人大"), office("天河区教育局")
    ('云澜市科技局', '句容市人民代表大会', '广州市天河区教育局')
    """
    name = name[:LONGEST]
    for _ in range(_MOST_ROUNDS):  # until nothing changes: brackets may stand within brackets
        before, name = name, _once(name)
        if name == before:
            break
    return name


def _once(name: str) -> str:
    name = PRINTED_REMARK.sub("", "".join(name.split())).strip(_MARKS)
    if name in _WHOLE:
        return _WHOLE[name]
    for long, short in _WITHIN:
        name = name.replace(long, short)
    for cut, repaired in _REPAIRED:
        if name.startswith(cut):
            name = repaired + name[len(cut) :]
    for pattern, made in _RULES:
        name = pattern.sub(made, name)
    return _placed(name)


def _placed(name: str) -> str:
    """A name with as much of its place as tells it: 市 with 区, no province above a 市, a county alone
    where its name occurs once."""
    at = _PARTY.match(name)
    party = at[0] if at else ""
    place = place_at(name[len(party) :])
    rest = name[len(party) + place.length :]
    above = place.prefecture or place.province
    if not place.length or not rest:
        return name
    if not place.county:
        return party + above + rest
    if not (place.prefecture or place.province) or _is_open(place.county, place.prefecture):
        return name
    alone = not place.county.endswith("区") and not is_one_of_many(place.county)
    return party + ("" if alone else above) + place.county + rest


def _is_open(county: str, prefecture: str) -> bool:
    """Whether it is still open which of several counties is meant, the province told."""
    return not prefecture and is_one_of_many(county)
