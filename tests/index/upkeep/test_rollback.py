"""Going back is refused where it would take the site down; the good generation stays."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from index.errors import IndexDamaged, IndexOutdated
from index.store.generation import MANIFEST, Manifest
from index.store.store import Store
from index.upkeep.backup import backup
from index.upkeep.check import check
from index.upkeep.rollback import rollback
from search.embedded.engine import EmbeddedEngine
from tests.support.desk import Desk
from web.cli.doctor import complaints


@pytest.fixture
def rebuilt(desk: Desk) -> Desk:
    """Two generations without a file in common."""
    desk.write("甲.txt", "公积金")
    desk.update()
    desk.rebuild()
    return desk


def other_software(store: Store, number: int) -> None:
    """Make a generation one that another version has built."""
    path = store.root / "generations" / str(number) / MANIFEST
    manifest = Manifest.from_bytes(path.read_bytes())
    path.write_bytes(replace(manifest, fingerprint="0-other").to_bytes())


def flip(path: Path) -> None:
    """Change a byte in a packed body, which nothing looks at before it is asked for."""
    raw = bytearray(path.read_bytes())
    raw[raw.index(b"\x28\xb5\x2f\xfd") + 9] ^= 1
    path.write_bytes(raw)


def part_of(store: Store, number: int) -> Path:
    return min((store.root / "generations" / str(number) / "terms").glob("*.seg"))


def test_a_generation_of_another_version_is_not_rolled_back_to(rebuilt: Desk) -> None:
    other_software(rebuilt.store, 1)
    with pytest.raises(IndexOutdated, match=r"保持不变.*zhengce reindex"):
        rollback(rebuilt.store, rebuilt.analyzer)
    assert rebuilt.store.current_number() == 2
    assert EmbeddedEngine(rebuilt.store.root, rebuilt.analyzer).status().damage == ""


def test_damaged_bytes_are_not_rolled_back_to(rebuilt: Desk) -> None:
    flip(part_of(rebuilt.store, 1))
    with pytest.raises(IndexDamaged, match=r"\.seg 已损坏.*保持不变"):
        rollback(rebuilt.store, rebuilt.analyzer)
    assert rebuilt.store.current_number() == 2
    assert rebuilt.found() == {"甲.txt"}


def test_after_a_refusal_one_can_go_back_as_before(rebuilt: Desk) -> None:
    other_software(rebuilt.store, 2)  # the newest was built by other software
    assert rollback(rebuilt.store, rebuilt.analyzer).number == 3
    assert EmbeddedEngine(rebuilt.store.root, rebuilt.analyzer).status().damage == ""


def test_a_server_started_beside_an_outdated_one_opens_the_one_before(rebuilt: Desk) -> None:
    other_software(rebuilt.store, 2)
    status = EmbeddedEngine(rebuilt.store.root, rebuilt.analyzer).status()
    assert (status.generation, status.refused) == (1, "outdated")
    assert "zhengce reindex" in status.damage
    other_software(rebuilt.store, 1)
    with pytest.raises(IndexOutdated, match="generations/2"):
        EmbeddedEngine(rebuilt.store.root, rebuilt.analyzer)


@pytest.mark.parametrize("what", ["manifest", "bytes", "table", "cut", "version", "nothing"])
@pytest.mark.parametrize("number", [1, 2])
def test_all_agree(rebuilt: Desk, tmp_path: Path, what: str, number: int) -> None:
    folder = rebuilt.store.root / "generations" / str(number)
    match what:
        case "manifest":
            (folder / MANIFEST).write_bytes(b"{")
        case "bytes":
            flip(part_of(rebuilt.store, number))
        case "table":
            raw = (folder / "sources.jsonl").read_bytes()
            (folder / "sources.jsonl").write_bytes(raw.replace(b'"ids"', b'"idx"'))
        case "cut":
            path = part_of(rebuilt.store, number)
            path.write_bytes(path.read_bytes()[:-9])
        case "version":
            other_software(rebuilt.store, number)
    sound = what == "nothing" or (what, number) == ("version", 1)
    assert (complaints(rebuilt.store.root) == []) == sound
    assert (list(check(rebuilt.store, rebuilt.analyzer)) == []) == sound
    if number == 2 and what in ("manifest", "bytes", "table", "cut"):
        with pytest.raises(IndexDamaged, match="损坏"):
            backup(rebuilt.store, tmp_path / "b.tar")
        assert list(tmp_path.glob("b.tar*")) == []
    else:
        backup(rebuilt.store, tmp_path / "b.tar")
    if number == 1 and what != "nothing":
        with pytest.raises((IndexDamaged, IndexOutdated)):
            rollback(rebuilt.store, rebuilt.analyzer)


def test_while_damage_is_carried_on_the_good_one_is_not_swept(rebuilt: Desk) -> None:
    flip(part_of(rebuilt.store, 2))
    for name in ("乙", "丙", "丁"):
        rebuilt.write(f"{name}.txt", "养老")
        rebuilt.update()
    assert numbers(rebuilt) == {"1", "4", "5"}
    rebuilt.rebuild()
    assert numbers(rebuilt) == {"5", "6"}, "a whole one is newer"


def numbers(desk: Desk) -> set[str]:
    return {path.name for path in (desk.store.root / "generations").iterdir()}
