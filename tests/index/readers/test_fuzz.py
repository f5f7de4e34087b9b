"""The fuzz of the readers: whatever a text says, nothing falls, and nothing beside it is lost.

``make test`` tries some hundred cases, ``make fuzz`` more than 100,000: each a record of a list
or a document of its own. A file is what its seed gives; ``FUZZ=12`` reads one block again,
``FUZZ=80-100`` some.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.document import PolicyDocument, Rejected
from index.readers import Item, read_file, refusals
from index.readers.columns import Row, documents_of
from index.readers.extract import Extract
from index.readers.interpret.document import document_of
from index.segment import TermsWriter, open_terms, seal
from index.segment.verify import verify
from index.text.analysis import Analyzer
from tests.support.odd_files import (
    BROKEN,
    COLUMNS,
    DOCUMENTS,
    IN_ARCHIVE,
    LISTS,
    PARAGRAPH,
    SOUND,
    Record,
    archive,
    odd_record,
    table,
)
from tests.support.odd_texts import Odd, characters, words

ROWS, ARCHIVE = "rows", ".zip"
FORMATS = (*DOCUMENTS, *LISTS, *LISTS, ARCHIVE, ROWS)
FILES = {"short": 60, "full": 180}
"""So many files are read, written to one index, and read back together: a block."""
ALL = 100
"""So many blocks are the long form."""


def _blocks() -> tuple[Iterable[int], int]:
    """The blocks to try, and how many files each has."""
    asked = os.environ.get("FUZZ", "")
    if not asked:
        return range(2), FILES["short"]
    first, _, end = "0-100".partition("-") if asked == "full" else asked.partition("-")
    return range(int(first), int(end or int(first) + 1)), FILES["full"]


BLOCKS, IN_BLOCK = _blocks()


class Case:
    """One file with odd things in it, read.

    Attributes:
        records: how many were put in.
        swallows: whether a quote among them may hold more than its own row.
        items: what the reader gave for them.
    """

    def __init__(self, seed: int, folder: Path) -> None:
        self.odd = Odd(seed)
        self.format = self.odd.choice(FORMATS)
        self.records = 1
        self.swallows = False
        self.items = list(self._read(folder))
        self.documents = [item for item in self.items if isinstance(item, PolicyDocument)]

    def _read(self, folder: Path) -> Iterator[Item]:
        if self.format == ROWS:
            yield from read_rows(*self._mixed())
            return
        path = folder / f"a{self.format}"
        path.write_bytes(self._made())
        yield from read_file(path, folder)
        path.unlink()

    def _made(self) -> bytes:
        if make := DOCUMENTS.get(self.format):
            return make(self.odd)
        if self.format == ARCHIVE:
            self.records = IN_ARCHIVE
            return archive(self.odd)
        return LISTS[self.format](self.odd, *self._mixed())

    def _mixed(self) -> list[Record | bytes]:
        """Sound records, an odd one behind each."""
        mixed: list[Record | bytes] = []
        for record in SOUND:
            broken = BROKEN.get(self.format) if self.odd.random() < 0.3 else None
            mixed += [record, broken(self.odd) if broken else odd_record(self.odd)]
            self.swallows = self.swallows or (broken is not None and self.format == ".csv")
        self.records = len(mixed)
        return mixed

    def faults(self, folder: Path) -> Iterator[str]:
        """What is not as it must be."""
        left_out = [item for item in self.items if isinstance(item, Rejected)]
        for item in left_out:
            if item.reason.startswith(refusals.UNPARSED):
                yield f"the last resort: {item}"
        if len(self.items) != self.records and not self.swallows:
            yield f"{self.records} records, {len(self.items)} items; left out: {left_out}"
        given = {item.id: item for item in self.documents}
        for id, document in sound(self.format, folder).items():
            if given.get(id) != document:
                yield f"{id} is not what it is alone: {given.get(id)}"
        if self.format in DOCUMENTS and not any(PARAGRAPH in d.body for d in self.documents):
            yield f"a document lost by a line of its text: {left_out or self.documents}"
        for document in self.documents:
            if PolicyDocument.from_json(document.to_json()) != document or not document.digest():
                yield f"not what was written: {document}"


def read_rows(*records: Record | bytes) -> Iterator[Item]:
    """The rows of a workbook, as they come from the process that opens it."""
    cells = [COLUMNS, *table(records)]
    valid = ([cell.encode("utf-8", "replace").decode() for cell in row] for row in cells)
    rows = (Row(at, row) for at, row in enumerate(valid, 1))
    for item in documents_of(rows, "a.xlsx", "工作表“甲”", {}):
        yield document_of(item) if isinstance(item, Extract) else item


@cache
def sound(format: str, folder: Path) -> dict[str, PolicyDocument]:
    """The sound records of a file of this format, as a list of nothing else gives them."""
    if format in DOCUMENTS:
        return {}
    if format == ROWS:
        items = list(read_rows(*SOUND))
    else:
        suffix = format if format in LISTS else ".json"
        path = folder / f"sound{suffix}"
        path.write_bytes(LISTS[suffix](Odd(0), *SOUND))
        items = list(read_file(path, folder))
    place = {ARCHIVE: "a.zip/a.json", ROWS: "a.xlsx"}.get(format, f"a{format}")
    found = {item.id: replace(item, source_path=place)
             for item in items if isinstance(item, PolicyDocument)}  # fmt: skip
    assert len(found) == len(SOUND)
    return {SOUND[0]["id"]: found[SOUND[0]["id"]]} if format == ARCHIVE else found


@pytest.mark.parametrize("block", BLOCKS)
def test_nothing_falls_and_nothing_is_lost(block: int, tmp_path: Path, analyzer: Analyzer) -> None:
    seeds = range(block * FILES["full"], block * FILES["full"] + IN_BLOCK)
    cases = {seed: Case(seed, tmp_path) for seed in seeds}
    print(f"\nblock {block}: {sum(case.records for case in cases.values())} records, "
          f"{sum(len(case.documents) for case in cases.values())} documents")  # fmt: skip
    faults = {seed: found for seed, case in cases.items() if (found := [*case.faults(tmp_path)])}
    assert not faults
    documents = {item.id: item for case in cases.values() for item in case.documents}
    assert not_as_written(list(documents.values()), tmp_path, analyzer) == []


def not_as_written(
    documents: list[PolicyDocument], folder: Path, analyzer: Analyzer
) -> list[object]:
    """Write documents to a segment: those that are not read from it as they were."""
    terms_folder = folder / "terms"
    terms_folder.mkdir()
    with TermsWriter(terms_folder, analyzer, "1") as writer:
        for document in documents:
            writer.add(document)
    seal(terms_folder)
    terms = open_terms(terms_folder)
    held = [
        PolicyDocument.from_json(card | {"body": terms.body(at)})
        for at, card in enumerate(terms.cards(np.arange(len(documents))))
    ]
    wrong: list[object] = [
        (one, other) for one, other in zip(documents, held, strict=True) if one != other
    ]
    for segment in terms.segments:
        wrong += verify(segment, np.arange(segment.documents), folder, analyzer)
    return wrong


PIECES = st.sampled_from(words()) | st.sampled_from(characters()) | st.characters()


@settings(max_examples=200, derandomize=True)
@given(st.lists(st.lists(PIECES, max_size=6).map("".join), max_size=6))
def test_any_lines_of_words_that_rules_know_are_read(lines: list[str]) -> None:
    """Smaller than what a seed gives, and made smaller still where it fails."""
    for extract in (Extract("a.txt", lines=lines), Extract("a.json", lines=lines, verbatim=True)):
        assert isinstance(document_of(extract), PolicyDocument | Rejected)


@settings(max_examples=100, derandomize=True)
@given(st.dictionaries(st.sampled_from(COLUMNS), st.lists(PIECES, max_size=6).map("".join)))
def test_any_values_of_words_that_rules_know_are_read(values: dict[str, str]) -> None:
    printed = [(name, name, value) for name, value in values.items()]
    assert isinstance(document_of(Extract("a.json", printed=printed)), PolicyDocument | Rejected)
