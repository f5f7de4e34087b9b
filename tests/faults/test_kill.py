"""``kill -9`` at any moment: what was acknowledged is there, nothing is there by half."""

from __future__ import annotations

import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import pytest

import index.ingest.update
import index.readers.sandbox.pool
import index.segment.parts
import index.store.generation
from index.disk import disk
from index.errors import ZhengceError
from index.ingest.update import remove
from tests.support.desk import Desk
from tests.support.forked_child import Child

STAGES = ("parse", "flush", "merge", "tables", "publish", "swap", "sweep")
DONE, HERE = b"D", b"."


P = ParamSpec("P")
R = TypeVar("R")


def _announced(
    call: Callable[P, R], when: Callable[..., bool], say: Callable[[bytes], None]
) -> Callable[P, R]:
    def announced(*arguments: P.args, **named: P.kwargs) -> R:
        if when(*arguments):
            say(HERE)
        return call(*arguments, **named)

    return announced


def _listen(stage: str, say: Callable[[bytes], None], rebuilding: bool) -> None:
    """Say when a stage is reached; in the child, which ends with it."""
    always = lambda *_: True  # noqa: E731
    target: dict[str, tuple[Any, str, Callable[..., bool]]] = {
        "parse": (index.readers.sandbox.pool, "read_source", always),
        "flush": (index.segment.parts.TermsWriter, "_flush", always),
        "merge": (index.segment.parts, "merge", always),
        "tables": (index.store.generation.Draft, "finish", always),
        "publish": (disk, "rename", lambda *_: not rebuilding),
        "swap": (disk, "rename", lambda *_: rebuilding),
        "sweep": (disk, "remove", lambda path: path.name.isdecimal()),
    }
    owner, name, when = target[stage]
    setattr(owner, name, _announced(getattr(owner, name), when, say))


def _seen(desk: Desk) -> tuple[set[str], float]:
    began = time.perf_counter()
    found = desk.found()
    return found, time.perf_counter() - began


def _work(desk: Desk, stage: str, rebuilding: bool) -> Callable[[Callable[[bytes], None]], None]:
    """What the child does: bring the index in step, in one of two ways."""

    def work(say: Callable[[bytes], None]) -> None:
        _listen(stage, say, rebuilding)
        if rebuilding:
            desk.rebuild(desk.files, force=True)
        else:
            desk.update()
            gone = [id for id in desk.found() if not (desk.files / id).exists()]
            if gone:
                remove(desk.store, gone)
        say(DONE)

    return work


def _exchanged(desk: Desk, before: set[str], name: str) -> set[str]:
    """New files in the place of others; their names."""
    for gone in before:
        (desk.files / gone).unlink()
    batch = {f"{name}-{n}.txt" for n in range(3)}
    for one in batch:
        desk.write(one, f"公积金提取办法{name}" * 8)
    return batch


def _killed(child: Child, draw: random.Random) -> bytes:
    """Kill it a moment after it has come where it was to come; all that it had said."""
    said = child.hears()
    if said == HERE:
        time.sleep(draw.choice((0, 0, 0.0005, 0.002, 0.005)))
        child.kill()
    rest, code = child.ended()
    said += rest
    assert code == -signal.SIGKILL or (code == 0 and DONE in said), "it failed by itself"
    return said


def test_killed_at_any_moment(
    desk: Desk, often: Callable[[int, int], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index.segment.parts, "FLUSH_CHARACTERS", 60)
    monkeypatch.setattr(index.segment.parts, "TIER_PARTS", 3)
    draw, kills, slowest, most = random.Random(5), Counter[str](), 0.0, 0
    files: dict[str, set[str]] = {}
    expected: set[str] = set()
    wanted = often(40, 1000)
    for number in range(20 * wanted):
        stage = STAGES[number % len(STAGES)]
        rebuilding = stage == "swap" or draw.random() < 0.1
        name = f"{draw.randrange(12):02}"
        batch = _exchanged(desk, files.get(name, set()), f"{name}-{number}")
        files[name] = batch
        said = _killed(Child(_work(desk, stage, rebuilding)), draw)
        try:
            found, seconds = _seen(desk)
        except ZhengceError:
            assert not expected, "an index that had been acknowledged cannot be read"
            continue
        slowest = max(slowest, seconds)
        whole = {id for ids in files.values() for id in ids}
        if DONE in said:
            assert found == whole, "acknowledged, and lost"
        else:
            kills[stage] += 1
        assert found >= {id for id in expected if (desk.files / id).exists()}, "lost"
        new = found & batch
        assert new in (set(), batch), "half a batch"
        expected = found
        left = list((desk.store.root / "generations").iterdir())
        most = max(most, len(left))
        if sum(kills.values()) >= wanted:
            break
    assert sum(kills.values()) >= wanted
    assert set(kills) == set(STAGES)
    assert most <= 4
    desk.update()
    assert len(list((desk.store.root / "generations").iterdir())) <= 2
    print(f"\n{sum(kills.values())} kills {dict(kills)}; slowest reopening {slowest * 1000:.0f} ms; "
          f"at most {most} generation folders")  # fmt: skip


def _bytes(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".building" not in str(path) and path.parent.name != "queue"
        and path.name != "LOCK"
    }  # fmt: skip


def test_a_killed_rebuild_leaves_the_index_as_it_was(
    desk: Desk, often: Callable[[int, int], int]
) -> None:
    for number in range(30):
        desk.write(f"{number}.txt", f"公积金提取办法{number}")
    desk.update()
    before, draw, killed = _bytes(desk.store.root), random.Random(1), 0
    for _ in range(often(15, 200)):
        child = Child(lambda say: say(DONE) if desk.rebuild(desk.files) else None)
        time.sleep(draw.uniform(0, 0.05))
        child.kill()
        child.ended()
        after = _bytes(desk.store.root)
        if after.keys() == before.keys():
            killed += 1
            assert after == before
        else:  # it was killed behind the swap
            assert len(desk.found()) == 30
        before = after
    assert killed


def test_a_failed_rebuild_leaves_the_index_as_it_was(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.write("甲.txt", "公积金")
    desk.update()
    before = _bytes(desk.store.root)
    real = disk.write

    def full(file: int, raw: memoryview) -> int:
        raise OSError(28, "设备上没有空间")

    monkeypatch.setattr(disk, "write", full)
    with pytest.raises(OSError, match="没有空间"):
        desk.rebuild(desk.files)
    monkeypatch.setattr(disk, "write", real)
    assert _bytes(desk.store.root) == before
    assert not list((desk.store.root / "generations").glob("*.building"))
