"""Pages whose text is known, as a scanner would give them: what ``bench.ocr`` recognises.

PDF files of the corpus as they are, DOCX through LibreOffice, the text of OFD files and, so that there
are enough with a 发文字号, notices of the corpus set like paper documents by Chromium. Each gives its
first page, and its last one where it has several. What a page says is read off its text layer by the
rooms that read any PDF.
"""

from __future__ import annotations

import gzip
import html
import io
import json
import random
import re
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as c  # type: ignore[import-untyped]
from PIL import Image, ImageChops, ImageDraw, ImageFont

from bench.metadata import plain
from index.errors import Unreadable
from index.readers.formats.ofd import parse_ofd
from index.readers.formats.office import converter
from index.readers.formats.pdf import parse_pdf

SEED = 20260719
FONT = "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"
CHROMIUM = "/usr/bin/chromium"
DOTS = (100, 150, 200)
SKEW, NOISE, QUALITY = 2.0, 8.0, 40
"""Degrees at most, of 255 levels (standard deviation), of JPEG."""
_TABLE = "sources.json"
_FULL, _EMPTY = 6, 40
"""Paragraphs of a notice that are set; a page with fewer characters is none."""
_STYLE = """@page{size:A4;margin:37mm 26mm 35mm 28mm}body{font:16pt/28pt 'Noto Serif CJK SC';margin:0}
h1{font:22pt/34pt 'Noto Serif CJK SC';text-align:center;margin:1em 0}p{margin:0;text-indent:2em}
.n{text-align:center;text-indent:0}.s{text-align:right;margin-right:4em}"""


@dataclass(frozen=True, slots=True)
class Source:
    """A document of one or two pages whose text is known.

    Attributes:
        name: of the file, or of the record.
        kind: PDF, DOCX, OFD or record.
        pages: a PDF file of each page.
        title, number: of the document, where they are printed on these pages; else empty.
        is_unseen: whether nobody looks at it while the readers are tuned.
    """

    name: str
    kind: str
    pages: tuple[bytes, ...]
    title: str
    number: str
    is_unseen: bool = False

    def text(self, page: int) -> str:
        """What a page says, from 0 on."""
        return "".join(parse_pdf(self.pages[page], self.name).lines)


