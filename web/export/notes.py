"""The sheet 说明 of an exported workbook: what was asked, found and exported, and when."""

from __future__ import annotations

from datetime import datetime

from search.results import SearchResult
from web import text
from web.views.facets import filter_views
from web.views.results import SCOPES, SORTS

VALIDITY = "“有效性”是今天的状态，从本站收录的各份文件所说的推定；“来源标注”照来源。"
NOTICE = "内容以发文机关公布的正式文本为准，本表仅供查阅参考。"


def notes(result: SearchResult, address: str, now: datetime) -> tuple[tuple[str, str], ...]:
    """Label and value, in the order of the sheet.

    Args:
        address: where the search can be made again.
        now: when the table was made.
    """
    request, exported = result.request, len(result.hits)
    lines = [("检索词", request.q or "（无，全部文件）"), ("检索范围", SCOPES[request.scope])]
    lines += [(f"筛选：{one.label}", one.value) for one in filter_views(request)]
    if request.literal:
        lines.append(("检索方式", "只按原词检索"))
    lines += [("排序", SORTS[request.sort]), ("找到", f"{text.count(result.total)} 件")]
    lines.append(("导出", f"{text.count(exported)} 件{_cut(result.total, exported)}"))
    said = (result.relaxation.message if result.relaxation else "", *result.notices)
    lines += [("检索说明", message) for message in said if message]
    lines += [
        ("导出时间", f"{text.local_second(now)} {now:%z}".strip()),
        ("索引版本", f"第 {result.generation} 代"),
        ("检索网址", address),
        ("有效性", VALIDITY),
        ("声明", NOTICE),
    ]
    return tuple(lines)


def _cut(total: int, exported: int) -> str:
    if total <= exported:
        return ""
    most = text.count(exported)
    return f"（结果超过 {most} 件，只导出前 {most} 件；请增加检索词或筛选条件，分几次导出）"
