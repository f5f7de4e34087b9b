"""All 40 pages of www.gov.cn against their own metadata table, read by another route."""

from __future__ import annotations

import html
import os
import re
from datetime import date
from pathlib import Path

import pytest

from index.document import PolicyDocument
from index.readers import read_file

FOLDER = Path(os.environ.get("ZHENGCE_CORPUS", "")) / "corpus" / "originals" / "html_gov_cn"
PAGES = sorted(FOLDER.glob("*.html")) if os.environ.get("ZHENGCE_CORPUS") else []
ABSENT = pytest.param(Path(), marks=pytest.mark.skip("ZHENGCE_CORPUS is not set"))


def table(text: str) -> dict[str, str]:
    """Label -> value by a regular expression over the page's source."""
    cells = re.findall(r"<td[^>]*>\s*<b>(.*?)</b>\s*</td>\s*<td[^>]*>(.*?)</td>", text, re.DOTALL)
    plain = ((re.sub(r"<[^>]+>", "", html.unescape(part)) for part in pair) for pair in cells)
    return {re.sub(r"[\s：]", "", label): " ".join(value.split()) for label, value in plain}


def day(printed: str) -> date | None:
    found = re.fullmatch(r"(\d{4})年(\d\d)月(\d\d)日", printed)
    return date(*map(int, found.groups())) if found else None


def test_the_pages_are_there(shared: Path) -> None:
    assert len(PAGES) == 40


@pytest.mark.parametrize("path", PAGES or [ABSENT], ids=lambda path: path.stem)
def test_a_page_gives_what_its_table_says(path: Path) -> None:
    [document] = read_file(path, FOLDER)
    assert isinstance(document, PolicyDocument)
    says = table(path.read_text(encoding="utf-8"))
    assert len(says) >= 7
    assert document.index_number == says["索引号"]
    assert document.issuers == document.issuers_as_written == tuple(says["发文机关"].split("、"))
    assert document.title == says["标题"]
    assert document.doc_number == says["发文字号"]
    assert document.written_on == day(says["成文日期"])
    assert document.published_on == day(says["发布日期"])
    assert document.topics == (tuple(says["主题分类"].split("\\")),)
    assert len(document.body) > 100
    for chrome in ("扫一扫", "pageBreak", "打印本页", "索 引 号", "分享到"):
        assert chrome not in document.body
