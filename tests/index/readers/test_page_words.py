"""What the words of furniture begin with is written in front of the patterns of them, and complete."""

import re
from re import _parser

import pytest

from index.readers.page import vocabulary

_GUARD = re.compile(r"\(\?=\[(?P<letters>[^]]+)\]\)")


def _begins(parts: object, letters: set[str]) -> bool:
    """Gather what ``parts`` of a pattern may begin with; whether they may also be empty."""
    for kind, value in parts:  # type: ignore[attr-defined]
        match str(kind):
            case "AT":
                continue
            case "LITERAL":
                letters.add(chr(value))
                return False
            case "IN":
                assert {str(one) for one, _ in value} == {"LITERAL"}
                letters.update(chr(letter) for _, letter in value)
                return False
            case "SUBPATTERN":
                may_be_empty = _begins(value[-1], letters)
            case "BRANCH":
                may_be_empty = True in [_begins(branch, letters) for branch in value[1]]
            case "MAX_REPEAT":
                may_be_empty = _begins(value[2], letters) or not value[0]
            case other:
                raise AssertionError(other)
        if not may_be_empty:
            return False
    return True


@pytest.mark.parametrize("name", ["OFFER", "ITSELF", "ENDS"])
def test_every_first_letter_of_the_words_is_in_front_of_them(name: str) -> None:
    pattern = getattr(vocabulary, name).pattern
    guard = _GUARD.match(pattern)
    assert guard
    letters: set[str] = set()
    assert not _begins(_parser.parse(pattern[guard.end() :]), letters)
    assert letters == set(guard["letters"])
