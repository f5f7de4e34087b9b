"""The labels of metadata blocks, as government pages print them, and what they mean.

A label may be spaced out (``标　　题``), cut down (``号:`` for 索引号, ``性:`` for 有效性),
in square brackets, and share its line with others. :func:`scan` reads a line of such pairs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from index.text.fold import fold, squeeze

_NAMES: Mapping[str, tuple[str, ...]] = {
    "index_number": ("索引号", "信息索引号", "indexnumber", "号"),
    "title": ("名称", "标题", "文件名称", "信息名称", "公文名称", "文件标题"),
    "doc_number": ("文号", "发文字号", "发文号", "公文字号"),
    "issuers": (
        "发布机构", "发文机关", "发文单位", "公开主体", "报送单位", "发布机关", "制发机关",
        "发文机构", "发布单位", "印发机关", "制定机关",
    ),
    "written_on": ("成文日期", "发文日期", "生成日期", "印发日期", "制定日期", "成文时间"),
    "published_on": (
        "发布日期", "日期", "公开日期", "发布时间", "公布日期", "公开时间", "发表时间", "发稿日期",
    ),
    "effective_on": ("生效时间", "施行日期", "实施日期", "生效日期", "施行时间", "实施时间"),
    "repealed_on": ("废止时间", "失效日期", "废止日期", "失效时间"),
    "validity": ("有效性", "时效性", "效力状态", "是否有效", "文件状态", "性"),
    "topics": ("主题分类", "信息分类", "组配分类", "分类"),
    "genre": ("体裁分类", "公文种类", "文种", "体裁", "效力级别"),
    "region": ("地区", "行政区域"),
    "contact_office": ("政策咨询机关", "咨询机关", "咨询单位"),
    "contact_phone": ("政策咨询电话", "咨询电话"),
    "subjects": ("主题词", "关键词"),
    "source": ("来源", "信息来源", "稿源", "文章来源"),
    "views": ("浏览量", "浏览次数", "阅读次数", "点击数", "访问量"),
    "site": ("网站名称",),
    "source_url": ("原文链接", "原文地址", "网址"),
    "editor": ("编辑", "责任编辑", "作者", "责编", "字体大小", "文字大小", "字体"),
}  # fmt: skip

FIELDS: Mapping[str, str] = {label: field for field, names in _NAMES.items() for label in names}
"""Label, folded and squeezed -> field of :class:`index.document.PolicyDocument`, or a name of
our own for what is no field of it (``subjects``, ``source``, ``views``, ``editor``)."""

_EMPTY = frozenset(("", "暂无", "无", "-", "--", "长期", "/", "null", "none", "—", "空", "未注明"))
_COLON = ":"
_LONGEST_LINE = 20_000
"""A longer line is running text, whatever it begins with."""


def _spaced(label: str) -> str:
    return r"\s*+".join(map(re.escape, label))


_PAIR = re.compile(
    r"(?:(?<=\s)|(?<=^)|(?<=\[))(?P<label>"
    + "|".join(_spaced(label) for label in sorted(FIELDS, key=len, reverse=True))
    + rf")\s*+\]?+\s*+{_COLON}"
)


def scan(line: str) -> list[tuple[str, str, str]]:
    """The labelled values of one line as ``(field, label, value)``, in order.

    Label and value are as printed, trimmed. A line that does not begin with a label has none.
    """
    if len(line) > _LONGEST_LINE:
        return []
    folded = fold(line)
    found = list(_PAIR.finditer(folded))
    if not found or folded[: found[0].start()].strip(" \t\u3000["):
        return []
    ends = [pair.start() for pair in found[1:]] + [len(line)]
    return [
        (FIELDS["".join(pair["label"].split())], line[slice(*pair.span("label"))].strip(),
         line[pair.end() : end].strip().rstrip("["))
        for pair, end in zip(found, ends, strict=True)
    ]  # fmt: skip


def field_of(cell: str) -> str:
    """The field that a table cell is the label of, with or without a colon; else empty."""
    return FIELDS.get(squeeze(cell).text.strip("[]" + _COLON), "") if len(cell) <= 30 else ""


def is_empty(value: str) -> bool:
    """Whether a printed value says that there is none (暂无, 无, -, 长期)."""
    return squeeze(value).text in _EMPTY
