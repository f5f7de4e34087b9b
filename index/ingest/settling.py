"""The end of a run: what would be lost is counted and judged; it stays or goes, and it is said."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from index.document import Rejected
from index.errors import SourceError
from index.ingest.changes import Changes
from index.ingest.guard import Accepted, Count, Held, judge
from index.ingest.report import Report
from index.ingest.sources import as_given, is_below, is_gone
from index.readers import refusals
from index.store.source_rows import SourceRow
from index.text.file_names import pasteable, printable

NAMED = 10
"""So many of what is held back are named in one message."""


class HeldBack(SourceError):
    """A run is done, but documents that would have gone stay; the message says how they may go.

    Attributes:
        report: of the run.
        published: whether anything else of it was published; if not, the index is as before.
    """

    def __init__(self, report: Report, published: bool, command: Sequence[str]) -> None:
        super().__init__(_message(report.held, published, command))
        self.report = report
        self.published = published


def settle(
    changes: Changes,
    before: Sequence[SourceRow],
    gone: Collection[Path],
    sources: Iterable[Path],
    accepted: Accepted,
    same_reading: bool = True,
    unseen: Mapping[Path, str] | None = None,
) -> frozenset[str]:
    """Judge what was lost, after all was read; what is held back is kept and reported.

    Args:
        before: the table of sources of the index as it was.
        gone: the files in it that are there no more.
        same_reading: whether files were read as they were then.
        unseen: places that could not be looked into, and why; None for those the run met.

    Returns:
        The ids that are kept.
    """
    counts = list(_counts(changes, before, frozenset(gone), same_reading))
    barred = changes.unseen if unseen is None else unseen
    held = judge(counts, frozenset(sources), barred, accepted, os.path.isdir)
    held = [_passed_over(each, counts, changes.passed) for each in held]
    kept = frozenset().union(*(each.ids for each in held))
    for row in before if kept else ():
        mine = kept.intersection(row.ids)
        if mine:
            changes.keep(row, mine)
    changes.report.held = held
    return kept


def finish(
    changes: Changes, sources: Iterable[str], roots: Sequence[Path], accepted: Accepted
) -> None:
    """The end of an update: judge what is gone, and drop what may go.

    Args:
        sources: that the index has then.
        roots: what is gone from below these goes; what is gone from elsewhere is left alone.
    """
    places = frozenset(map(as_given, roots))
    gone = changes.absent(places).keys()
    named = {*map(Path, sources), *places}
    settle(changes, changes.known, gone, named, accepted, changes.same_reading)
    changes.drop_absent(places)
    changes.let_go()


def accepting(places: Iterable[Path], everything: bool = False) -> Accepted:
    """What an operator accepts, who names ``places`` in whichever way."""
    return Accepted(frozenset(map(as_given, places)), everything)


def note_missing(report: Report, paths: Iterable[Path]) -> None:
    """Say which of ``paths`` are not there: the index knows them, so that the run went on."""
    for path in paths:
        if is_gone(path):
            report.rejected.append(Rejected(printable(str(path)), "", refusals.MISSING_SOURCE))


def conclude(report: Report, published: bool, command: Sequence[str | Path]) -> Report:
    """``report`` of a run that is over.

    Args:
        published: whether it changed the index.
        command: that was run, without what it accepts.

    Raises:
        HeldBack: something was held back.
    """
    if report.held:
        words = [word if isinstance(word, str) else os.path.abspath(word) for word in command]
        raise HeldBack(report, published, words)
    return report


def _counts(
    changes: Changes, before: Sequence[SourceRow], gone: frozenset[Path], same_reading: bool
) -> Iterator[Count]:
    contents = changes.contents()
    known = set()
    for row in before:
        place = row.place
        known.add(place)
        is_gone = place in gone
        now = None if is_gone else changes.row_at(place)
        own = {None, place} if is_gone else {None}
        is_renamed = is_gone and row.sha256 in contents
        lost = frozenset(() if is_renamed else (i for i in row.ids if changes.owner_of(i) in own))
        yield Count(
            place,
            before=len(row.ids),
            now=len(now.ids) if now else 0,
            lost=lost,
            still=lost.intersection(row.held),
            stands=not is_gone,
            same_reading=same_reading,
        )
    for row in changes.rows:
        if (place := row.place) not in known:
            yield Count(place, before=0, now=len(row.ids))


def _passed_over(held: Held, counts: Sequence[Count], passed: Collection[Path]) -> Held:
    """``held``, saying so where it is a rule that passes over all that would go."""
    losing = [count.place for count in counts if not held.ids.isdisjoint(count.lost)]
    if losing and all(is_below(place, passed) for place in losing):
        return replace(held, why="已被规则略过")
    return held


def _message(held: Sequence[Held], published: bool, command: Sequence[str]) -> str:
    lines = [
        f"  {printable(str(each.place))}：少了 {each.lost:,} 件（原有 {each.of:,} 件），{each.why}。"
        for each in held[:NAMED]
    ]
    if len(held) > NAMED:
        lines.append(f"  …… 其余 {len(held) - NAMED:,} 处请用 --report 文件.csv 查看。")
    accept = [word for each in held for word in ("--accept", str(each.place))]
    chosen = accept if len(held) <= NAMED else ["--force"]
    rest = "其余变化已启用。" if published else "索引未变。"
    return "\n".join(
        [
            f"缺得太多，{sum(each.lost for each in held):,} 件按原样保留在索引中，没有移除。{rest}",
            *lines,
            "请检查来源是否完整、是否已挂载；恢复后再次运行即可。确认要移除，请运行：",
            "  " + " ".join(map(pasteable, [*command, *chosen])),
            "（要一并接受全部缺失，用 --force。）",
        ]
    )