def sources(shared: Path, count: int, kept: Path | None = None) -> list[Source]:
    """Documents with ``count`` pages in all, in an order drawn by lot; no more notices than needed.

    Every second three of them are unseen. Those with images on their pages are left out afterwards,
    and more notices stand for them: images hold text, of which the text layer knows nothing.

    Args:
        shared: the folder that holds corpus/.
        kept: where they are kept for the next time; None for nowhere.
    """
    if kept and (kept / _TABLE).is_file():
        rows = json.loads((kept / _TABLE).read_text(encoding="utf-8"))
        return [
            Source(name, kind, tuple((kept / page).read_bytes() for page in pages), *rest)
            for name, kind, pages, *rest in rows
        ]
    found = list(_originals(shared / "corpus/originals"))
    notices = _notices(shared / "corpus/notices.jsonl.gz")
    found += _enough(notices, count - sum(len(source.pages) for source in found))
    random.Random(SEED).shuffle(found)
    drawn = [replace(source, is_unseen=at // 3 % 2 == 1) for at, source in enumerate(found)]
    known = [source for source in drawn if not any(map(_has_images, source.pages))]
    more = _enough(notices, count - sum(len(source.pages) for source in known))
    found = [*known, *(replace(each, is_unseen=at % 2 == 1) for at, each in enumerate(more))]
    if kept:
        _keep(found, kept)
    return found


def _enough(notices: Iterator[Source], pages: int) -> Iterator[Source]:
    """The next of ``notices`` until they have so many pages."""
    while pages > 0 and (notice := next(notices, None)):
        yield notice
        pages -= len(notice.pages)


def _has_images(page: bytes) -> bool:
    document = pdfium.PdfDocument(page)
    try:
        return any(document[0].get_objects(filter=(c.FPDF_PAGEOBJ_IMAGE,), max_depth=3))
    finally:
        document.close()


def _keep(found: list[Source], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for at, source in enumerate(found):
        names = [f"{at}-{page}.pdf" for page in range(len(source.pages))]
        for name, page in zip(names, source.pages, strict=True):
            (folder / name).write_bytes(page)
        rest = (source.title, source.number, source.is_unseen)
        rows.append([source.name, source.kind, names, *rest])
    (folder / _TABLE).write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")


def _originals(folder: Path) -> Iterator[Source]:
    """The files of the corpus that have pages, and what the table of the tests says of them."""
    table = Path(__file__).parents[1] / "tests/originals.tsv"
    lines = [line.split("\t") for line in table.read_text(encoding="utf-8").splitlines()]
    rows = (dict(zip(lines[0], line, strict=False)) for line in lines[1:])
    for row in rows:
        path = folder / row["path"]
        made = {".pdf": Path.read_bytes, ".docx": _converted, ".ofd": _set}.get(path.suffix)
        if made and path.is_file():
            kind = path.suffix[1:].upper()
            yield from _of(row["path"], kind, made(path), row["title"], row["doc_number"])


def _of(name: str, kind: str, data: bytes, title: str, number: str) -> Iterator[Source]:
    """The document of a PDF file; none where its pages hold no text."""
    document = pdfium.PdfDocument(data)
    last = len(document) - 1
    pages = [page for at in dict.fromkeys((0, last)) if (page := _alone(document, at))]
    document.close()
    if pages:
        said = plain("".join(line for page in pages for line in parse_pdf(page, name).lines))
        known = [value if value and plain(value) in said else "" for value in (title, number)]
        yield Source(name, kind, tuple(pages), known[0], known[1])


def _alone(document: pdfium.PdfDocument, at: int) -> bytes:
    """A file of one page; empty where there is next to no text on it."""
    made = pdfium.PdfDocument.new()
    made.import_pages(document, [at])
    with io.BytesIO() as file:
        made.save(file)
        data = file.getvalue()
    try:
        return data if sum(map(len, parse_pdf(data, "").lines)) >= _EMPTY else b""
    except Unreadable:
        return b""


def _converted(path: Path) -> bytes:
    program = converter()
    assert program, "LibreOffice is not installed"
    with tempfile.TemporaryDirectory() as folder:
        command = [program, "--headless", "--convert-to", "pdf", "--outdir", folder, str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return next(Path(folder).glob("*.pdf")).read_bytes()


def _set(path: Path) -> bytes:
    """The text of an OFD file on paper."""
    return _printed(f"<p>{html.escape(line)}" for line in parse_ofd(path.read_bytes(), "").lines)


def _notices(path: Path) -> Iterator[Source]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    random.Random(SEED).shuffle(rows)
    for row in rows:
        title, number = row["title"].strip(), row["doc_no"].strip()
        paragraphs = [
            line.strip() for line in re.split(r"\s*\n\s*", row["body"])
            if len(line.strip()) > 20 and not line.startswith("【") and "|" not in line
        ]  # fmt: skip
        issuer = re.sub("、", " ", row["issuer"])
        if not (number and issuer and 8 < len(title) < 60 and len(paragraphs) >= _FULL):
            continue
        year, month, day = (row["written_date"] or row["published_date"] or "2024-05-08").split("-")
        signed = (issuer, f"{year}年{int(month)}月{int(day)}日")
        page = chain(
            [f"<h1>{html.escape(title)}</h1><p class=n>{html.escape(number)}<p>&nbsp;"],
            (f"<p>{html.escape(line)}" for line in paragraphs[:_FULL]),
            (f"<p class=s>{html.escape(line)}" for line in signed),
        )
        yield from _of(row["id"], "record", _printed(page), title, number)


def _printed(lines: Iterable[str]) -> bytes:
    """A page of HTML as PDF."""
    with tempfile.TemporaryDirectory() as folder:
        page, made = Path(folder, "page.html"), Path(folder, "page.pdf")
        text = "\n".join(lines)
        page.write_text(f"<meta charset=utf-8><style>{_STYLE}</style>{text}", encoding="utf-8")
        command = [
            CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
            f"--user-data-dir={folder}/profile", f"--print-to-pdf={made}", page.as_uri(),
        ]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return made.read_bytes()


# --- as a scanner gives them ------------------------------------------------------------


def scanned(page: bytes, dots: int, lot: random.Random, is_last: bool) -> Image.Image:
    """A page at ``dots`` an inch, askew, with noise, and a seal over its signature."""
    document = pdfium.PdfDocument(page)
    image = document[0].render(scale=dots / 72, fill_color=(255, 255, 255, 255)).to_pil()
    document.close()
    image = image.convert("RGB")
    if is_last:
        _stamp(image, *_signature(image), dots)
    angle = lot.uniform(-SKEW, SKEW)
    image = image.rotate(angle, Image.Resampling.BICUBIC, fillcolor="white")
    noise = np.random.default_rng(lot.randrange(2**32)).normal(0, NOISE, (*image.size[::-1], 1))
    noisy = np.clip(np.asarray(image, np.float32) + noise, 0, 255).astype(np.uint8)
    return Image.fromarray(noisy)


def scan(images: list[Image.Image], dots: int) -> bytes:
    """A PDF file of pictures."""
    with io.BytesIO() as file:
        first, *others = images
        first.save(
            file, "PDF", save_all=True, append_images=others, resolution=dots, quality=QUALITY
        )
        return file.getvalue()


def _signature(image: Image.Image) -> tuple[int, int]:
    """Where the last lines of a page end: the middle of what a seal lies on."""
    ink = np.asarray(image.convert("L")) < 128
    rows = np.flatnonzero(ink.any(axis=1))
    line = max(12, image.height // 50)
    bottom = int(rows[-1]) if len(rows) else image.height // 2
    columns = np.flatnonzero(ink[max(0, bottom - 3 * line) : bottom + 1].any(axis=0))
    right = int(columns[-1]) if len(columns) else image.width // 2
    return max(right - 4 * line, image.width // 4), bottom - line


def _stamp(image: Image.Image, x: int, y: int, dots: int) -> None:
    """A round red seal of 42 mm with a star and an inscription, its ink over the text."""
    radius = round(21 / 25.4 * dots)
    ink = Image.new("RGB", image.size, "white")
    draw = ImageDraw.Draw(ink)
    red = (222, 41, 33)
    draw.ellipse(
        (x - radius, y - radius, x + radius, y + radius), outline=red, width=max(2, radius // 14)
    )
    draw.text((x, y), "★", red, ImageFont.truetype(FONT, radius // 2, index=2), "mm")
    letters = ImageFont.truetype(FONT, max(8, radius // 4), index=2)
    for at, letter in enumerate("云澜市人民政府办公室"):
        angle = np.radians(150 + 240 * at / 9)
        place = (x + 0.75 * radius * np.cos(angle), y + 0.75 * radius * np.sin(angle))
        draw.text(place, letter, red, letters, "mm")
    image.paste(ImageChops.multiply(image, ink))
