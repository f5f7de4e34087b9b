"""The page of two documents side by side: counts, what changed, the words that came and went."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from index.document import PolicyDocument
from search.comparison.values import Change, Comparison, Form, Passage, Piece, Row
from web import text, urls
from web.views.results import FormView
from web.views.standing import TONES

WORDS = {
    Change.SAME: "未变",
    Change.CHANGED: "改动",
    Change.ADDED: "新增",
    Change.REMOVED: "删去",
    Change.MOVED: "移动",
}
"""What became of a provision, in words, in the order of the counts."""
_SHOWN = (Change.CHANGED, Change.ADDED, Change.REMOVED)
"""What is shown in full; of the others their numbers say enough."""
_UNORDERED = "第一份", "第二份"
"""What the columns are called where neither is known to be the older text."""
_ELSEWHERE = "文字未变，位置变了"
_BEGINNING = 14
"""So many letters stand for a paragraph that has no number."""


@dataclass(frozen=True, slots=True)
class DocumentSide:
    """One of the two documents, above its column.

    Attributes:
        name: what the column is called: 旧文本, 新文本, or 第一份, 第二份.
        day: of this text.
        head: the lines in brackets below its title.
    """

    name: str
    title: str
    url: str
    day: str
    doc_number: str
    validity: str
    tone: str
    head: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TextSide:
    """A provision on one side: where it stands in its document, and its words in pieces, those
    marked that the other side has not."""

    label: str
    url: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the page.

    Attributes:
        kind: one of ``search.comparison.values.Change``.
        id: the fragment that leads here, empty where none does.
        label: what it is called: ``第三条 → 第五条``.
        note: what is to be said of it besides.
        old, new: its sides; None where there is nothing, and where nothing of them is shown.
        is_heading: whether it is an 编, 章 or 节, or a line above text of its own.
        is_quiet: whether nothing but its numbers is shown.
    """

    kind: str
    id: str
    label: str
    note: str = ""
    old: TextSide | None = None
    new: TextSide | None = None
    is_heading: bool = False
    is_quiet: bool = False

    @property
    def word(self) -> str:
        """What became of it, in a word."""
        return WORDS[Change(self.kind)]

    @property
    def is_once(self) -> bool:
        """Whether both sides say the same, so that it is printed once."""
        return self.kind not in _SHOWN


@dataclass(frozen=True, slots=True)
class ComparePage:
    """All that the page prints.

    Attributes:
        counts: ``(word, how many)`` of every kind of change.
        unit: what is counted: 条, or 段.
        notes: what a reader must know before reading on.
        jumps: ``(fragment, label, word)`` of what is shown in full.
        everything: whether what did not change is shown too.
    """

    title: str
    old: DocumentSide
    new: DocumentSide
    counts: tuple[tuple[str, int], ...]
    unit: str
    notes: tuple[str, ...]
    jumps: tuple[tuple[str, str, str], ...]
    entries: tuple[Entry, ...]
    everything: bool
    other_url: str
    swapped_url: str
    json_url: str

    @property
    def form(self) -> FormView:
        """The search form above."""
        return FormView()


def compare_page(compared: Comparison, everything: bool = False) -> ComparePage:
    """The page of a comparison; of a document without a text nothing is said to have come or gone.

    Args:
        everything: whether what did not change is shown too.
    """
    old, new = compared.old, compared.new
    days = compared.days
    names = _names(*days) if compared.one_work else _UNORDERED
    is_bare = any(not has for _, has in _bodies(compared))
    shown = [] if is_bare else list(_entries(compared.rows, old.id, new.id))
    entries = tuple(shown if everything else _changes(shown))
    is_law = any(row.form is Form.ARTICLE for row in compared.rows)
    return ComparePage(
        title=f"{text.bracketed(new.title)}两个文本对照"
        if old.title == new.title
        else "两份文件对照",
        old=_document(old, names[0], days[0], compared.old_head),
        new=_document(new, names[1], days[1], compared.new_head),
        counts=tuple((word, compared.count(change)) for change, word in WORDS.items()),
        unit="条" if is_law else "段",
        notes=tuple(_notes(compared)),
        jumps=tuple(
            (one.id, one.label, one.word)
            for one in shown
            if one.kind in _SHOWN and not one.is_heading
        ),
        entries=entries,
        everything=everything,
        other_url=urls.compare(old.id, new.id, everything=not everything),
        swapped_url=urls.compare(new.id, old.id, everything=everything),
        json_url=urls.compare(old.id, new.id, everything=everything, suffix=".json"),
    )


# --- the documents ------------------------------------------------------------------------


def _names(old: date | None, new: date | None) -> tuple[str, str]:
    if not old or not new or old == new:
        return _UNORDERED
    return ("旧文本", "新文本") if old < new else ("新文本", "旧文本")


def _document(
    document: PolicyDocument, name: str, day: date | None, head: Sequence[str]
) -> DocumentSide:
    return DocumentSide(
        name=name,
        title=document.title,
        url=urls.document(document.id),
        day=text.chinese_date(day),
        doc_number=document.doc_number,
        validity=document.validity.value,
        tone=TONES[document.validity],
        head=tuple(line for line in head if line.startswith(("（", "("))),
    )


