"""What must hold on the 6,341 real records, through the façade."""

from __future__ import annotations

import json
import random
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.conventions.regions import levels, narrowed
from index.document import UNSTATED, PolicyDocument
from index.schema.columns import facet_values
from index.text.fold import squeeze
from search.embedded.engine import EmbeddedEngine
from search.request import FACETS, MAX_WINDOW, SearchRequest

Records = dict[str, PolicyDocument]


@pytest.fixture(scope="module")
def texts(corpus_records: Records) -> dict[str, tuple[str, str]]:
    """id -> title and body as the phrase rule compares them."""
    return {
        id: (squeeze(document.title).text, squeeze(document.body).text)
        for id, document in corpus_records.items()
    }


def containing(texts: dict[str, tuple[str, str]], phrase: str) -> set[str]:
    """The plain scan: every document whose title or body contains the phrase."""
    wanted = squeeze(phrase).text
    return {id for id, (title, body) in texts.items() if wanted in title or wanted in body}


def test_every_record_is_indexed(corpus_engine: EmbeddedEngine, corpus_records: Records) -> None:
    assert corpus_engine.status().documents == len(corpus_records) == 6341
    assert corpus_engine.status().rejected == 0


LEAST = {
    "docno_exact": (0.98, 1),
    "docno_variant": (0.98, 1),
    "index_no": (0.98, 1),
    "title_exact": (0.98, 1),
    "title_fragment": (0.97, 10),
    "body_phrase": (0.97, 10),
}


@pytest.fixture(scope="module")
def ranks(corpus_engine: EmbeddedEngine, shared: Path) -> dict[str, list[tuple[int, str]]]:
    """Type -> for each known item the place of the first right answer (99: not in ten)."""
    folder = shared / "relevance" / "known_item"
    right = defaultdict(set)
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        query, document, _ = line.split("\t")
        right[query].add(document)
    found = defaultdict(list)
    for line in (folder / "queries.jsonl").read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        result = corpus_engine.search(SearchRequest(q=item["text"], fold=False))
        places = (n for n, hit in enumerate(result.hits, 1) if hit.document.id in right[item["id"]])
        found[item["type"]].append((next(places, 99), item["text"]))
    return found


@pytest.mark.parametrize("kind", LEAST)
def test_known_items_are_found(ranks: dict[str, list[tuple[int, str]]], kind: str) -> None:
    least, within = LEAST[kind]
    missed = [text for place, text in ranks[kind] if place > within]
    assert 1 - len(missed) / len(ranks[kind]) >= least, missed


def _phrases(corpus_records: Records, count: int) -> list[str]:
    """Stretches of 2 to 12 characters drawn from titles and bodies."""
    draw = random.Random(2024)
    documents = sorted(corpus_records)
    phrases: list[str] = []
    while len(phrases) < count:
        document = corpus_records[draw.choice(documents)]
        text = draw.choice([document.title, document.body or document.title])
        length = draw.randint(2, 12)
        start = draw.randrange(max(1, len(text) - length))
        phrase = " ".join(text[start : start + length].split())
        if len(squeeze(phrase).text) >= 2 and not set(phrase) & set('"＂'):
            phrases.append(phrase)
    return phrases


