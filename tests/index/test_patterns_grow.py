"""No pattern takes longer than its text is long (n·log n), whatever the text; counted, not timed.

The texts are derived from the patterns themselves (``tests.support.attacks``). The long form
(``GROWTH=full``) takes all of them, and those of other seeds.
"""

from __future__ import annotations

import os
import random
import re
import sys
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from tests.support.attacks import attacks_on, grows_too_fast, longest_bound
from tests.support.patterns import Used, patterns_of
from tests.support.regex_steps import Counted, TooMany

IS_LONG = os.environ.get("GROWTH") == "full"
SEEDS = range(4) if IS_LONG else range(1)
EACH = 400 if IS_LONG else 24
WINDOWS = {
    "index.readers.columns._REMARK": 200,
    "index.statements.commencement._SINCE": 60,
}
"""Patterns that are only shown texts of so many characters."""


@pytest.fixture(autouse=True)
def deep() -> Iterator[None]:
    """The counting matcher calls itself for every repetition of a group."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(10**6)
    yield
    sys.setrecursionlimit(before)


def work(counted: Counted, used: Used, method: str, text: str, most: int) -> int:
    is_text = isinstance(used.pattern.pattern, str)
    try:
        return counted.count(text if is_text else text.encode("latin-1", "ignore"), method, most)
    except TooMany:
        return most


def hardest(used: Used) -> list[str]:
    """The attacks that a pattern does not stand, as they would be written down."""
    counted = Counted(used.pattern)
    size = max(100, 2 * longest_bound(used.pattern))
    found = []
    for seed in SEEDS:
        attacks = attacks_on(used.pattern, seed)
        rest = attacks[EACH // 2 :]
        chosen = attacks[: EACH // 2] + random.Random(seed).sample(rest, min(len(rest), EACH // 2))
        for method in used.methods:
            measure = partial(work, counted, used, method)
            found += [f"{method} {one}" for one in chosen if grows_too_fast(measure, one, size)]
    return found


PATTERNS = patterns_of("index")


@pytest.mark.parametrize("used", PATTERNS, ids=lambda used: used.place)
def test_work_grows_as_the_text_does(used: Used) -> None:
    if used.place in WINDOWS:
        counted, most = Counted(used.pattern), WINDOWS[used.place]
        for attack in attacks_on(used.pattern):
            assert work(counted, used, used.methods[0], attack.text(most), 10**9) <= 1_000 * most
    else:
        assert hardest(used) == []


@pytest.mark.parametrize(
    ("pattern", "method"),
    [
        (r"\s+$", "search"),
        (r"号\s*\]?\s*:", "match"),
        (r"(?:a+)+$", "match"),
        (r"\(.*?\)", "findall"),
        (r"(?:试行|\s)+$", "search"),
    ],
)
def test_what_grows_too_fast_is_found(pattern: str, method: str) -> None:
    assert hardest(Used("here", re.compile(pattern), (method,)))


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"(a|b)*?c", "abac"),
        (r"(?<=x)y(?!z)", "xyz xy"),
        (r"^\d{2,3}+$", "1234"),
        (r"a++b|ac", "aac"),
    ],
)
def test_the_matcher_that_counts_agrees_with_re(pattern: str, text: str) -> None:
    compiled: re.Pattern[Any] = re.compile(pattern)
    counted = Counted(compiled)
    ends = [counted.end_at(text, at) for at in range(len(text) + 1)]
    assert ends == [
        found.end() if (found := compiled.match(text, at)) else -1 for at in range(len(text) + 1)
    ]
