"""Damaged pictures and PDF files cost themselves: no run ends, and memory stays within bounds.

``SCANS=full`` tries 10,000 of them (``make scans``: about an hour on two cores), else 40.
"""

from __future__ import annotations

import io
import os
import random
import resource
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PIL.TiffImagePlugin import TiffImageFile

from index.document import PolicyDocument
from index.errors import Unreadable
from index.readers import SourceFile, Unrecognised, limits
from index.readers.containers.archive import Package
from index.readers.recognition.cache import PageCache
from index.readers.sandbox.pool import ReaderPool
from index.readers.sandbox.recognising import Recognisers, Waiting
from tests.support.damaged_files import packed
from tests.support.scans import LINES, needs_recogniser, page, pdf

pytestmark = needs_recogniser
FULL = os.environ.get("SCANS") == "full"
COUNT = 10_000 if FULL else 40
SEED = 1907
AT_ONCE = 200
"""Files of one run, so that the folder stays small."""


def test_a_page_that_is_not_there_is_said() -> None:
    from index.readers.pictures.image import picture  # noqa: PLC0415 -- the extra

    whole = io.BytesIO()
    Image.new("L", (700, 900)).save(whole, "PNG")
    with pytest.raises(Unreadable, match="损坏"):
        picture(whole.getvalue(), 2)


def test_of_a_file_with_too_many_pages_no_more_are_looked_at_than_tell(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from index.readers.pictures import image  # noqa: PLC0415 -- the extra

    whole = io.BytesIO()
    sheet = Image.new("1", (70, 90))
    sheet.save(whole, "TIFF", save_all=True, append_images=[sheet] * 50)

    reached: list[int] = []
    seek = vars(TiffImageFile)["_seek"]

    def counted(file: TiffImageFile, frame: int) -> None:
        reached.append(frame)
        seek(file, frame)

    monkeypatch.setattr(TiffImageFile, "_seek", counted)
    assert image.frames(whole.getvalue(), 20) == [(70, 90)] * 20
    assert max(reached) < 20
    assert image.frames(whole.getvalue()) == [(70, 90)] * 51


def test_of_an_image_in_a_document_only_the_first_page_is_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from index.readers.pictures.docx import page_images  # noqa: PLC0415 -- the extra

    whole, sought = io.BytesIO(), list[int]()
    sheet = Image.new("1", (700, 900))
    sheet.save(whole, "TIFF", save_all=True, append_images=[sheet] * 5)
    seek = TiffImageFile.seek

    def counted(image: TiffImageFile, frame: int) -> None:
        sought.append(frame)
        seek(image, frame)

    monkeypatch.setattr(TiffImageFile, "seek", counted)
    relation = b'<R><R Id="a" Type="x/image" Target="a.tif"/></R>'
    text = b'<d><blip xmlns:r="r" r:embed="a"/></d>'
    parts = {"word/document.xml": text, "word/_rels/document.xml.rels": relation}
    package = Package(packed(parts | {"word/a.tif": whole.getvalue()}))
    assert page_images(package) == {"word/a.tif": (700, 900)}
    assert len(sought) <= 1


def test_damaged_pictures_cost_themselves(tmp_path: Path) -> None:
    lot = random.Random(SEED)
    good = list(_good())
    outcomes: Counter[str] = Counter()
    most = 0
    for start in range(0, COUNT, AT_ONCE):
        folder = tmp_path / str(start)
        folder.mkdir()
        files = [
            _written(folder / f"{at}{suffix}", _damaged(data, lot))
            for at in range(start, min(COUNT, start + AT_ONCE))
            for suffix, data in [lot.choice(good)]
        ]
        most = max(most, _read(files, tmp_path / "index", outcomes))
        for file in files:
            file.path.unlink()
    assert outcomes.total() == COUNT
    assert outcomes["document"], "some survive the damage"
    assert most <= limits.SCAN_MEMORY
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(f"{outcomes.most_common()}; child {most / 2**20:.0f} MiB, here {own / 2**20:.0f} MiB")


def _read(files: list[SourceFile], index: Path, outcomes: Counter[str]) -> int:
    """Read them as a run does; bytes that the largest recogniser has used."""
    pool, recognisers = ReaderPool(recognised=index), Recognisers(PageCache(index), 2)
    most = 0
    try:
        waiting = []
        for file in files:
            item = next(pool.read(file))
            if isinstance(item, Unrecognised):
                waiting.append(Waiting(file, item.pages[:2]))
            else:
                outcomes["document" if isinstance(item, PolicyDocument) else item.reason] += 1
        for file in recognisers.recognise(waiting, lambda _, __: None):
            most = max([most, *map(_most_used, recognisers.processes)])
            item = next(pool.read(file))
            outcomes["document" if isinstance(item, PolicyDocument) else item.reason] += 1
        assert not recognisers.is_broken
    finally:
        pool.end()
        recognisers.end()
    return most


def _most_used(process: int) -> int:
    """Bytes of memory that a process has used at most."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))


def _written(path: Path, data: bytes) -> SourceFile:
    path.write_bytes(data)
    return SourceFile(path.parent, path)


def _good() -> Iterator[tuple[str, bytes]]:
    small = page(LINES[:5], dots=72)
    for suffix, kind in ((".png", "PNG"), (".jpg", "JPEG"), (".tif", "TIFF"), (".bmp", "BMP")):
        yield suffix, _as(small, kind)
    yield ".tif", _as(small.convert("1"), "TIFF", compression="group4")
    yield ".tif", _as(small, "TIFF", save_all=True, append_images=[small.convert("L")] * 3)
    yield ".png", _as(Image.fromarray(np.full((600, 600, 4), 90, np.uint8)), "PNG")
    yield ".jpg", _as(Image.new("CMYK", (700, 900)), "JPEG")
    yield ".png", _as(Image.new("I;16", (800, 800), 40_000), "PNG")
    yield ".pdf", pdf(small)
    yield ".pdf", pdf(small.convert("L"), small)


def _as(image: Image.Image, kind: str, **options: object) -> bytes:
    with io.BytesIO() as file:
        image.save(file, kind, **options)
        return file.getvalue()


def _damaged(data: bytes, lot: random.Random) -> bytes:
    """Bits turned, ends cut off, blocks moved, numbers in the head made huge."""
    made = bytearray(data)
    for _ in range(lot.choice((0, 1, 1, 2, 5))):
        at = lot.randrange(len(made)) if lot.random() < 0.5 else lot.randrange(min(200, len(made)))
        match lot.randrange(5):
            case 0:
                made[at] ^= 1 << lot.randrange(8)
            case 1:
                del made[max(20, at) :]
            case 2:
                made[at : at + 4] = lot.choice((b"\xff" * 4, b"\x7f\xff\xff\xff", b"\0\0\0\0"))
            case 3:
                end = at + lot.randrange(1, 400)
                made[at:end] = lot.randbytes(end - at)
            case _:
                made[at:at] = made[:: lot.randrange(1, 9)][: lot.randrange(1, 2000)]
    return bytes(made)


@pytest.mark.parametrize(("wide", "high"), [(30_000, 30_000), (20_000, 1_500), (501, 60_000)])
def test_a_picture_of_any_size_stays_within_memory(tmp_path: Path, wide: int, high: int) -> None:
    Image.new("1", (wide, high), 1).save(tmp_path / "a.png")
    outcomes: Counter[str] = Counter()
    file = SourceFile(tmp_path, tmp_path / "a.png")
    assert _read([file], tmp_path / "index", outcomes) <= limits.SCAN_MEMORY
    assert outcomes.total() == 1
