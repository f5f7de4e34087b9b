"""Errors a person can do something about.

    ZhengceError                 message is safe to show, in Chinese, and names the next step
     ├─ IndexMissing             there is no index where one was expected
     ├─ IndexOutdated            the index was built by another analyser or schema
     ├─ IndexDamaged             a file of a generation is missing or not what was written
     ├─ IndexBusy                another process is writing
     └─ SourceError              a folder or file the operator named cannot be read

    Unreadable (a ValueError)    a file is no document we can read; becomes a line of the report

Everything else is a defect and propagates.
"""

from __future__ import annotations

from pathlib import Path


class ZhengceError(Exception):
    """Base of all errors whose message may be shown to an operator or a visitor."""


class IndexMissing(ZhengceError):
    """No index at the given place."""


class IndexOutdated(ZhengceError):
    """The terms in the index were shaped by another schema, analyser or dictionary."""


class IndexDamaged(ZhengceError):
    """The index is there but cannot be read."""


def damaged(path: Path, why: str = "") -> IndexDamaged:
    """The error for a file of an index that is missing or is not what was written."""
    roots = [folder.parent for folder in path.parents if folder.name == "generations"]
    where = f" --index {roots[0]}" if roots else ""
    return IndexDamaged(
        f"索引文件 {path} 缺失或已损坏{why and f'（{why}）'}。请恢复上一代：zhengce rollback{where}，"
        f"或重建索引：zhengce reindex{where}"
    )


class IndexBusy(ZhengceError):
    """Another process holds the writer's lock."""


class SourceError(ZhengceError):
    """A path named by the operator does not exist or cannot be read."""


class Unreadable(ValueError):
    """A file that is no document we can read; the message (Chinese) says why and what to do."""
