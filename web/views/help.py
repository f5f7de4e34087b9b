"""The help page: each way of asking with an example to follow, what the 有效性 labels mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from index.document import Validity
from search.engine import Engine
from search.request import FACETS, MAX_QUERY, MAX_WINDOW, SearchRequest
from web import urls
from web.views.examples import Examples
from web.views.results import FormView
from web.views.standing import TONES


@dataclass(frozen=True, slots=True)
class Lesson:
    """One way of asking: what it is called, examples and where they lead, what it does.

    ``written`` is how it is typed where there is no example.
    """

    name: str
    examples: tuple[tuple[str, str], ...]
    written: str
    what: str


@dataclass(frozen=True, slots=True)
class LabelView:
    """One 有效性 label and what it means."""

    label: str
    tone: str
    what: str


@dataclass(frozen=True, slots=True)
class HelpView:
    """Everything the help page prints that is not plain text."""

    lessons: tuple[Lesson, ...]
    labels: tuple[LabelView, ...]
    form: FormView
    json_example: str

    @property
    def facets(self) -> str:
        """What results can be filtered by, in words."""
        *labels, last = FACETS.values()
        return f"{'、'.join(labels)}和{last}"

    @property
    def longest(self) -> int:
        """How many characters a query may have."""
        return MAX_QUERY

    @property
    def window(self) -> int:
        """How many documents a table holds at most."""
        return MAX_WINDOW


_LESSONS = (
    (
        "words",
        "几个词",
        "就业 补贴",
        "用空格隔开，查找同时含有这些词的文件。也可以直接输入一句话。",
    ),
    (
        "phrase",
        "固定的短语",
        "“就业补贴”",
        "放在引号里的文字必须原样连在一起，中间隔着空格或换行也算。中文引号、英文引号都可以。",
    ),
    ("without", "排除某个词", "公积金 -提取", "词前加减号，不要含有它的文件。减号前面要有空格。"),
    (
        "either",
        "两个词有一个即可",
        "养老 OR 托育",
        "用大写的 OR 隔开，前后各空一格，也可以写成竖线 |。",
    ),
    ("title", "只查标题", "标题:实施方案", "只在标题里查找。也可以选检索框下面的“标题”。"),
    (
        "number",
        "发文字号",
        "文号:国办发〔2017〕47号",
        "括号用哪一种、数字是全角还是半角、“号”字写不写都可以。字号一致的文件排在最前面。",
    ),
    ("index_number", "索引号", "", "直接输入即可，索引号一致的文件排在最前面。"),
    ("issuer", "发文机关", "发文机关:财政局", "只查某个机关的文件。机关用简称也可以。"),
    (
        "article",
        "法规的某一条",
        "劳动合同法第三十九条",
        "写出名称和第几条，这一条的原文显示在结果最前面。简称、阿拉伯数字都可以。",
    ),
    (
        "cites",
        "引用了某个文件的",
        "引用:“住房公积金管理条例”",
        "查找正文里引用了它的文件，用标题、简称或发文字号都可以。",
    ),
    ("based_on", "以某个文件为依据的", "依据:劳动合同法", "查找写明根据它制定的文件。"),
)
"""Kind of a query (:mod:`web.views.examples`), its name, how it is written where no example finds
anything, what it does."""

_LABELS = {
    Validity.IN_FORCE: "已经施行，没有发现废止、失效或者被更新文本取代的依据。",
    Validity.NOT_YET: "已经公布，还没有到施行日期。",
    Validity.AMENDED: "有更新的文本，请以更新的文本为准；页上有它的链接。",
    Validity.REPEALED: "另一份文件写明废止了它，页上列出原句。不再作为依据，仅供查阅。",
    Validity.EXPIRED: "自己写明的有效期已满，或者失效日期已过。",
    Validity.DISPUTED: "两处说法不一，页上把两处都列出，本站不作判断。",
    Validity.UNSTATED: "没有依据可以说明。是否有效请向发文机关核实。",
}


def help_view(examples: Mapping[str, tuple[str, ...]]) -> HelpView:
    """The ways of asking and the labels of the help page.

    Args:
        examples: kind of a query -> what can be tried (:meth:`web.views.examples.Examples.found`).
    """
    return HelpView(
        lessons=tuple(
            Lesson(
                name,
                tuple((q, urls.search(SearchRequest(q=q))) for q in examples.get(kind, ())),
                "" if examples.get(kind) else written,
                what,
            )
            for kind, name, written, what in _LESSONS
        ),
        labels=tuple(
            LabelView(label.value, TONES[label] or "unstated", what)
            for label, what in _LABELS.items()
        ),
        form=FormView(),
        json_example=urls.search(
            SearchRequest(q=next(iter(examples.get("words", ())), "")), ".json"
        ),
    )


def help_of(engine: Engine) -> HelpView:
    """The help page over what ``engine`` holds; its examples take searches."""
    return help_view(Examples(engine).found())
