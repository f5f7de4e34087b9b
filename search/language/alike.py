"""Characters that are taken for one another: read alike (音近), looking alike (形近)."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib import resources

from search.language.pinyin import heard, readings


@lru_cache(4096)
def read_alike(one: str) -> frozenset[str]:
    """The characters that are read like ``one``, or nearly so where both are read as usual."""
    tables = readings()
    usual = tables.every.get(one, ("",))[0]
    return frozenset(
        other
        for other in tables.homophones(one)
        if heard(tables.every[other][0]) == heard(usual)
        or usual in tables.every[other]
        or tables.every[other][0] in tables.every[one]
    )


@lru_cache(1024)
def alike(one: str) -> frozenset[str]:
    """The characters that are taken for ``one``, itself left out."""
    return frozenset((*readings().homophones(one), *look_alikes().get(one, ())))


@cache
def look_alikes() -> dict[str, tuple[str, ...]]:
    """Character -> those that look like it (形近字)."""
    text = (resources.files("search.language") / "data" / "shapes.txt").read_text(encoding="utf-8")
    found: dict[str, dict[str, None]] = {}
    for group in text.split():
        for one in group:
            found.setdefault(one, {}).update(
                dict.fromkeys(other for other in group if other != one)
            )
    return {one: tuple(others) for one, others in found.items()}
