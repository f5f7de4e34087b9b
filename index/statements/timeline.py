"""When a document became what it is, since when it is in force, and what it says of its own end.

The day of a text is the last passage of its head, else its own date. It is in force from the day its own
clause gives, if that is not before this text was made, else from its day: an amended law keeps the clause of
its first text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from index.conventions.labels import field_of
from index.document import PolicyDocument
from index.statements.commencement import Commencement, commencement_of
from index.statements.history import history_of
from index.statements.model import NOWHERE, Passage, Span, Timeline
from index.statements.names import folded_title
from index.statements.repeals import acts_of
from index.statements.sentences import sentence_at
from index.statements.term import endings_of
from index.text.fold import fold

_LATE = 400
"""A source may date a text so many days after its last passage, or after its commencement."""
_TELL = ("报告", "公报", "解读", "答复", "纪要", "请示", "议案", "清单", "指南")
"""文种 of texts that tell and order nothing."""
_OVER = re.compile(r"\((?:[现全文]{0,2}已经?|全文|现)被?(?:废止|失效|作废)\)\s*$")
"""What a title says of a text that has ended, though not when: nothing holds it in force."""
_SLIP = 31
"""A text may be in force so many days before the day it bears."""


def timeline_of(document: PolicyDocument, folded: str = "") -> Timeline:
    """When ``document`` says it became what it is; days are ``date.toordinal``.

    Args:
        folded: its body, where that is folded already.
    """
    folded = folded or fold(document.body)
    history, told = history_of(document.body)
    day = _day(document, history)
    clause = commencement_of(document.body, date.fromordinal(day) if day else None, folded)
    begins, at = _begins(document, history, told, clause, day)
    since = begins or day
    return Timeline(
        day=day,
        begins=begins,
        begins_at=at,
        worded=_worded(clause, history),
        history=history,
        endings=endings_of(document, folded, date.fromordinal(since) if since else None),
        source=document.validity,
        is_text=bool(
            document.body
            and (begins or _may_rule(document.genre))
            and not _OVER.search(folded_title(document.title))
        ),
        acts=acts_of(document.body, document.title),
    )


def _may_rule(genre: str) -> bool:
    """Whether what is of a 文种 may be in force though it does not say since when."""
    return bool(genre) and not genre.endswith(_TELL)


def _day(document: PolicyDocument, history: Sequence[Passage]) -> int:
    """The day of the text: one that a source gives before its last passage is not believed, nor of a page
    that tells the history of its text the day of its own."""
    last = max((passage.on for passage in history), default=0)
    is_page = bool(history and document.source_url)
    own = document.written_on or (None if is_page else document.published_on)
    return max(last, own.toordinal() if own else 0)


def _made(document: PolicyDocument, history: Sequence[Passage], day: int) -> int:
    """The first day of what made this text: its adoption, where approval and promulgation followed.

    A clause of commencement before it is that of an earlier text.
    """
    if not history:
        return day - (_SLIP if document.written_on else _LATE)
    if day > history[-1].on + _LATE:
        return day  # an amendment that the head does not tell of
    at = len(history) - 1
    while at and (history[at - 1].goes_on or not history[at].amends):
        at -= 1
    return min(passage.on for passage in history[at:])


def _begins(
    document: PolicyDocument,
    history: Sequence[Passage],
    told: Sequence[Passage],
    clause: Commencement | None,
    day: int,
) -> tuple[int, Span]:
    """Since when the text is in force, and the words that say so."""
    made = _made(document, history, day)
    label = _labelled(document)
    is_dated = (
        bool(history) and history[-1].on + _LATE > day
    )  # else the source alone dates this text
    last = Span(history[-1].start, history[-1].end) if is_dated else NOWHERE
    if clause:
        on, sentence = clause.on.toordinal(), sentence_at(document.body, clause.start)
        if clause.at_issue and history and history[-1].amends:
            sentence = last
        if clause.at_issue and label >= made:
            return label or on, sentence
        if on < day <= label:
            return label, last
        if on >= made:
            return on, sentence
    for event in reversed(told):
        if event.on >= made:
            return event.on, Span(event.start, event.end)
    if label and label >= made:
        return label, last
    return (day, last) if clause or history or label else (0, NOWHERE)


def _labelled(document: PolicyDocument) -> int:
    """The 施行日期 that the source prints; 0 where none is."""
    on = document.effective_on
    if on and any(field_of(label) == "effective_on" for label, _ in document.as_printed):
        return on.toordinal()
    return 0


def _worded(clause: Commencement | None, history: Sequence[Passage]) -> int:
    """The day the wording dates from. 自公布之日 of an amended text is that of its first publication."""
    if clause and clause.at_issue:
        amended = next((at for at, one in enumerate(history) if one.amends and at), 0)
        if amended:
            return history[amended - 1].on
    return clause.on.toordinal() if clause else 0