def test_a_phrase_finds_exactly_the_documents_that_contain_it(
    corpus_engine: EmbeddedEngine, corpus_records: Records, texts: dict[str, tuple[str, str]]
) -> None:
    for phrase in ["高新技术企业", *_phrases(corpus_records, 200)]:
        expected = containing(texts, phrase)
        found: set[str] = set()
        for page in range(1, MAX_WINDOW // 100 + 1):
            request = SearchRequest(q=f'"{phrase}"', size=100, page=page, fold=False)
            result = corpus_engine.search(request)
            found |= {hit.document.id for hit in result.hits}
            if page >= result.last_page:
                break
        assert result.total == len(expected), phrase
        assert found <= expected, phrase
        assert len(found) == min(len(expected), MAX_WINDOW), phrase


@pytest.fixture(scope="module")
def rows(corpus_records: Records, corpus_engine: EmbeddedEngine) -> dict[str, dict[str, list[str]]]:
    """The facets of every record; 有效性 is derived, and what its card says; a place lies in others."""
    states = {card.id: card.validity for card in corpus_engine.listing(0, len(corpus_records))}
    return {
        id: facet_values(document) | {"validity": [states[id].value], "region": _places(document)}
        for id, document in corpus_records.items()
    }


def _places(document: PolicyDocument) -> list[str]:
    place = narrowed(document.region, document.issuers)
    return [*levels(place)] if place else [UNSTATED]


@pytest.fixture(scope="module")
def offered(rows: dict[str, dict[str, list[str]]]) -> dict[str, list[str]]:
    """Facet -> every value there is."""
    return {name: sorted({v for row in rows.values() for v in row[name]}) for name in FACETS}


def selections(offered: dict[str, list[str]]) -> st.SearchStrategy[Any]:
    """A query, some values of every facet, and bounds of the year."""
    some = {name: st.lists(st.sampled_from(values), max_size=3) for name, values in offered.items()}
    years = st.none() | st.integers(1979, 2026)
    return st.tuples(
        st.sampled_from(["", '"管理"', '"住房公积金"', '"高新技术企业"', '"的"']),
        st.fixed_dictionaries(some),
        st.fixed_dictionaries({"from": years, "to": years}),
    )


def passes(row: dict[str, list[str]], names: list[str], request: SearchRequest) -> bool:
    """The rule, stated plainly, for one document and some facets."""
    for name in names:
        values = request.values(name)
        if values and not any(value in values for value in row[name]):
            return False
    return "year" not in names or not request.has_period or in_period(row["year"][0], request)


def in_period(year: str, request: SearchRequest) -> bool:
    low = request.date_from.year if request.date_from else 0
    high = request.date_to.year if request.date_to else 9999
    return year != UNSTATED and low <= int(year) <= high


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_facet_counts_are_those_of_a_plain_count(
    corpus_engine: EmbeddedEngine,
    texts: dict[str, tuple[str, str]],
    rows: dict[str, dict[str, list[str]]],
    offered: dict[str, list[str]],
    data: st.DataObject,
) -> None:
    q, picked, bounds = data.draw(selections(offered))
    params = [("q", q), *((name, value) for name in FACETS for value in picked[name])]
    params += [(bound, str(year)) for bound, year in bounds.items() if year]
    request = SearchRequest.from_params(params)
    result = corpus_engine.search(request)

    hits = containing(texts, q.strip('"')) if q else set(rows)

    assert result.total == sum(passes(rows[id], list(FACETS), request) for id in hits)
    for facet in result.facets:
        others = [name for name in FACETS if name != facet.name]
        expected: Counter[str] = Counter()
        for id in hits:
            if passes(rows[id], others, request):
                expected.update(rows[id][facet.name])
        for value in facet.values:
            assert value.count == expected[value.value], (facet.name, value)
        if facet.name not in (
            "topic",
            "region",
        ):  # of these what lies in others is listed where they are opened
            assert {value.value for value in facet.values if value.count} == set(expected)


QUESTIONS = [
    "住房公积金怎么提取",
    "公司拖欠工资应该怎么办",
    "高新技术企业税收优惠有哪些",
    "义务教育阶段入学需要什么条件",
    "被征收房屋的补偿标准是什么",
    "申请公租房需要符合哪些条件呢",
]


@pytest.mark.parametrize("q", QUESTIONS)
def test_a_question_finds_something_and_marks_only_whole_words(
    corpus_engine: EmbeddedEngine, q: str
) -> None:
    result = corpus_engine.search(SearchRequest(q=q, fold=False))
    assert result.total > 0
    words = [squeeze(term).text for term in result.terms]
    words += [squeeze(other).text for wording in result.wordings for other in wording.others]
    for hit in result.hits:
        marked = [(snippet.text, snippet.marks) for snippet in hit.snippets]
        for text, marks in [(hit.document.title, hit.title_marks), *marked]:
            for start, end in marks:
                assert _is_made_of(squeeze(text[start:end]).text, words), text[start:end]


def _is_made_of(text: str, words: list[str]) -> bool:
    """Whether words, side by side or overlapping, cover ``text`` from end to end."""
    reached = 0
    for start in range(len(text)):
        if start > reached:
            return False
        for word in words:
            if text.startswith(word, start):
                reached = max(reached, start + len(word))
    return reached >= len(text)
