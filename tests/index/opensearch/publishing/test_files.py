"""Side files on a real node: read back as they were written, or not at all."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from index.errors import IndexDamaged
from index.opensearch import files
from tests.index.opensearch.publishing.conftest import Site

SIZES = [0, 1, 99, 100, 101, 1234]


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "PIECE", 100)


def _write(site: Site, folder: Path, sizes: list[int]) -> dict[str, tuple[int, str]]:
    stamps = {}
    for size in sizes:
        path = folder / f"f{size}"
        path.write_bytes(Random(size).randbytes(size))
        files.write(site.client, site.name, "i-1", path.name, path)
        stamps[path.name] = files.stamp(path)
    return stamps


def test_files_are_read_as_they_were_written(site: Site, tmp_path: Path) -> None:
    stamps = _write(site, tmp_path, SIZES)
    for name in stamps:
        to = tmp_path / "read" / name
        to.parent.mkdir(exist_ok=True)
        files.read(site.client, site.name, "i-1", name, stamps, to)
        assert to.read_bytes() == (tmp_path / name).read_bytes()


def test_what_is_not_whole_is_not_given(site: Site, tmp_path: Path) -> None:
    stamps = _write(site, tmp_path, [250])
    to = tmp_path / "read"
    place = f"/{files.files_index(site.name)}/_doc/i-1.f250."
    piece = site.client.ask("GET", f"{place}1")["_source"]
    for other in ({"data": "no base64!"}, {"data": ""}, {}, {"data": _last(site, place)}):
        site.client.ask("PUT", f"{place}1", other)
        with pytest.raises(IndexDamaged, match="f250"):
            files.read(site.client, site.name, "i-1", "f250", stamps, to)
        assert not to.exists()
    site.client.ask("PUT", f"{place}1", piece)
    files.read(site.client, site.name, "i-1", "f250", stamps, to)
    files.remove(site.client, site.name, "i-1", stamps)
    files.remove(site.client, site.name, "i-1", stamps)
    with pytest.raises(IndexDamaged):
        files.read(site.client, site.name, "i-1", "f250", stamps, tmp_path / "again")


def _last(site: Site, place: str) -> str:
    data: str = site.client.ask("GET", f"{place}2")["_source"]["data"]
    return data
