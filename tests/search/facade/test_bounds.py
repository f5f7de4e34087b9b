"""What a request may cost: work counted for the dearest kinds that were found (``bench.dear``).

Nothing here looks at a clock. What is counted grows with the number of documents or clauses where
something is done for each of them; each test names how much may be done, whatever is asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from flask import Flask

from index.conventions.sections import find_sections
from index.document import PolicyDocument
from index.text.han import chinese_numeral
from search.embedded.arrays.executor import Executor
from search.embedded.arrays.postings import PostingsReader
from search.embedded.engine import EmbeddedEngine
from search.facade import hits, understanding
from search.facade.best_article import MOST_TERMS
from search.request import MAX_CLAUSES, SearchRequest
from search.results import Snippet
from search.snippets import (
    MAX_COMPARED,
    MAX_LOOKED_FOR,
    MAX_MARKS,
    Needles,
    Text,
    marks,
    scores,
    within_reach,
)
from tests.conftest import EngineOf
from web.site import page_values
from web.site.app import create_app

MANY = 300
Counted = Counter[str]


def numbered(count: int) -> list[PolicyDocument]:
    """Documents of so many numbers and issuers."""
    return [
        PolicyDocument(
            id=f"d{n}",
            title=f"第{n}号通知",
            body="管理规定" * 3,
            doc_number=f"国办发〔20{n % 20:02}〕{n}号",
            issuers=(f"第{n}局",),
        )
        for n in range(count)
    ]


@pytest.fixture(scope="module")
def engine(engine_of: EngineOf) -> EmbeddedEngine:
    made = engine_of(*numbered(MANY))
    made.search(SearchRequest("文号:1 发文机关:局 zfzc", fold=False))  # what is made once
    return made


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counted:
    """How often terms were looked up, nodes run, and plans made."""
    counts: Counted = Counter()

    def count(owner: type | object, name: str) -> None:
        real = getattr(owner, name)

        def counting(*args: object, **options: object) -> object:
            counts[name] += 1
            return real(*args, **options)

        monkeypatch.setattr(owner, name, counting)

    count(PostingsReader, "postings")
    count(Executor, "run")
    count(understanding, "make_plan")
    return counts


@pytest.mark.parametrize("part", ["文号:{}", "发文机关:{}", "索引号:2{}"])
@pytest.mark.parametrize("join", [" ", " OR ", " -"])
def test_a_clause_looks_keys_up_together(
    engine: EmbeddedEngine, counted: Counted, part: str, join: str
) -> None:
    """However many of the 300 keys hold a 1, a clause is one node and reads no posting of them."""
    typed = join.join(part.format(digit) for digit in "123456789局")
    engine.search(SearchRequest(typed, fold=False))
    assert counted["run"] <= 4 * MAX_CLAUSES
    assert counted["postings"] <= 2 * MAX_CLAUSES


def test_the_ways_out_of_nothing_understand_a_query_once(
    engine: EmbeddedEngine, counted: Counted
) -> None:
    asked = SearchRequest.from_params(
        [
            ("q", "文号:1 文号:2 管理"),
            ("within", "文号:3 没有的"),
            ("in", "title"),
            ("from", "2001"),
        ]
        + [(name, "无") for name in ("issuer", "year", "genre", "topic", "region", "validity")]
    )
    view = page_values.results(engine, asked)
    assert not view.total
    assert counted["make_plan"] <= 3, "the query, within its scope and without, and the other text"
    assert counted["run"] <= 6 * MAX_CLAUSES


def test_turning_a_page_understands_nothing_anew(engine: EmbeddedEngine, counted: Counted) -> None:
    for page in range(1, 6):
        engine.search(SearchRequest("管理规定", page=page, fold=False))
    assert counted["make_plan"] == 1


def test_a_long_page_and_a_long_question_look_for_as_much_as_a_short_page() -> None:
    for needles in (1, 8, 80, 200, 400):
        for texts in (0, 1, 10, 50, 100):
            kept, seen = within_reach(["词"] * needles, texts)
            assert len(kept) * texts <= MAX_LOOKED_FOR
            assert len(kept) * texts * seen <= MAX_COMPARED
            assert seen >= 1
    assert within_reach(["词"] * 60, 10) == (["词"] * 60, 50)


def test_excerpts_are_looked_for_within_reach(
    engine: EmbeddedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[tuple[int, int]] = []

    def watched(_: Text, needles: Needles, **__: object) -> tuple[Snippet, ...]:
        looked.append((len(needles.words), needles.seen))
        return ()

    monkeypatch.setattr(hits, "snippets", watched)
    typed = "".join(f"{chr(0x4E00 + 7 * n)}{chr(0x6000 + 5 * n)}" for n in range(60)) + "管理规定"
    engine.search(SearchRequest(typed, size=100, fold=False))
    assert len(looked) == 100
    assert sum(needles for needles, _ in looked) <= MAX_LOOKED_FOR
    assert sum(needles * seen for needles, seen in looked) <= MAX_COMPARED


@pytest.mark.parametrize("size", [10, 100])
def test_a_question_compares_so_many_parts_and_terms_at_most(
    engine_of: EngineOf, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    """However long the question and the texts are, and however many stand on a page."""
    body = "\n".join(f"第{chinese_numeral(n)}条 {chr(0x4E00 + n)}管理规定。" for n in range(1, 600))
    many = [
        replace(one, body=f"{n}{body}", sections=find_sections(body))
        for n, one in enumerate(numbered(120))
    ]
    looked: list[tuple[int, int, int]] = []
    real = scores.counted

    def watched(texts: Sequence[Text], pairs: Sequence[str], characters: Sequence[str]) -> object:
        looked.append((sum(len(text.parts) for text in texts), len(pairs), len(characters)))
        return real(texts, pairs, characters)

    monkeypatch.setattr(scores, "counted", watched)
    typed = "".join(chr(0x4E00 + n) for n in range(1, 400)) + "管理规定怎么办？"
    engine_of(*many).search(SearchRequest(typed, size=size, fold=False))
    [(parts, pairs, characters)] = looked
    assert parts > size * 500
    assert 0 < max(pairs, characters) <= MOST_TERMS
    assert parts * max(pairs, characters) <= scores.CELLS


@pytest.mark.parametrize("needles", [1, 2, 50, 100])
def test_many_words_are_marked_no_more_than_one(needles: int) -> None:
    words = [chr(0x4E00 + n) + chr(0x6000 + n) for n in range(needles)]
    text = "。".join(words * (3 * MAX_MARKS // needles))
    assert len(marks(text, words)) <= MAX_MARKS


def test_a_part_of_the_sitemap_is_a_few_pages(engine: EmbeddedEngine) -> None:
    seen: list[int] = []
    listing: Callable[[int, int], tuple[PolicyDocument, ...]] = engine.listing

    class Watched:
        def __getattr__(self, name: str) -> object:
            return getattr(engine, name)

        def listing(self, first: int, count: int) -> tuple[PolicyDocument, ...]:
            seen.append(count)
            return listing(first, count)

    app: Flask = create_app(Watched())  # type: ignore[arg-type]
    assert app.test_client().get("/sitemap-1.xml").status_code == 200
    assert seen == [1000]
