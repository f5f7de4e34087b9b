"""How much work a piece of Python makes, counted and not timed.

Counted are the lines that run, the functions that are called, and the characters that methods
of texts and regular expressions of ``index`` go through. What C code does inside one call (lxml,
numpy) counts as one step.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import CodeType, FrameType
from typing import Any, TypeAlias

Found: TypeAlias = Any
"""What a method of a pattern takes or gives."""

_SCANS = frozenset((
    "partition", "rpartition", "split", "rsplit", "splitlines", "replace", "count", "translate",
    "strip", "lstrip", "rstrip", "encode", "lower", "upper", "title",
))  # fmt: skip
_OF_RE = frozenset(
    function.__code__ for function in (re.sub, re.search, re.split, re.findall, re.finditer)
)


class TooMuch(BaseException):
    """More work than allowed; no handler of errors takes it for one of its own."""


class Meter:
    """Counts steps; raises :class:`TooMuch` beyond ``most``."""

    def __init__(self, most: int) -> None:
        self.steps = 0
        self._most = most

    def add(self, steps: int) -> None:
        """So many more."""
        self.steps += steps
        if self.steps > self._most:
            sys.settrace(None)
            sys.setprofile(None)
            raise TooMuch

    def trace(self, frame: FrameType, event: str, _: object) -> Callable[..., object]:
        """For ``sys.settrace``: lines and calls."""
        code: CodeType = frame.f_code
        self.add(len(frame.f_locals["string"]) if event == "call" and code in _OF_RE else 1)
        return self.trace

    def profile(self, _: FrameType, event: str, called: object) -> None:
        """For ``sys.setprofile``: methods of texts."""
        if event == "c_call" and getattr(called, "__name__", "") in _SCANS:
            of = getattr(called, "__self__", None)
            if isinstance(of, str | bytes):
                self.add(len(of))


class _Metered:
    """A pattern that counts the characters it is asked to look through."""

    def __init__(self, pattern: re.Pattern[Any], meter: Meter) -> None:
        self._pattern = pattern
        self._meter = meter

    def __getattr__(self, name: str) -> Found:
        method = getattr(self._pattern, name)
        if name in ("match", "fullmatch"):
            return method

        def metered(*args: Found, **options: Found) -> Found:
            text = args[1] if name == "sub" else args[0]
            begin = args[1] if name != "sub" and len(args) > 1 else 0
            end = args[2] if name != "sub" and len(args) > 2 else len(text)
            self._meter.add(max(0, min(end, len(text)) - begin))
            return method(*args, **options)

        return metered


@contextmanager
def _patterns_metered(meter: Meter) -> Iterator[None]:
    kept: list[tuple[dict[str, object], str, object]] = []
    for name, module in list(sys.modules.items()):
        if name.split(".")[0] == "index" and module:
            for key, value in list(vars(module).items()):
                if isinstance(value, re.Pattern):
                    kept.append((vars(module), key, value))
                    vars(module)[key] = _Metered(value, meter)
    try:
        yield
    finally:
        for space, key, value in kept:
            space[key] = value


def work_of(run: Callable[[], object], most: int = 10**9) -> int:
    """The steps that ``run`` takes, or ``most`` if it would be more."""
    meter = Meter(most)
    before = sys.gettrace(), sys.getprofile()
    with _patterns_metered(meter):
        sys.settrace(meter.trace)  # type: ignore[arg-type]
        sys.setprofile(meter.profile)
        try:
            run()
        except TooMuch:
            return most
        finally:
            sys.settrace(before[0])
            sys.setprofile(before[1])
    return meter.steps
