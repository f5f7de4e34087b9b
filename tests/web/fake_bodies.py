"""Bodies of handmade documents, with their headings: a regulation, a notice."""

from __future__ import annotations

from index.document import Section


def law(articles: int) -> tuple[str, tuple[Section, ...]]:
    """A regulation of four chapters."""
    lines: list[str] = []
    sections: list[Section] = []
    offset = 0
    numbers = "一二三四五六七八九十"
    for at in range(articles):
        if at % (articles // 4 or 1) == 0 and at < articles - 2:
            title = ("总则", "管理机构", "提取与使用", "监督", "附则")[len(lines) % 5]
            label = f"第{numbers[at // (articles // 4 or 1)]}章"
            sections.append(Section(2, label, title, offset))
            lines.append(f"{label}　{title}")
            offset += len(lines[-1]) + 1
        tens, units = divmod(at + 1, 10)
        label = f"第{numbers[tens - 1] if tens > 1 else ''}{'十' if tens else ''}{numbers[units - 1] if units else ''}条"
        sections.append(Section(4, label, "", offset))
        lines.append(
            f"{label}　职工有下列情形之一的，可以提取住房公积金账户内的存储余额：购买、建造、翻建、"
            f"大修自住住房的；离休、退休的；偿还购房贷款本息的。依照前款规定办理第 {at + 1} 项事务。"
        )
        offset += len(lines[-1]) + 1
    return "\n".join(lines), tuple(sections)


def letter() -> tuple[str, tuple[Section, ...]]:
    """A notice of three parts, one of them with parts of its own."""
    body = (
        "各区县人民政府，市政府各部门：\n"
        "为贯彻落实政府网站发展指引，现就有关事项通知如下。\n"
        "一、总体要求\n"
        "坚持统筹规划，分级管理，政府网站建设要做到集约高效、数据融通、安全可控。\n"
        "二、职责分工\n"
        "（一）主管单位\n"
        "市政府办公室是全市政府网站的主管单位，负责推进、指导、监督全市政府网站建设和发展。\n"
        "（二）主办单位\n"
        "各部门负责本部门政府网站的规划、建设和维护。\n"
        "三、工作措施\n"
        "每季度抽查一次，结果在政府网站公布。参见 https://www.example.gov.cn/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n"
        "示例市人民政府办公室\n2023年5月15日"
    )
    parts = [(1, "一、", "总体要求"), (1, "二、", "职责分工"), (2, "（一）", "主管单位")]
    parts += [(2, "（二）", "主办单位"), (1, "三、", "工作措施")]
    sections = tuple(Section(lv, a, b, body.index(f"\n{a}{b}") + 1) for lv, a, b in parts)
    return body, sections
