"""Files a second of each format, read with one process and with two, beside the usual library.

    python -m bench.formats [FOLDER]     (else ZHENGCE_CORPUS names the folder with corpus/ in it)

The files are those of ``corpus/originals``, a set repeated until it takes some seconds; one
reading before that warms the disk's cache and starts the children. Ours is everything from
the file to its documents: text, 著录, sections, through :class:`index.readers.sandbox.pool.ReaderPool`, where
dangerous formats cross from a child process. The library only extracts the text, in this
process, and is not a dependency: what is not installed is said to be so. DOC is converted by
LibreOffice, and takes as long as that does. Prints Markdown.
"""

from __future__ import annotations

import argparse
import importlib
import logging
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from math import ceil
from pathlib import Path
from types import ModuleType

from index.document import PolicyDocument, Rejected
from index.readers import Kind, SourceFile, kind_at
from index.readers.containers.archive import Package
from index.readers.formats.office import converter
from index.readers.kinds import archive_kind
from index.readers.sandbox.pool import ReaderPool

SECONDS = 4.5
WINDOWS = 3
"""The best of so many is given: other work on the machine only ever makes them slower."""
PROCESSES = (1, 2)
MOST_CONVERTED = 2
"""So many files for each process that LibreOffice must convert: each takes about a second."""


@dataclass(frozen=True, slots=True)
class Library:
    """What one would use without us.

    Attributes:
        name: as it is installed.
        module: as it is imported.
        text: (module, path) -> the text; raises what the library raises.
    """

    name: str
    module: str
    text: Callable[[ModuleType, Path], str]


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("folder", type=Path, nargs="?", help="files to read")
    folder = arguments.parse_args().folder or originals()
    logging.disable(logging.WARNING)  # pypdf tells of every flaw
    found = by_kind(folder)
    if not found:
        sys.exit(f"No files in {folder}.")
    print(f"{sum(map(len, found.values()))} files; {os.cpu_count()} processors; "
          f"files/s (MB/s); documents + rejected of one reading.\n")  # fmt: skip
    heads = [f"{number} process{'es' if number > 1 else ''}" for number in PROCESSES]
    print(f"| format | files | MB | read | {' | '.join(heads)} | usual library | its files/s |")
    print("|---" * (6 + len(PROCESSES)) + "|")
    for kind, files in sorted(found.items(), key=lambda item: item[0].value.shown):
        megabytes = sum(file.stat().st_size for file in files) / 2**20
        if kind is Kind.OFFICE and not converter():
            ours = ["–", *["LibreOffice not installed"] * len(PROCESSES)]
        else:
            ours = measured(kind, files, folder, megabytes)
        cells = [kind.value.shown, str(len(files)), f"{megabytes:.1f}", *ours, *usual(kind, files)]
        print(f"| {' | '.join(cells)} |", flush=True)


def originals() -> Path:
    """The folder of real files."""
    corpus = os.environ.get("ZHENGCE_CORPUS")
    if not corpus:
        sys.exit("ZHENGCE_CORPUS must name the folder that holds corpus/; or name a folder.")
    return Path(corpus) / "corpus" / "originals"


def by_kind(folder: Path) -> dict[Kind, list[Path]]:
    """The files by what their content is; lists of the corpus (TSV) are no originals."""
    found: dict[Kind, list[Path]] = defaultdict(list)
    for path in sorted(folder.rglob("*")):
        kind = kind_at(path)
        if kind is Kind.ZIP:
            kind = archive_kind(Package(path.read_bytes()))
        if kind and path.name != "MANIFEST.tsv":
            found[kind].append(path)
    return found


def measured(kind: Kind, files: list[Path], root: Path, megabytes: float) -> list[str]:
    """What was read, and the speed for each number of processes."""
    cells = []
    for processes in PROCESSES:
        reading = ReaderPool(processes=processes)
        try:
            documents, rejected = warmed(reading, files, root)
            most = MOST_CONVERTED * processes if kind is Kind.OFFICE else None
            rate = files_a_second(partial(read_all, reading, root=root), files, most)
        finally:
            reading.end()
        cells.append(speed(rate, megabytes / len(files)))
    return [f"{documents} + {rejected}", *cells]


