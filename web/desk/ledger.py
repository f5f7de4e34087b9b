"""The rooms that are read from the index folder of this machine: what was doubted, refused, withdrawn, held back,
and given twice."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import cast

from index.document import PolicyDocument
from index.store.doubts import Doubted
from index.store.generation import Generation
from index.store.source_rows import SourceRow, held_back
from index.text.file_names import printable
from index.upkeep.erase import held as to_erase
from web import text, urls
from web.desk.tables import Desk, Line, Room, Table
from web.export.tables import SEPARATOR, Column

FILE, ID, STEP = Column("文件", 60), Column("标识", 30), Column("下一步", 80)
FIRST_SEEN, SEEN_BEFORE = "新", "早先已有"
LISTED = 10_000
"""So many documents of one file are named in a row at most."""


def doubts(desk: Desk) -> Table:
    """Documents that their reader doubted, why, and the file to look into."""
    found = cast(Doubted, desk.once("doubts", lambda generation: Doubted(generation.terms)))
    sources = desk.generation().manifest.sources
    withdrawn = desk.store.withdrawals().by_id

    def line(document: PolicyDocument) -> Line:
        file, source = located(sources, document.source_path)
        is_withdrawn = document.id in withdrawn
        step = "已撤下" if is_withdrawn else f"核对原文件，改正后运行：{_sync(desk, source)}"
        cells = document.title, SEPARATOR.join(document.warnings), file, document.id, step
        return Line(cells, "" if is_withdrawn else urls.document(document.id))

    return Table(len(found), lambda first, count: map(line, found.some(first, count)))


def failures(desk: Desk) -> Table:
    """Files and records that gave no document; those first that the generation before did not have."""
    rows = cast(
        list[tuple[str, dict[str, str]]], desk.once("failures", lambda it: _failures(desk, it))
    )
    sources = desk.generation().manifest.sources

    def line(row: tuple[str, dict[str, str]]) -> Line:
        since, failed = row
        file = str(Path(failed.get("root", "")) / failed["source_path"])
        step = f"改正或移走后运行：{_sync(desk, _source_of(sources, Path(file)))}"
        return Line((printable(file), failed["locator"], failed["reason"], since, step))

    return Table(len(rows), lambda first, count: [line(row) for row in rows[first : first + count]])


def _failures(desk: Desk, generation: Generation) -> list[tuple[str, dict[str, str]]]:
    """What could not be read, and since when; what is new first."""
    before = [one for one in desk.store.generations() if one.number < generation.number]
    known = {_place(row) for row in before[0].rejected()} if before else None
    found = [(_since(row, known), row) for row in generation.rejected()]
    return sorted(found, key=lambda one: one[0] != FIRST_SEEN)


def _since(row: Mapping[str, str], known: Collection[tuple[str, ...]] | None) -> str:
    if known is None:
        return ""
    return SEEN_BEFORE if _place(row) in known else FIRST_SEEN


def _place(row: Mapping[str, str]) -> tuple[str, ...]:
    return row.get("root", ""), row["source_path"], row["locator"]


def withdrawn(desk: Desk) -> Table:
    """Documents that were withdrawn, the last first, and what is still to be erased of them."""
    desk.generation()
    known, left = desk.store.withdrawals(), {one.id for one in to_erase(desk.store)}

    def step(id: str, is_erased: bool) -> str:
        if id in left:
            return f"正文尚未删完，请运行：{desk.command('withdraw', '--erase')}"
        if is_erased:
            return "正文已删除，不再收录"
        return f"恢复显示：{desk.command('withdraw', '--undo', id)}"

    lines = [
        Line(
            (
                one.title or "（已删除）",
                one.number,
                text.local_second(one.at),
                one.by,
                one.reason,
                one.notice,
                one.id,
                step(one.id, one.erased),
            ),
            urls.document(one.id),
        )
        for one in [*known.by_id.values()][::-1]
    ]
    return Table.of(lines, known.doubt)


def held(desk: Desk) -> Table:
    """Documents that their file gives no more and that stay until somebody accepts their loss."""

    def made(generation: Generation) -> dict[str, dict[Path, int]]:
        return held_back(generation.sources(), generation.manifest.sources)

    def line(source: str, file: Path, count: int) -> Line:
        step = (
            "检查来源是否完整、是否已挂载，恢复后再同步；"
            f"确认要移除：{desk.command('sync', source, '--accept', str(file))}"
        )
        return Line((printable(str(file)), text.count(count), printable(source), step))

    found = cast(dict[str, dict[Path, int]], desk.once("held", made))
    return Table.of(
        [line(source, *each) for source, files in found.items() for each in files.items()]
    )


def duplicates(desk: Desk) -> Table:
    """Files that gave a document which another had given: both are named."""
    rows = cast(Sequence[SourceRow], desk.once("duplicates", lambda it: [*_twice(it.sources())]))
    owners = cast(
        Mapping[str, Path], desk.once("owners", lambda it: _owners(it.sources(), _ids(rows)))
    )

    def lines() -> Iterator[Line]:
        for row in rows:
            for id in row.duplicates[:LISTED]:
                if kept := owners.get(id):  # else it is a name by the way of one of the others
                    step = "内容相同，不必处理；要清理，请移走这个文件再同步"
                    cells = (str(row.place), id, str(kept), step)
                    yield Line(tuple(map(printable, cells)), urls.document(id))

    return Table.of([*lines()])


def _twice(rows: Iterator[SourceRow]) -> Iterator[SourceRow]:
    return (row for row in rows if row.duplicates)


def _ids(rows: Sequence[SourceRow]) -> set[str]:
    return {id for row in rows for id in row.duplicates}


def _owners(rows: Iterator[SourceRow], ids: Collection[str]) -> dict[str, Path]:
    """Which file each of some documents is of."""
    return {id: row.place for row in rows for id in row.ids if id in ids}


def located(sources: Sequence[str], path: str) -> tuple[str, str]:
    """The file that a document was read from, as far as it can be found again, and the source it is of (empty: not
    known). What is in a container is found by the container.

    Args:
        path: as the document has it, relative to a source.
    """
    for source in map(Path, sources):
        base = source if source.is_dir() else source.parent
        for part in (Path(path), *Path(path).parents[:-1]):
            if (base / part).exists():
                return printable(str(base / path)), str(source)
    return printable(path), ""


def _source_of(sources: Sequence[str], file: Path) -> str:
    """The source that a file is of; empty if there is none any more."""
    return next((source for source in sources if file.is_relative_to(source)), "")


def _sync(desk: Desk, source: str) -> str:
    """The command that reads a source again."""
    return desk.command("sync", source or "来源文件夹")


ROOMS: tuple[Room, ...] = (
    Room(
        "doubts",
        "存疑的文件",
        "读取时有疑问的文件：已收录，公开页面上也写明了疑问。",
        (Column("标题", 60), Column("疑问", 60), FILE, ID, STEP),
        doubts,
    ),
    Room(
        "failures",
        "未收录的文件",
        "读不出内容、没有收录的文件和记录；“新”是上一代索引中还没有的失败。",
        (FILE, Column("位置", 16), Column("原因", 60), Column("新旧", 8), STEP),
        failures,
    ),
    Room(
        "held",
        "按原样保留的文件",
        "来源突然缺得太多，缺少的文件没有移除，等人确认。",
        (FILE, Column("件数", 8), Column("来源", 40), STEP),
        held,
    ),
    Room(
        "withdrawn",
        "已撤下的文件",
        "不对外显示的文件。理由只在这里和 zhengce withdraw --list 中可见。",
        (
            *(Column("标题", 60), Column("发文字号", 24), Column("撤下时间", 20)),
            *(Column("经手", 12), Column("理由", 40), Column("对外说明", 40), ID, STEP),
        ),
        withdrawn,
    ),
    Room(
        "duplicates",
        "重复的文件",
        "内容与另一个文件相同，只收录一次。",
        (FILE, ID, Column("已收录自", 60), STEP),
        duplicates,
        links=1,
    ),
)
"""In the order in which they are shown."""
