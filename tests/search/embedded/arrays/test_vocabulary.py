"""All terms of a field at once: those of every segment, each once, as asked for one by one."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from index.document import PolicyDocument
from index.segment import Terms, TermsWriter, open_terms, seal
from index.text.analysis import Analyzer
from search.embedded.arrays.postings import PostingsReader

FIELDS = ("title_words", "body_words", "body_chars", "number", "id", "headings_words")
BODIES = ("石榴种植补贴", "石榴", "种植户登记办法", "公积金提取")


@pytest.fixture(scope="module")
def terms(tmp_path_factory: pytest.TempPathFactory, analyzer: Analyzer) -> Terms:
    """Two parts, one document of which is removed."""
    base: Path = tmp_path_factory.mktemp("base")
    folder: Path = tmp_path_factory.mktemp("terms")
    for part in range(2):
        with TermsWriter(base, analyzer, str(part)) as writer:
            for at, body in enumerate(BODIES[part : part + 3]):
                number = f"示政发〔2024〕{at}号"
                title = f"关于{body}的通知"
                writer.add(
                    PolicyDocument(id=f"{part}-{at}", title=title, body=body, doc_number=number)
                )
    seal(base)
    seal(folder, base, ["0-0"])
    return open_terms(folder)


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("withdrawn", [(), ("1-1",), ("0-1", "1-2", "0-0"), ("0-0", "0-1", "0-2")])
def test_every_term_comes_once_with_its_frequency(
    terms: Terms, field: str, withdrawn: tuple[str, ...]
) -> None:
    reader = PostingsReader(terms.without(withdrawn))
    found = list(reader.begun(field, ""))
    assert len(found) == len(dict(found))
    begun = Counter[str]()
    for first in {term[:1] for segment in terms.segments for term in segment.terms(field)}:
        for term, count in reader.begun(field, first):
            begun[term] += count
    assert dict(found) == begun
    assert all(reader.frequency(field, term) == count for term, count in found)
