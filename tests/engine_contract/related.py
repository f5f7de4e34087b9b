"""Documents that name, repeal and supersede each other: what relations are asked about."""

from __future__ import annotations

from dataclasses import replace

from index.document import PolicyDocument
from tests.engine_contract.paper import paper

_RIVER = "云澜市河道管理条例"
_BODIES = "2005年3月1日云澜市第十二届人民代表大会常务委员会第十五次会议通过"
_AMENDED = (
    "根据2012年8月30日云澜市第十四届人民代表大会常务委员会第二次会议"
    "《关于修改〈云澜市河道管理条例〉的决定》修正"
)


def related() -> list[PolicyDocument]:
    """They come in this order; some say what happens to those before them, some to those behind."""
    return [*_texts_of_a_work(), *_ended(), *_naming(), *_prints(), *_parts()]


def _texts_of_a_work() -> list[PolicyDocument]:
    """A regulation and its text after an amendment; the one before that is held too."""
    council = "云澜市人民代表大会常务委员会"
    return [
        paper(
            "river-2005", _RIVER, f"（{_BODIES}）", *_articles("涉河工程应当经过审批。", "河道内禁止采砂。"),
            "第六条　本条例自2005年5月1日起施行。",
            by=council, genre="条例", place="云澜市", state="有效", published="2005-03-01",
        ),
        paper(
            "river-2012", f"{_RIVER}（2012修正）", f"（{_BODIES}　{_AMENDED}）",
            *_articles("涉河工程应当经过审批并公示。", "河道内禁止采砂、取土。"),
            "第六条　本条例自2005年5月1日起施行。",
            by=council, genre="条例", place="云澜市", state="已废止", published="2012-08-30",
        ),
    ]  # fmt: skip


def _articles(*last: str) -> list[str]:
    lines = (
        "为了加强河道管理，保障防洪安全，制定本条例。",
        "本市行政区域内河道的规划、整治、保护和利用，适用本条例。",
        "市水务局负责全市河道的监督管理。",
        *last,
    )
    return [f"第{n}条　{line}" for n, line in zip("一二三四五", lines, strict=True)]


def _ended() -> list[PolicyDocument]:
    """One repealed by another, one whose term is over, one that has not begun."""
    return [
        paper(
            "sand-2003", "云澜市河道采砂管理规定", "第一条　采砂应当取得许可证。", "第二条　许可证一年一换。",
            "第三条　本规定自2003年7月1日起施行。",
            by="云澜市人民政府", genre="规定", place="云澜市", state="有效", published="2003-06-02",
        ),
        paper(
            "sand-2018", "云澜市河湖保护办法", "第一条　河湖实行分级保护，采砂实行总量控制。",
            "第二条　本办法自2018年4月1日起施行。《云澜市河道采砂管理规定》同时废止。",
            by="云澜市人民政府", genre="办法", place="云澜市", published="2018-03-05",
        ),
        paper(
            "ferry-term", "云澜市渡口渡船管理暂行办法", "第一条　渡船应当登记，渡口应当公示载客定额。",
            "第二条　本办法自2016年1月1日起施行，有效期五年。",
            by="云澜市交通局", genre="办法", place="云澜市", published="2015-12-10",
        ),
        paper(
            "dike-later", "云澜市堤防管护办法", "第一条　堤防由属地管护。", "第二条　本办法自2026年9月1日起施行。",
            by="云澜市水务局", genre="办法", place="云澜市", published="2026-05-20",
        ),
    ]  # fmt: skip


def _naming() -> list[PolicyDocument]:
    """What is based on the regulation, cites it by 条, carries, interprets; and cites what nobody has."""
    return [
        paper(
            "river-rules", "云澜市河道管理条例实施细则",
            "第一条　根据《云澜市河道管理条例》，制定本细则。",
            "第二条　《云澜市河道管理条例》第四条所称涉河工程，包括桥梁、码头、渡口。",
            "第三条　航道另依《云澜市航道条例》和云水〔2009〕9号文件执行。", "第四条　本细则自2014年1月1日起施行。",
            number="云水〔2013〕20号", by="云澜市水务局", genre="细则", place="云澜市", published="2013-12-01",
        ),
        paper(
            "river-check", "关于开展涉河工程检查的通知",
            "依照《云澜市河道管理条例》第四条和《云澜市航道条例》的规定，检查全市涉河工程。",
            "对照云水〔2013〕20号文件逐项整改。",
            number="云水〔2019〕31号", by="云澜市水务局", genre="通知", place="云澜市", written="2019-05-06",
        ),
        paper(
            "river-dispatch", "云澜市人民政府办公室关于印发涉河工程名录的通知",
            "现将《涉河工程名录》印发给你们。航道工程照《云澜市航道条例》办理。",
            number="云政办〔2020〕66号", by="云澜市人民政府办公室", genre="通知", place="云澜市",
            written="2020-07-08",
        ),
        paper(
            "river-list", "涉河工程名录", "一、桥梁", "本名录所列桥梁计十二座。", "二、码头", "计五座。",
            by="云澜市水务局", genre="名录", place="云澜市", written="2020-07-08",
        ),
        paper(
            "river-read", "《云澜市河湖保护办法》解读", "《云澜市河湖保护办法》自2018年4月1日起施行，现解读如下。",
            by="云澜市水务局", genre="解读", place="云澜市", published="2018-03-20",
        ),
    ]  # fmt: skip


def _prints() -> list[PolicyDocument]:
    """One notice as two sources print it."""
    text = (
        "枯水期为每年十一月至次年三月。各取水单位应当按照计划用水，优先保障居民生活用水，"
        "暂停高耗水行业的新增取水。水务局每旬公布取水情况，发现超计划取水的，责令改正。"
        "应急水源由市水务局统一调度，任何单位不得擅自启用。"
    )
    print_of = {
        "dry-city": ("https://www.yunlan.example.cn/2021/10/08/content_1.html", "2021-10-08"),
        "dry-county": ("https://www.qinghe.example.cn/tz/3.html", "2021-10-12"),
    }
    return [
        replace(
            paper(
                id, "关于枯水期用水调度的通知", text, number="云水〔2021〕44号", by="云澜市水务局",
                genre="通知", place="云澜市", published=day,
            ),
            source_url=address,
        )
        for id, (address, day) in print_of.items()
    ]  # fmt: skip


def _parts() -> list[PolicyDocument]:
    """A code that stands in two documents."""
    numerals = ("一", "二", "三", "四", "五", "六", "七", "八")
    subjects = (
        "街面", "广场", "店招", "路灯", "垃圾分类", "建筑渣土", "犬只饲养", "噪声控制",
    )  # fmt: skip
    lines = [
        f"第{n}条　{what}由所在地的街道办事处依法管理。"
        for n, what in zip(numerals, subjects, strict=True)
    ]
    return [
        paper(
            id, "云澜市城市管理法典", *part, number="云人发〔2021〕9号", by="云澜市人民代表大会", genre="法典", place="云澜市",
            published="2022-01-01",
        )
        for id, part in (("code-1", lines[:4]), ("code-2", lines[4:]))
    ]  # fmt: skip
