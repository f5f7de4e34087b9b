"""How many steps a regular expression takes: a backtracking matcher that counts them.

It walks the tree that ``re`` itself parses, tries what ``re`` would try in the same order, and
counts every character looked at and every position tried. So growth is measured without a clock.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from re import _compiler, _constants, _parser  # type: ignore[attr-defined]
from typing import Any, TypeAlias

FAILED = -1
Part: TypeAlias = Any
"""A part of a pattern as ``re`` parses it."""
Next = Callable[[int], int]
Node = Callable[[int, Next], int]
"""A part of a pattern: where it is tried and what follows -> where the whole ends, or FAILED."""


class TooMany(Exception):
    """More steps were taken than allowed."""


class Counted:
    """A pattern whose work is counted.

    Attributes:
        tree: what ``re`` parsed.
        steps: how many have been taken since the last :meth:`count`.
    """

    def __init__(self, pattern: re.Pattern[Any]) -> None:
        source = pattern.pattern
        self.tree = _parser.parse(source, pattern.flags)
        self._flags = pattern.flags | self.tree.state.flags
        self._text: str | bytes = ""
        self._most = 0
        self.steps = 0
        self._whole = self._sequence(list(self.tree))

    def count(self, text: str | bytes, method: str, most: int = 10**9) -> int:
        """The steps that ``pattern.method(text)`` takes.

        Args:
            method: ``match`` and ``fullmatch`` try one place, all others go on behind each match.

        Raises:
            TooMany: they are more than ``most``.
        """
        self._text, self.steps, self._most = text, 0, most
        if method in ("match", "fullmatch"):
            self._whole(0, self._at_end if method == "fullmatch" else _found)
            return self.steps
        at = 0
        while at <= len(text):
            self._step()
            end = self._whole(at, _found)
            if end != FAILED and method == "search":
                break
            at = end if end > at else at + 1
        return self.steps

    def end_at(self, text: str | bytes, at: int) -> int:
        """Where a match that begins at ``at`` ends, or FAILED."""
        self._text, self.steps, self._most = text, 0, 10**9
        return self._whole(at, _found)

    def _at_end(self, at: int) -> int:
        return at if at == len(self._text) else FAILED

    def _step(self) -> None:
        self.steps += 1
        if self.steps > self._most:
            raise TooMany

    def _sequence(self, parts: Sequence[Part]) -> Node:
        nodes = [self._node(*part) for part in parts]
        if len(nodes) == 1:
            return nodes[0]

        def run(at: int, then: Next, index: int = 0) -> int:
            if index == len(nodes):
                return then(at)
            return nodes[index](at, lambda end: run(end, then, index + 1))

        return run

    def _node(self, kind: Part, value: Part) -> Node:
        name = str(kind)
        if name in ("LITERAL", "NOT_LITERAL", "ANY", "IN"):
            return self._one((kind, value))
        if name == "AT":
            return self._place((kind, value))
        if name == "SUBPATTERN":
            return self._sequence(list(value[3]))
        if name == "BRANCH":
            return self._branch([self._sequence(list(part)) for part in value[1]])
        if name in ("ASSERT", "ASSERT_NOT"):
            return self._look(value[0], value[1], name == "ASSERT")
        if name == "ATOMIC_GROUP":
            return self._atomic(self._sequence(list(value)))
        least, most, body = value
        unbounded = most is _constants.MAXREPEAT
        repeat = self._repeat(list(body), least, 10**9 if unbounded else most, name)
        return self._atomic(repeat) if name == "POSSESSIVE_REPEAT" else repeat

    def _test(self, node: Part) -> Callable[[int], bool]:
        """Whether ``node``, which takes a character or none, is true of a place."""
        part = _parser.SubPattern(self.tree.state, [node])
        alone = _compiler.compile(part, self._flags)

        def test(at: int) -> bool:
            self._step()
            return alone.match(self._text, at) is not None

        return test

    def _one(self, node: Part) -> Node:
        test = self._test(node)
        return lambda at, then: then(at + 1) if test(at) else FAILED

    def _place(self, node: Part) -> Node:
        test = self._test(node)
        return lambda at, then: then(at) if test(at) else FAILED

    def _branch(self, options: list[Node]) -> Node:
        def run(at: int, then: Next) -> int:
            for option in options:
                self._step()
                if (end := option(at, then)) != FAILED:
                    return end
            return FAILED

        return run

    def _look(self, direction: int, body: Part, wanted: bool) -> Node:
        inner = self._sequence(list(body))
        back = body.getwidth()[0] if direction < 0 else 0

        def run(at: int, then: Next) -> int:
            self._step()
            seen = at >= back and inner(at - back, _found) != FAILED
            return then(at) if seen == wanted else FAILED

        return run

    def _atomic(self, inner: Node) -> Node:
        def run(at: int, then: Next) -> int:
            end = inner(at, _found)
            return then(end) if end != FAILED else FAILED

        return run

    def _repeat(self, body: list[Part], least: int, most: int, name: str) -> Node:
        is_lazy = name == "MIN_REPEAT"
        single = len(body) == 1 and str(body[0][0]) in ("LITERAL", "NOT_LITERAL", "ANY", "IN")
        if single:
            return self._letters(self._test(body[0]), least, most, is_lazy)
        inner = self._sequence(body)

        def run(at: int, then: Next, done: int = 0) -> int:
            def again(end: int) -> int:
                if end == at and done >= least:
                    return FAILED
                return run(end, then, done + 1)

            self._step()
            if done < least:
                return inner(at, again)
            if is_lazy and (end := then(at)) != FAILED:
                return end
            if done < most and (end := inner(at, again)) != FAILED:
                return end
            return FAILED if is_lazy else then(at)

        return run

    def _letters(self, test: Callable[[int], bool], least: int, most: int, is_lazy: bool) -> Node:
        def greedy(at: int, then: Next) -> int:
            end = at
            while end - at < most and test(end):
                end += 1
            while end - at >= least:
                self._step()
                if (whole := then(end)) != FAILED:
                    return whole
                end -= 1
            return FAILED

        def lazy(at: int, then: Next) -> int:
            end = at
            while True:
                if end - at >= least and (whole := then(end)) != FAILED:
                    return whole
                if end - at >= most or not test(end):
                    return FAILED
                end += 1

        return lazy if is_lazy else greedy


def _found(at: int) -> int:
    return at
