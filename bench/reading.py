"""How well files that nobody tuned to are read: each field against a table filled in by reading them by eye.

    python -m bench.reading --files DIR --expected FILE.tsv [--expected …]

The tables have the columns ``file, title, doc_number, issuers, written_on, published_on, effective_on, first words,
last words`` and may have ``furniture``: lines of the site (parted by ¦) that are no text of the document. A cell is a
value that the file states; empty where it states none; ``None`` or ``?`` where it is not scored. Several issuers are
parted by 、 and compared as a set of canonical names; titles, first and last words by their letters.

Precision is of the values read, recall of the values stated. Beside the fields: texts lost in silence (nothing of the
text is in the body, and no warning says so), pages of which less than a third of the visible Chinese text is kept
without a warning, and bodies that hold a line of site furniture. Prints Markdown.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from selectolax.lexbor import LexborHTMLParser

from bench.metadata import plain, same_title, share
from index.conventions import doc_number
from index.conventions.issuers import canonical_all
from index.document import PolicyDocument
from index.errors import Unreadable
from index.ingest.late import Turns, scanning
from index.ingest.report import Report
from index.readers import NO_OPTIONS, Item, Kind, SourceFile
from index.text.encodings import decode
from index.text.han import HAN

UNSCORED = frozenset(("None", "?"))
PROCESSES = 2
LEAST_KEPT = 1 / 3
LONGEST_FURNITURE = 80
FURNITURE = (
    "扫一扫在", "扫一扫分享", "浏览量", "浏览次数", "打印本页", "关闭窗口", "分享到", "字体大小", "相关链接", "返回顶部", "网站标识码",
    "ICP备", "当前位置", "责任编辑", "上一篇", "下一篇",
)  # fmt: skip
_SAYS_SO = re.compile("没有找到正文|正文不完整|网页文字|文字层|乱码|图像识别")
_IS_HAN = re.compile(HAN)

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Field:
    """One column: the value that was read, as text, and whether it is the one stated.

    Attributes:
        read: of a document; empty where nothing was read.
        same: whether (row, document) agree, for a value that is stated.
    """

    read: Callable[[PolicyDocument], str]
    same: Callable[[Row, PolicyDocument], bool]


@dataclass(slots=True)
class Tally:
    """What became of one column over all files."""

    stated: int = 0
    read: int = 0
    right: int = 0
    misses: list[str] = field(default_factory=list)

    def add(self, name: str, stated: str, read: str, right: bool) -> None:
        """Count one file."""
        self.stated += bool(stated)
        self.read += bool(read)
        self.right += right
        if not right and (stated or read):
            self.misses.append(f"- `{name}` stated `{stated}` read `{read}`")


def _issuers(row: Row, document: PolicyDocument) -> bool:
    names = tuple(filter(None, re.split("[、；]", row["issuers"])))
    return set(canonical_all(names, row["title"])) == set(document.issuers)


def _day(name: str) -> Field:
    def read(document: PolicyDocument) -> str:
        return str(getattr(document, name) or "")

    return Field(read, lambda row, document: row[name] == read(document))


FIELDS: dict[str, Field] = {
    "title": Field(lambda d: d.title, lambda row, d: same_title(row["title"], d.title)),
    "doc_number": Field(
        lambda d: d.doc_number, lambda row, d: doc_number.same(row["doc_number"], d.doc_number)
    ),
    "issuers": Field(lambda d: "、".join(d.issuers), _issuers),
    "written_on": _day("written_on"),
    "published_on": _day("published_on"),
    "effective_on": _day("effective_on"),
    "first words": Field(
        lambda d: " ".join(d.body[:40].split()),
        lambda row, d: plain(d.body[:400]).startswith(plain(row["first words"])),
    ),
    "last words": Field(
        lambda d: " ".join(d.body[-40:].split()),
        lambda row, d: plain(d.body[-400:]).endswith(plain(row["last words"])),
    ),
}


def main() -> None:
    """Read, compare and print."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--files", type=Path, required=True, metavar="DIR")
    arguments.add_argument("--expected", type=Path, action="append", required=True, metavar="FILE")
    asked = arguments.parse_args()
    rows = [row for table in asked.expected for row in rows_of(table)]
    with TemporaryDirectory() as cache:
        found = list(zip(rows, read_all(asked.files, rows, Path(cache)), strict=True))
    tallies = tallied(found)
    print(f"{len(rows)} files.\n\n| field | precision | recall | read | stated | wrong |")
    print("|---|---:|---:|---:|---:|---:|")
    for name, one in tallies.items():
        print(f"| {name} | {share(one.right, one.read)} | {share(one.right, one.stated)} "
              f"| {one.read} | {one.stated} | {len(one.misses)} |")  # fmt: skip
    for name, one in tallies.items():
        print(f"\n### {name}\n", *one.misses, sep="\n")
    print_texts(found, asked.files)


