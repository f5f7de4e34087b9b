"""Documents that differ in one thing only, for the order of results; and a series of reports."""

from __future__ import annotations

from index.document import PolicyDocument
from tests.engine_contract.paper import paper


def pairs() -> list[PolicyDocument]:
    """Pairs alike but for one thing; the one that must stand first is the older."""
    return [
        paper(
            "in-title", "冷链设施建设安排", "统筹安排冷链设施建设。", genre="安排", written="2012-01-01",
        ),
        paper(
            "in-body", "仓储设施建设安排", "统筹安排冷链设施建设。", genre="安排", written="2022-01-01",
        ),
        paper(
            "often", "码头修缮清单", "渔船停泊渔船补给渔船避风。", genre="清单", written="2012-02-01",
        ),
        paper(
            "once", "泊位修缮清单", "渔船停泊货船补给客船避风。", genre="清单", written="2022-02-01",
        ),
        paper("short", "山地场馆", "滑雪场地开放。", written="2012-03-01"),
        paper(
            "long", "冰上场馆", "滑雪场地开放。" + "其余事项由场馆另行公告并报送备案。" * 12,
            written="2022-03-01",
        ),
    ]  # fmt: skip


def cited() -> list[PolicyDocument]:
    """Two alike; the older is cited thrice. Two alike; the older governs a matter."""
    return [
        paper("cited", "殡葬服务规范", "殡葬服务机构应当公示价格。", written="2013-01-01"),
        paper("uncited", "婚庆服务规范", "殡葬服务机构应当公示价格。", written="2023-01-01"),
        *(
            paper(
                f"cites-{n}", f"第{n}季度民政工作要点", f"第{n}季度按照《殡葬服务规范》开展工作。",
                by="云澜市民政局", genre="要点", place="云澜市", written=f"2024-0{n}-01",
            )
            for n in (1, 2, 3)
        ),
        paper("governs", "云澜市集中供热条例", "热力管网由企业维护。", written="2014-01-01"),
        paper("governed", "云澜市集中供水条例", "热力管网由企业维护。", written="2024-01-01"),
    ]  # fmt: skip


def ties() -> list[PolicyDocument]:
    """Four that no word tells apart: by date, then in an order that stays."""
    days = {"甲": "2018-08-08", "乙": "2021-01-01", "丙": "", "丁": "2018-08-08"}
    return [
        paper(
            f"tie-{name}", f"{name}湖禁渔期安排", "禁渔期内不得捕捞。", by=f"{name}湖管理局",
            written=day,
        )
        for name, day in days.items()
    ]  # fmt: skip


def inspections() -> list[PolicyDocument]:
    """A series through the years, by several offices of several places."""
    offices = ("云澜市审计局", "青禾县审计局", "云澜市应急局", "青禾县应急局")
    places = ("云澜市", "云澜市青禾县", "云澜市", "云澜市青禾县")
    states = ("有效", "已失效", "未注明", "已废止", "有效")
    topics = ("审计", "应急/安全生产", "审计/财政", "应急/消防；审计")
    return [
        paper(
            f"check-{n:02}", f"关于第{n}批专项检查情况的通报",
            f"第{n}批共检查{n + 3}家单位，发现问题{n}个。" + ("整改期限三十日。" if n % 3 else "已经整改。"),
            number=f"云检〔{2003 + n}〕{n}号" if n % 4 else "", by=offices[n % 4],
            genre="通报" if n % 5 else "公报", about=topics[n % 4], place=places[n % 4],
            state=states[n % 5], written=f"{2003 + n}-0{1 + n % 9}-15",
            published=f"{2003 + n}-1{n % 3}-01" if n % 2 else "",
        )
        for n in range(1, 23)
    ]  # fmt: skip
