"""What a title says that a document carries (印发、转发、批转、发布 …), and of what it is a 解读.

The verb stands first, behind the issuer, or behind 关于; what is carried stands between it and 的通知. Whole
is meant what stands there: 《招标投标法》实施五周年座谈会上的讲话 carries a speech, and not the law. Sites append
the titles of annexes to a title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from index.conventions import doc_number
from index.conventions.issuers import is_authority
from index.statements.brackets import named
from index.statements.names import folded_title, key_of, remark_at_end, says_nothing
from index.text.fold import fold
from index.text.han import TENS

_VERB = re.compile(
    r"(?:修订|重新|联合)?(?P<verb>印发|转发|批转|发布|公布|颁布|颁发|下发)(?:实施|施行|试行|执行)?了?"
)
_ANNOUNCED = re.compile(
    r"(?P<name>[^《》关]{6,80}(?:规划|纲要|方案|办法|规定|条例|意见|计划|目录|白皮书)(?:[(][^()]{1,20}[)])?)(?:正式)?(?:发布|印发|出台|公布)"
)
_NOTICES = "通公"
_TWO = re.compile(r"(?P<one>意见|办法|方案|规定|规划|计划|纲要|目录)(?:和|及|与)(?=.{6})")
_PLAN = re.compile(r"(?:规划|纲要|计划|大纲)$")
_SENT_ON = ("转发", "批转")
_MADE_KNOWN = ("发布", "公布", "颁布")
_END = re.compile(
    r"\s?的\s?(?:紧急|补充|联合)?\s?(?P<paper>通\s?知|公\s?告|通\s?告|命\s?令|决\s?定|函|令|批复)(?=[\s(\[《….]|$)"
)
_ENDS_ALSO = re.compile(r"的\s?(?:意见|决定|批复|规定|办法)(?=\s)")
"""Behind what else the titles of annexes are appended."""
_PAPER = re.compile(
    r"(?:办法|规定|条例|细则|规则|规程|规范|准则|制度|章程|标准|方案|规划|纲要|计划|要点|大纲|目录|清单|名单|名录"
    r"|意见|通知|决定|措施|政策|指南|指引|指导|预案|报告|请示|纪要|讲话|办法|文本|合同|表|简介|须知|总则|五十条"
    r"|若干条|设想|行动|备忘录|书|结果|项目|汇编|安排|说明|批复|公告|解释|建议|倡议|公约|宣言|战略|部署|任务|分工|\d{4})$"
)
"""How the names of papers end."""
_MOST_REMARKS = 4
_MOST = 20
"""So many verbs, ends and issuers of one title are looked at."""
_AND_OTHERS = ("部门", "单位", "部委")
_PLACE = re.compile(r"^[^关]{1,12}[-:|】]$")
_ISSUERS = re.compile(rf".{{1,60}}?等(?:\d{{1,2}}|[{TENS}]{{1,2}})?(?:个|家)?(?:部门|单位|部委)")
_LATELY = re.compile(r"(?:近日|日前|今日|今天|昨日|联合|共同|决定|\s){1,6}$")
_JOINTS = re.compile(r"[\s、,和及与以]*")
_LEADER = re.compile(r"^[\s.…·]+")
_LONGEST_ISSUER = 25
_FEWEST = 4
_INTERPRETS = re.compile(r"(?:政策)?(?:解读|解析|图解|图说|释义|问答)")
_BEFORE = re.compile(r"(?:一图读懂|一图看懂|图解|解读)\s?[:|]?\s?(?P<name>\S{4,})")
_ANSWERED = re.compile(r"就(?P<name>.{4,80}?)(?:有关问题|相关问题)?\s?答(?:记者)?问")
_QUOTES = "《》“”\"'"


def carried(title: str) -> tuple[str, ...]:
    """The titles of what a document of this title prints, as written, each once; none of most."""
    folded = folded_title(title)
    end = _main_end(folded)
    found = [title[start:stop] for start, stop in _objects(folded, end)]
    return _each_once([*found, *_appended(title, folded, end)])


def interpreted(title: str) -> tuple[str, ...]:
    """The titles of what a document of this title interprets (解读), as written; none of most."""
    folded = folded_title(title)
    if not (_INTERPRETS.search(folded) or "答记者问" in folded or "一图" in folded):
        return ()
    if spans := list(named(folded)):
        return _each_once(title[span.start + 1 : span.end - 1] for span in spans)
    found = _ANSWERED.search(folded) or _BEFORE.search(folded)
    return (title[found.start("name") : found.end("name")].strip(_QUOTES),) if found else ()


def main_title(title: str) -> str:
    """A title without what is appended to it: the titles of annexes, a number behind a space."""
    end = _main_end(folded_title(title))
    return title[:end] if end else title


def _main_end(folded: str) -> int:
    """Where a title ends to which something is appended; 0 where nothing is."""
    quoted = [(span.start, span.end) for span in named(folded)]
    for pattern in (_END, _ENDS_ALSO):
        for found in islice(pattern.finditer(folded), _MOST):
            rest = folded[found.end() :]
            if any(start < found.start() < end for start, end in quoted):
                continue
            if rest[:1] not in ("", "(", "[", "《") and rest.strip()[:1] not in ("", "(", "["):
                return found.end()
    return 0


def _objects(folded: str, main: int) -> Iterator[tuple[int, int]]:
    """Where in a title stands what it carries."""
    whole = _without_remarks(folded[:main] if main else folded)
    verb = _verb(whole)
    if remark := _order_remark(folded):
        yield remark
    elif announced := _ANNOUNCED.fullmatch(whole):
        yield announced.span("name")
    elif verb:
        yield from _behind_verb(whole, verb)


def _behind_verb(whole: str, verb: re.Match[str]) -> Iterator[tuple[int, int]]:
    """What stands behind the verb of a title without remarks: several names, or all to 的通知."""
    start = verb.end()
    end = next((it for it in _END.finditer(whole, start) if it.end() == len(whole)), None)
    stop = end.start() if end else len(whole)
    spans = [span for span in named(whole) if start <= span.start and span.end <= stop]
    gaps = [start, *(at for span in spans for at in (span.start, span.end)), stop]
    issuer, *rest = (whole[at:to] for at, to in zip(gaps[::2], gaps[1::2], strict=True))
    if spans and all(_JOINTS.fullmatch(gap) for gap in rest) and _names_issuers(issuer):
        yield from ((span.start + 1, span.end - 1) for span in spans)
        return
    if not end and whole[: verb.start()].rstrip().endswith("关于"):  # 关于公布名单信息的若干规定
        return
    if verb["verb"] in _SENT_ON:
        start = _behind_issuers(whole, start, stop)
    is_sent = end and (verb["verb"] not in _MADE_KNOWN or end["paper"][0] in _NOTICES)
    text = whole[start:stop].strip()
    if len(text) >= _FEWEST and (is_sent or _is_paper(text)):
        yield from _papers(text, whole.index(text, start))


def _papers(text: str, at: int) -> Iterator[tuple[int, int]]:
    """What may be meant by the words of a title: all of them, each of two papers, one without 关于.

    Args:
        at: where in the title they stand.
    """
    end = at + len(text)
    yield at, end
    if (two := _TWO.search(text)) is not None and _is_paper(text):
        yield at, at + two.end("one")
        yield at + two.end(), end
    elif text.startswith("关于") and _PLAN.search(_without_brackets(text)):
        yield at + len("关于"), end


def _is_paper(text: str) -> bool:
    return bool(_PAPER.search(_without_brackets(text)))


def _without_remarks(folded: str) -> str:
    """A title without the remarks behind it that say nothing of what it carries."""
    for _ in range(_MOST_REMARKS):
        folded = folded.rstrip()
        remark = remark_at_end(folded)
        rest = folded[: len(folded) - len(remark)].rstrip()
        ends = next(
            (it for it in _END.finditer(rest, max(0, len(rest) - 12)) if it.end() == len(rest)),
            None,
        )
        if not remark or not rest or not (ends or says_nothing("".join(remark[1:-1].split()))):
            break
        folded = rest
    return folded


def _without_brackets(text: str) -> str:
    for _ in range(_MOST_REMARKS):
        text = text.rstrip()
        text = text[: len(text) - len(remark_at_end(text))]
    return text.rstrip()


def _verb(whole: str) -> re.Match[str] | None:
    """The verb that says that something is carried; None where there is none in its place."""
    quoted = [(span.start, span.end) for span in named(whole)]
    for found in islice(_VERB.finditer(whole), _MOST):
        if any(start < found.start() < end for start, end in quoted):
            return None
        before = _LATELY.sub("", whole[: found.start()]).removesuffix("关于").rstrip()
        if not before or _names_issuers(before) or _PLACE.search(before):
            return found
        if "关于" in before:
            return None
    return None


def _order_remark(folded: str) -> tuple[int, int] | None:
    """What an order or announcement without a title has in brackets: 令第8号（《汽车产业发展政策》）."""
    remark = remark_at_end(folded.rstrip())
    if len(remark) < _FEWEST + 2 or doc_number.parse_folded(remark):
        return None
    head = folded.rstrip()[: -len(remark)]
    last = head.split()
    number = doc_number.parse_folded(head) or (last and re.search(r"第\d+号$", last[-1]))
    if not number or not re.search("[令告]", head):
        return None
    start, end = len(head) + 1, len(head) + len(remark) - 1
    return (
        (start + 1, end - 1) if folded[start] == "《" and folded[end - 1] == "》" else (start, end)
    )


def _names_issuers(text: str) -> bool:
    text = text.strip()
    return (
        not text
        or text.endswith(_AND_OTHERS)
        or bool(_ISSUERS.fullmatch(text))
        or is_authority(text)
    )


def _behind_issuers(whole: str, start: int, stop: int) -> int:
    """Where what is sent on begins: behind those who wrote it."""
    text = whole[start:stop]
    about = text.find("关于")
    if about >= 0 and "《" not in text[:about]:
        return start + about
    if (found := _ISSUERS.match(text)) is not None:
        return start + found.end()
    at = 0
    for _ in range(_MOST):
        length = _issuer(text[at : at + _LONGEST_ISSUER + 1])
        if not length or not _PAPER.search(text, at + length):
            break
        at += length
    return start + at


def _issuer(text: str) -> int:
    """How long the issuer is that a text begins with; 0 where it begins with none."""
    for length in range(3, len(text)):
        if is_authority(text[:length]) and text[length] not in "门的长署":
            return length + (text[length] in "、 ")
    return 0


def _appended(title: str, folded: str, main: int) -> Iterator[str]:
    """The titles of annexes that are appended to a title."""
    if not main:
        return
    title_, at = _LEADER.sub("", title[main:]), ""
    for part in title_.split():
        at += part
        plain = fold(at)
        if doc_number.parse_folded(plain) or is_authority(plain):
            at = ""
        elif len(at) >= _FEWEST and _is_paper(plain):
            yield at
            at = ""


def _each_once(titles: Iterator[str] | list[str]) -> tuple[str, ...]:
    kept: dict[str, str] = {}
    for title in titles:
        if key := key_of(title):
            kept.setdefault(key, title.strip())
    return tuple(kept.values())
