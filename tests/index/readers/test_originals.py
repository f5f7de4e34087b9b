"""The 117 original files of the corpus, against a table filled in by reading them by eye.

``tests/originals.tsv`` says of each what a person reads there; an empty cell says that the file
states nothing. Precision is of the values read, recall of the values in the table.
"""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from index.conventions import doc_number
from index.conventions.issuers import canonical_all
from index.document import PolicyDocument, Rejected
from index.readers import Item, SourceFile
from index.readers.formats.office import converter
from index.readers.sandbox.pool import ReaderPool
from index.text.fold import squeeze
from index.text.han import TITLE_LETTERS

TABLE = Path(__file__).parents[2] / "originals.tsv"
FOLDER = Path(os.environ.get("ZHENGCE_CORPUS", "/nowhere"), "corpus", "originals")
AIM = 0.98
CHROME = (
    "扫一扫在", "扫一扫分享", "浏览量", "打印本页", "关闭窗口", "分享到", "字体大小", "相关链接", "返回顶部",
    "网站标识码", "ICP备", "您当前的位置", "责任编辑",
)  # fmt: skip
pytestmark = [
    pytest.mark.skipif(not FOLDER.is_dir(), reason="ZHENGCE_CORPUS is not set"),
    pytest.mark.skipif(not converter(), reason="LibreOffice is not installed"),
]

Row = dict[str, str]
Found = dict[str, tuple[Row, Item]]


def _words(text: str) -> str:
    return "".join(re.findall(f"[{TITLE_LETTERS}]+", squeeze(text).text))


def _issuers(row: Row) -> set[str]:
    names = tuple(filter(None, row["issuers"].split("；")))
    return set(canonical_all(names, row["title"]))


def _same_number(row: Row, document: PolicyDocument) -> bool:
    return doc_number.same(row["doc_number"], document.doc_number)


def _day(name: str) -> Callable[[Row, PolicyDocument], bool]:
    return lambda row, document: row[name] == str(getattr(document, name) or "")


FIELDS: dict[str, Callable[[Row, PolicyDocument], bool]] = {
    "title": lambda row, document: _words(row["title"]) == _words(document.title),
    "doc_number": _same_number,
    "issuers": lambda row, document: _issuers(row) == set(document.issuers),
    "written_on": _day("written_on"),
    "published_on": _day("published_on"),
    "effective_on": _day("effective_on"),
    "first_words": lambda row, document: squeeze(document.body).text.startswith(
        squeeze(row["first_words"]).text
    ),
    "last_words": lambda row, document: squeeze(document.body).text.endswith(
        squeeze(row["last_words"]).text
    ),
}


@pytest.fixture(scope="module")
def found() -> Found:
    """Path -> what the table says, and what was read."""
    with TABLE.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))
    files = [SourceFile(FOLDER, FOLDER / row["path"]) for row in rows]
    reading = ReaderPool(processes=2)
    try:
        reading.expect(files)
        items = [list(reading.read(file)) for file in files]
    finally:
        reading.end()
    assert [len(given) for given in items] == [1] * len(rows)
    return {row["path"]: (row, given[0]) for row, given in zip(rows, items, strict=True)}


def test_the_table_names_every_original(found: Found) -> None:
    there = {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file()}
    assert there - {"MANIFEST.tsv"} == set(found)
    assert len(found) == 117


def test_one_is_quarantined_and_says_why(found: Found) -> None:
    refused = {path: item for path, (_, item) in found.items() if isinstance(item, Rejected)}
    assert list(refused) == ["pdf/办理流程_image_only.pdf"]
    assert "没有文字层" in refused["pdf/办理流程_image_only.pdf"].reason


@pytest.mark.parametrize("field", FIELDS)
def test_precision_and_recall(found: Found, field: str) -> None:
    right = read = stated = 0
    wrong = []
    for path, (row, item) in found.items():
        if not isinstance(item, PolicyDocument) or (
            field != "title" and "a list page" in row["doubt"]
        ):
            continue
        value = "body" if field.endswith("_words") else field
        same = FIELDS[field](row, item)
        read += bool(getattr(item, value))
        stated += bool(row[field])
        right += same and bool(row[field])
        if not same:
            wrong.append(path)
    precision, recall = right / read, right / stated
    print(f"{field}: precision {precision:.3f} ({read}), recall {recall:.3f} ({stated}); {wrong}")
    assert precision >= AIM, wrong
    assert recall >= AIM, wrong


def test_no_chrome_of_a_page_is_in_a_body(found: Found) -> None:
    left = {
        (path, mark)
        for path, (_, item) in found.items()
        if isinstance(item, PolicyDocument)
        for mark in CHROME
        if any(mark in line and len(line) < 60 for line in item.body.split("\n"))
    }
    assert left == set()
