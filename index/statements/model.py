"""The values of this room: what a document says, as plain numbers and names, ready to be kept.

Days are ``date.toordinal``, 0 where unknown. Offsets count characters of ``PolicyDocument.body``.
A *key* is a name as ``index.statements.names`` writes it, so that equal keys mean one thing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import NamedTuple

from index.document import Validity


class Kind(IntEnum):
    """What a mention says of what it names; its numbers are kept in files and never change."""

    CITES = 0  # 引用
    BASED_ON = 1  # 依据：根据《…》制定
    IMPLEMENTS = 2  # 贯彻、实施
    AMENDS = 3  # 修改
    REPEALS = 4  # 废止、停止执行
    CARRIES = 5  # 印发、转发、批转、发布
    INTERPRETS = 6  # 解读
    ANSWERS = 7  # 批复、答复


class How(IntEnum):
    """How a mention names it; its numbers are kept in files and never change."""

    TITLE = 0  # 《…》
    ABBREVIATION = 1  # 以下简称
    NUMBER = 2  # 发文字号 alone
    BARE = 3  # a name without 《》 before 第…条
    HEADING = 4  # the title of the document, not its body
    SEQUEL = 5  # 第…条 alone, of a bare name before it in the sentence


class Article(NamedTuple):
    """第十二条 is (12, 0), 第十二条之一 (12, 1)."""

    number: int
    of: int = 0


class Span(NamedTuple):
    """Where in the body something is said; (0, 0) where it is said nowhere there."""

    start: int = 0
    end: int = 0


NOWHERE = Span()
NO_ARTICLE = Article(0)


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where the document names another, or itself.

    Attributes:
        start, end: in the body, 《》 included; for ``How.HEADING`` in the title.
        name: the key of the full name; of a bare name the letters that end with it (the longest known
            name among ``index.statements.bare.endings`` is meant); empty where a number stands alone.
        number: the 发文字号 that goes with it, in the standard form, folded.
        on: the day printed with the name (2006年9月15日…通过的《…》).
        articles: the 条 named, in order.
    """

    start: int
    end: int
    name: str
    kind: Kind = Kind.CITES
    how: How = How.TITLE
    number: str = ""
    on: int = 0
    articles: tuple[Article, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """An event of the promulgation lines: adopted, amended, promulgated.

    Attributes:
        on: its day.
        start, end: the words, in the body.
        decision: the key of the deciding document (关于修改…的决定), where named.
        number: of the order it was promulgated by.
        amends: whether it makes another text of the work (修正、修订、修改).
        goes_on: whether it is told in one with the next (…通过，…批准的《…决定》修正).
    """

    on: int
    start: int
    end: int
    decision: str = ""
    number: str = ""
    amends: bool = False
    goes_on: bool = False


class Act(NamedTuple):
    """What a sentence does to one document: ends it as a whole, or changes it.

    Attributes:
        kind: ``Kind.REPEALS`` or ``Kind.AMENDS``.
        start, end: the words that name it: 《…》 with its brackets, or a 发文字号 that stands alone.
        sentence: the sentence.
        on: the day from which it is ended, where the sentence gives one (自2012年1月1日起停止执行);
            else 0: it is the commencement of the document that says so. Of what is changed: the day from
            which it is ended instead (有效期延长至…).
        days: those printed before the name (1990年…通过、2007年…修正的《…》): of its history.
    """

    kind: Kind
    start: int
    end: int
    sentence: Span
    on: int = 0
    days: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Ending:
    """A statement that the document itself makes of its end.

    Attributes:
        on: the first day on which it is in force no more.
        span: the sentence; none where a label of the page says it.
        printed: whether it is a printed 失效日期, and not computed from a 有效期.
    """

    on: int
    span: Span = NOWHERE
    printed: bool = False


@dataclass(frozen=True, slots=True)
class Timeline:
    """When the document says it became what it is.

    Attributes:
        day: of this text: the last passage of its head, else its own date.
        begins: the day of commencement of this text; 0 where nothing is said.
        begins_at: the sentence that says so.
        worded: the day its wording dates from: the commencement its own last 条 gives.
        history: the passages of its head, in order.
        endings: what it says of its own end, the earliest first.
        source: what the source says of its validity (来源标注): a witness, not evidence.
        acts: what its sentences end and change, by place; a mention of that place has their kind.
        is_text: whether it has a text that can be in force: a title alone cannot, nor a report.
    """

    day: int = 0
    begins: int = 0
    begins_at: Span = NOWHERE
    worded: int = 0
    history: tuple[Passage, ...] = ()
    endings: tuple[Ending, ...] = ()
    source: Validity = Validity.UNSTATED
    is_text: bool = False
    acts: tuple[Act, ...] = ()


@dataclass(frozen=True, slots=True)
class Identity:
    """Under what the document is known.

    Attributes:
        names: keys of its title, the most precise first; two texts of one work share one.
        number: its 发文字号 as ``index.schema.fields.number_key`` writes it.
        carries, interprets: the titles of what it prints (印发、转发…), and is a 解读 of, as written.
        first, last: its articles, where it has any: 民法典 stands in several documents.
        sketch: the smallest hashes of its text, ascending: what two prints of one text share.
        dated: the days its source gives for it, writing or publication, ascending.
        address: what addresses of one page share; see ``index.statements.address``.
        region: the place it is of, as ``index.conventions.regions`` writes it; empty where it has none.
    """

    names: tuple[str, ...] = ()
    number: str = ""
    carries: tuple[str, ...] = ()
    first: Article = NO_ARTICLE
    last: Article = NO_ARTICLE
    sketch: tuple[int, ...] = ()
    dated: tuple[int, ...] = ()
    address: str = ""
    interprets: tuple[str, ...] = ()
    region: str = ""


@dataclass(frozen=True, slots=True)
class Statements:
    """All that a document says."""

    identity: Identity = field(default_factory=Identity)
    timeline: Timeline = field(default_factory=Timeline)
    mentions: tuple[Mention, ...] = ()
