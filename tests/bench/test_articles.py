"""Articles asked for by law and number: what is drawn, how it is asked for, and what counts as right."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bench import articles
from index.conventions.sections import find_sections
from index.document import PolicyDocument
from tests.conftest import Publish

_BODY = """（2010年1月1日全国人民代表大会常务委员会通过）
第一章　总则
第一条　为了举例，制定本法。
第二条　有下列情形之一的：
（一）甲；
（二）乙。
第二章　附则
第二条之一　丙。
第三条　本法自2010年3月1日起施行。
附件：表"""


@pytest.fixture
def folder(tmp_path: Path, publish: Publish) -> Path:
    law = PolicyDocument(
        id="law",
        title="中华人民共和国消费者权益保护法",
        body=_BODY,
        genre="法律",
        region="全国",
        published_on=date(2010, 1, 1),
        sections=tuple(find_sections(_BODY)),
    )
    local = replace(law, id="local", title="示例省示例条例", genre="地方性法规", region="山东省")
    publish(tmp_path / "index", law, local)
    return tmp_path / "index"


def test_it_runs(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["bench", "--index", str(folder), "--count", "9", "--show"])
    articles.main()
    said = capsys.readouterr().out
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in said.splitlines()]
    whole = {row[0]: row for row in rows if row[1:2] == [""]}
    assert whole["all"] == ["all", "", "48", "1.000", "1.000", "0"], said
    kinds = {row[0] for row in rows}
    assert kinds >= {"full title", "without 中华人民共和国", "usual short name"}


def test_the_forms_in_which_an_article_is_asked_for() -> None:
    drawn = articles.Drawn(1, (("full title", "示例法"),), 133, 1, "")
    assert [asked.query for asked in articles.queries(drawn)] == [
        "示例法第一百三十三条之一",
        "示例法一百三十三条之一",
        "示例法第133条之一",
        "示例法133条之1",
    ]
