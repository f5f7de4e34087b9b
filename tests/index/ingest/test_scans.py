"""Scans among the files of a run: after all others, page by page, and no page twice."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import numpy as np
import pytest

from index.document import PolicyDocument
from index.ingest import late
from index.ingest.sync import preview, sync_index
from index.ingest.update import rebuild_index, update_index
from index.readers import Options, SourceFile
from index.readers.recognition import scans
from index.readers.recognition.cache import FOLDER
from index.readers.sandbox import recognising
from index.segment import open_terms
from index.store.store import Store
from index.text.analysis import Analyzer
from tests.support.scans import LINES, needs_recogniser, page, pdf, png

TITLE = "云澜市人民政府办公室关于加强湿地保护工作的通知"
NUMBER = "云政办发〔2024〕37号"
CHILD = vars(recognising)["_Child"]


def documents(store: Store) -> dict[str, PolicyDocument]:
    """By the file they came from."""
    terms = open_terms(store.current().terms)
    made = (PolicyDocument.from_json(card) for card in terms.cards(np.flatnonzero(terms.counts)))
    return {each.source_path: each for each in made}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "data")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "files"
    made.mkdir()
    (made / "甲.txt").write_text("云澜市财政局关于甲的通知\n\n正文一段。", encoding="utf-8")
    return made


@needs_recogniser
def test_a_scan_is_indexed_with_its_title_number_and_date(store: Store, folder: Path) -> None:
    (folder / "扫描.pdf").write_bytes(pdf(page(seal=True)))
    seen: list[str] = []
    report = update_index(store, [folder], Analyzer(), lambda path, count: seen.append(path))
    found = documents(store)["扫描.pdf"]
    assert (found.title, found.doc_number) == (TITLE, NUMBER)
    assert found.issuers == ("云澜市人民政府办公室",)
    assert str(found.written_on) == "2024-05-08"
    assert found.recognised_pages == 1
    assert (report.added, report.recognised_pages) == (2, 1)
    said = [text for text in seen if "识别" in text]
    assert said[0] == "开始识别图像 1 页"
    assert "识别 1/1 页" in said[1]


@needs_recogniser
def test_all_else_is_published_before_the_first_page_is_recognised(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "1.png").write_bytes(png(page()))
    published: list[int | None] = []
    recognise = recognising.Recognisers.recognise

    def watched(self: recognising.Recognisers, *given: object) -> object:
        published.append(store.current_number())
        return recognise(self, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(recognising.Recognisers, "recognise", watched)
    sync_index(store, [folder], Analyzer())
    assert published == [1]
    assert documents(store).keys() == {"甲.txt", "1.png"}


@needs_recogniser
def test_a_run_that_was_stopped_goes_on_at_the_page_where_it_was(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "扫描.pdf").write_bytes(pdf(page(), page(LINES[4:]), page(LINES[6:])))

    def stopped(path: str, count: int) -> None:
        if "识别 2/3 页" in path:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        update_index(store, [folder], Analyzer(), stopped, recognisers=1)
    assert len(list(store.root.glob(f"{FOLDER}/*/*/*.zst"))) == 2
    report = update_index(store, [folder], Analyzer(), recognisers=1)
    assert report.recognised_pages == 1
    assert documents(store)["扫描.pdf"].recognised_pages == 3
    assert rebuild_index(store, [], Analyzer()).recognised_pages == 0


@needs_recogniser
def test_a_page_that_takes_too_long_costs_itself(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "扫描.pdf").write_bytes(pdf(page()))
    monkeypatch.setattr(recognising.Recognisers.__init__, "__defaults__", (1, 0.01))
    report = update_index(store, [folder], Analyzer())
    [left] = report.rejected
    assert "识别超过 0 秒" in left.reason
    assert documents(store).keys() == {"甲.txt"}


@needs_recogniser
@pytest.mark.parametrize("before", ["", "识别 1/2 页"])
def test_a_page_whose_process_was_killed_is_recognised_by_another(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch, before: str
) -> None:
    """While it starts, or when it has done a page already."""
    (folder / "扫描.pdf").write_bytes(pdf(page(), page(LINES[4:])))
    asked = CHILD.ask
    killed: list[int] = []

    def ask(child: object, file: SourceFile, at: int, seconds: float) -> None:
        asked(child, file, at, seconds)
        if at == (2 if before else 1) and not killed:
            killed.append(at)
            os.kill(vars(child)["_process"].pid, signal.SIGKILL)

    monkeypatch.setattr(CHILD, "ask", ask)
    report = update_index(store, [folder], Analyzer(), recognisers=1)
    assert killed
    assert not report.rejected
    assert documents(store)["扫描.pdf"].recognised_pages == 2


@needs_recogniser
def test_a_page_whose_processes_are_killed_each_time_costs_itself(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "扫描.pdf").write_bytes(pdf(page(), page(LINES[4:])))
    asked = CHILD.ask

    def ask(child: object, file: SourceFile, at: int, seconds: float) -> None:
        asked(child, file, at, seconds)
        if at == 2:
            os.kill(vars(child)["_process"].pid, signal.SIGKILL)

    monkeypatch.setattr(CHILD, "ask", ask)
    report = update_index(store, [folder], Analyzer(), recognisers=1)
    assert any("扫描.pdf" in item.source_path for item in report.rejected) or report.warnings
    assert "甲.txt" in documents(store)


@needs_recogniser
def test_no_more_pages_are_recognised_than_wanted(store: Store, folder: Path) -> None:
    (folder / "扫描.pdf").write_bytes(pdf(page(), page(LINES[4:]), page(LINES[6:])))
    update_index(store, [folder], Analyzer(), options=Options(scan_pages=1))
    found = documents(store)["扫描.pdf"]
    assert found.recognised_pages == 1
    assert any("只识别了前 1 页" in text for text in found.warnings)
    report = update_index(store, [folder], Analyzer(), options=Options(scan_pages=0))
    assert "--scan-pages 0" in report.rejected[0].reason
    assert "--scan-pages 300" in report.rejected[0].reason  # the index remembers the 0


@needs_recogniser
def test_what_could_not_be_recognised_is_once_the_extra_is_there(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "1.png").write_bytes(png(page()))
    with monkeypatch.context() as without:
        without.setattr(late, "is_available", lambda: False)
        report = update_index(store, [folder], Analyzer())
        assert [item.source_path for item in report.rejected] == ["1.png"]
    report = update_index(store, [folder], Analyzer())
    assert (report.added, report.unchanged, report.rejected) == (1, 1, [])


def test_without_the_extra_the_reason_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "is_available", lambda: False)
    assert 'pip install "zhengce[ocr]"' in scans.scans_or_none(None).advice


@needs_recogniser
def test_a_preview_recognises_nothing(store: Store, folder: Path) -> None:
    (folder / "1.png").write_bytes(png(page()))
    report, _ = preview(store, [folder], Analyzer())
    assert [item.source_path for item in report.rejected] == ["1.png"]
    assert not store.root.exists()
