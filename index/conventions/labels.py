"""The labels of metadata blocks, as government pages print them, and what they mean.

A label may be spaced out (``标　　题``), cut down (``号:`` for 索引号, ``性:`` for 有效性),
in square brackets, and share its line with others. :func:`scan` reads a line of such pairs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from index.text.fold import fold, squeeze
from index.text.han import HAN

_NAMES: Mapping[str, tuple[str, ...]] = {
    "index_number": ("索引号", "信息索引号", "文件索引号", "公开索引号", "索引编号", "indexnumber", "号"),
    "title": ("名称", "标题", "文件名称", "信息名称", "公文名称", "文件标题", "公文标题", "信息标题", "文件题名"),
    "doc_number": (
        "文号", "发文字号", "发文号", "公文字号", "文件编号", "发布文号", "发文文号", "公文文号", "文件文号",
        "文件字号", "发文编号", "公文编号", "制发文号", "文件号", "发布字号",
    ),
    "issuers": (
        "发布机构", "发文机关", "发文单位", "公开主体", "报送单位", "发布机关", "制发机关",
        "发文机构", "发布单位", "印发机关", "制定机关", "发文部门", "发布部门", "制发单位", "制定单位",
        "印发单位", "颁布机关", "颁布单位", "公布机关", "制定部门", "公开单位", "公开机构", "公开部门",
        "公开责任部门", "信息公开单位", "发布主体", "制文机关", "发文主体",
    ),
    "written_on": (
        "成文日期", "发文日期", "生成日期", "印发日期", "制定日期", "成文时间", "发文时间", "印发时间",
        "签发日期", "签署日期", "制发日期", "生成时间",
    ),
    "published_on": (
        "发布日期", "日期", "公开日期", "发布时间", "公布日期", "公开时间", "发表时间", "发稿日期", "公布时间",
        "颁布日期", "颁布时间", "发表日期", "上网日期", "上网时间", "发稿时间", "信息时间", "上传时间", "刊发日期",
        "信息发布时间", "信息发布日期", "发稿日期", "发布于", "时间",
    ),
    "effective_on": (
        "生效时间", "施行日期", "实施日期", "生效日期", "施行时间", "实施时间", "执行日期", "起施日期",
    ),
    "repealed_on": ("废止时间", "失效日期", "废止日期", "失效时间"),
    "validity": (
        "有效性", "时效性", "效力状态", "是否有效", "文件状态", "效力状况", "公文时效", "时效状态", "有效状态",
        "文件有效性", "文件效力", "文件时效", "公文状态", "效力情况", "公文有效性", "时效", "现行有效性",
        "是否现行有效", "性",
    ),
    "topics": ("主题分类", "信息分类", "组配分类", "所属主题", "主题类别", "内容分类", "分类"),
    "genre": ("体裁分类", "公文种类", "文种", "体裁", "效力级别"),
    "region": ("地区", "行政区域"),
    "contact_office": ("政策咨询机关", "咨询机关", "咨询单位"),
    "contact_phone": ("政策咨询电话", "咨询电话"),
    "subjects": ("主题词", "关键词", "关键字"),
    "source": ("来源", "信息来源", "稿源", "文章来源", "稿件来源", "内容来源", "来源单位", "本文来源", "信息源"),
    "views": (
        "浏览量", "浏览次数", "阅读次数", "点击数", "访问量", "点击率", "点击次数", "阅读量", "点击量", "浏览数",
        "阅读数", "访问次数", "浏览", "阅读", "点击",
    ),
    "site": ("网站名称",),
    "source_url": ("原文链接", "原文地址", "网址"),
    "editor": (
        "编辑", "责任编辑", "作者", "责编", "字体大小", "文字大小", "字体", "字号", "信息录入", "打印", "分享",
        "保护视力色",
    ),
}  # fmt: skip

FIELDS: Mapping[str, str] = {label: field for field, names in _NAMES.items() for label in names}
"""Label, folded and squeezed -> field of :class:`index.document.PolicyDocument`, or a name of
our own for what is no field of it (``subjects``, ``source``, ``views``, ``editor``)."""

_WITHOUT_FIELD = frozenset(
    ("备注", "索取号", "公开方式", "公开范围", "公开属性", "公开类别", "公开时限", "公开程序", "公开形式", "有效期",
     "服务对象", "办文部门", "统一编号", "规范性文件编号", "登记号", "公开目录", "内容概述", "信息格式", "语种", "版本号"))  # fmt: skip
_EMPTY = frozenset(("", "暂无", "无", "-", "--", "长期", "/", "null", "none", "—", "空", "未注明"))
_COLON = ":"
_LONGEST_LABEL = 30
_LONGEST_LINE = 20_000
"""A longer line is running text, whatever it begins with."""


def _spaced(label: str) -> str:
    return r"\s*+".join(map(re.escape, label))


_NAMED = "|".join(_spaced(label) for label in sorted(FIELDS, key=len, reverse=True))
_OTHER = rf"{HAN}{{2,10}}(?:\({HAN}{{1,6}}\))?"
"""A label that is not known: it says nothing, but ends the value before it."""
_PAIR = re.compile(
    rf"(?:(?<=\s)|(?<=^)|(?<=\[))(?:(?P<label>{_NAMED})|(?P<other>{_OTHER}))\s*+\]?+\s*+{_COLON}"
)
_LABEL = re.compile(rf"\[?(?:{_OTHER})\]?{_COLON}")


def scan(line: str) -> list[tuple[str, str, str]]:
    """The labelled values of one line as ``(field, label, value)``, in order.

    Label and value are as printed, trimmed. Any other label ends a value, too. A line that does
    not begin with a label has none.
    """
    if len(line) > _LONGEST_LINE:
        return []
    folded = fold(line)
    if _COLON not in folded:
        return []
    found = list(_PAIR.finditer(folded))
    if not found or folded[: found[0].start()].strip(" \t\u3000["):
        return []
    return _valued(line, found)


def scan_within(line: str) -> list[tuple[str, str, str]]:
    """As :func:`scan`, where something else may stand before the labels, if there are several."""
    found = list(_PAIR.finditer(fold(line)))
    return _valued(line, found) if sum(bool(pair["label"]) for pair in found) > 1 else []


def _valued(line: str, found: Sequence[re.Match[str]]) -> list[tuple[str, str, str]]:
    ends = [pair.start() for pair in found[1:]] + [len(line)]
    return [
        (FIELDS["".join(pair["label"].split())], line[slice(*pair.span("label"))].strip(),
         _bare(line[pair.end() : end]))
        for pair, end in zip(found, ends, strict=True)
        if pair["label"]
    ]  # fmt: skip


def _bare(value: str) -> str:
    """A value without the marks that part it from the next label, or that hold both."""
    value = value.strip().rstrip("[【|丨").rstrip()
    if value[-1:] in "]】" and not ("[" in value or "【" in value or "〔" in value):
        return value[:-1].rstrip()
    return value


def is_label(text: str) -> bool:
    """Whether a text is a label and its colon, known or not: 公开方式：."""
    if len(text) > _LONGEST_LABEL:
        return False
    squeezed = squeeze(text).text
    return squeezed in _WITHOUT_FIELD or bool(_LABEL.fullmatch(squeezed))


def field_of(cell: str) -> str:
    """The field that a table cell is the label of, with or without a colon; else empty."""
    return _field_of(cell) if len(cell) <= _LONGEST_LABEL else ""


@lru_cache(8192)
def _field_of(cell: str) -> str:
    return FIELDS.get(squeeze(cell).text.strip("[]" + _COLON), "")


def is_empty(value: str) -> bool:
    """Whether a printed value says that there is none (暂无, 无, -, 长期)."""
    return squeeze(value).text in _EMPTY
