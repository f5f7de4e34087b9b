"""The grammar of sentences that end or change other documents: 《…》同时废止, 废止《…》, 对《…》作如下修改.

Only what is ended as a whole counts: 《…》第三条同时废止 and 《…》中关于…的规定停止执行 leave the document
standing. What a sentence tells of the past of what it ends (根据《关于修改…的决定》第一次修正的《…》) is not
ended by it, nor what stands in a quotation: that is a clause another document will have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import NamedTuple

from index.conventions.dates import find_dates
from index.conventions.genre import ends_with_genre
from index.statements.model import Act, Kind, Span
from index.statements.names import folded_title
from index.statements.numbers import numbers_in
from index.statements.sentences import REACH, is_quoted, outermost, past_remarks, sentence_at
from index.text.fold import fold
from index.text.han import HAN, THOUSANDS, UNIFIED


class _Named(NamedTuple):
    """What a sentence names: 《…》 or a number, and where the words behind it and its remark begin."""

    start: int
    end: int
    tail: int


MOST = 500
"""So many words that may end or change something are looked at in one body."""

_ENDS = re.compile(r"废止|失效|作废|停止(?:执行|施行|实施)|不再(?:执行|施行|实施|适用)")
_CHANGES = re.compile(
    r"作(?:出|了)?(?:如下|以下|部分|相应|下列)?(?:修[改订正]|补充|调整)(?!或者|和完善)"
)
_IN_PART = re.compile(
    rf"(?:在|将|把)[{UNIFIED}、]{{0,30}}(?P<name>《)[^《》\n]{{2,80}}》(?:[(（][^()（）\n]{{0,40}}[)）])?"
    rf"(?:第[{THOUSANDS}\d]{{1,7}}条|题注|标题|名称)"
)
_PROLONGS = re.compile(r"有效期限?(?:[^，,。；;《》\n至到]{0,8}?(?P<verb>延长|延续|顺延))?[至到]")
_TERM_OF = re.compile(r"(?:等[^,。;《》第]{0,16})?的?(?:[^。;《》第]{0,40},)?其?")
"""All that may stand between a name and its 有效期."""
_LONGER = re.compile(r"(?:延长|延续|顺延)$")
_NEAR = 24
_ALTERS = re.compile(r"增加|修改为|删[去除]|改为|调整为|移至")
_AND = re.compile(r"\s*(?:[、,;。]|和|及|与|以及|并|等|同时|$)")
_JOINED = re.compile(r"\s*+(?:[、,]|和|及|与|以及|或者?)*+\s*+$")
_PAST = re.compile(r"[,、]?\s*(?:第.{1,3}次)?(?:修[改订正]|公布|发布|通过|批准|规定)")
_WHOLE = re.compile(
    rf"(?:文件|号?文|通知)?\s*,?\s*(?:等{HAN}{{0,20}})?(?:及其[{UNIFIED}、]{{0,12}})?\s*,?"
    r"(?:[自从于][^《》,]{2,40},?)?\s*"
    r"(?:均|都|也|亦|现|应当?|将|决定|同时|一并|即行|即予|予以?|自行|相应|全部|正式|宣布|自然)*+\s*$"
)
"""All that may stand between a name and the verb that ends it as a whole."""
_USED = re.compile(r"(?:适用|执行|按照?|依照|根据|依据|参照|违反|以|见)\s*$")
_NOT = re.compile(r"(?:[不未]|不得|关于|需要|已经?|被|所称|建议|可以)$")
_SOME_DAY = re.compile(r"待[^。;]{2,40}后|拟(?:于|在|将|予)")
_FIRST = re.compile(r"(?:^|[。;,:、\s)]|决定|同时|予以|宣布)$")
_LISTS = re.compile(r"下列|以下|如下|所列")
_CATALOGUE = re.compile(r"(?:和失效|失效)?的?[^。;:《》]{0,30}(?:目录|清单|名单|一览表)\s*[:(]?")
_DECIDES = re.compile(r"修[改订正]|废止|失效|清理|停止执行")
_TO = re.compile(r"对|将|把|修[改订正]")
_PAUSE = re.compile(r"[《》。;,]")
_HEADING = re.compile(
    rf"^[^\S\n]*[{THOUSANDS}]{{1,4}}、(?P<verb>(?:关于)?(?:对|将|修[改订正]))\s*《", re.MULTILINE
)
_TITLED = re.compile(
    r"关于(?P<verb>废止|停止执行|修[改订正])(?!和|、|并|印发|发布)(?P<what>[^《》〈〉<>]{4,100})的(?:决定|决议|公告|通告|通知)$"
)
_SUPPLEMENT = re.compile(r"(?P<what>.{6,200}?)的(?:若干)?补充规定(?:\([^()]{1,4}\))?$")
_SOME = re.compile(r"部分|有关|一批|若干|[件部项个]|的$|印发|工作")
_BESIDE = re.compile(
    r"\|?\s*序\s*号\s*(?:\||\s)|\s*(?:说明|备注|(?:废止)?理由|(?:替代|代替)文件)\s*:|[\s|:-]+$"
)
"""A line that is no item: the head of a table, and what is told of the item above."""
_ISSUED = re.compile(r"(?:公布|发布|颁布|印发)?[)\]|\s;,。]*$")
_ITEM = re.compile(
    rf"\s*(?:[(](?:[{THOUSANDS}]{{1,4}}|\d{{1,3}})[)]|[{THOUSANDS}]{{1,4}}、|\d{{1,3}}[.、])"
)
_PREFIX = 120
_LONGEST_EVIDENCE = 300


def acts_of(body: str, title: str = "") -> tuple[Act, ...]:
    """What ``body`` ends and changes, in order, each once.

    Args:
        title: of the document; one that decides (关于废止…的决定) may say 废止《…》 with the verb first.
    """
    decides = bool(_DECIDES.search(title))
    found: dict[tuple[Kind, int], Act] = {}
    for act in _said(body, decides):
        found.setdefault((act.kind, act.start), act)
    return tuple(sorted(found.values(), key=lambda act: act.start))


def _said(body: str, decides: bool) -> Iterator[Act]:
    """What the sentences say, a kind of sentence after the other."""
    for verb in _unquoted(_ENDS, body, ("废止", "失效", "作废", "停止", "不再")):
        yield from _ended(body, verb, decides)
    for verb in _unquoted(_CHANGES, body, ("修改", "修订", "修正", "补充", "调整")):
        yield from _changed(body, verb)
    for term in _unquoted(_PROLONGS, body, ("有效期",)):
        yield from _prolonged(body, term)
    for part in _unquoted(_IN_PART, body, ("《",)):
        yield from _changed_in_part(body, part)
    if decides:
        for heading in islice(_HEADING.finditer(body), MOST):
            yield from _headed(body, heading)


def _unquoted(
    pattern: re.Pattern[str], body: str, needs: tuple[str, ...]
) -> Iterator[re.Match[str]]:
    """What ``pattern`` finds outside quotations; nothing in a text without one of ``needs``."""
    if not any(word in body for word in needs):
        return
    for found in islice(pattern.finditer(body), MOST):
        if not is_quoted(body, found.start()):
            yield found


def _ended(body: str, verb: re.Match[str], decides: bool) -> Iterator[Act]:
    """What the sentence of ``verb`` ends."""
    sentence = sentence_at(body, verb.start())
    text = fold(body[slice(*sentence)])
    at, until = verb.start() - sentence.start, verb.end() - sentence.start
    named = _named(text)
    if _NOT.search(text[:at]) or _SOME_DAY.search(text, 0, at) or _is_within(named, at):
        return
    before = [one for one in named if one.end <= at]
    ended = _before(text, before, at)
    on = _day(text[:at], text[at:until])
    if not ended and _FIRST.search(text[:at]) and (decides or text[:at].endswith("决定")):
        ended = _behind(text, [one for one in named if one.start >= until], until)
    for one in ended:
        since = max((other.tail for other in named if other.end <= one.start), default=0)
        days = [day.toordinal() for _, _, day in find_dates(text[since : one.start])]
        yield _act(sentence, one, on)._replace(days=tuple(days))
    announces = _LISTS.search(text[max(0, at - 40) : until + 40])
    if not ended and (announces or (decides and _CATALOGUE.match(text, until))):
        yield from _listed(body, sentence, until, on)


def _is_within(named: list[_Named], at: int) -> bool:
    return any(one.start < at < one.end for one in named)


def _act(sentence: Span, one: _Named, on: int = 0, kind: Kind = Kind.REPEALS) -> Act:
    return Act(kind, sentence.start + one.start, sentence.start + one.end, sentence, on)


def _named(text: str) -> list[_Named]:
    """What a folded text names, in order; a number in the remark behind a name is of that name."""
    names: list[_Named] = []
    for span in outermost(text):
        if not names or span.start >= names[-1].tail:  # 《…》(以下简称《办法》) names one
            names.append(_Named(*span, past_remarks(text, span.end)))
    masked = list(text)
    for one in names:
        masked[one.start : one.tail] = " " * (one.tail - one.start)
    numbers = [
        _Named(*it.span, past_remarks(text, it.span.end)) for it in numbers_in("".join(masked))
    ]
    return sorted(names + numbers)


def _before(text: str, named: list[_Named], at: int) -> list[_Named]:
    """What is ended by the verb at ``at`` behind it: from the last name back, as long as they are whole."""
    ended: list[_Named] = []
    until, is_ended = at, False
    for one in reversed(named):
        between = text[one.tail : until]
        if until == at:
            is_ended = bool(_WHOLE.match(between))
        elif not _JOINED.match(between):  # else it shares the fate of the next
            is_ended = bool(_AND.match(between)) and not _PAST.match(between)
        if is_ended and not _USED.search(text[: one.start]):
            ended.append(one)
        until = one.start
    return ended[::-1]


def _behind(text: str, named: list[_Named], begin: int) -> list[_Named]:
    """What is ended by a verb before it: names joined to one another, the first close to the verb."""
    ended: list[_Named] = []
    for at, one in enumerate(named):
        until = named[at + 1].start if at + 1 < len(named) else len(text)
        between, tail = text[begin : one.start], text[one.tail : until]
        if len(between) > _PREFIX or (ended and ";" in between):
            break
        if _AND.match(tail) and not _PAST.match(tail):
            ended.append(one)
        begin = one.tail
    return ended


def _listed(body: str, sentence: Span, until: int, on: int) -> Iterator[Act]:
    """The items of the list that a sentence announces, on its own line or on the lines below."""
    text = fold(body[slice(*sentence)])
    here = [one for one in _named(text) if one.start >= until]
    if here:
        for one in here:
            if _AND.match(text[one.tail :]) or text.startswith("《", one.tail):
                yield _act(sentence, one, on)
        return
    begin, style = body.find("\n", sentence.end) + 1, ""
    for _ in range(MOST if begin else 0):
        end = body.find("\n", begin)
        line = Span(begin, end if end >= 0 else len(body))
        text = fold(body[slice(*line)])
        label = _style(text)
        named = _behind(text, _named(text), 0) or _number_at_end(text)
        if end >= 0 and _BESIDE.match(text):
            begin = end + 1
            continue
        if not named or (style and label != style):
            return
        style = style or label
        whole = Span(sentence.start, line.end)
        shown = whole if line.end - sentence.start <= _LONGEST_EVIDENCE else sentence
        for one in named:
            yield Act(Kind.REPEALS, line.start + one.start, line.start + one.end, shown, on)
        if end < 0:
            return
        begin = end + 1


def _number_at_end(line: str) -> list[_Named]:
    """The number that ends an item without 《》: 1.国务院关于…的通知（国发〔1986〕90号）."""
    found = [_Named(*it.span, it.span.end) for it in numbers_in(line)]
    return [one for one in found if _ISSUED.match(line[one.end :])][-1:]


def _style(line: str) -> str:
    """How an item is numbered, its numeral left out: ``(0)``, ``0、``, ``1.``."""
    found = _ITEM.match(line)
    if not found:
        return "-"
    return "".join(
        "1" if c.isdecimal() else "一" if c in THOUSANDS else c for c in found[0].strip()
    )[-3:]


def _changed(body: str, verb: re.Match[str]) -> Iterator[Act]:
    """What 对《…》作如下修改 changes."""
    sentence = sentence_at(body, verb.start())
    text = fold(body[slice(*sentence)])
    at = verb.start() - sentence.start
    named = [one for one in _named(text) if one.end <= at]
    until, joined = at, True
    for one in reversed(named):
        between = text[one.tail : until]
        joined = joined and (until == at or bool(_AND.match(between)))
        if joined and "。" not in between and ";" not in between:
            yield _act(sentence, one, kind=Kind.AMENDS)
        if _TO.search(_PAUSE.split(text[max(0, one.start - _PREFIX) : one.start])[-1]):
            return
        until = one.start


def _prolonged(body: str, term: re.Match[str]) -> Iterator[Act]:
    """What 《…》有效期延长至2025年12月31日 changes: it ends on the day after."""
    sentence = sentence_at(body, term.start())
    text = fold(body[slice(*sentence)])
    at, until = term.start() - sentence.start, term.end() - sentence.start
    start, _, last = next(find_dates(text[until : until + _NEAR]), (0, 0, date.max))
    named = [one for one in _named(text) if one.end <= at]
    if last == date.max or text[until : until + start].strip() or not named:
        return
    first = len(named) - 1
    while first and _JOINED.match(text[named[first - 1].tail : named[first].start]):
        first -= 1
    is_whole = _TERM_OF.fullmatch(text[named[-1].tail : at])
    if is_whole and (term["verb"] or _LONGER.search(text[: named[first].start])):
        for one in named[first:]:
            yield _act(sentence, one, last.toordinal() + 1, Kind.AMENDS)


def _changed_in_part(body: str, part: re.Match[str]) -> Iterator[Act]:
    """What 将《…》第三条修改为 changes."""
    sentence = sentence_at(body, part.start("name"))
    if _ALTERS.search(body, part.end(), sentence.end):
        at = part.start("name") - sentence.start
        for one in _named(fold(body[slice(*sentence)])):
            if one.start == at:
                yield _act(sentence, one, kind=Kind.AMENDS)


def _headed(body: str, heading: re.Match[str]) -> Iterator[Act]:
    """What a numbered heading 一、修改《…》 changes."""
    end = body.find("\n", heading.end())
    sentence = Span(heading.start(), end if end >= 0 else min(len(body), heading.end() + REACH))
    text = fold(body[slice(*sentence)])
    until = heading.end("verb") - sentence.start
    if not _ENDS.search(text):
        for one in _behind(text, [one for one in _named(text) if one.start >= until], until):
            yield _act(sentence, one, kind=Kind.AMENDS)


_SINCE = re.compile(r"[自从于]\s*$")
_UP_TO = re.compile(
    r"\s*+(?:之日)?+\s*+(?:起|后)?+\s*+,?+\s*+(?!(?:开始|正式)?(?:施行|实施|执行|生效|[)有]))"
)


def _day(before: str, verb: str) -> int:
    """The day that the sentence itself gives for the end: 自2012年1月1日起停止执行."""
    days = [
        day
        for start, end, day in find_dates(before)
        if _SINCE.search(before[:start])
        and _UP_TO.fullmatch(before[end : end + 12].partition("《")[0])
    ]
    return days[-1].toordinal() if days else 0


def acts_in_title(title: str) -> tuple[Act, ...]:
    """What a title without 《》 ends or changes (关于废止…办法的决定, …的补充规定); offsets are of the title."""
    text = folded_title(title)
    sentence = Span(0, len(title))
    if found := _TITLED.search(text):
        kind = Kind.AMENDS if found["verb"].startswith("修") else Kind.REPEALS
        return () if _SOME.search(found["what"]) else (Act(kind, *found.span("what"), sentence),)
    if (found := _SUPPLEMENT.match(text)) and ends_with_genre(found["what"]):
        return (Act(Kind.AMENDS, *found.span("what"), sentence),)
    return ()
