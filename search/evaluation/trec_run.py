"""A run: what a system found for each query, as TREC writes it.

Lines are ``query Q0 document rank score tag``; white space within an id is written as in
addresses (``%20``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeAlias
from urllib.parse import quote, unquote

from index.errors import SourceError

_SPACE = re.compile(r"[\s%]")

Run: TypeAlias = Mapping[str, Sequence[str]]
"""Query -> ids of documents, best first."""


def write_run(run: Run, path: Path, tag: str = "zhengce") -> None:
    """Write ``run``; scores are those of the ranks, which is all that measures look at."""
    with path.open("w", encoding="utf-8") as file:
        for query, found in run.items():
            for rank, document in enumerate(found, 1):
                file.write(f"{_word(query)} Q0 {_word(document)} {rank} {1 / rank:.6f} {tag}\n")


def read_run(path: Path) -> dict[str, list[str]]:
    """The run that any system wrote in this format.

    Raises:
        SourceError: it is none.
    """
    rows: dict[str, list[tuple[float, int, str]]] = {}
    try:
        for line in path.read_text(encoding="utf-8-sig").split("\n"):
            if line.strip():
                query, _, document, rank, score, _ = line.split()
                row = (-float(score), int(rank), unquote(document))
                rows.setdefault(unquote(query), []).append(row)
    except (OSError, ValueError) as error:
        raise SourceError(
            f"无法读取 {path}（{error}）。每行应为 TREC 格式：查询 Q0 文件 名次 得分 标记。"
        ) from error
    return {query: [document for _, _, document in sorted(found)] for query, found in rows.items()}


def _word(id: str) -> str:
    return _SPACE.sub(lambda found: quote(found[0]), id) or "%20"
