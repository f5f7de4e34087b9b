"""Whom the title of a document names, and what it does with it: 印发, 修改, 废止, 解读, 批复."""

from __future__ import annotations

import re
from collections.abc import Callable

from index.statements.brackets import named
from index.statements.model import How, Kind, Mention, Span
from index.statements.names import folded_title, key_of
from index.statements.repeals import acts_in_title

_NESTED = str.maketrans("〈〉<>", "《》《》")
_DOES = (
    (Kind.INTERPRETS, re.compile(r"解读|问答|释义|一图读懂")),
    (Kind.REPEALS, re.compile(r"废止")),
    (Kind.AMENDS, re.compile(r"修改|修正|修订|废止")),
    (Kind.CARRIES, re.compile(r"印发|转发|批转|发布|公布|颁布|下发")),
    (Kind.IMPLEMENTS, re.compile(r"实施|贯彻|执行|落实")),
    (Kind.ANSWERS, re.compile(r"批复|答复|复函")),
)
_BEHIND = (Kind.INTERPRETS, Kind.ANSWERS)
"""These are said behind a name, the others before it."""
_DERIVED = re.compile(
    r"^(?P<name>.{3,60}?(?:法|条例|规定|办法))(?:实施(?:细则|条例|办法|规定)|施行细则)$"
)
_AMENDMENT = re.compile(
    r"^(?P<name>.{1,40}?)修正案"
    r"|^(?P<added>.{4,120}(?:法|条例|规定|办法|细则|规则|解释|意见|通知|决定)(?:[(].{1,6}[)])?)的补充(?:规定|意见|通知|办法|决定)$"
)
_APPLIED = re.compile(
    r"(?:适用|执行|实施|施行)(?P<name>[^《》,、的和关]{1,18}?(?:法典|法|条例))(?=第|总则|分则|若干|有关|规定|的|$)"
)


def headings_of(title: str) -> tuple[Mention, ...]:
    """The works that ``title`` names; offsets are those of the title."""
    folded = folded_title(title).translate(_NESTED)
    done = _done(folded)
    found = []
    for span in named(folded):
        name = key_of(folded[span.start + 1 : span.end - 1])
        if name:
            found.append(Mention(span.start, span.end, name, done(span), How.HEADING))
    if derived := _DERIVED.match(folded):
        end = derived.end("name")
        found.append(Mention(0, end, key_of(derived["name"]), Kind.IMPLEMENTS, How.HEADING))
    elif not found and (applied := _APPLIED.search(folded)):
        start, end = applied.span("name")
        found.append(Mention(start, end, key_of(applied["name"]), Kind.IMPLEMENTS, How.HEADING))
    elif amendment := _AMENDMENT.match(folded):
        name = amendment["name"] or amendment["added"]
        found.append(Mention(0, len(name), key_of(name), Kind.AMENDS, How.HEADING))
    for act in acts_in_title(title):
        name = key_of(title[act.start : act.end])
        found.append(Mention(act.start, act.end, name, act.kind, How.HEADING))
    return tuple(found)


def _done(folded: str) -> Callable[[Span], Kind]:
    """What a title does with a name in it, by the words before or behind that; the title is read once."""
    words = [(kind, [it.span() for it in word.finditer(folded)]) for kind, word in _DOES]
    said = [(kind, spans[0][1], spans[-1][0]) for kind, spans in words if spans]

    def kind_of(name: Span) -> Kind:
        for kind, first_end, last_start in said:
            if last_start >= name.end if kind in _BEHIND else first_end <= name.start:
                return kind
        return Kind.CITES

    return kind_of
