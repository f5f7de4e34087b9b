"""条 without a name: of the work named before in the sentence, or of that which the document is about.

``符合民诉法第一百二十二条且不属于第一百二十七条`` names two 条 of one law; in a decision to amend a law
``将第三条修改为`` is its third, and in a list of the crimes of a law ``放火罪（第114条）`` its 114th.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.statements.model import How, Kind, Mention
from index.statements.pinpoints import ARTICLE, Place, articles_at
from index.text.han import HAN

_REACH = 100
_STOPS = re.compile(r"[。;\n\"|]|本|修改为|改为|《")
_JOINS = re.compile(
    r"(?:[、,]|和|及|与|或|或者|以及|属于|构成|符合|出现|适用|作为|触犯|分别为)\s?$"
)
_OWN = re.compile(rf"[本该]{HAN}{{1,6}}$|》$")
_VERB_BEFORE = re.compile(r"(?:将|删去|删除|对|把|在|修改|作为|修正|原|废止)\s?$")
_VERB_BEHIND = re.compile(
    r"[^。;\n\"]{0,40}?(?:修改为|改为|中的|后增加|之后增加|前增加|增加一款|增加一项|合并|删去|删除|作为)"
)


class Before(NamedTuple):
    """A mention with 条, and where these end."""

    mention: Mention
    end: int


def continued(folded: str, named: Sequence[Before], covered: set[int]) -> Iterator[Mention]:
    """The 条 of works that are named before them in the same sentence.

    Args:
        named: mentions with 条, by ``end``.
        covered: where the 条 stand that are told already; others are added.
    """
    if not named:
        return
    ends = [one.end for one in named]
    for found in ARTICLE.finditer(folded, ends[0]):
        at = found.start()
        if at in covered:
            continue
        before = bisect_right(ends, at) - 1
        if not _JOINS.search(folded, max(0, at - 6), at):
            continue
        if before < 0 or at - ends[before] > _REACH or _STOPS.search(folded, ends[before], at):
            continue
        work = named[before].mention
        places = articles_at(folded, at)
        covered.update(place.span.start for place in places)
        how = How.SEQUEL if work.how is How.BARE else How.ABBREVIATION
        for place in places:
            yield _mention(place, work.name, Kind.CITES, how)


def amended(
    folded: str, body: str, works: Sequence[tuple[int, str]], covered: set[int]
) -> Iterator[Mention]:
    """The 条 of the works that the document amends, where it says what becomes of them.

    Args:
        works: from where on which work is amended, ascending.
    """
    begins = [begin for begin, _ in works]
    until = 0
    for found in ARTICLE.finditer(folded):
        at = found.start()
        of = bisect_right(begins, at) - 1
        if at < until or at in covered or of < 0 or _is_quoted(body, at):
            continue
        places = articles_at(folded, at)
        until = places[-1].span.end if places else found.end()
        if _VERB_BEFORE.search(folded, max(0, at - 4), at) or _VERB_BEHIND.match(folded, until):
            covered.update(place.span.start for place in places)
            for place in places:
                yield _mention(place, works[of][1], Kind.AMENDS, How.ABBREVIATION)


def implied(folded: str, name: str, covered: set[int]) -> Iterator[Mention]:
    """The 条 in a document that has none of its own: they are of the work that its title names."""
    for found in ARTICLE.finditer(folded):
        at = found.start()
        if at in covered or _OWN.search(folded, max(0, at - 8), at):
            continue
        places = articles_at(folded, at)
        covered.update(place.span.start for place in places)
        for place in places:
            yield _mention(place, name, Kind.CITES, How.ABBREVIATION)


def _mention(place: Place, name: str, kind: Kind, how: How) -> Mention:
    return Mention(*place.span, name, kind, how, articles=(place.article,))


def _is_quoted(body: str, at: int) -> bool:
    begin = max(0, at - 4_000)
    return body.rfind("“", begin, at) > body.rfind("”", begin, at)
