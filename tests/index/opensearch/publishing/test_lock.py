"""One writer at a time under a name: who comes second is told who writes; who was killed keeps nobody from it."""

from __future__ import annotations

import os
import socket
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from index.errors import IndexBusy
from index.opensearch.publishing.lock import Lease, writer
from tests.index.opensearch.publishing.conftest import Site
from tests.support.desk import Desk


def test_who_comes_second_is_told_who_writes(site: Site, desk: Desk) -> None:
    desk.write("甲.txt", "正文")
    desk.update()
    with writer(site.client, site.name):
        with pytest.raises(IndexBusy) as busy:
            site.publish(desk)
        assert site.indexes() == []
    assert f"主机 {socket.gethostname()}，进程号 {os.getpid()}，" in str(busy.value)
    site.publish(desk)


def test_who_can_wait_waits(site: Site) -> None:
    with writer(site.client, site.name):
        waiting = threading.Thread(target=_write, args=(site,))
        waiting.start()
    waiting.join()
    assert not waiting.is_alive()


def _write(site: Site) -> None:
    with writer(site.client, site.name, patience=600):
        pass


def test_who_was_killed_keeps_nobody_from_writing(site: Site) -> None:
    killed = Lease(site.client, site.name, lease=-1.0)
    assert killed.taken() is None
    with writer(site.client, site.name, patience=0), pytest.raises(IndexBusy, match="接管"):
        killed.ensure_held()
    with pytest.raises(IndexBusy):
        killed.ensure_held()


def test_of_two_who_find_a_void_lock_one_gets_it(site: Site) -> None:
    assert Lease(site.client, site.name, lease=-1.0).taken() is None
    leases = [Lease(site.client, site.name, lease=600.0) for _ in range(6)]
    with ThreadPoolExecutor(len(leases)) as pool:
        found = list(pool.map(Lease.taken, leases))
    assert found.count(None) == 1


def test_a_lock_is_renewed_while_it_is_held(site: Site) -> None:
    lease = Lease(site.client, site.name, lease=0.4)
    assert lease.taken() is None
    before = lease.held()
    renewing = threading.Thread(target=lease.renew)
    renewing.start()
    while (now := lease.held()) and before and now.query == before.query:
        pass
    lease.ensure_held()
    lease.leave()
    renewing.join()
    assert lease.held() is None


def test_a_lost_lock_is_not_renewed(site: Site) -> None:
    lost = Lease(site.client, site.name, lease=0.1)
    assert lost.taken() is None
    other = Lease(site.client, site.name, lease=600.0)
    while other.taken() is not None:
        pass
    lost.renew()  # ends: it is another's
    with pytest.raises(IndexBusy):
        lost.ensure_held()
    lost.leave()
    other.ensure_held()
