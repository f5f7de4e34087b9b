"""What a visitor and an operator see of an index that is damaged."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

import pytest

from index.ingest.update import update_index
from index.store.store import Store
from index.text.analysis import Analyzer
from search.embedded.engine import open_engine
from web.site.app import create_app

SEEDS = Path(__file__).parents[3] / "seeds"


@pytest.fixture
def folder(tmp_path: Path, analyzer: Analyzer) -> Path:
    files = tmp_path / "files"
    shutil.copytree(SEEDS, files)
    update_index(Store(tmp_path / "index"), [files], analyzer)
    (files / "新.txt").write_text("名称: 新通知\n\n养老", encoding="utf-8")
    update_index(Store(tmp_path / "index"), [files], analyzer)
    return tmp_path / "index"


def test_the_generation_before_is_served_and_it_is_said(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (folder / "generations" / "2" / "manifest.json").write_text("{")
    with caplog.at_level(logging.ERROR):
        client = create_app(open_engine(folder)).test_client()
    assert "zhengce rollback" in caplog.text
    status = client.get("/status").get_data(as_text=True)
    assert "已损坏" in status
    assert "第 1 代" in status
    assert str(folder) not in status
    assert client.get("/status.json").get_json()["damaged"] is True
    assert "39 件" in client.get("/search").get_data(as_text=True)


def test_damage_that_is_met_while_serving_is_no_answer(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for part in (folder / "generations" / "2" / "terms").glob("*.seg"):
        raw = bytearray(part.read_bytes())
        half = len(raw) // 2
        raw[64:half] = bytes(byte ^ 255 for byte in raw[64:half])
        part.write_bytes(raw)
    with caplog.at_level(logging.ERROR):
        answer = create_app(open_engine(folder)).test_client().get("/search?q=公积金")
    assert answer.status_code == 503
    assert "正在维护" in answer.get_data(as_text=True)
    assert str(folder) not in answer.get_data(as_text=True)
    assert "zhengce reindex" in caplog.text


def test_a_sound_index_says_nothing_of_damage(folder: Path) -> None:
    client = create_app(open_engine(folder)).test_client()
    assert "已损坏" not in client.get("/status").get_data(as_text=True)
    assert client.get("/status.json").get_json()["damaged"] is False
