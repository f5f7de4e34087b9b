"""What a mention says of the work it names: 根据…制定, 贯彻, 修改, 废止, 印发, 答复."""

from __future__ import annotations

import re

from index.statements.model import Kind, Span

_SENTENCE = re.compile(r"[。;!?\n]")
_WINDOW = 160
_BASED = re.compile(r"(?:根据|依据|依照|按照|遵照)(?![^。]*(?:予以|给予|处罚))")
_MADE = re.compile(
    r"制定|制订|修订|特制|作如下|如下(?:决定|规定|解释|通知|意见|批复|公告)|现(?:就|将|对)|决定(?:如下|:)"
)
_AMENDED = re.compile(r"\s?(?:第.{1,3}次)?修[正订改]")
_IMPLEMENTS = re.compile(
    r"(?:贯彻|落实|实施|执行)(?:落实|执行|实施|好|了){0,2}\s?(?:国务院|党中央|省政府)?\s?(?:《[^《》]{1,80}》[、和及,]?){0,4}$"
)
_CARRIED = re.compile(
    r"(?:现将|现予|现发布|印发|转发|批转|发布|公布|颁布|下发)\s?(?:《[^《》]{1,80}》[、和及,]?){0,4}$"
)
_GIVEN = re.compile(r"^(?:[^。;《》]{0,30})(?:印发|转发|批转|发给|发布|公布|下发|颁布)")
_ASKED = re.compile(r"(?:请示|来函|请求|申请|报告)》?\s?(?:\([^()]{0,40}\))?\s?(?:收悉|悉)")
_PAGE = re.compile(r"本作品|公有领域|公共领域|版权")


def is_of_the_page(folded: str, span: Span) -> bool:
    """Whether the page that printed a text speaks here, of its own right to do so."""
    around = folded[max(0, span.start - _WINDOW) : span.end + 60]
    return "著作权" in folded[slice(*span)] and bool(_PAGE.search(around))


def kind_of(folded: str, span: Span) -> Kind:
    """What is said of the work that is named at ``span`` of a folded text."""
    before = _since(folded, span.start)
    after = folded[span.end : span.end + _WINDOW]
    if (end := _SENTENCE.search(after)) is not None:
        after = after[: end.start()]
    if _IMPLEMENTS.search(before):
        return Kind.IMPLEMENTS
    if _BASED.search(before) and _MADE.search(after) and not _AMENDED.match(after):
        return Kind.BASED_ON
    if _CARRIED.search(before) and _GIVEN.search(after):
        return Kind.CARRIES
    if _ASKED.match(folded[max(0, span.end - 3) : span.end + 60]):
        return Kind.ANSWERS
    return Kind.CITES


def _since(folded: str, at: int) -> str:
    """The sentence up to ``at``, its last characters."""
    begin = max(0, at - _WINDOW)
    before = folded[begin:at]
    for found in _SENTENCE.finditer(before):
        begin = found.end()
    return before[begin - max(0, at - _WINDOW) :] if begin > max(0, at - _WINDOW) else before
