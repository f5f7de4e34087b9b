"""Judged queries: what was asked, and which documents answer it."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from index.document import public_id
from index.errors import SourceError

_RELEVANCE = re.compile(r"-?[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class JudgedQuery:
    """A query and its judgements.

    Attributes:
        type: a name for queries of one kind; empty if they are of one kind only.
        gains: id of a document -> how relevant it is, above 0; all others count as 0.
    """

    id: str
    text: str
    type: str
    gains: Mapping[str, int]


def judged_queries(queries: Path, qrels: Path) -> list[JudgedQuery]:
    """The judged ones of ``queries``, in their order.

    Args:
        queries: JSON lines with ``id``, ``text`` and perhaps ``type``.
        qrels: query, document, relevance, tab-separated with a header; or TREC's four columns.

    Raises:
        SourceError: a file cannot be read, or not one query is judged.
    """
    gains = _gains(qrels)
    found = []
    for number, line in _lines(queries):
        try:
            row = json.loads(line)
            query = JudgedQuery(
                str(row["id"]), str(row["text"]), str(row.get("type", "")), gains[str(row["id"])]
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise SourceError(
                f'{queries} 第 {number} 行应为 {{"id": …, "text": …}}。请改正后重试。'
            ) from error
        if query.gains:
            found.append(query)
    if not found:
        raise SourceError(f"{queries} 中没有一条查询在 {qrels} 中有判定。请检查两个文件的编号。")
    return found


def _gains(qrels: Path) -> defaultdict[str, dict[str, int]]:
    gains: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for number, line in _lines(qrels):
        cells = line.split("\t") if "\t" in line else line.split()
        if len(cells) == 4:
            cells = [cells[0], *cells[2:]]
        if len(cells) == 3 and _RELEVANCE.fullmatch(cells[2].strip()):
            if int(cells[2]) > 0:
                gains[cells[0]][public_id(cells[1])] = int(cells[2])
        elif number > 1:
            raise SourceError(f"{qrels} 第 {number} 行应为：查询、文件、相关度。请改正后重试。")
    return gains


def _lines(path: Path) -> list[tuple[int, str]]:
    """The lines that are not empty, and their numbers."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
        return [(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"无法读取 {path}（{error}）。请检查路径，编码应为 UTF-8。") from error
