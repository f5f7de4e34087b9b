"""How far each rung of the ladder reaches: the shares and numbers at which a query is widened."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from index.document import PolicyDocument
from search.embedded.engine import EmbeddedEngine
from search.request import SearchRequest
from tests.conftest import EngineOf

WORDS = [
    "桃子", "樱桃", "石榴", "柠檬", "板栗", "杏仁", "芒果", "荔枝", "菠萝", "草莓", "木瓜", "山楂",
    "橄榄", "椰子", "枇杷", "杨梅", "李子", "柚子", "橙子", "红枣",
]  # fmt: skip
"""Words that no table of ours has a word for."""
Steps = list[tuple[str, int]]


def holding(id: str, words: Sequence[str], before: str = "") -> PolicyDocument:
    return PolicyDocument(id=id, title="办法", body=before + "，".join(words) + "。")


def others(count: int) -> list[PolicyDocument]:
    return [PolicyDocument(id=f"other-{n}", title="办法", body="无关。") for n in range(count)]


def climbed(engine: EmbeddedEngine, q: str) -> tuple[set[str], Steps]:
    """What is found, and what each rung tried holds."""
    result = engine.search(SearchRequest(q=q, size=100, fold=False))
    steps = result.relaxation.steps if result.relaxation else ()
    return {hit.document.id for hit in result.hits}, [(step.rung, step.total) for step in steps]


# --- near: a share of the best score -------------------------------------------------------------


@pytest.mark.parametrize(
    ("held", "found"),
    [
        pytest.param(5, False, id="a quarter of what the best has"),
        pytest.param(7, True, id="more than a third of it"),
    ],
)
def test_a_question_finds_what_scores_three_tenths_of_the_best(
    engine_of: EngineOf, held: int, found: bool
) -> None:
    """Every word stands in two documents, so that each brings as much; ``best`` has all but one."""
    best = holding("best", WORDS[1:])
    some = holding("some", [*WORDS[1 : held + 1], *["甲乙"] * (19 - held)])
    rest = holding("rest", [WORDS[0], *["甲乙"] * 18])
    again = [holding(f"again-{n}", [word, *["甲乙"] * 18]) for n, word in enumerate(WORDS)]
    engine = engine_of(best, some, rest, *again[held + 1 :], *others(80))
    ids, steps = climbed(engine, f"{'，'.join(WORDS)}怎么办")
    assert ("some" in ids) == found
    assert "best" in ids
    assert "rest" not in ids
    assert steps[-1] == ("near", len(ids))


def test_what_has_every_word_stays_however_little_it_scores(engine_of: EngineOf) -> None:
    """``whole`` has each word once in a very long text; ``part`` has all but one, in a short one."""
    words = WORDS[:4]
    whole = holding("whole", words, before="甲乙丙丁。" * 6000)
    part = holding("part", words[:3])
    little = holding("little", words[:3], before="甲乙丙丁。" * 6000)
    engine = engine_of(whole, part, little, *others(200))
    result = engine.search(SearchRequest(q="桃子樱桃石榴柠檬怎么", fold=False))
    assert [hit.document.id for hit in result.hits] == ["part", "whole"]
    scores = {hit.document.id: hit.score.total for hit in result.hits if hit.score}
    assert scores["whole"] < 0.3 * scores["part"]
    assert result.relaxation is not None
    assert [(s.rung, s.total) for s in result.relaxation.steps] == [("all", 1), ("near", 2)]
    assert "有 1 件包含全部检索词" in result.relaxation.message


# --- enough, hopeless ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("whole", "steps"),
    [
        pytest.param(19, [("all", 19), ("near", 20)], id="nineteen are few"),
        pytest.param(20, [], id="twenty are enough"),
    ],
)
def test_a_question_that_enough_documents_match_whole_is_not_widened(
    engine_of: EngineOf, whole: int, steps: Steps
) -> None:
    words = WORDS[:3]
    found = [holding(str(n), words) for n in range(whole)]
    engine = engine_of(*found, holding("near", words[:2]), *others(50))
    assert climbed(engine, "桃子樱桃石榴怎么")[1] == steps


@pytest.mark.parametrize(
    ("whole", "steps"),
    [
        pytest.param(2, [("all", 2), ("near", 3)], id="two are next to nothing"),
        pytest.param(3, [], id="three are enough"),
    ],
)
def test_keywords_that_some_documents_match_whole_are_not_widened(
    engine_of: EngineOf, whole: int, steps: Steps
) -> None:
    found = [holding(str(n), WORDS[:2]) for n in range(whole)]
    engine = engine_of(*found, holding("near", WORDS[:1]), *others(50))
    assert climbed(engine, "桃子 樱桃")[1] == steps


@pytest.mark.parametrize(
    ("count", "steps"),
    [
        pytest.param(5, [("all", 1), ("near", 2)], id="five words are looked for whole first"),
        pytest.param(6, [("near", 2)], id="six are not"),
    ],
)
def test_a_question_of_many_words_is_not_looked_for_whole_first(
    engine_of: EngineOf, count: int, steps: Steps
) -> None:
    words = WORDS[:count]
    engine = engine_of(holding("whole", words), holding("part", words[:-1]), *others(20))
    assert climbed(engine, f"{'，'.join(words)}怎么")[1] == steps


@pytest.mark.parametrize(
    ("q", "steps"),
    [
        pytest.param("桃子 樱桃", [("all", 0), ("most", 0), ("any", 2)], id="two words apart"),
        pytest.param("桃子樱桃", [("all", 0), ("near", 2)], id="two words"),
        pytest.param("桃子 樱桃怎么", [("all", 0), ("near", 2)], id="two words that ask"),
        pytest.param("桃子 樱桃 石榴怎么", [("all", 0), ("near", 3)], id="three words that ask"),
        pytest.param("桃子 樱桃 石榴 柠檬 板栗", [("all", 0), ("most", 0)], id="five words apart"),
        pytest.param("桃子 樱桃 石榴 柠檬 板栗 杏仁", [("all", 0), ("near", 6)], id="six words"),
    ],
)
def test_words_apart_are_keywords_and_others_a_sentence(
    engine_of: EngineOf, q: str, steps: Steps
) -> None:
    engine = engine_of(*(holding(word, [word]) for word in WORDS[:6]), *others(40))
    assert climbed(engine, q)[1][: len(steps)] == steps


# --- most, any: shares of the idf ----------------------------------------------------------------


def spread(engine_of: EngineOf, frequencies: dict[str, int]) -> EmbeddedEngine:
    """A hundred documents, of which so many have each word, none two of them."""
    having = [
        holding(f"{word}-{n}", [word]) for word, count in frequencies.items() for n in range(count)
    ]
    return engine_of(*having, *others(100 - len(having)))


@pytest.mark.parametrize(
    ("frequent", "rung", "total"),
    [
        pytest.param(12, "most", 1, id="the rare word carries 0.62 of the idf"),
        pytest.param(8, "any", 9, id="it carries 0.59: both words are parts"),
    ],
)
def test_most_of_the_words_is_three_fifths_of_their_idf(
    engine_of: EngineOf, frequent: int, rung: str, total: int
) -> None:
    engine = spread(engine_of, {"桃子": 1, "樱桃": frequent})
    assert climbed(engine, "桃子 樱桃")[1][-1] == (rung, total)


def test_a_part_of_the_words_is_three_tenths_of_their_idf(engine_of: EngineOf) -> None:
    """The words carry 0.42, 0.303 and 0.275 of the idf."""
    engine = spread(engine_of, {"桃子": 1, "樱桃": 7, "石榴": 10})
    ids, steps = climbed(engine, "桃子 樱桃 石榴")
    assert steps == [("all", 0), ("most", 0), ("any", 8)]
    assert {id.partition("-")[0] for id in ids} == {"桃子", "樱桃"}


# --- pieces and letters --------------------------------------------------------------------------


def test_pieces_of_words_are_cut_off_at_three_tenths_of_the_best(engine_of: EngineOf) -> None:
    """No document has the word; ``best`` has two of its pairs of characters, ``long`` in a text
    so long that it says little."""
    engine = engine_of(
        holding("best", ["入学", "学率"]),
        holding("long", ["入学"], before="甲乙丙丁。" * 6000),
        *others(30),
    )
    assert climbed(engine, "入学率") == ({"best"}, [("all", 0), ("grams", 1)])


def test_scattered_characters_are_cut_off_so_too(engine_of: EngineOf) -> None:
    """No document has two of the characters together."""
    engine = engine_of(
        holding("best", ["入", "学", "率"]),
        holding("long", ["入", "学", "率"], before="甲乙丙丁。" * 6000),
        *others(30),
    )
    assert climbed(engine, "入学率") == ({"best"}, [("all", 0), ("letters", 1)])


def test_what_an_exclusion_leaves_empty_is_not_widened_to_pieces(engine_of: EngineOf) -> None:
    engine = engine_of(
        holding("excluded", ["入学率", "桃子"]), holding("pieces", ["入学"]), *others(30)
    )
    assert climbed(engine, "入学率 -桃子") == (set(), [])
    assert climbed(engine, "入学率 -樱桃") == ({"excluded"}, [])
