"""What a score is made of, worked out from the texts in plain Python and seen through the engine.

The numbers of ``search.weights`` are written out here once more: who changes one of them, or what
they weigh, has to say so in two places.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import log
from pathlib import Path

import pytest

from index.document import PolicyDocument
from index.text.analysis import Analyzer
from index.text.fold import squeeze
from search.embedded.engine import EmbeddedEngine
from search.language.lay import LayRow, LayTable
from search.request import SearchRequest
from search.results import Hit, Score
from tests.conftest import EngineOf, Publish
from tests.support.lucene_lengths import rounded

FRUITS = ["桃子", "樱桃", "石榴", "柠檬", "板栗", "杏仁"]
"""Words that no table of ours has a word for."""
PLAIN = "各地各部门应当按照职责抓紧落实。"


def ranked(engine: EmbeddedEngine, q: str) -> dict[str, Score]:
    """Every document found, the best first, and what its score is made of."""
    hits: list[Hit] = []
    page = 1
    while found := engine.search(SearchRequest(q=q, size=100, page=page, fold=False)).hits:
        hits += found
        if len(found) < 100 or page == 10:
            break
        page += 1
    return {hit.document.id: hit.score for hit in hits if hit.score}


# --- terms: BM25 of the fields ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Kind:
    """One way to cut a text, and how it weighs: ``k1``, ``b`` and the factor of a body."""

    k1: float
    b: float
    factor: float


DOCUMENTS = {
    "words": Kind(1.2, 0.75, 0.3),
    "grams": Kind(1.2, 0.75, 1),
    "chars": Kind(2, 0.75, 0.5),
}
ARTICLES = DOCUMENTS | {"chars": Kind(2, 0.5, 1)}
TITLE, BODY = 4, 1
COMMON = 0.3


class Scan:
    """A collection looked through text by text."""

    def __init__(self, documents: Sequence[PolicyDocument], analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._bags = {
            zone: {
                kind: [self._bag(kind, getattr(d, zone)) for d in documents] for kind in DOCUMENTS
            }
            for zone in ("title", "body")
        }
        mean = sum(len(squeeze(d.body).text) - 1 for d in documents) / len(documents)
        self._kinds = ARTICLES if mean < 300 else DOCUMENTS

    def _bag(self, kind: str, text: str) -> Counter[str]:
        if kind == "words":
            return self._analyzer.words(text)
        if kind == "grams":
            return Counter({gram: len(at) for gram, at in self._analyzer.grams(text).items()})
        return self._analyzer.characters(text)

    def terms(
        self, number: int, words: Iterable[str], zones: dict[str, int], least: float
    ) -> float:
        """The score of one document for some words.

        Args:
            zones: those looked at, and their weight.
            least: words and pairs that more of the bodies have are not looked at.
        """
        total = 0.0
        asked = {
            (kind, term) for word in words for kind in DOCUMENTS for term in self._bag(kind, word)
        }
        for kind, term in asked:
            if kind == "chars" or self._share(term) <= least:
                total += sum(
                    share * self._term(number, zone, kind, term) for zone, share in zones.items()
                )
        return total

    def _share(self, term: str) -> float:
        bags = self._bags["body"]["grams"]
        pairs = [term[i : i + 2] for i in range(len(term) - 1)]
        return min(sum(pair in bag for bag in bags) for pair in pairs) / len(bags)

    def _term(self, number: int, zone: str, kind: str, term: str) -> float:
        bags, weight = self._bags[zone][kind], self._kinds[kind]
        idf = log(len(bags) / (sum(term in bag for bag in bags) + 1)) + 1
        lengths = [rounded(bag.total()) for bag in bags]
        norm = 1 - weight.b + weight.b * lengths[number] / (sum(lengths) / len(lengths))
        often = bags[number][term]
        return weight.factor * idf * often * (weight.k1 + 1) / (often + weight.k1 * norm)


@pytest.mark.parametrize(
    "plain", [pytest.param(PLAIN * 3, id="articles"), pytest.param(PLAIN * 40, id="documents")]
)
@pytest.mark.parametrize(
    ("q", "words", "zones", "least"),
    [
        pytest.param("樱桃", ["樱桃"], {"title": TITLE, "body": BODY}, 1, id="a word"),
        pytest.param("樱桃 石榴", ["樱桃", "石榴"], {"title": TITLE, "body": BODY}, 1, id="words"),
        pytest.param("标题:樱桃", ["樱桃"], {"title": TITLE}, 1, id="in titles"),
        pytest.param("正文:樱桃", ["樱桃"], {"body": BODY}, 1, id="in bodies"),
        pytest.param(
            "樱桃 石榴 桃子怎么", ["樱桃", "石榴", "桃子"], {"body": BODY}, COMMON, id="a question"
        ),
    ],
)
def test_terms_are_bm25_of_words_pairs_and_characters_with_titles_four_times(
    engine_of: EngineOf,
    analyzer: Analyzer,
    plain: str,
    q: str,
    words: list[str],
    zones: dict[str, int],
    least: float,
) -> None:
    draw = random.Random(5)
    documents = [
        PolicyDocument(
            id=str(n),
            title=f"{''.join(draw.sample(FRUITS, k=n % 3))}办法",
            body=plain * draw.randint(0, 3) + "，".join(draw.choices(FRUITS, k=n % 7)),
        )
        for n in range(40)
    ]
    scan = Scan(documents, analyzer)
    found = ranked(engine_of(*documents), q)
    assert len(found) >= 5
    for id, score in found.items():
        assert score.terms == pytest.approx(scan.terms(int(id), words, zones, least), rel=1e-5)


def test_a_title_says_more_than_the_same_word_three_times_in_a_body(engine_of: EngineOf) -> None:
    engine = engine_of(
        PolicyDocument(id="body", title="水果管理办法", body="樱桃、樱桃和樱桃的种植。"),
        PolicyDocument(id="title", title="樱桃管理办法", body="水果、水果和水果的种植。"),
    )
    assert [*ranked(engine, "樱桃")] == ["title", "body"]


def test_single_characters_are_scored_of_the_best_five_hundred(engine_of: EngineOf) -> None:
    documents = [PolicyDocument(id=str(n), title="办法", body="种植樱桃。") for n in range(510)]
    scores = [score.terms for score in ranked(engine_of(*documents), "樱桃").values()]
    assert len(scores) == 510
    assert [score > scores[-1] for score in scores] == [True] * 500 + [False] * 10


# --- authority: what others cite ---------------------------------------------------------------


def citing(title: str, times: int) -> list[PolicyDocument]:
    return [
        PolicyDocument(
            id=f"{title}-{n}", title=f"通知{n}", body=f"依照《{title}》和《{title}》办理。"
        )
        for n in range(times)
    ]


ALIKE = [
    PolicyDocument(id=name, title=f"{name}办法", body="种植樱桃，应当登记。") for name in "甲乙丙"
]


def test_of_documents_that_say_the_same_the_more_cited_stand_higher(engine_of: EngineOf) -> None:
    engine = engine_of(*ALIKE, *citing("丙办法", 9), *citing("乙办法", 3))
    assert [*ranked(engine, "樱桃")] == ["丙", "乙", "甲"]


def test_the_most_cited_scores_a_fifth_more_and_others_by_the_logarithm(
    engine_of: EngineOf,
) -> None:
    engine = engine_of(*ALIKE, *citing("丙办法", 9), *citing("乙办法", 3))
    found = ranked(engine, "樱桃")
    assert {id: score.cited_by for id, score in found.items()} == {"丙": 9, "乙": 3, "甲": 0}
    assert found["丙"].authority == pytest.approx(1.2)
    assert found["乙"].authority == pytest.approx(1 + 0.2 * log(4) / log(10))
    assert found["甲"].authority == 1
    assert found["丙"].total == pytest.approx(1.2 * found["甲"].total)


def test_authority_is_gentle_what_says_clearly_more_stands_above(engine_of: EngineOf) -> None:
    says = PolicyDocument(id="丁", title="樱桃办法", body="种植樱桃，应当登记。")
    engine = engine_of(*ALIKE, says, *citing("丙办法", 50))
    assert [*ranked(engine, "樱桃")][:2] == ["丁", "丙"]


# --- topics: works that govern the matter --------------------------------------------------------


def test_the_works_that_govern_the_matter_asked_score_three_tenths_more(
    tmp_path: Path, analyzer: Analyzer, publish: Publish
) -> None:
    publish(tmp_path, *ALIKE)
    table = LayTable([LayRow("石榴", ("柠檬",))], [("樱桃", ("《乙办法》（2023修订）",))])
    found = ranked(EmbeddedEngine(tmp_path, analyzer, table=table), "樱桃")
    assert [*found] == ["乙", "甲", "丙"]
    assert [score.topic for score in found.values()] == pytest.approx([1.3, 1, 1])
    assert found["乙"].total == pytest.approx(1.3 * found["甲"].total)


# --- passages: words that stand together ---------------------------------------------------------

ASKED = "桃子樱桃石榴怎么种植"
WORDS = ["桃子", "樱桃", "石榴"]
OTHERS = [PolicyDocument(id=f"other-{n}", title="办法", body="。" * 1000) for n in range(9)]
"""So many that what is asked is not common."""


def long_body(gap: int) -> str:
    """Three words with so many characters from one to the next, in a body of a thousand."""
    fill = "。" * gap
    return (fill.join(WORDS) + "。" * 1000)[:1000]


def test_in_long_bodies_words_that_stand_together_beat_scattered_ones(engine_of: EngineOf) -> None:
    engine = engine_of(
        PolicyDocument(id="scattered", title="办法", body=long_body(300)),
        PolicyDocument(id="together", title="办法", body=long_body(1)),
        *OTHERS,
    )
    found = ranked(engine, ASKED)
    assert [*found] == ["together", "scattered"]
    assert found["together"].terms == pytest.approx(found["scattered"].terms)


@pytest.mark.parametrize(
    ("gap", "held"),
    [
        pytest.param(40, 3, id="within a hundred characters"),
        pytest.param(108, 2, id="two in one passage, the third beyond"),
        pytest.param(300, 1, id="one in each"),
    ],
)
def test_the_best_passage_brings_half_the_idf_of_its_pairs(
    engine_of: EngineOf, gap: int, held: int
) -> None:
    """Each word is a pair of characters; the pairs across them stand in none of the texts."""
    asked = PolicyDocument(id="asked", title="办法", body=long_body(gap))
    score = ranked(engine_of(asked, *OTHERS), ASKED)["asked"]
    assert score.passage == pytest.approx(0.5 * held * (log(10 / 2) + 1))


def test_of_many_pairs_the_eight_rarest_make_the_passage(engine_of: EngineOf) -> None:
    words = ["桃子", "樱桃", "石榴", "柠檬", "板栗", "杏仁", "芒果", "荔枝", "菠萝", "草莓"]
    bodies = ["，".join([word for at, word in enumerate(words) if at >= n]) for n in range(10)]
    documents = [
        PolicyDocument(id=str(n), title="办法", body=body + "。" * 1000)
        for n, body in enumerate([*bodies, *["无"] * 30])
    ]
    score = ranked(engine_of(*documents), "，".join(words))["0"]
    rarest = sum(log(40 / (often + 1)) + 1 for often in range(1, 9))
    assert score.passage == pytest.approx(0.5 * rarest, rel=1e-5)


def test_a_hundred_documents_are_looked_through_for_passages(engine_of: EngineOf) -> None:
    documents = [PolicyDocument(id=str(n), title="办法", body=long_body(1)) for n in range(110)]
    plain = [PolicyDocument(id=f"p{n}", title="办法", body="。" * 1000) for n in range(400)]
    found = ranked(engine_of(*documents, *plain), ASKED)
    assert sum(score.passage > 0 for score in found.values()) == 100


@pytest.mark.parametrize(
    ("length", "has"),
    [pytest.param(280, False, id="articles"), pytest.param(320, True, id="documents")],
)
def test_short_texts_are_passages_themselves(engine_of: EngineOf, length: int, has: bool) -> None:
    body = ("。".join(WORDS) + "。" * length)[:length]
    others = [replace(other, body="。" * length) for other in OTHERS]
    asked = PolicyDocument(id="asked", title="办法", body=body)
    assert (ranked(engine_of(asked, *others), ASKED)["asked"].passage > 0) == has


def test_a_few_words_have_no_passage(engine_of: EngineOf) -> None:
    engine = engine_of(PolicyDocument(id="one", title="办法", body=long_body(1)), *OTHERS)
    assert ranked(engine, "桃子 樱桃")["one"].passage == 0


# --- all of it -----------------------------------------------------------------------------------


def test_the_score_is_the_sum_times_the_factors_and_makes_the_order(
    tmp_path: Path, analyzer: Analyzer, publish: Publish
) -> None:
    """Passages, citations and topics at random, so that each part of the formula decides."""
    draw = random.Random(3)
    names = [f"第{n}号办法" for n in range(60)]
    documents = [
        PolicyDocument(
            id=name,
            title=name,
            body=("。" * draw.choice([1, 60, 200])).join(draw.choices(WORDS, k=draw.randint(2, 4)))
            + "。" * draw.randint(800, 1000),
        )
        for name in names
    ]
    cites = [one for name in draw.sample(names, 12) for one in citing(name, draw.randint(1, 30))]
    plain = [replace(OTHERS[0], id=f"plain-{n}", title=f"规定{n}") for n in range(200)]
    publish(tmp_path, *documents, *cites, *plain)
    table = LayTable([LayRow("石榴", ("柠檬",))], [("樱桃", draw.sample(names, 15))])
    found = ranked(EmbeddedEngine(tmp_path, analyzer, table=table), ASKED)
    assert len(found) > 40
    assert sum(score.passage > 0 for score in found.values()) > 40
    totals = [
        (score.terms + score.passage) * score.authority * score.topic for score in found.values()
    ]
    assert all(one >= next * (1 - 1e-6) for one, next in pairwise(totals))
    assert totals == pytest.approx([score.total for score in found.values()])
