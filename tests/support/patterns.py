"""Every regular expression of a package, and how it is used: found in its modules and sources."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from types import ModuleType
from typing import Any

METHODS = ("match", "fullmatch", "search", "finditer", "findall", "sub", "split")


@dataclass(frozen=True, slots=True)
class Used:
    """A pattern, where it stands, and the methods that are called of it."""

    place: str
    pattern: re.Pattern[Any]
    methods: tuple[str, ...]


def patterns_of(package: str) -> list[Used]:
    """All patterns of a package: named ones, those in tuples, those written where they are used.

    Raises:
        ValueError: one is put together where it is used, so that nobody can look at it.
    """
    modules = [
        import_module(found.name)
        for found in walk_packages(import_module(package).__path__, f"{package}.")
        if ".data" not in found.name and not found.name.endswith("__main__")
    ]
    found: dict[tuple[object, tuple[str, ...]], Used] = {}
    for module in modules:
        tree = ast.parse(Path(str(module.__file__)).read_text("utf-8"))
        for used in (*_named(module, _calls(tree)), *_inline(module, tree)):
            found.setdefault((used.pattern.pattern, used.methods), used)
    return list(found.values())


def _calls(tree: ast.AST) -> dict[str, set[str]]:
    """Name in a module -> the methods of patterns that are called of it or of a part of it."""
    called: dict[str, set[str]] = defaultdict(set)
    parts: list[tuple[str, str]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in METHODS:
            called[_name(node.value)].add(node.attr)
        elif isinstance(node, ast.For | ast.comprehension):
            parts += [(name, _name(node.iter)) for name in _targets(node.target)]
        elif isinstance(node, ast.Assign):
            parts += [(name, _name(node.value)) for name in _targets(node.targets[0])]
    for part, whole in parts:
        called[whole] |= called[part]
    return called


def _targets(node: ast.AST) -> list[str]:
    return [part.id for part in ast.walk(node) if isinstance(part, ast.Name)]


def _name(node: ast.AST) -> str:
    """The name that an expression begins with: ``_ITEMS`` of ``_ITEMS[0]``."""
    while isinstance(node, ast.Subscript | ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _named(module: ModuleType, calls: dict[str, set[str]]) -> Iterator[Used]:
    for name, value in vars(module).items():
        methods = tuple(sorted(calls.get(name, ())))
        for pattern in _within(value):
            bound = getattr(value, "__name__", "")
            if methods or bound:
                yield Used(f"{module.__name__}.{name}", pattern, methods or (bound,))


def _within(value: object) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(owner := getattr(value, "__self__", None), re.Pattern):
        yield owner
    elif isinstance(value, tuple):
        for part in value:
            yield from _within(part)


def _inline(module: ModuleType, tree: ast.AST) -> Iterator[Used]:
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        of = node.func.value
        if isinstance(of, ast.Name) and of.id == "re" and node.func.attr in METHODS:
            place = f"{module.__name__}:{node.lineno}"
            if not isinstance(node.args[0], ast.Constant):
                raise ValueError(f"{place}: give the pattern a name")
            yield Used(place, re.compile(node.args[0].value), (node.func.attr,))
