"""Files as damage and malice make them: real ones with bytes flipped, cut, spliced, repeated."""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.support.workbooks import LIST, rows, workbook

Mutation = Callable[[bytes, bytes, random.Random], bytes]
MARKUP = (
    b"<", b">", b"/>", b"&", b"&#x0;", b"&#xD800;", b"]]>", b"<![CDATA[", b"<!DOCTYPE a>", b'"',
    b"-1", b"0", b"99999999999999999999", b"1e308", b"nan", b"\0", b"\xff\xfe", b"%PDF-", b"../",
)  # fmt: skip
"""What a parser may stumble over in the middle of a file."""


def packed(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP archive, directory and checksums correct."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    """The files in a ZIP archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


@dataclass(frozen=True, slots=True)
class Format:
    """Files of one format, sound ones, to make others from.

    Attributes:
        share: how many of 10,000 are of this format.
        archive: whether they are archives whose content is damaged, too.
        office: whether LibreOffice reads them.
    """

    suffix: str
    originals: Sequence[bytes]
    share: int
    archive: bool = False
    office: bool = False


def formats(originals: Path, seeds: Path) -> dict[str, Format]:
    """Every format that is read, by name.

    Args:
        originals: the folder with original files of all kinds.
        seeds: the demonstration documents.
    """

    def found(*patterns: str) -> list[bytes]:
        paths = [p for pattern in patterns for p in sorted(originals.glob(pattern))]
        return [path.read_bytes() for path in paths]

    texts = [path.read_bytes() for path in sorted(seeds.glob("*.txt"))]
    pages = [path.read_bytes() for path in sorted(seeds.glob("*.html"))]
    gb = [text.decode("utf-8-sig").encode("gb18030") for text in texts]
    listed = (seeds / "demo_notices.jsonl").read_bytes()
    records = [json.loads(line) for line in listed.splitlines()]
    array = json.dumps(records, ensure_ascii=False).encode()
    csv = "\n".join(",".join(map(str, row)) for row in LIST).encode()
    book = workbook(rows(LIST), rows(LIST))
    docx, ofd, pdf = found("docx/*.docx"), found("ofd/*.ofd"), found("pdf/*.pdf")
    mixed = [
        packed({"一.txt": texts[at], "二.html": pages[at], "三.docx": docx[at], "四.ofd": ofd[at],
                "五.csv": csv, "六.pdf": pdf[at], "七.json": array[:3000]})
        for at in range(3)
    ]  # fmt: skip
    return {
        "txt": Format(".txt", texts + found("txt/*"), 1000),
        "gb18030": Format(".txt", gb + found("txt_gb18030_derived/*"), 700),
        "html": Format(".html", pages + found("html_*/*.html"), 1500),
        "mhtml": Format(".mht", [_saved(page) for page in pages], 400),
        "docx": Format(".docx", docx, 2000, archive=True),
        "ofd": Format(".ofd", ofd, 1300, archive=True),
        "pdf": Format(".pdf", pdf, 1200),
        "xlsx": Format(".xlsx", [book], 200, archive=True),
        "csv": Format(".csv", [csv, csv.decode().encode("gb18030")], 300),
        "json": Format(".json", [array], 200),
        "jsonl": Format(".jsonl", [listed], 200),
        "zip": Format(".zip", mixed, 700, archive=True),
        "doc": Format(".doc", [*found("doc/*.doc"), *_rich(texts)], 300, office=True),
    }


def mutants(kind: Format, number: int, draw: random.Random) -> Iterator[bytes]:
    """``number`` damaged files of one format."""
    for at in range(number):
        data = draw.choice(kind.originals)
        other = draw.choice(kind.originals)
        mutate = MUTATIONS[at % len(MUTATIONS)]
        if kind.archive and draw.random() < 0.7:
            yield _inside(data, other, draw)
        else:
            yield mutate(data, other, draw)


def _inside(data: bytes, other: bytes, draw: random.Random) -> bytes:
    """An archive in good order with a damaged file in it: its parsers are reached."""
    files = unpacked(data)
    spare = list(unpacked(other).values())
    readable = [name for name in files if name.endswith((".xml", ".rels"))] or list(files)
    for name in draw.sample(readable, min(len(readable), draw.choice((1, 1, 1, 3)))):
        files[name] = draw.choice(MUTATIONS)(files[name], draw.choice(spare), draw)
    if draw.random() < 0.1:
        del files[draw.choice(readable)]
    return packed(files)


def _flip(data: bytes, other: bytes, draw: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(draw.choice((1, 4, 32, 256)) if changed else 0):
        changed[draw.randrange(len(changed))] ^= 1 << draw.randrange(8)
    return bytes(changed)


def _cut(data: bytes, _: bytes, draw: random.Random) -> bytes:
    return data[: draw.randrange(len(data) + 1)]


def _behead(data: bytes, _: bytes, draw: random.Random) -> bytes:
    return data[draw.randrange(len(data) + 1) :]


def _splice(data: bytes, other: bytes, draw: random.Random) -> bytes:
    return data[: len(data) // 2] + other[len(other) // 2 :]


def _repeat(data: bytes, _: bytes, draw: random.Random) -> bytes:
    start, end = _span(data, draw)
    return data[:end] + data[start:end] * draw.choice((1, 3, 20)) + data[end:]


def _zero(data: bytes, _: bytes, draw: random.Random) -> bytes:
    start, end = _span(data, draw)
    return data[:start] + bytes(end - start) + data[end:]


def _drop(data: bytes, _: bytes, draw: random.Random) -> bytes:
    start, end = _span(data, draw)
    return data[:start] + data[end:]


def _insert(data: bytes, other: bytes, draw: random.Random) -> bytes:
    for _ in range(draw.choice((1, 3, 9))):
        at = draw.randrange(len(data) + 1)
        data = data[:at] + draw.choice(MARKUP) + data[at:]
    return data


def _swap_numbers(data: bytes, _: bytes, draw: random.Random) -> bytes:
    """Digits become other digits: lengths, places, references and counts that are not so."""
    places = [at for at in range(len(data)) if 0x30 <= data[at] <= 0x39]
    changed = bytearray(data)
    for at in draw.sample(places, min(len(places), draw.choice((1, 4, 64)))):
        changed[at] = 0x30 + draw.randrange(10)
    return bytes(changed)


MUTATIONS: tuple[Mutation, ...] = (
    _flip, _cut, _splice, _repeat, _zero, _insert, _drop, _swap_numbers, _behead, _flip,
)  # fmt: skip


def _span(data: bytes, draw: random.Random) -> tuple[int, int]:
    start = draw.randrange(len(data) + 1)
    return start, min(len(data), start + draw.choice((1, 16, 512, 4096)))


def _saved(page: bytes) -> bytes:
    """A page as browsers save it in one file."""
    return (
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"
        b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        + page + b"\r\n--x--\r\n"
    )  # fmt: skip


def _rich(texts: Sequence[bytes]) -> Iterator[bytes]:
    """The beginnings of texts as RTF."""
    for text in texts[:2]:
        words = "".join(f"\\u{ord(c)}?" if ord(c) > 126 else c for c in text.decode()[:800])
        yield ("{\\rtf1\\ansi " + words.replace("\n", "\\par ") + "}").encode("ascii", "replace")
