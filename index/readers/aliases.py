"""The operator's own names of issuers: a table of two columns, 别名 and 规范名称."""

from __future__ import annotations

import csv
from pathlib import Path

from index.errors import SourceError
from index.text.encodings import Undecodable, decode

_HEADINGS = frozenset(("别名", "名称", "alias", "原名"))


def read_aliases(path: Path) -> dict[str, str]:
    """Name as written -> name to filter by, from a CSV file in UTF-8 or GBK.

    Raises:
        SourceError: it cannot be read, or a row has not two cells.
    """
    try:
        text = decode(path.read_bytes())
    except (OSError, Undecodable) as error:
        raise SourceError(f"无法读取 {path}（{error}）。请用两列的 CSV：别名,规范名称。") from error
    names: dict[str, str] = {}
    for number, row in enumerate(csv.reader(text.splitlines()), 1):
        cells = ["".join(cell.split()) for cell in row]
        if not any(cells) or (number == 1 and cells[0].lower() in _HEADINGS):
            continue
        if len(cells) < 2 or not cells[0] or not cells[1]:
            raise SourceError(f"{path} 第 {number} 行应有两列：别名,规范名称。请改正后重试。")
        names[cells[0]] = cells[1]
    return names
