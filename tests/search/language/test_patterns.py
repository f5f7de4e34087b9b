"""What stands side by side in texts: a pattern that is told by it fits as before."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.text.fold import fold_codes
from search.language.patterns import Anything, Beside, Element, OneOf, Sound
from search.language.sounds import Sounds

LETTERS = st.sampled_from("甲乙丙丁")
TEXTS = st.lists(st.text("甲乙丙丁", min_size=1, max_size=6), min_size=1, max_size=6)
ELEMENTS: st.SearchStrategy[Element] = st.one_of(
    LETTERS,
    st.builds(OneOf, st.frozensets(LETTERS, min_size=1)),
    st.just(Anything()),
    st.just(Sound("jia")),
)


@given(TEXTS, LETTERS, st.lists(ELEMENTS, max_size=3), LETTERS)
def test_what_fits_stays(
    texts: list[str], before: str, pattern: list[Element], behind: str
) -> None:
    sounds = Sounds([("title", text, 0) for text in texts])
    near = [before, *pattern, behind]
    found = {
        (at, text[at : at + len(near)])
        for text in texts
        for at in range(len(text) - len(near) + 1)
        if all(map(_fits, near, text[at:]))
    }
    matches = sounds.matches(before, pattern, behind)
    assert {match.text for match in matches} == {text[1:-1] for _, text in found}


def test_what_nobody_writes_is_left_by_nothing() -> None:
    beside = Beside(fold_codes("\n甲乙\n丙丁\n").astype("uint16"))
    assert beside.left(["甲", "乙"]) == ["甲", "乙"]
    assert beside.left(["乙", "丙"]) == []
    assert beside.left(["甲", OneOf(frozenset("乙丁"))]) == ["甲", "乙"]
    assert beside.left([OneOf(frozenset("甲乙")), "丁"]) == []


def _fits(element: Element, one: str) -> bool:
    match element:
        case str(own):
            return own == one
        case OneOf(characters):
            return one in characters
        case Sound():
            return one == "甲"
    return True
