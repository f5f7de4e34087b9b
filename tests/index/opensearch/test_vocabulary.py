"""The side files: terms are counted as our own index counts them, titles stand as it gives them."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.document import PolicyDocument
from index.opensearch.documents.shown import Shown, opened
from index.opensearch.schema import text_fields
from index.opensearch.titles import HeldTitles, read_titles, write_titles
from index.opensearch.vocabulary import ISSUER, NUMBER, Vocabulary, write_vocabulary
from index.schema.fields import title_keys
from index.store.store import Store
from index.store.withdrawals import Withdrawal, Withdrawals, now
from search.embedded.reading import EmbeddedReading
from tests.support.desk import Desk


def _written(shown: Shown, folder: Path) -> Vocabulary:
    write_vocabulary(shown.terms, folder / "vocabulary")
    return Vocabulary(folder / "vocabulary")


def _same(vocabulary: Vocabulary, reading: EmbeddedReading) -> None:
    assert vocabulary.documents == reading.documents
    for field in (*text_fields(), ISSUER, NUMBER):
        every = dict(vocabulary.begun(field, ""))
        assert list(every) == sorted(every, key=str.encode)
        counted: dict[str, int] = {}
        for term, count in reading.begun(field, ""):
            counted[term] = counted.get(term, 0) + count
        assert every == {term: count for term, count in counted.items() if count}
        terms = [*list(every)[:50], "没有的词", ""]
        assert vocabulary.frequencies(field, terms) == reading.frequencies(field, terms)
        for term in terms[:10]:
            begun = [pair for pair in every.items() if pair[0].startswith(term[:1])]
            assert list(vocabulary.begun(field, term[:1])) == begun
    assert tuple(vocabulary.issued) == reading.issuers
    assert all(reading.issued(issuer) == n for issuer, n in vocabulary.issued.items())


def _reading(shown: Shown) -> EmbeddedReading:
    return EmbeddedReading(shown.generation, now().date(), shown.withdrawals)


def test_terms_of_a_generation(shown: Shown, tmp_path: Path) -> None:
    _same(_written(shown, tmp_path), _reading(shown))


def test_removed_documents_count_and_withdrawn_ones_do_not(desk: Desk, tmp_path: Path) -> None:
    for name in "甲乙丙丁戊己":
        desk.write(f"{name}.txt", f"{name}的公积金提取办法", f"{name}市通知")
    desk.update()
    (desk.files / "甲.txt").unlink()
    desk.write("乙.txt", "养老保险")
    desk.update()
    generation = desk.store.current()
    (gone,) = [row.ids[0] for row in generation.sources() if row.path == "丙.txt"]
    for number, withdrawals in enumerate(
        (Withdrawals({}, {}), Withdrawals({gone: Withdrawal(gone, now())}, {}))
    ):
        folder = tmp_path / str(number)
        folder.mkdir()
        shown = opened(generation, withdrawals)
        vocabulary = _written(shown, folder)
        _same(vocabulary, _reading(shown))
        assert vocabulary.frequency("body_grams", "公积") == 6 - number


def test_titles_stand_as_the_engine_gives_them(shown: Shown, tmp_path: Path) -> None:
    write_titles(shown, tmp_path / "titles")
    titles = [tuple(title) for title in _reading(shown).titles_by_citation()]
    assert [tuple(row) for row in read_titles(tmp_path / "titles")] == titles
    write_titles(shown, tmp_path / "few", most=3)
    assert [tuple(row) for row in read_titles(tmp_path / "few")] == titles[:3]


def test_a_title_is_lacking_that_no_document_has(publish, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """Of documents that differ in remarks the file has one: none of the others is called lacking."""
    titles = ("提取办法（试行）", "提取办法（2023年修订）", "提取 办法", "（试行）", "通知" * 200)
    publish(tmp_path, *(PolicyDocument(id=f"{n}", title=one) for n, one in enumerate(titles)))
    store = Store(tmp_path)
    write_titles(opened(store.current(), store.withdrawals()), tmp_path / "titles")
    held = HeldTitles(tmp_path / "titles")
    keys = [key for title in titles for key in title_keys(title)]
    assert not any(map(held.lacks, keys))
    assert all(map(held.lacks, ("提取", "办法试行", "取办法", "修订", "通", "\ud800")))
    cut = HeldTitles(tmp_path / "titles", most=3)
    assert not cut.lacks("没有这样的题目")


def test_numbers_are_kept_unless_there_are_many(shown: Shown, tmp_path: Path) -> None:
    write_vocabulary(shown.terms, tmp_path / "few", most=2)
    assert not Vocabulary(tmp_path / "few").has(NUMBER)
    assert _written(shown, tmp_path).has(NUMBER)


def test_a_collection_of_nothing(publish, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    publish(tmp_path / "data")
    store = Store(tmp_path / "data")
    shown = opened(store.current(), store.withdrawals())
    _same(_written(shown, tmp_path), _reading(shown))
    write_titles(shown, tmp_path / "titles")
    assert read_titles(tmp_path / "titles") == []
    assert HeldTitles(tmp_path / "titles").lacks("通知")


@pytest.mark.parametrize("field", ["title", "nothing"])
def test_other_fields_are_not_there(shown: Shown, tmp_path: Path, field: str) -> None:
    with pytest.raises(KeyError):
        _written(shown, tmp_path).frequency(field, "x")
