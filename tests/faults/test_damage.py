"""Bits that flip, files that are cut short, and index folders from someone else."""

from __future__ import annotations

import pickle
import random
import shutil
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from index.errors import ZhengceError
from index.ingest.update import update_index
from search.embedded.engine import EmbeddedEngine
from search.request import Scope, SearchRequest, Sort
from search.request.period import Bound
from tests.support.desk import Desk

REQUESTS = (
    SearchRequest(size=100, fold=False),
    SearchRequest(q="公积金 提取", size=100),
    SearchRequest(q='"高新技术企业"', size=100),
    SearchRequest(q="科技型中小企业有哪些补贴", size=100),
    SearchRequest(q="通知", scope=Scope.TITLE, size=100),
    SearchRequest(q="住房", sort=Sort.NEWEST, date_from=Bound(2015), size=100),
)
FIRST = ("manifest", "parts", "sources", "rejected")


def _answers(folder: Path, desk: Desk) -> tuple[list[Any], str]:
    """Everything the index says, documents and their bodies included; and of its damage."""
    engine = EmbeddedEngine(folder, desk.analyzer)
    said: list[Any] = []
    for request in REQUESTS:
        result = engine.search(request)
        said += [result.total, result.hits, result.facets, result.relaxation]
        said += [engine.document(hit.document.id, request.q) for hit in result.hits]
    return said, engine.status().damage


@pytest.fixture
def seeded(desk: Desk, seeds: Path) -> Desk:
    """Two generations over the demonstration files, the newer one with removed documents."""
    some = sorted(seeds.glob("*"))
    for path in some[:-2]:
        shutil.copy(path, desk.files / path.name)
    desk.update()
    for path in some[-2:]:
        shutil.copy(path, desk.files / path.name)
    first = next(path for path in desk.files.iterdir() if path.suffix == ".txt")
    first.write_bytes(first.read_bytes() + "\n住房公积金补充说明。".encode())
    update_index(desk.store, [desk.files], desk.analyzer)
    return desk


def test_no_flipped_bit_is_a_wrong_answer(
    seeded: Desk, tmp_path: Path, often: Callable[[int, int], int]
) -> None:
    right, _ = _answers(seeded.store.root, seeded)
    (before,) = [p for p in (seeded.store.root / "generations").iterdir() if p.name == "1"]
    alone = tmp_path / "alone"
    shutil.copytree(before, alone / "generations" / "1")
    shutil.copytree(seeded.store.root / "withdrawals", alone / "withdrawals")
    older, _ = _answers(alone, seeded)
    draw, came = random.Random(8), Counter[str]()
    files = sorted(
        path.relative_to(seeded.store.root)
        for path in seeded.store.root.rglob("*")
        if path.is_file() and path.stat().st_size
    )
    for number in range(often(60, 1000)):
        folder = tmp_path / f"copy{number}"
        shutil.copytree(seeded.store.root, folder)
        path = folder / files[number % len(files)]
        raw = bytearray(path.read_bytes())
        if draw.random() < 0.25:
            del raw[draw.randrange(len(raw)) :]
        else:
            raw[draw.randrange(len(raw))] ^= 1 << draw.randrange(8)
        path.write_bytes(raw)
        try:
            said, damage = _answers(folder, seeded)
        except ZhengceError as error:
            came["refused" if "zhengce reindex" in str(error) else "without a way out"] += 1
        else:
            assert said == right or (said == older and damage), f"a wrong answer: {path}"
            came["the generation before, and said so" if damage else "harmless"] += 1
        shutil.rmtree(folder)
    print(f"\n{sum(came.values())} flips and truncations: {dict(came)}")
    assert came["refused"]
    assert not came["without a way out"]
    assert came["the generation before, and said so"]


class Trap:
    """Runs when it is unpickled."""

    def __init__(self, mark: Path) -> None:
        self._mark = mark

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (self._mark,)


def test_an_index_from_someone_else_runs_no_code(seeded: Desk, tmp_path: Path) -> None:
    mark = tmp_path / "it ran"
    trap = pickle.dumps(Trap(mark))
    pickle.loads(trap)
    assert mark.exists(), "the trap is none"
    mark.unlink()
    files = [path for path in seeded.store.root.rglob("*") if path.is_file()]
    extra = ["_MAIN_1.toc", "x.pkl", "generations/2/terms/_MAIN_1.toc", "generations/2/x.pickle"]
    for path in (*files, *(seeded.store.root / name for name in extra)):
        kept = path.read_bytes() if path.exists() else b""
        for planted in (trap, kept + trap, trap + kept[len(trap) :]):
            path.write_bytes(planted)
            for call in (
                lambda: _answers(seeded.store.root, seeded),
                lambda: list(seeded.store.current().sources()),
                seeded.update,
            ):
                with suppress(ZhengceError):
                    call()
            assert not mark.exists(), path
        path.write_bytes(kept) if kept else path.unlink(missing_ok=True)


def test_no_pickle_is_named_in_the_sources() -> None:
    import index as package  # noqa: PLC0415

    root = Path(package.__file__).parent.parent
    for folder in ("index", "search", "web"):
        for path in (root / folder).rglob("*.py"):
            code = path.read_text(encoding="utf-8")
            assert "import pickle" not in code, path
            assert "marshal" not in code, path
            assert "allow_pickle" not in code, path