def warmed(reading: ReaderPool, files: list[Path], root: Path) -> tuple[int, int]:
    """Read the set often enough that all children run; what one reading of it gives."""
    for _ in PROCESSES:
        items = read_all(reading, files * max(PROCESSES), root)
    documents = sum(isinstance(item, PolicyDocument) for item in items)
    rejected = sum(isinstance(item, Rejected) for item in items)
    return documents // max(PROCESSES), rejected // max(PROCESSES)


def read_all(reading: ReaderPool, files: list[Path], root: Path) -> list[PolicyDocument | Rejected]:
    """Everything in ``files``."""
    asked = [SourceFile(root, file) for file in files]
    reading.expect(asked)
    return [item for file in asked for item in reading.read(file)]


def usual(kind: Kind, files: list[Path]) -> list[str]:
    """The library's name and its speed on the same files."""
    library = LIBRARIES.get(kind)
    if not library:
        return ["none", "–"]
    try:
        module = importlib.import_module(library.module)
    except ImportError:
        return [library.name, "not installed"]

    def read(many: list[Path]) -> None:
        for file in many:
            library.text(module, file)

    rate = files_a_second(read, files)
    megabytes = sum(file.stat().st_size for file in files) / 2**20
    return [library.name, speed(rate, megabytes / len(files))]


def files_a_second(
    read: Callable[[list[Path]], object], files: list[Path], most: int | None = None
) -> float:
    """The best of :data:`WINDOWS` measurements, which take about :data:`SECONDS` together.

    Args:
        most: how many files are read in each at most.
    """
    once = timed(read, files)
    if once > SECONDS:
        return len(files) / once
    rounds = ceil(SECONDS / WINDOWS / max(once, 1e-4))
    many = (files * rounds)[:most]
    return max(len(many) / timed(read, many) for _ in range(WINDOWS))


def timed(read: Callable[[list[Path]], object], files: list[Path]) -> float:
    """Seconds that reading all of ``files`` takes."""
    began = time.perf_counter()
    read(files)
    return time.perf_counter() - began


def speed(rate: float, megabytes: float) -> str:
    """Files a second, and megabytes a second."""
    return f"{rate:,.1f} ({rate * megabytes:.1f})"


def text_of_docx(docx: ModuleType, path: Path) -> str:
    """Paragraphs and the cells of tables."""
    document = docx.Document(str(path))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def text_of_pdf(pypdf: ModuleType, path: Path) -> str:
    """The text layer of all pages."""
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)


def text_of_html(bs4: ModuleType, path: Path) -> str:
    """All text of the page, by the faster of its parsers."""
    return str(bs4.BeautifulSoup(path.read_bytes(), "lxml").get_text("\n"))


def text_of_sheet(openpyxl: ModuleType, path: Path) -> str:
    """All rows of all sheets."""
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    rows = (row for sheet in book for row in sheet.iter_rows(values_only=True))
    return "\n".join("\t".join(str(cell or "") for cell in row) for row in rows)


def text_of_text(charset_normalizer: ModuleType, path: Path) -> str:
    """Decoded by the charset it guesses."""
    return str(charset_normalizer.from_path(path).best())


LIBRARIES = {
    Kind.DOCX: Library("python-docx", "docx", text_of_docx),
    Kind.PDF: Library("pypdf", "pypdf", text_of_pdf),
    Kind.HTML: Library("beautifulsoup4, lxml", "bs4", text_of_html),
    Kind.SHEET: Library("openpyxl", "openpyxl", text_of_sheet),
    Kind.TEXT: Library("charset-normalizer", "charset_normalizer", text_of_text),
}

if __name__ == "__main__":
    main()
