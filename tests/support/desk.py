"""A folder of files, an index over it, and the commands an operator has."""

from __future__ import annotations

from pathlib import Path

from index.ingest.report import Report
from index.ingest.update import rebuild_index, update_index
from index.store.store import Store
from index.text.analysis import Analyzer
from search.embedded.engine import EmbeddedEngine
from search.request import SearchRequest

Counts = tuple[int, int, int, int]


class Desk:
    """A folder of files, an index, and the commands an operator has."""

    def __init__(self, folder: Path, analyzer: Analyzer) -> None:
        self.files = folder / "files"
        self.files.mkdir()
        self.store = Store(folder / "index")
        self.analyzer = analyzer

    def write(self, name: str, body: str, title: str = "通知", number: str = "") -> Path:
        path = self.files / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(
            f"名称: {title}\n文号: {number}\n成文日期: 2024-05-06\n\n{body}", encoding="utf-8"
        )
        return path

    def update(self, *paths: Path, processes: int = 1) -> Report:
        given = paths or [self.files]
        return update_index(self.store, given, self.analyzer, processes=processes)

    def rebuild(self, *paths: Path, force: bool = False) -> Report:
        return rebuild_index(self.store, paths, self.analyzer, force=force)

    def found(self, q: str = "") -> set[str]:
        result = EmbeddedEngine(self.store.root, self.analyzer).search(
            SearchRequest(q=q, size=100, fold=False)
        )
        assert result.total == len(result.hits)
        return {hit.document.id for hit in result.hits}


def counts(report: Report) -> Counts:
    return report.added, report.changed, report.unchanged, report.removed
