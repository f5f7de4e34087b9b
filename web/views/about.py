"""The page about the site: what it holds, and which rules it meets, meets in part, or does not yet.

``REQUIREMENTS`` is written by hand and claims nothing that the code does not do; where each is met
in the code, and the test that proves it, stands in docs/compliance.md under the same names.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import groupby

from search.request import SearchRequest
from search.results import Status
from web import text, urls


class Fulfilment(StrEnum):
    """How far a requirement is met."""

    MET = "满足"
    PARTLY = "部分满足"
    NOT_YET = "尚未"


_TONES = {
    Fulfilment.MET: "in-force",
    Fulfilment.PARTLY: "amended",
    Fulfilment.NOT_YET: "ended",
}


@dataclass(frozen=True, slots=True)
class Requirement:
    """One requirement, and how far it is met.

    Attributes:
        name: what it is called; docs/compliance.md uses the same names.
        source: the rule it is taken from.
        where: in a sentence or two, what the site does and what it does not.
        url: a page of this site that shows it; ``link`` says which.
    """

    name: str
    source: str
    status: Fulfilment
    where: str
    url: str
    link: str

    @property
    def tone(self) -> str:
        """The style of its label."""
        return _TONES[self.status]


@dataclass(frozen=True, slots=True)
class AboutView:
    """Everything the page prints that is not plain text."""

    documents: int
    with_body: int
    newest: str
    built_at: str
    requirements: tuple[Requirement, ...]

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """Label and value, as the page prints them."""
        return (
            ("收录文件", f"{text.count(self.documents)} 件"),
            ("其中有正文", f"{text.count(self.with_body)} 件"),
            ("最新文件日期", self.newest or "未注明"),
            ("索引建立时间", text.moment(datetime.fromisoformat(self.built_at))),
        )

    @property
    def groups(self) -> tuple[tuple[str, tuple[Requirement, ...]], ...]:
        """The requirements by the rule they are taken from."""
        grouped = groupby(self.requirements, key=lambda one: one.source)
        return tuple((source, tuple(group)) for source, group in grouped)

    @property
    def tally(self) -> str:
        """How many are met, and how far."""
        states = [one.status for one in self.requirements]
        counts = "，".join(f"{state} {states.count(state)} 项" for state in Fulfilment)
        return f"共 {len(states)} 项：{counts}"


def about_view(status: Status) -> AboutView:
    """The page over an index of this status."""
    return AboutView(
        documents=status.documents,
        with_body=status.with_body,
        newest=text.iso(status.newest),
        built_at=status.built_at.isoformat(timespec="seconds"),
        requirements=REQUIREMENTS,
    )


_MET, _PARTLY, _NOT_YET = Fulfilment

_GUIDELINES = "政府网站发展指引（国办发〔2017〕47号）对检索的要求"
_MARKING = "文件标注"
_REGULATION = "政府信息公开条例第二十四条"
_ACCESS = "无障碍（GB/T 37668，相当于 WCAG 2.1 AA）"
_ELDERS = "适老化"


def _found(q: str) -> tuple[str, str]:
    """A search that shows it, and the words of its link."""
    return urls.search(SearchRequest(q=q)), f"检索“{q}”"


_ENDED = urls.search(SearchRequest().toggled("validity", "废止").toggled("validity", "失效"))
_HOME = ("/", "首页")
_EVERYTHING = ("/search", "全部文件")
_HELP_READING = ("/help#reading", "检索帮助：阅读方式")
_THIS = ("#accessibility", "本页：无障碍声明")

REQUIREMENTS = (
    Requirement(
        "错别字自动纠正",
        _GUIDELINES,
        _MET,
        "照原样查不到时，自动改查最可能的写法并写明；查得到时提示“您是不是要找”，由您决定，不擅自更换。",
        *_found("住房公基金"),
    ),
    Requirement(
        "关键词推荐",
        _GUIDELINES,
        _MET,
        "输入时推荐词语、标题、发文机关和发文字号，并写明是哪一类；需要浏览器允许脚本，不允许时检索照常。没有热词榜。",
        *_HOME,
    ),
    Requirement(
        "拼音转化搜索",
        _GUIDELINES,
        _MET,
        "输入全拼或首字母，推荐对应的词语和标题；直接检索时转为汉字查找并写明。拼音不影响汉字检索的排序。",
        *_found("gongjijin"),
    ),
    Requirement(
        "通俗语言搜索",
        _GUIDELINES,
        _MET,
        "口语、简称同时按规范说法查找，并写明按什么查找，可以改回只按原词。说法取自一份词表，词表里没有的口语仍按原词查找。",
        *_found("买房公积金怎么提取"),
    ),
    Requirement(
        "按用户真实需求排序",
        _GUIDELINES,
        _PARTLY,
        "按与所问内容的相关程度排列，并说明每件为什么排在那里；排序用有标准答案的问题检验。不按点击或个人行为调整，也还没有请本站的用户评测。",
        *_found("公积金 提取"),
    ),
    Requirement(
        "多维度分面",
        _GUIDELINES,
        _MET,
        "按发文机关、年份、文种、主题分类、地区、有效性筛选，可以多选，每项都有准确的件数；还可以限定日期、在结果中检索。",
        "/browse",
        "分类浏览",
    ),
    Requirement(
        "相关信息和服务一并提供",
        _GUIDELINES,
        _PARTLY,
        "文件页列出相关文件、同名文件的其他文本，以及来源载明的附件和咨询电话。没有办事服务入口，也没有把解读与原文件逐一对应。",
        *_EVERYTHING,
    ),
    Requirement(
        "废止、失效的明确标注",
        _MARKING,
        _PARTLY,
        "来源注明废止、失效、已修改的，在检索结果和文件页顶部都有文字标注。来源没有说明的，显示“未注明”，本站不从其他文件推断。",
        _ENDED,
        "废止和失效的文件",
    ),
    Requirement(
        "来源标注",
        _MARKING,
        _MET,
        "文件页列出来源网页（来源载明的）和收录自哪一个文件、它的日期；对文件信息有疑问的，疑问写在页上。",
        *_EVERYTHING,
    ),
    Requirement(
        "检索",
        _REGULATION,
        _MET,
        "全文、标题、发文字号、索引号、发文机关都可以检索。",
        "/help#language",
        "检索写法",
    ),
    Requirement(
        "查阅",
        _REGULATION,
        _MET,
        "正文在页上直接阅读，有目录，每一条有自己的网址，可以打印。只有标题信息的文件会注明。",
        *_EVERYTHING,
    ),
    Requirement(
        "下载",
        _REGULATION,
        _PARTLY,
        "检索结果可以下载为表格，每件文件可以取 JSON 数据。从单个 PDF、Word、OFD 等文件收录的可以下载原文件；从网页或清单收录的没有原文件可下载。",
        "/help#data",
        "检索帮助：取用数据",
    ),
    Requirement(
        "文字对比度",
        _ACCESS,
        _MET,
        "浅色、深色两种外观下，文字与背景的对比度不低于 4.5 比 1，状态不只用颜色表示。",
        *_HELP_READING,
    ),
    Requirement(
        "图形与控件对比度",
        _ACCESS,
        _MET,
        "浅色、深色两种外观下，输入框边框和焦点框与背景的对比度都不低于 3 比 1。",
        *_HOME,
    ),
    Requirement(
        "键盘操作",
        _ACCESS,
        _MET,
        "全部功能只用键盘就能完成；第一次按 Tab 可以跳到正文。",
        *_HELP_READING,
    ),
    Requirement(
        "焦点可见",
        _ACCESS,
        _MET,
        "键盘走到哪里，哪里有 3 像素的框，不被其他内容遮住。",
        *_HOME,
    ),
    Requirement(
        "替代文本",
        _ACCESS,
        _MET,
        "页面不用图片表达文字；年份柱状图有文字说明和同样内容的清单，装饰图形对读屏软件隐藏。",
        "/browse#year",
        "分类浏览：年份",
    ),
    Requirement(
        "标题与页面区域",
        _ACCESS,
        _MET,
        "每页一个一级标题，层级不跳跃；页首、检索、正文、页尾分区标明。",
        *_EVERYTHING,
    ),
    Requirement(
        "表格结构",
        _ACCESS,
        _PARTLY,
        "本站自己的版面不用表格；收录文件里的表格按行显示为文字，读屏软件听不出行列关系。",
        *_EVERYTHING,
    ),
    Requirement(
        "窄屏重排",
        _ACCESS,
        _MET,
        "宽 320 像素时仍是一栏，不需要左右滚动。",
        *_HOME,
    ),
    Requirement(
        "放大到 200%",
        _ACCESS,
        _MET,
        "放大到 200% 时内容和功能不减少，不需要左右滚动。",
        *_HOME,
    ),
    Requirement(
        "文字间距",
        _ACCESS,
        _PARTLY,
        "加大字距、行距、段距后不裁切、不重叠；人工看过一次，没有自动检查。",
        *_HOME,
    ),
    Requirement(
        "错误提示",
        _ACCESS,
        _MET,
        "认不出的日期、过长的检索词、过多的筛选条件，都用文字说明哪里没有采用、怎样填写。",
        "/search?from=2023-13",
        "一个写错的日期",
    ),
    Requirement(
        "语言标明",
        _ACCESS,
        _MET,
        "页面标明简体中文；转换为繁体显示时标明繁体中文。",
        *_HELP_READING,
    ),
    Requirement(
        "状态提示",
        _ACCESS,
        _MET,
        "推荐词的条数、正文中检索词的位置、复制的结果，变化时读屏软件会得到通知。",
        *_HOME,
    ),
    Requirement(
        "读屏软件实测",
        _ACCESS,
        _NOT_YET,
        "以上由自动检查和人工查看得出；没有请真正使用读屏软件的人试用。",
        *_THIS,
    ),
    Requirement(
        "无障碍第三方评测",
        _ACCESS,
        _NOT_YET,
        "没有第三方评测或者认证。",
        *_THIS,
    ),
    Requirement(
        "大字号",
        _ELDERS,
        _MET,
        "长者模式的正文为 24 像素（手机上 21 像素），手机上最小的字也不小于 18 像素；按钮更大。",
        *_HELP_READING,
    ),
    Requirement(
        "高对比度",
        _ELDERS,
        _MET,
        "长者模式下文字与背景的对比度不低于 7 比 1，深色外观也是。",
        *_HELP_READING,
    ),
    Requirement(
        "全程键盘可用",
        _ELDERS,
        _MET,
        "长者模式也只用键盘就能完成；除了不显示“为什么排在这里”，功能与普通模式相同。",
        *_HELP_READING,
    ),
    Requirement(
        "不闪烁、不诱导",
        _ELDERS,
        _MET,
        "没有动画、自动播放、弹窗、浮窗、广告和推广。",
        *_HOME,
    ),
    Requirement(
        "适老化第三方评测",
        _ELDERS,
        _NOT_YET,
        "没有请老年人试用，也没有第三方评测。",
        *_THIS,
    ),
)
"""Every requirement that the page names, in its order; those of one source stand together."""
