"""The terms of a plan summed: the same to the last digit however documents are found and terms are read."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
import pytest
from whoosh import query as wq

from index.document import PolicyDocument
from index.segment import LENGTHS, Terms, TermsWriter, open_terms, seal
from index.text.analysis import Analyzer
from search.embedded.arrays.executor import Executor
from search.embedded.arrays.postings import Floats, PostingsReader
from search.embedded.rank import sums
from search.embedded.rank.sums import Sums
from search.query.tree import NOTHING, Tree
from search.weights import Weight

WORDS = ["企业", "奖励", "资金", "的", "办法", "一", "二"]
WEIGHTS = {
    "title_words": Weight(1.2, 0.75, 1.2),
    "body_words": Weight(1.2, 0.75, 0.3),
    "body_grams": Weight(1.2, 0.75, 1.0),
    "body_chars": Weight(2.0, 0.5, 0.5),
}
DRAW = random.Random(7)
BODIES = [
    "".join(DRAW.choices(WORDS, k=DRAW.randint(0, 60))) + "企业" * (number // 119 * 300)
    for number in range(120)
]
REMOVED = [str(number) for number in range(0, 120, 4)]


@pytest.fixture(scope="module", params=[(1, ()), (3, ()), (3, REMOVED)], ids=str)
def terms(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, analyzer: Analyzer
) -> Terms:
    """A text says 企业 three hundred times; some documents may be removed."""
    (parts, removed), folder = request.param, tmp_path_factory.mktemp("terms")
    for part in range(parts):
        with TermsWriter(folder, analyzer, str(part)) as writer:
            for number in range(120 * part // parts, 120 * (part + 1) // parts):
                title = DRAW.choice(WORDS) + DRAW.choice(WORDS)
                writer.add(PolicyDocument(id=str(number), title=title, body=BODIES[number]))
    seal(folder)
    if not removed:
        return open_terms(folder)
    thinned = tmp_path_factory.mktemp("thinned")
    seal(thinned, folder, removed)
    return open_terms(thinned)


@pytest.fixture(
    params=[(1024, 2048, None), (5, 5, None), (40, 40, 0), (0, 0, 0)],
    ids=["as it is", "long lists", "nothing kept, some long", "nothing kept, all long"],
)
def opened(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, terms: Terms
) -> tuple[Sums, Executor, PostingsReader]:
    long, far, told = request.param
    monkeypatch.setattr(sums, "_LONG", long)
    monkeypatch.setattr(sums, "_FAR", far)
    monkeypatch.setattr(sums, "_VECTORS", 4096 if long > 5 else 2**30)
    reader = PostingsReader(terms, told)
    executor = Executor(reader, WEIGHTS)
    return Sums(reader, executor.scorer), executor, reader


def term(draw: random.Random) -> wq.Term:
    field, word = draw.choice([*WEIGHTS, "body_grams", "issuer"]), draw.choice([*WORDS, "无"])
    text = {"body_grams": (word * 2)[:2], "body_chars": word[0]}.get(field, word)
    return wq.Term(field, text, boost=draw.choice([1.0, 1.0, 0.4]))


def plan(draw: random.Random) -> tuple[Tree, list[wq.Term]]:
    parts = [term(draw) for _ in range(draw.randint(0, 9))]
    tree: Tree = wq.Or(parts) if len(parts) > 1 else parts[0] if parts else NOTHING
    return tree, parts


def summed(executor: Executor, parts: Sequence[wq.Term]) -> Floats:
    """The definition: one term after the other."""
    total = np.zeros(executor.documents, np.float32)
    for part in parts:
        found = executor.run(part)
        total[found.docs] += found.scores
    return total


def some(draw: random.Random, reader: PostingsReader) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    every = reader.every.tolist()
    return np.array(sorted(draw.sample(every, draw.choice([0, 1, 2, 9, len(every)]))), np.intp)


def test_every_document_scores_the_sum_of_its_terms(
    opened: tuple[Sums, Executor, PostingsReader],
) -> None:
    own, executor, reader = opened
    draw = random.Random(1)
    for _ in range(60):
        tree, parts = plan(draw)
        found = own.of_all(tree)
        assert found[reader.every].tolist() == summed(executor, parts)[reader.every].tolist()


def test_a_few_documents_score_what_they_do_among_all(
    opened: tuple[Sums, Executor, PostingsReader],
) -> None:
    own, executor, reader = opened
    draw = random.Random(2)
    for _ in range(120):
        tree, parts = plan(draw)
        docs = some(draw, reader)
        fine, others = plan(draw)
        found, more = own.of_few(tree, fine, docs)
        assert found.tolist() == summed(executor, parts)[docs].tolist()
        assert own.of(tree, docs.astype(np.uint32)).tolist() == found.tolist()
        ordered = [one for field in _fields(others) for one in others if one.fieldname == field]
        low = docs[docs < 119]  # the last has a frequency above 255
        assert more[: len(low)].tolist() == summed(executor, ordered)[low].tolist()


def _fields(parts: Sequence[wq.Term]) -> list[str]:
    return list(dict.fromkeys(part.fieldname for part in parts))


def test_of_the_second_plan_255_is_the_highest_frequency(
    opened: tuple[Sums, Executor, PostingsReader],
) -> None:
    own, executor, reader = opened
    tree, docs = wq.Term("body_grams", "企业"), np.array([119], np.intp)
    exact, capped = own.of_few(tree, tree, docs)
    postings, scale = reader.postings("body_grams", "企业"), executor.scorer.scale
    assert max(postings.high_freqs) > 255
    assert exact.tolist() == executor.run(tree).scores[-1:].tolist()
    length = LENGTHS[postings.codes[-1:] & 0xFF]
    part = scale.part("body_grams", np.array([255.0]), length)
    assert capped == pytest.approx(part * scale.idf(postings.frequency), rel=1e-6)


def test_positions_are_those_of_the_texts(opened: tuple[Sums, Executor, PostingsReader]) -> None:
    own, _, reader = opened
    draw = random.Random(3)
    pairs = ["企业", "业企", "奖励", "励办"]
    known = [one for pair in pairs if (one := own.known("body_grams", pair))]
    for _ in range(40):
        docs = some(draw, reader)
        found = own.places(known, docs)
        expected = [
            (at, which, place)
            for at, pair in enumerate(pairs)
            for which, doc in enumerate(docs.tolist())
            for place in range(len(BODIES[doc]))
            if BODIES[doc].startswith(pair, place)
        ]
        assert sorted(zip(*(one.tolist() for one in found), strict=True)) == expected
    assert reader.characters("body_grams").tolist() == [max(len(body), 0) for body in BODIES]
