"""After what was erased here nothing is left on a cluster that was written before."""

from __future__ import annotations

from index.opensearch.publishing.publish import publish
from index.upkeep.erase import erase
from index.upkeep.withdraw import withdraw
from search.opensearch.norms import norms_of
from tests.index.opensearch.publishing.conftest import Site
from tests.support.desk import Desk


def test_what_was_erased_is_in_no_index_and_no_copy(site: Site, desk: Desk) -> None:
    for name in "甲乙丙丁戊己庚辛壬癸":
        desk.write(f"{name}.txt", f"名称: {name}市住房公积金办法\n\n{name}市的公积金")
    desk.update()
    first = site.publish(desk)
    id, *_ = sorted(site.rows())
    withdraw(desk.store, [id], "甲", "测试")
    hidden = site.publish(desk)
    assert site.indexes() == [first.index, hidden.index]
    erase(desk.store, [id])
    done = publish(
        desk.store, site.client, site.name, desk.analyzer, norms_of, patience=0, afresh=True
    )
    assert site.indexes() == [done.index]
    assert site.pieces() == {done.index}
    stats = site.client.ask("GET", f"/{done.index}/_stats/docs")["_all"]["primaries"]["docs"]
    assert (stats["count"], stats["deleted"]) == (len(site.rows()), 0)
    assert id not in site.rows()
