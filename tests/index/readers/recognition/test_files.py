"""Every kind of file whose pages are pictures is read as the document that it shows."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from index.document import PolicyDocument, Rejected
from index.readers import Item, Options, SourceFile, Unrecognised
from index.readers.recognition.cache import PageCache
from index.readers.sandbox.pool import ReaderPool
from index.readers.sandbox.recognising import Recognisers, Waiting
from tests.support.scanned_files import as_file, docx, files
from tests.support.scans import LINES, needs_recogniser, page, pdf

pytestmark = needs_recogniser
TITLE = "云澜市人民政府办公室关于加强湿地保护工作的通知"


def read(folder: Path, names: list[str]) -> dict[str, Item]:
    """What comes of files in ``folder``: all pages recognised."""
    pool, recognisers = ReaderPool(recognised=folder), Recognisers(PageCache(folder), 2)
    found: dict[str, Item] = {}
    try:
        waiting = []
        for name in names:
            file = SourceFile(folder, folder / name)
            found[name] = item = next(pool.read(file))
            if isinstance(item, Unrecognised):
                waiting.append(Waiting(file, item.pages))
        for file in recognisers.recognise(waiting, lambda _, __: None):
            found[file.name] = next(pool.read(file))
    finally:
        pool.end()
        recognisers.end()
    return found


def test_every_kind_of_file_gives_its_document(tmp_path: Path) -> None:
    given = files()
    for name, data in given.items():
        (tmp_path / name).write_bytes(data)
    for name, found in read(tmp_path, [*given]).items():
        assert isinstance(found, PolicyDocument), (name, found)
        assert (found.title, found.doc_number) == (TITLE, "云政办发〔2024〕37号"), name
        assert str(found.written_on) == "2024-05-08", name
        assert "并按照先补后占、占补平衡的要求恢复。" in found.body, name
        assert found.recognised_pages == (1 if name in ("a.jpg", "b.png") else 2), name


def test_what_is_no_document_is_refused_for_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "icon.png").write_bytes(as_file(page().resize((90, 120)), "PNG"))
    (tmp_path / "photo.jpg").write_bytes(as_file(page(()), "JPEG"))
    (tmp_path / "cut.tif").write_bytes(as_file(page(), "TIFF")[:5_000])
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("scan.pdf", pdf(page()))
    reasons = {
        "icon.png": "图片太小", "photo.jpg": "没有识别出文字", "cut.tif": "图像已损坏",
        "all.zip": "请解压后再收录",
    }  # fmt: skip
    for name, found in read(tmp_path, [*reasons]).items():
        assert isinstance(found, Rejected), name
        assert reasons[name] in found.reason, (name, found.reason)


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.png"])
def test_without_recognition_the_reason_says_how_to_have_it(tmp_path: Path, name: str) -> None:
    made = {"a.pdf": pdf(page()), "a.docx": docx(page()), "a.png": as_file(page(LINES), "PNG")}
    (tmp_path / name).write_bytes(made[name])
    pool = ReaderPool(Options(scan_pages=0))
    try:
        [found] = pool.read(SourceFile(tmp_path, tmp_path / name))
    finally:
        pool.end()
    assert isinstance(found, Rejected)
    assert "--scan-pages" in found.reason
