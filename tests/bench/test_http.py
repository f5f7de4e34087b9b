"""Pages over HTTP: every server answers, what is asked for is what it says, and slow ones are asked for less."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.http import __main__ as http
from bench.http import mixes, servers
from bench.http.client import ask
from bench.minimal import pages
from bench.minimal.found import Found, rows
from index.text.analysis import Analyzer
from tests.bench.test_entry_points import Printed, printed, rows_of

__all__ = ["printed"]

QUERY = "条例"


def test_servers_are_compared_kind_by_kind(
    printed: Printed, little_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """This checkout beside itself and beside SQLite: all pages come, of the slow one a part of them."""
    monkeypatch.setattr(http, "SHARES", {"FTS5": 4})
    monkeypatch.setattr(http, "WARM", 4)
    monkeypatch.setattr(http, "LINKING", 4)
    monkeypatch.delenv("ZHENGCE_CORPUS", raising=False)
    few = [part for kind in ("pages", "zipf", "zipf-queries", "home") for part in (f"--{kind}", 12)]
    said = printed(
        http.main, "--index", little_index, "--old", servers.ROOT, "--old-index", little_index,
        "--engines", "FTS5", "--keep", tmp_path, *few, "--rounds", 2, "--encoding", "gzip", "--out", tmp_path / "results.md",
    )  # fmt: skip
    table = [row for row in rows_of(said) if row[0] != "server"]
    assert [row[0] for row in table] == ["zhengce", "the old checkout", "FTS5 + Flask"] * 4
    assert all(not row[9] or row[9].endswith("× 503") for row in table), (
        "no page, and not for being busy"
    )
    assert {row[2] for row in table if row[0] == "zhengce"} == {"1.00×"}
    assert said.strip() in (tmp_path / "results.md").read_text(encoding="utf-8")
    for kind in ("distinct queries: 12 pages", "Zipf: 12 pages", "home: 12 pages", "documents: "):
        assert kind in said


def test_distinct_queries_are_distinct_and_the_same_each_time() -> None:
    titles = [f"云澜市第{at}号石榴种植补贴办法" for at in range(50)]
    made = mixes.distinct(titles, None, 100_000)
    assert len(made) == len(set(made))
    assert made == mixes.distinct(titles[::-1], None, 100_000)
    assert set(titles) < set(made)
    assert set(mixes.judged(None)) <= set(made)
    assert mixes.distinct(titles, None, 7) == made[:7]


def test_the_first_of_a_zipf_mix_comes_as_often_as_its_place_says() -> None:
    drawn = mixes.zipf([str(at) for at in range(10)], 20_000)
    whole = sum(1 / place for place in range(1, 11))
    for place in (1, 2, 10):
        assert drawn.count(str(place - 1)) == pytest.approx(20_000 / whole / place, rel=0.1)


@pytest.mark.filterwarnings(
    "ignore:.*jieba:pytest.PytestUnraisableExceptionWarning"
)  # a file it leaves open
@pytest.mark.parametrize("name", pages.ENGINES)
def test_a_minimal_page_has_the_count_the_cards_and_the_facets(
    little_index: Path, tmp_path: Path, analyzer: Analyzer, name: str
) -> None:
    pytest.importorskip("tantivy" if name == "tantivy" else "whoosh")
    kind = pages.engine(name)
    kind.build(rows(little_index, analyzer), tmp_path / "made")
    page = kind(tmp_path / "made")
    found: Found = page.search(QUERY)
    assert found.total >= len(found.cards) == 10
    assert any("<b" in "".join(card.excerpts) for card in found.cards)
    assert sum(count for _, count in found.facets["validity"]) == found.total
    client = pages.create_app(page).test_client()
    said = client.get(f"/search?q={QUERY}").text
    assert all(f"/documents/{card.id}?" in said for card in found.cards)
    shown = client.get(f"/documents/{found.cards[0].id}").text
    assert found.cards[0].title in shown
    assert client.get("/").status_code == 200


def test_a_client_asks_once_for_each_path_and_counts_what_is_no_page(little_index: Path) -> None:
    port = servers.free_port()
    command = servers.serving(servers.ROOT, little_index, port, 1)
    with servers.running("zhengce", command, port) as server:
        before = server.spent()
        run = ask(server.port, ["/", "/nothing", f"/search?q={QUERY}"] * 3, 4)
        assert run.statuses.total() == 9
        assert run.statuses.keys() <= {200, 404, 503}, "a page, none, or none on a busy machine"
        assert len(run.latencies) == run.statuses[200]
        assert server.spent() >= before > 0
    with (
        pytest.raises(RuntimeError, match="did not start"),
        servers.running("nobody", ["false"], port),
    ):
        pass
