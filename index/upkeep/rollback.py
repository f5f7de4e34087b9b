"""Brings the generation before the newest back, if it can be served."""

from __future__ import annotations

from index.errors import IndexDamaged, IndexMissing
from index.store.generation import Generation
from index.store.judgement import REFUSALS, ensure_current, ensure_whole
from index.store.store import Store
from index.text.analysis import Analyzer


def rollback(store: Store, analyzer: Analyzer) -> Generation:
    """Publish once more what the generation before the newest holds; the new generation.

    Raises:
        IndexMissing: there is none before.
        IndexDamaged, IndexOutdated, IndexInaccessible: it cannot be served; nothing has changed.
    """
    rebuild = f"请重建索引：zhengce reindex --index {store.root}"
    if len(list(store.judged())) < 2:
        raise IndexMissing(f"{store.root} 中没有上一代索引可以恢复。{rebuild}")
    with store.build() as draft:
        before = list(store.judged())[1]
        try:
            if not isinstance(before, Generation):
                raise before
            ensure_current(before, analyzer)
            ensure_whole(before)
        except IndexDamaged as error:
            what = f"{error.path} 已损坏" if error.path else str(error)
            raise IndexDamaged(
                f"上一代不能恢复（{what}），索引保持不变。"
                f"请从备份恢复：zhengce restore 备份文件 --index {store.root}。{rebuild}"
            ) from error
        except REFUSALS as error:
            raise type(error)(f"上一代不能恢复，索引保持不变。{error}") from error
        draft.copy(before)
    return store.current()
