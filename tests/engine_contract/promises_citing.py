"""引用: and 依据: find what names a work or a number, and what is based on it."""

from __future__ import annotations

from tests.engine_contract.promise import Engine, Part, asked, ids, promise, promise_of_each
from tests.engine_contract.scan import Scan

_CITING = {
    "引用:云澜市河道管理条例": {"river-rules", "river-check"},
    "引用：《云澜市河道管理条例》": {"river-rules", "river-check"},
    '引用:"云澜市河道管理条例" 检查': {"river-check"},
    "依据:云澜市河道管理条例": {"river-rules"},
    "引用:云水〔2013〕20号": {"river-check"},
    "引用:云水[2009]9号": {"river-rules"},
    "引用:云澜市航道条例": {"river-rules", "river-check", "river-dispatch"},
    "引用:云澜市航道条例 -依据:云澜市河道管理条例": {"river-check", "river-dispatch"},
    "引用:云澜市航道条例 标题:检查": {"river-check"},
    "引用:殡葬服务规范 OR 引用:云澜市航道条例": {
        "cites-1", "cites-2", "cites-3", "river-rules", "river-check", "river-dispatch",
    },
    "引用:没有这样的法": set(),
}  # fmt: skip
"""What is typed, and all that it finds."""


@promise_of_each(Part.RELATIONS, *_CITING)
def what_names_a_work_is_found(engine: Engine, scan: Scan, case: str) -> None:
    """Held or not, by name or number; the work itself is not pinned. It is said how that was read."""
    result = engine.search(asked(f"q={case}"))
    assert set(ids(result)) == _CITING[case]
    assert result.total == len(_CITING[case])
    assert not any(hit.pin for hit in result.hits)
    assert any("引用了" in one or "为依据" in one for one in result.notices)


@promise(Part.RELATIONS)
def every_work_is_found_by_what_names_it(engine: Engine, scan: Scan) -> None:
    """By the title of any of its texts; its own texts are not meant."""
    for id, document in scan.documents.items():
        number, works = scan.numbers[id], scan.library.works
        naming = {
            source
            for source, edges in enumerate(scan.library.edges)
            for edge in edges
            if edge.to >= 0 and works[edge.to] == works[number] != works[source]
        }
        found = {
            scan.numbers[one] for one in ids(engine.search(asked(f"q=引用:“{document.title}”")))
        }
        assert naming <= found
