"""Words, keys, lists and bodies on a cluster are those of a backend in plain Python."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.opensearch.titles import TITLES
from index.opensearch.vocabulary import VOCABULARY, Vocabulary
from index.schema.fields import KEYS
from search.opensearch.library import listing
from search.opensearch.library import records as library
from search.opensearch.library.listing import Listing
from search.opensearch.library.records import Records
from search.opensearch.side_files import SideFiles
from search.opensearch.words import ClusterWords
from tests.engine_contract.collection import TODAY
from tests.search.opensearch.conftest import DOCUMENTS, Counting, Indexed

EVERY = range(len(DOCUMENTS))
BEGINS = ("", "公", "公积金", "云", "2", "云政办", "〔", "国务院令", "没有", "\U0010ffff")


def _words(indexed: Indexed, folder: Path, removed: int = 0) -> tuple[ClusterWords, Counting]:
    """The words of what is on the cluster, where so many documents were removed; and what counts its requests."""
    files = SideFiles(indexed.client, indexed.name, folder)
    meta = indexed.meta
    vocabulary, titles = (files.path(indexed.index, meta, file) for file in (VOCABULARY, TITLES))
    asked, counting = indexed.asked()
    live = meta.live - removed
    return ClusterWords(asked, Vocabulary(vocabulary), titles, meta.mean_length, live), counting


@pytest.fixture(scope="session")
def words(indexed: Indexed, tmp_path_factory: pytest.TempPathFactory) -> ClusterWords:
    return _words(indexed, tmp_path_factory.mktemp("files"))[0]


@pytest.mark.parametrize("field", ["title_words", "body_words", "body_grams", *KEYS[:-1]])
def test_what_begins_so(words: ClusterWords, indexed: Indexed, field: str) -> None:
    for prefix in BEGINS:
        assert [*words.begun(field, prefix)] == [*indexed.plain.begun(field, prefix)]


@pytest.mark.parametrize("removed", [0, 1])
def test_numbers_are_asked_for_where_some_may_be_of_removed_documents(
    indexed: Indexed, tmp_path: Path, removed: int
) -> None:
    """None that begins otherwise than every number of the vocabulary is."""
    words, counting = _words(indexed, tmp_path, removed)
    begun = {prefix: [*indexed.plain.begun("number", prefix)] for prefix in BEGINS}
    assert {prefix: [*words.begun("number", prefix)] for prefix in BEGINS} == begun
    assert counting.requests == removed * len([*filter(None, begun.values())])


@pytest.mark.parametrize("field", ["title_words", "body_grams", "issuer", "number", "title"])
def test_what_a_document_has_is_not_lacking(
    words: ClusterWords, indexed: Indexed, field: str
) -> None:
    assert not any(words.lacks(field, term) for term, _ in indexed.plain.begun(field, ""))
    assert words.lacks(field, "月球背面")


def test_of_other_keys_none_is_called_lacking(words: ClusterWords) -> None:
    assert not any(words.lacks(field, "月球背面") for field in ("id", "known_as", "doc_number"))


def test_issuers_and_titles(words: ClusterWords, indexed: Indexed) -> None:
    plain = indexed.plain
    assert words.issuers == plain.issuers
    assert list(map(words.issued, words.issuers)) == list(map(plain.issued, plain.issuers))
    assert words.issued("没有这样的机关") == 0
    assert words.titles_by_citation() == plain.titles_by_citation()


def test_how_often(words: ClusterWords, indexed: Indexed) -> None:
    plain = indexed.plain
    asked = ["公积金", "提取", "公", "不动产登记", "月球", ""]
    assert words.shares(asked) == plain.shares(asked)
    pairs = ["公积", "积金", "月球"]
    assert words.frequencies("body_grams", pairs) == plain.frequencies("body_grams", pairs)
    assert words.idf(3) == plain.idf(3)
    assert (words.documents, words.has_passages) == (plain.documents, plain.has_passages)


@pytest.mark.parametrize("step", [3, 5000])
def test_a_list_from_any_place_on(
    indexed: Indexed, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    monkeypatch.setattr(listing, "_STEP", step)
    asked = indexed.asked()[0]
    cut = Listing(asked, Records(asked, TODAY.toordinal()))
    every = cut.of(0, 10_000)
    assert every == indexed.plain.listing(0, 10_000)
    assert cut.of(4, 9) == every[4:13]
    assert cut.of(len(every), 10) == cut.of(3, 0) == []


def test_cards_and_bodies(indexed: Indexed) -> None:
    """Of the lines of a page the bodies are read with the cards."""
    asked, counting = indexed.asked()
    records = Records(asked, TODAY.toordinal())
    numbers = list(EVERY[:20])
    assert [one.card for one in records.of(numbers)] == indexed.plain.cards(numbers)
    assert [records.bodies([n])[0] for n in numbers] == list(map(indexed.plain.body, numbers))
    assert counting.requests == 1


def test_a_long_list_is_read_as_it_is_asked_for(
    indexed: Indexed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library, "WHOLE", 5)
    asked, counting = indexed.asked()
    records = Records(asked, TODAY.toordinal())
    numbers = list(EVERY[:20])
    assert records.bodies(numbers) == list(map(indexed.plain.body, numbers))
    assert [one.card for one in records.of(numbers)] == indexed.plain.cards(numbers)
    assert counting.requests == 2


def test_a_side_file_is_fetched_once(indexed: Indexed, tmp_path: Path) -> None:
    """And again where what is here is not what was written; what nobody opened for long is removed."""
    now = [0.0]
    files = SideFiles(indexed.client, indexed.name, tmp_path / "下" / "级", lambda: now[0])
    path = files.path(indexed.index, indexed.meta, TITLES)
    before = path.stat().st_ino
    assert files.path(indexed.index, indexed.meta, TITLES).stat().st_ino == before
    path.write_bytes(b"cut")
    assert files.path(indexed.index, indexed.meta, TITLES).stat().st_size > len(b"cut")
    now[0] = 10 * 86400.0
    other = files.path(indexed.index, indexed.meta, VOCABULARY)
    assert [*path.parent.iterdir()] == [other]