def _notes(compared: Comparison) -> Iterator[str]:
    old, new, days = compared.old, compared.new, compared.days
    if old.id == new.id:
        yield "两边是同一份文件，没有可以对照的。"
        return
    if not compared.one_work:
        yield "这是两份不同的文件，不是同一文件先后的两个文本。"
    elif days[0] and days[1] and days[0] > days[1]:
        yield "前一份比后一份新。“新增”“删去”是从前一份到后一份说的，要从旧到新看，请对调。"
    bare = [document.title for document, has in _bodies(compared) if not has]
    if bare:
        yield f"{text.bracketed(bare[0])}只收录了标题和文件信息，没有正文，无法对照。"
    elif all(row.change is Change.SAME for row in compared.rows):
        yield "两份正文的文字没有差别。"
    if not compared.whole:
        yield "两份文件很长，或改动很多，有一部分没有逐字比较，整段列出。"


def _bodies(compared: Comparison) -> Iterator[tuple[PolicyDocument, bool]]:
    yield compared.old, any(row.old for row in compared.rows)
    yield compared.new, any(row.new for row in compared.rows)


# --- the provisions -----------------------------------------------------------------------


def _entries(rows: Sequence[Row], old_id: str, new_id: str) -> Iterator[Entry]:
    """Every row as a line; fragments are those of the document page, of the old one with ``old-``."""
    used: set[str] = set()
    for at, row in enumerate(rows, 1):
        anchor = (
            row.new.anchor if row.new else row.old and row.old.anchor and f"old-{row.old.anchor}"
        )
        id = anchor if anchor and anchor not in used else f"row-{at}"
        used.add(id)
        is_heading = row.form is Form.HEADING
        yield Entry(
            kind=row.change.value,
            id=id,
            label=_heading(row) if is_heading else _label(row),
            note="" if is_heading else _note(row),
            old=_text(row.old, old_id),
            new=_text(row.new, new_id),
            is_heading=is_heading,
        )


def _text(side: Passage | None, id: str) -> TextSide | None:
    if side is None:
        return None
    url = urls.document(id, anchor=side.anchor) if side.anchor else ""
    return TextSide(side.label, url, side.pieces)


def _label(row: Row) -> str:
    """Its numbers; the beginning of what has none."""
    old, new = (side.label if side else "" for side in (row.old, row.new))
    if old and new and not _is_one(old, new):
        return f"{old} → {new}"
    if label := new or old:
        return label
    words = row.new.text if row.new else row.old.text if row.old else ""
    return f"“{words[:_BEGINNING].strip()}{'…' if len(words) > _BEGINNING else ''}”"


def _heading(row: Row) -> str:
    old, new = (_named(side) if side else "" for side in (row.old, row.new))
    if not old or not new:
        return f"{new}（新增）" if new else f"{old}（删去）"
    return new if _is_one(old, new) else f"{old} → {new}"


def _named(heading: Passage) -> str:
    gap = "" if heading.label.endswith(("、", "）", ")")) else " "
    return f"{heading.label}{gap}{heading.text}".strip()


def _is_one(old: str, new: str) -> bool:
    """Whether two labels say the same, spaces apart."""
    return "".join(old.split()) == "".join(new.split())


def _note(row: Row) -> str:
    if row.displaced:
        return "位置变了" if row.change is Change.CHANGED else _ELSEWHERE
    if row.change is Change.MOVED:
        return "文字未变，序号变了"
    if row.change is Change.CHANGED and row.old and row.new and _is_other(row.old, row.new):
        return "整段改写"
    return ""


def _is_other(old: Passage, new: Passage) -> bool:
    return all(marked for side in (old, new) for _, marked in side.pieces)


def _changes(entries: Iterable[Entry]) -> Iterator[Entry]:
    """What changed, under its headings; runs of what did not on a line each."""
    above: list[Entry] = []  # what did not change, before the headings that are waiting
    headings: list[Entry] = []
    below: list[Entry] = []
    for entry in entries:
        if entry.kind in _SHOWN:
            yield from (*_runs(above), *headings, *_runs(below), entry)
            above, headings, below = [], [], []
        elif entry.is_heading:
            if below:
                above, headings, below = above + below, [], []
            headings.append(entry)
        else:
            below.append(entry)
    yield from _runs(above + below)


def _runs(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Neighbours of which the same is to be said, on a line together; what stands elsewhere alone."""
    for (kind, note, id), group in groupby(entries, key=_together):
        run = list(group)
        label = "至".join(dict.fromkeys(_outer(run, lambda one: one.new)))
        before = "至".join(dict.fromkeys(_outer(run, lambda one: one.old)))
        if before and label and not _is_one(before, label):
            label = f"{before} → {label}"
        count = f"（{len(run)} {'条' if label else '段'}）" if len(run) > 2 or not label else ""
        yield Entry(kind, id, f"{label}{count}", note or WORDS[Change.SAME], is_quiet=True)


def _together(entry: Entry) -> tuple[str, str, str]:
    return entry.kind, entry.note, entry.id if entry.note == _ELSEWHERE else ""


def _outer(run: Sequence[Entry], side: Callable[[Entry], TextSide | None]) -> Iterator[str]:
    """The labels of the first and the last of a run, on one side."""
    for entry in (run[0], run[-1]):
        found = side(entry)
        if found and found.label:
            yield found.label