def rows_of(table: Path) -> list[Row]:
    """The rows of a table, every column there."""
    with table.open(encoding="utf-8", newline="") as handle:
        return [
            {key: value or "" for key, value in row.items() if key}
            for row in csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]


def read_all(folder: Path, rows: Sequence[Row], cache: Path) -> list[Item]:
    """Of every file its first document, else why there is none; read as a run of the index reads them.

    Args:
        cache: where recognised pages are kept.
    """
    files = [SourceFile(folder, folder / row["file"]) for row in rows]
    found: dict[Path, Item] = {}
    turns = Turns(NO_OPTIONS, PROCESSES, scanning(cache, PROCESSES), no_progress, Report())
    try:
        for file in turns.of(files, {file.path for file in files}):
            items = list(turns.items(file) or ()) if file else []
            if file and items:
                documents = (item for item in items if isinstance(item, PolicyDocument))
                found[file.path] = next(documents, items[0])
    finally:
        turns.end()
    return [found[file.path] for file in files]


def no_progress(_said: str, _: int) -> None:
    """Says nothing on the way."""


def tallied(found: Sequence[tuple[Row, Item]]) -> dict[str, Tally]:
    """Every column counted over all files; what is not scored is left out."""
    tallies = {name: Tally() for name in FIELDS}
    for row, item in found:
        for name, column in FIELDS.items():
            stated = row[name].strip()
            if stated in UNSCORED:
                continue
            if not stated and name.endswith("words"):
                continue  # a body of a document without a text of its own is no error of words
            if isinstance(item, PolicyDocument):
                read = column.read(item)
                right = bool(stated) and column.same(row, item)
                tallies[name].add(row["file"], stated, read, right)
            else:
                tallies[name].add(f"{row['file']}（未收录：{item.reason}）", stated, "", False)
    return tallies


def print_texts(found: Sequence[tuple[Row, Item]], folder: Path) -> None:
    """What is lost in silence, and what of the site is in the bodies."""
    documents = [(row, item) for row, item in found if isinstance(item, PolicyDocument)]
    lost = [row["file"] for row, item in documents if is_lost(row, item) and not is_warned(item)]
    kept = [(row["file"], part) for row, item in documents
            if (part := kept_part(folder / row["file"], item)) is not None
            and part < LEAST_KEPT and not is_warned(item)]  # fmt: skip
    furnished = [(row["file"], line) for row, item in documents if (line := furniture(row, item))]
    print(f"\n### whole text lost in silence: {len(lost)}\n", *lost, sep="\n- ")
    print(
        f"\n### less than a third of the visible Chinese text kept, without a warning: {len(kept)}\n"
    )
    print(*(f"- {name}: {part:.2f}" for name, part in kept), sep="\n")
    print(f"\n### bodies with site furniture: {len(furnished)} of {len(documents)} "
          f"({share(len(furnished), len(documents))})\n")  # fmt: skip
    print(*(f"- {name}: {line}" for name, line in furnished), sep="\n")


def is_lost(row: Row, document: PolicyDocument) -> bool:
    """Whether neither the first nor the last words of the text stand anywhere in the body."""
    words = [plain(row[name]) for name in ("first words", "last words")
             if row[name].strip() and row[name].strip() not in UNSCORED]  # fmt: skip
    body = plain(document.body)
    return bool(words) and not any(word in body for word in words)


def is_warned(document: PolicyDocument) -> bool:
    """Whether a warning is about the text."""
    return any(_SAYS_SO.search(warning) for warning in document.warnings)


def kept_part(path: Path, document: PolicyDocument) -> float | None:
    """The share of the ideographs visible on a page that are in title and body; None of other files."""
    if SourceFile(path.parent, path).kind is not Kind.HTML:
        return None
    try:
        page = LexborHTMLParser(decode(path.read_bytes()))
    except Unreadable:
        return None
    page.strip_tags(["script", "style", "noscript", "template", "textarea", "option"])
    visible = len(_IS_HAN.findall(page.body.text() if page.body else ""))
    return len(_IS_HAN.findall(document.title + document.body)) / visible if visible else None


def furniture(row: Row, document: PolicyDocument) -> str:
    """The first line of the body that is the site's; empty where none is."""
    named = [phrase.strip() for phrase in row.get("furniture", "").split("¦")]
    phrases = [plain(phrase) for phrase in (*named, *FURNITURE) if plain(phrase)]
    numbers = {phrase for phrase in phrases if phrase.isdecimal()}  # - 1 -: in any other line
    short = (line for line in document.body.split("\n") if len(line) <= LONGEST_FURNITURE)
    return next(
        (
            line for line in short
            if (said := plain(line)) in numbers
            or any(one in said for one in phrases if one not in numbers)
        ),
        "",
    )  # fmt: skip


if __name__ == "__main__":
    main()
