"""How names of authorities are built: what tells an issuer from a sentence, a website, a heading.

A name is a chain without a verb, a pronoun or a particle, and ends in the word for a kind of
body (局, 委员会, 公司). That word alone (办公室) names none.
"""

from __future__ import annotations

import re

from index.text.fold import fold
from index.text.han import HAN, HUNDREDS, PRINTED_REMARK, UNIFIED

_LONGEST = 40
_IDEOGRAPH = re.compile(HAN)
_KIND = (
    r"国务院|政府|办公[厅室]|研究室|参事室|(?<![大餐展客门])厅|(?<![格布结大新])局|(?<![全内干到细东西南北中])部|安全部|军区|军分区|(?<![好之到益用查])处"
    r"|(?<!住)院|[员委协学商工总合进究事金监联谊教部字]会|代表大会|红十字会|人大|政协|军委|(?<![常政村])委"
    r"|(?<![承主协举督经交创申代包开兴停联])办|中心|中央|党组|妇联|[残工文侨]联|社科联|科协|[总公计]署|[总支分银]行"
    r"|指挥部|领导小组|工作组|巡[察视]组|督[查察导]组|专班|(?<![上官])司|集团|大学|学校|[中小]学|幼儿园|[^场]所|监测站|工作站|海关|(?:[总支大]|调查)队"
    r"|供销社|合作社|出版社|新华社|法庭|(?:气象|电视)台|(?:图书|档案|博物|文化|体育|使|领事|美术|科技)馆"
)
"""The words for kinds of bodies, without the words that only end like them (格局, 全部, 查处)."""
_NAME = re.compile(rf"[{UNIFIED}a-z0-9·〇\-]{{1,38}}(?:{_KIND})")
_KIND_ALONE = re.compile(
    r"(?:管理|工作|综合|人民|有限|责任|股份|服务|直属|公)*+"
    rf"(?:{_KIND})|委员会|(?:政府|人民)部门|.{{1,5}}[司处室]"
)
_WHOLE = frozenset(("国务院", "新华社", "中办", "国办"))
_SAYS = re.compile(
    r"[的我你您该请把被吗呢]|关于|按照|根据|依照|依据|贯彻|认真|印发|以及|有关|所属|上述|下列|现就|各[省市区县州盟乡镇级部地单有]"
    r"|(?:网|网站|门户|公众号|客户端|平台|频道|日报|晚报|时间|地点|方式|要求|机会|大厅|窗口)$"
    r"|^(?:转发|印发|经(?!济|信|贸|开)|由|自(?!治|然|贡)|报(?!业)|为|是|并|以|落实|各|相关|所有|其他|本(?!溪))"
)
"""What makes a sentence, a heading or a medium of a line that ends as names do."""
_STARTS_AS_TEXT = re.compile(
    rf"第?[{HUNDREDS}\d]{{1,3}}[、.)]|第[{HUNDREDS}\d]{{1,4}}[编章节条款]|\d+$|附[件录表]|目录|抄[送报]|联系"
)
_UNFINISHED = re.compile(r"[:;。!?《》〈〉\"'=]|https?|www\.")


def is_issuer(name: str) -> bool:
    """Whether ``name`` is, as a whole, the name of a body that may issue documents.

    >>> is_issuer("国家能源局湖南监管办公室"), is_issuer("我委"), is_issuer("各县区人民政府")
    (True, False, False)
    """
    bare = _bare(name)
    return bool(
        bare in _WHOLE
        or (
            len(bare) <= _LONGEST
            and _NAME.fullmatch(bare)
            and not _KIND_ALONE.fullmatch(bare)
            and may_name_issuer(bare)
        )
    )


def may_name_issuer(value: str) -> bool:
    """Whether a value that is labelled as an issuer may be one: a name of any kind of body
    (街道, 天河区), but no sentence, no other label's value and no website."""
    bare = _bare(value)
    return bool(
        1 < len(bare) <= _LONGEST
        and _IDEOGRAPH.search(bare)
        and not _SAYS.search(bare)
        and not _UNFINISHED.search(bare)
        and not _STARTS_AS_TEXT.match(bare)
    )


def _bare(name: str) -> str:
    return "".join(fold(PRINTED_REMARK.sub("", name)).split())
