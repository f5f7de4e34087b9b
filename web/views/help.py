"""The help page: each way of asking with an example to follow, what the 有效性 labels mean."""

from __future__ import annotations

from dataclasses import dataclass

from index.document import Validity
from search.request import FACETS, MAX_QUERY, MAX_WINDOW, SearchRequest
from web import urls
from web.views.hits import VALIDITY_TONES
from web.views.results import FormView


@dataclass(frozen=True, slots=True)
class Lesson:
    """One way of asking: what it is called, how it is typed, what it does."""

    name: str
    examples: tuple[tuple[str, str], ...]
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
    ("几个词", ("科技创新 人才",), "用空格隔开，查找同时含有这些词的文件。也可以直接输入一句话。"),
    (
        "固定的短语",
        ("“高新技术企业”", '"双招双引"'),
        "放在引号里的文字必须原样连在一起，中间隔着空格或换行也算。中文引号、英文引号都可以。",
    ),
    ("排除某个词", ("公积金 -提取",), "词前加减号，不要含有它的文件。减号前面要有空格。"),
    ("两个词有一个即可", ("养老 OR 托育",), "用大写的 OR 隔开，前后各空一格，也可以写成竖线 |。"),
    ("只查标题", ("标题:实施方案",), "只在标题里查找。也可以选检索框下面的“标题”。"),
    (
        "发文字号",
        ("文号:国办发〔2017〕47号", "国办发 2017 47"),
        "括号用哪一种、数字是全角还是半角、“号”字写不写都可以。字号一致的文件排在最前面。",
    ),
    ("索引号", ("003187413/202306-00020",), "直接输入即可，索引号一致的文件排在最前面。"),
    ("发文机关", ("发文机关:科技局 奖励",), "只查某个机关的文件。机关用简称也可以。"),
)

_LABELS = {
    Validity.IN_FORCE: "来源注明现行有效。",
    Validity.AMENDED: "之后被修改过，请以修改后的文本为准。",
    Validity.REPEALED: "已由有关机关明令废止，不再作为依据，仅供查阅。",
    Validity.EXPIRED: "有效期已满，或者适用的情形已经消失。",
    Validity.NOT_YET: "已经公布，还没有到施行日期。",
    Validity.UNSTATED: "来源没有说明。是否有效请向发文机关核实。",
}


def help_view() -> HelpView:
    """The examples and labels of the help page."""
    return HelpView(
        lessons=tuple(
            Lesson(name, tuple((q, urls.search(SearchRequest(q=q))) for q in queries), what)
            for name, queries, what in _LESSONS
        ),
        labels=tuple(
            LabelView(label.value, VALIDITY_TONES[label] or "unstated", what)
            for label, what in _LABELS.items()
        ),
        form=FormView(),
        json_example=urls.search(SearchRequest(q="科技创新"), ".json"),
    )
