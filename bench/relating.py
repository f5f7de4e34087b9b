"""What relations cost as an index grows: derived from nothing, after one document, opened, on disk.

``python -m bench.relating [DOCUMENTS …]`` makes regulations that cite ten works each, works that many cite more
often (Zipf), one regulation in twenty a new text of a work, one in fifty a repeal.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from random import Random
from typing import TypeVar

from bench.publishing import published
from index.document import PolicyDocument
from index.relations.columns import NONE
from index.relations.derive import derive, relate
from index.relations.graph import Graph, open_graph
from index.segment import RELATIONS, Terms, TermsWriter, open_terms, seal
from index.store.store import Store
from index.text.analysis import Analyzer

T = TypeVar("T")
SIZES = (10_000, 100_000)
_CITED = 10
_MATTERS = (
    "燃气",
    "供水",
    "档案",
    "献血",
    "绿化",
    "道路",
    "养老",
    "渔业",
    "种子",
    "矿山",
    "测绘",
    "消防",
)
_DOES = ("管理", "保护", "监督", "促进", "服务", "安全")
_GENRES = ("条例", "办法", "规定", "实施细则")


def regulations(count: int, seed: int = 1) -> Iterator[PolicyDocument]:
    """``count`` regulations."""
    draw = Random(seed)
    names = [f"{place}{what}" for place in _places(count // 200 + 1) for what in _whats()][:count]
    for at in range(count):
        again = at > 100 and draw.random() < 0.05
        name = names[draw.randrange(at)] if again else names[at % len(names)]
        year = draw.randint(2001, 2024)
        said = [f"（{year}年3月1日市人民代表大会常务委员会第三次会议通过）"]
        for article in range(_CITED):
            cited = names[min(int(draw.paretovariate(0.4)), at) if at else 0]
            own = "".join(chr(0x4E00 + draw.randrange(3000)) for _ in range(30))
            said.append(f"第{article + 1}条 {own}，依照《{cited}》第{draw.randint(1, 40)}条处理。")
        ends = f"《{names[draw.randrange(at + 1)]}》同时废止。" if draw.random() < 0.02 else ""
        said.append(f"第二十条 本规定自{year}年5月1日起施行。{ends}")
        yield PolicyDocument(
            id=f"r{at}", title=name, body="\n".join(said), published_on=date(year, 3, 1)
        )


def _places(count: int) -> list[str]:
    """Names of so many places that are nowhere."""
    letters = "东西南北上下大小金木水火土山川林泽云青白"
    return [
        f"{letters[at // 400 % 20]}{letters[at // 20 % 20]}{letters[at % 20]}市"
        for at in range(count)
    ]


def _whats() -> list[str]:
    return [f"{matter}{does}{genre}" for matter in _MATTERS for does in _DOES for genre in _GENRES]


def measured(count: int, folder: Path) -> str:
    """A line of the table for so many documents."""
    analyzer, store = Analyzer(), Store(folder / "index")
    published(store, regulations(count), analyzer, 2)
    base = store.current().terms
    terms = open_terms(base)
    full, graph = _timed(lambda: derive(terms))
    opening, held = _timed(lambda: open_graph(base, len(terms.counts)))
    after, writing = _changed(terms, held, base, folder / "9" / "terms", analyzer)
    hidden = terms.without(["r3"])
    hiding, _ = _timed(lambda: derive(hidden, (terms, held)))
    resolved = int((graph.rows["to"] != NONE).sum())
    size = (base / RELATIONS).stat().st_size / 2**20
    return (
        f"| {count:,} | {len(graph.rows['to']):,} | {resolved:,} | {full:.1f} | {after:.2f} | {writing:.2f} "
        f"| {hiding:.2f} | {opening * 1000:.0f} | {size:.1f} |"
    )


def _changed(
    terms: Terms, graph: Graph, base: Path, folder: Path, analyzer: Analyzer
) -> tuple[float, float]:
    """Seconds that relations take after one document has changed: derived, and read, derived, written."""
    document = next(iter(regulations(1, seed=2)))
    folder.mkdir(parents=True)
    with TermsWriter(folder, analyzer, "9") as writer:
        writer.add(document)
    seal(folder, base, {document.id})
    changed = open_terms(folder)
    derived, found = _timed(lambda: derive(changed, (terms, graph)))
    written, _ = _timed(lambda: relate(folder, base))
    if not found.equals(derive(changed)):
        raise RuntimeError("derived after a change is not what is derived anew")
    return derived, written


def _timed(call: Callable[[], T]) -> tuple[float, T]:
    began = time.perf_counter()
    made = call()
    return time.perf_counter() - began, made


def main() -> None:
    """Print the table."""
    print("| documents | mentions | resolved | full s | one changed s | the same, read and written s | one hidden s | open ms | MB |")  # fmt: skip
    print("|---|---|---|---|---|---|---|---|---|")
    for count in [int(one) for one in sys.argv[1:]] or SIZES:
        with tempfile.TemporaryDirectory() as folder:
            print(measured(count, Path(folder)), flush=True)


if __name__ == "__main__":
    main()
