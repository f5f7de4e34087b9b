"""What one document may hold: its text, title and printed values, each of a bounded length.

Fields are a few characters long and looked at in many ways; a file that has a megabyte in one of
them is damaged or hostile. The numbers are in ``index.readers.limits``.
"""

from __future__ import annotations

from index.readers import limits
from index.readers.extract import Extract


def is_too_long(extract: Extract) -> bool:
    """Whether its text has more characters than one document's may have."""
    return sum(map(len, extract.lines)) + len(extract.lines) > limits.CHARACTERS


def cut_to_size(extract: Extract, warnings: list[str]) -> None:
    """Leave out what its title and printed values have too much of; a warning says so."""
    extract.title = cut_title(extract.title, warnings)
    printed = extract.printed[: limits.VALUES]
    if len(printed) < len(extract.printed):
        warnings.append(f"著录信息超过 {limits.VALUES:,} 项，只保留前面的。请检查来源。")
    extract.printed = [
        (
            name,
            _cut(label, limits.VALUE_CHARACTERS, "项目名称", warnings),
            _value(name, value, warnings),
        )
        for name, label, value in printed
    ]


def cut_title(title: str, warnings: list[str]) -> str:
    """The beginning of a title that is too long; a warning says so."""
    return _cut(title, limits.TITLE_CHARACTERS, "标题", warnings)


def _value(name: str, value: str, warnings: list[str]) -> str:
    if name == "title":
        return cut_title(value, warnings)
    return _cut(value, limits.VALUE_CHARACTERS, "著录信息", warnings)


def _cut(text: str, most: int, what: str, warnings: list[str]) -> str:
    if len(text) <= most:
        return text
    warning = f"{what}超过 {most:,} 字，只保留前面的。请检查来源。"
    if warning not in warnings:
        warnings.append(warning)
    return text[:most]
