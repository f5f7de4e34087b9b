"""Whether a text is in force, as its page says it: the state, since when, and the sentences that prove it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from index.document import PolicyDocument, Validity
from search.related import Evidence, Standing
from web import text, urls

TONES = {
    Validity.IN_FORCE: "in-force",
    Validity.AMENDED: "amended",
    Validity.REPEALED: "ended",
    Validity.EXPIRED: "ended",
    Validity.NOT_YET: "not-yet",
    Validity.DISPUTED: "doubt",
    Validity.UNSTATED: "",
}
"""有效性 -> the style of its label. Unstated has none: results do not print it on every line."""
OVER = (Validity.REPEALED, Validity.EXPIRED, Validity.AMENDED)
"""The states of a text that is in force no more."""
_DAY = re.compile(r"[0-9]{4}[年.-][0-9]{1,2}[月.-][0-9]{1,2}日?")
"""A day that stands by itself behind a label of the page."""
_PRINTED_END = re.compile(r"失效日期|[0-9]{4}[年.-][0-9]{1,2}[月.-][0-9]{1,2}日?$")
"""A 失效日期 that a page prints: some print the last day, others the first on which it is over."""
_NUMBERING = re.compile(
    r"第[^条章节]{1,12}[条章节](?:之[一二三四五六七八九十]{1,3})?|[^、）)]{1,6}(?:、|[）)])"
)
_LONG_LABEL = 16
_LONG = 100
"""A sentence longer than this is folded where it proves no end."""
_ENDED = (Validity.REPEALED, Validity.EXPIRED)


class Day(NamedTuple):
    """The day that an address names, None for today, and what is to be said of one that is none."""

    on: date | None = None
    notices: tuple[str, ...] = ()


TODAY = Day()


@dataclass(frozen=True, slots=True)
class DocumentLink:
    """Another document by its title, in the brackets of titles, and its day."""

    id: str
    title: str
    url: str
    date: str = ""


@dataclass(frozen=True, slots=True)
class ProofView:
    """A sentence that proves something, and where it stands.

    Attributes:
        before, after: what it does, around where it stands (已被 … 废止); empty where the sentence
            says it itself.
        where: the document and the section (``《关税法》第七十二条``, ``本文件第五条``).
        url: leads there.
    """

    where: str
    url: str
    text: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class StandingView:
    """What a page says of whether its text is in force.

    Attributes:
        state, tone: on the day asked for; no tone where nothing proves what is said.
        on: that day in words; empty for today.
        on_value: the same as a form field holds it.
        words: what a reader must know, in sentences; may be empty.
        newer: the text of the same work in force on that day, where it is another.
        proofs: two that disagree, where the state is 存疑.
        said: what the source says; empty where it says nothing.
        source: the same in a sentence, where that is not what was found; else empty.
    """

    state: str
    tone: str
    on: str
    on_value: str
    words: str
    newer: DocumentLink | None
    proofs: tuple[ProofView, ...]
    said: str
    source: str

    @property
    def label(self) -> str:
        """The state; that it is not stated is said in full."""
        return "有效性未注明" if self.state == Validity.UNSTATED else self.state

    @property
    def newer_words(self) -> str:
        """What the other text is."""
        return "当日施行的文本" if self.on else "现行文本"

    @property
    def folds(self) -> bool:
        """Whether the sentences are folded: long ones (a head with all its dates) of a text that
        nothing ended."""
        is_end = self.state in (*_ENDED, Validity.DISPUTED)
        return not is_end and any(len(proof.text) > _LONG for proof in self.proofs)

    @property
    def is_told(self) -> bool:
        """Whether there is more to say than that nothing is stated."""
        return bool(self.words or self.proofs or self.source or self.newer or self.on)


def standing_of(document: PolicyDocument, today: date) -> Standing:
    """What is known of a document that nothing relates to any other."""
    return Standing(
        on=today,
        state=document.validity,
        since=document.effective_on,
        until=document.repealed_on,
        source=document.validity,
    )


def standing_view(
    standing: Standing,
    document: PolicyDocument,
    asked: date | None = None,
    is_one_of_many: bool = False,
) -> StandingView:
    """What the page of ``document`` says of ``standing``.

    Args:
        asked: the day that the visitor asked for; None: today.
        is_one_of_many: whether its work has had other texts.
    """
    source = "" if asked else _source(standing)
    unproved = standing.state in _ENDED and not standing.evidence
    return StandingView(
        state=standing.state.value,
        tone="" if unproved else TONES[standing.state],
        on=text.chinese_date(asked),
        on_value=text.iso(asked),
        words="" if unproved and source else _words(standing, document, is_one_of_many),
        newer=document_link(standing.newer, asked) if standing.newer else None,
        proofs=tuple(
            proof_view(one, document, standing.state if one.document.id != document.id else None)
            for one in standing.evidence
        ),
        said="" if standing.source is Validity.UNSTATED else standing.source.value,
        source=source,
    )


def document_link(document: PolicyDocument, on: date | None = None) -> DocumentLink:
    """A link to another document, as it was on a day."""
    return DocumentLink(
        document.id,
        text.bracketed(document.title),
        urls.document(document.id, on=on),
        text.chinese_date(document.day),
    )


def proof_view(
    evidence: Evidence, document: PolicyDocument, state: Validity | None = None
) -> ProofView:
    """A sentence that stands in ``document`` itself or in another.

    Args:
        state: what another's sentence makes of ``document``.
    """
    return ProofView(
        where=_where(evidence, document),
        url=urls.document(evidence.document.id, "", evidence.anchor),
        text=evidence.text.removeprefix(evidence.label).lstrip(),
        before="已被" if state is Validity.REPEALED else "",
        after="废止" if state is Validity.REPEALED else "",
    )


def _where(evidence: Evidence, document: PolicyDocument) -> str:
    """Where a sentence stands, as the page of ``document`` calls it."""
    other = evidence.document
    if other.id == document.id:
        is_printed = _DAY.fullmatch(evidence.text)
        return "本文件所印的失效日期" if is_printed else f"本文件{_label(evidence)}"
    day = text.chinese_date(other.day) if other.title == document.title else ""
    return text.bracketed(other.title) + (f"（{day}）" if day else "") + _label(evidence)


def _label(evidence: Evidence) -> str:
    """The label of a section, of one that is a whole sentence its number."""
    label = evidence.label
    number = _NUMBERING.match(label) if len(label) > _LONG_LABEL else None
    return number[0].rstrip("、") if number else label


def _words(standing: Standing, document: PolicyDocument, is_one_of_many: bool) -> str:
    until = text.chinese_date(standing.until)
    begun, term = _begun(standing, document, "这一文本" if is_one_of_many else ""), ""
    last = ""
    if standing.until and standing.until > date.min:  # there is no day before the first
        last = text.chinese_date(standing.until - timedelta(days=1))
    if not any(_PRINTED_END.match(proof.text) for proof in standing.evidence):
        term = f"有效期至{last}，" if last else ""
    return {
        Validity.IN_FORCE: begun + (f"自{until}起不再有效。" if until else ""),
        Validity.NOT_YET: begun or "还没有到施行日期。",
        Validity.AMENDED: f"这是修改前的文本，已有更新的文本。{_replaced(standing, document, last)}",
        Validity.REPEALED: f"{f'自{until}起' if until else '已经'}废止，不再作为依据，仅供查阅。",
        Validity.EXPIRED: f"{term}已经失效，不再作为依据，仅供查阅。",
        Validity.DISPUTED: "两处说法不一，本站不作判断，请向发文机关核实。",
        Validity.UNSTATED: "",
    }[standing.state]


def _begun(standing: Standing, document: PolicyDocument, what: str = "") -> str:
    """Since when a text is in force; where nothing says so, what was done on its day."""
    since = text.chinese_date(standing.since)
    if standing.is_since_said:
        return f"{what}自{since}起施行。" if since else ""
    return f"{what}{_dated(standing.since, document)}。"


def _replaced(standing: Standing, document: PolicyDocument, last: str) -> str:
    """From when to when an old text was in force, as far as that is said."""
    if not standing.since or not last:
        return ""
    if not standing.is_until_said:
        newer = text.chinese_date(standing.until)
        return f"{_begun(standing, document)}更新的文本日期为{newer}。"
    if standing.is_since_said:
        return f"施行期间：{text.chinese_date(standing.since)}至{last}。"
    return f"{_dated(standing.since, document)}，施行至{last}。"


def _dated(day: date | None, document: PolicyDocument) -> str:
    """What was done on the day of a text that does not say since when it is in force."""
    did = {document.written_on: "成文", document.published_on: "公布"}.get(day, "通过或者修改")
    return f"{text.chinese_date(day)}{did}"


def _source(standing: Standing) -> str:
    """What the source says, where that is not what was found."""
    state, source = standing.state, standing.source
    ended = source in OVER
    if source is Validity.UNSTATED or (source is state and (standing.evidence or not ended)):
        return ""
    if ended and (state not in OVER or not standing.evidence):
        return f"来源标注为“{source}”，本站未找到依据，请向发文机关核实。"
    return f"来源标注为“{source}”。"
