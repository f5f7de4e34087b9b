"""Relations that several processes derive are those that one derives."""

from __future__ import annotations

import multiprocessing
from datetime import date
from pathlib import Path

import pytest

from index.document import PolicyDocument
from index.errors import ZhengceError
from index.ingest.sharing import Workers
from index.relations import derive as deriving
from index.relations.derive import derive
from index.relations.groups import joins
from index.relations.library import Documents
from index.segment import TermsWriter, open_terms, seal
from index.text.analysis import Analyzer


@pytest.fixture
def parts(tmp_path: Path, analyzer: Analyzer) -> Path:
    """Three works of some texts each that name, repeal and follow one another, in two parts."""
    for part in range(2):
        with TermsWriter(tmp_path, analyzer, str(part)) as writer:
            for n in range(9):
                year = 2001 + 2 * n + part
                title, other = f"{'桥渡路'[n % 3]}梁条例", f"{'桥渡路'[(n + 1) % 3]}梁条例"
                body = f"第一条 根据《{other}》，制定本条例。\n第二条 {year - 3}年的《{title}》同时废止。本条例自{year}年5月1日起施行。"
                writer.add(
                    PolicyDocument(
                        id=f"{part}-{n}", title=title, body=body, published_on=date(year, 2, 1)
                    )
                )
    seal(tmp_path)
    return tmp_path


def test_the_same(parts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    terms = open_terms(parts)
    alone = derive(terms)
    assert len(alone.rows["source"]) > 18
    monkeypatch.setattr(deriving, "FEWEST", 1)
    with Workers(parts, 3) as workers:
        assert derive(terms, shares=workers).equals(alone)


def test_one_that_is_killed_is_said_to_be(parts: Path) -> None:
    documents = Documents(open_terms(parts))
    with Workers(parts, 2) as workers:
        list(workers.done(joins, [(0, 1), (2, 3)], documents))
        for process in multiprocessing.active_children():
            process.kill()  # one that has just ended is none to kill
            process.join()
        with pytest.raises(ZhengceError, match="dmesg"):
            list(workers.done(joins, [(0, 1), (2, 3)], documents))
