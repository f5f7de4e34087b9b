"""What asks a cluster never hangs, never takes part of an answer for all of it, and goes on when a node is back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler

import pytest

from index.errors import ClusterRefused, ClusterUnavailable
from index.opensearch.client import Client, Refused, Unavailable, apart, breaker, within
from index.opensearch.client import asking as requests
from index.opensearch.client import nodes as connected
from index.opensearch.client.deadline import end_of
from tests.cluster.node import free_ports
from tests.support.forked_child import Child
from tests.support.scripted_node import (
    Answer,
    ScriptedNode,
    drops,
    endless,
    found,
    half,
    hangs,
    leads_to,
    refuses,
    says,
    stops,
)

SOON = 0.5
LONG = 60.0
"""More than any of these takes, however busy the machine."""


@pytest.fixture
def nodes() -> Iterator[list[ScriptedNode]]:
    with ExitStack() as open_ones:
        yield [open_ones.enter_context(ScriptedNode()) for _ in range(2)]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requests, "PAUSES", (0.001,))
    monkeypatch.setattr(requests, "BREATH", 0.001)
    monkeypatch.setattr(connected, "PROBE_SECONDS", LONG)
    monkeypatch.setattr(connected, "CONNECT_SECONDS", LONG)


def _over(*nodes: ScriptedNode, seconds: float = LONG, most: int = 10**6) -> Client:
    return Client([node.host for node in nodes], seconds, most=most)


def _requests(*nodes: ScriptedNode) -> int:
    return sum(len(node.asked) for node in nodes)


# --- one of two nodes fails -----------------------------------------------------------


@pytest.mark.parametrize(
    "trouble",
    [drops, half, says(b"<html>", 502), says(b"[1", 200), says([]), refuses(503, "all_shards_failed"),
     refuses(429, "rejected_execution_exception"), says(found(3, shards=2)), says(found(3, timed_out=True))],
)  # fmt: skip
def test_what_one_node_does_not_answer_another_is_asked(
    nodes: list[ScriptedNode], trouble: Answer
) -> None:
    for node in nodes:
        node.otherwise = says(found(7))
    nodes[0].script.append(trouble)
    asking = _over(*nodes)
    totals = [asking.search("x", {})["hits"]["total"]["value"] for _ in range(4)]
    assert totals == [7] * 4


@pytest.mark.parametrize("trouble", [hangs, stops])
def test_a_node_that_hangs_leaves_time_for_another(
    nodes: list[ScriptedNode], trouble: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(requests, "FIRST_SHARE", SOON / LONG)
    for node in nodes:
        node.otherwise = says(found(7))
    nodes[0].script.append(trouble)
    asking = _over(*nodes)
    totals = [asking.search("x", {})["hits"]["total"]["value"] for _ in range(2)]
    assert totals == [7, 7]
    assert _requests(*nodes) == 3


@pytest.mark.parametrize("trouble", [drops, half, hangs, stops, refuses(503, "")])
def test_what_must_not_be_done_twice_is_not_sent_again(
    nodes: list[ScriptedNode], trouble: Answer
) -> None:
    for node in nodes:
        node.otherwise = trouble
    with pytest.raises(Unavailable):
        _over(*nodes, seconds=SOON).patient(LONG).ask("PUT", "/x/_doc/1", {"a": 1})
    assert _requests(*nodes) == 1


def test_what_did_not_reach_a_node_reaches_another(nodes: list[ScriptedNode]) -> None:
    gone = f"http://127.0.0.1:{free_ports(1)[0]}"
    asking = Client([gone, nodes[0].host, gone], LONG)
    for at in range(6):
        asking.ask("PUT", f"/x/_doc/{at}", {"a": 1})
    assert len(nodes[0].asked) == 6


def test_no_more_than_two_nodes_get_a_request() -> None:
    with ExitStack() as opened:
        nodes = [opened.enter_context(ScriptedNode()) for _ in range(3)]
        for node in nodes:
            node.otherwise = drops
        with pytest.raises(Unavailable, match="连接中断"):
            _over(*nodes).search("x", {})
        assert _requests(*nodes) == 2


# --- none answers ---------------------------------------------------------------------


@pytest.mark.parametrize("trouble", [drops, half, hangs, stops])
def test_no_answer_at_all_is_said(nodes: list[ScriptedNode], trouble: Answer) -> None:
    for node in nodes:
        node.otherwise = trouble
    with pytest.raises(ClusterUnavailable, match=r"恢复后会自动继续"):
        _over(*nodes, seconds=SOON).search("x", {})


def test_nobody_waits_for_nodes_that_are_known_to_be_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(breaker, "FIRST_PAUSE", LONG)
    monkeypatch.setattr(breaker, "LONGEST_PAUSE", LONG)
    with ScriptedNode() as node:
        node.status = 503
        asking = _over(node)
        for _ in range(10):
            with pytest.raises(Unavailable, match="尚未就绪"):
                asking.search("x", {})
        assert node.probes == 1
        assert not node.asked


def test_a_node_that_is_back_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(breaker, "FIRST_PAUSE", 0.0)
    with ScriptedNode() as node:
        node.otherwise = says(found(7))
        node.status = 503
        asking = _over(node)
        with pytest.raises(Unavailable):
            asking.search("x", {})
        node.status = 200
        assert asking.search("x", {})["hits"]["total"]["value"] == 7


def test_time_runs_out_for_all_that_is_asked_together(nodes: list[ScriptedNode]) -> None:
    for node in nodes:
        node.otherwise = hangs
    asking = _over(*nodes)
    with within(SOON), pytest.raises(Unavailable):
        asking.search("x", {})
    before = _requests(*nodes)
    with within(0), pytest.raises(Unavailable):
        asking.search("x", {})
    assert _requests(*nodes) == before


def test_who_asks_for_another_does_not_wait_longer_than_he_does() -> None:
    with within(1):
        least = end_of(LONG)
        with within(LONG):
            assert end_of(LONG) == least
        with apart():
            assert end_of(LONG) > least + 1
    assert end_of(LONG) > least + 1


# --- part of an answer is none --------------------------------------------------------


@pytest.mark.parametrize("part", [found(3, shards=2), found(3, timed_out=True)])
def test_part_of_an_answer_is_no_answer(part: dict[str, object]) -> None:
    with ScriptedNode() as node:
        node.otherwise = says(part)
        with pytest.raises(Unavailable, match="不提供不完整的结果"):
            _over(node).search("x", {})
        node.otherwise = says({"responses": [found(3), part]})
        with pytest.raises(Unavailable, match="不提供不完整的结果"):
            _over(node).searches("x", [{}, {}])


def test_every_search_of_several_is_answered() -> None:
    with ScriptedNode() as node:
        node.otherwise = says({"responses": [found(3)]})
        with pytest.raises(Unavailable):
            _over(node).searches("x", [{}, {}])
        error = {"status": 404, "error": {"type": "index_not_found_exception", "reason": "x"}}
        node.otherwise = says({"responses": [found(3), error]})
        with pytest.raises(Refused, match="zhengce publish"):
            _over(node).searches("x", [{}, {}])


def test_a_cluster_never_gives_part_of_an_answer_unasked() -> None:
    with ScriptedNode(says(found(1)), says({"responses": [found(1)]})) as node:
        asking = _over(node)
        asking.search("x", {})
        asking.searches("x", [{"size": 0}])
        assert node.asked[0].target == "/x/_search?allow_partial_search_results=false"
        head = json.loads(node.asked[1].body.split(b"\n")[0])
        assert head == {"allow_partial_search_results": False}


@pytest.mark.parametrize("huge", [endless, says(b" " * 2000)])
def test_an_answer_is_bounded(huge: Answer) -> None:
    with ScriptedNode(huge) as node, pytest.raises(ClusterRefused, match="too_large"):
        _over(node, most=1000).ask("GET", "/x")


def test_what_is_left_of_an_answer_is_not_the_beginning_of_another() -> None:
    with ScriptedNode(stops, says({"mine": True})) as node:
        asking = _over(node)
        with pytest.raises(Unavailable):
            asking.ask("PUT", "/x", seconds=SOON)
        assert asking.ask("PUT", "/y") == {"mine": True}


# --- who can wait ---------------------------------------------------------------------


@pytest.mark.parametrize("trouble", [drops, refuses(503, ""), refuses(429, "es_rejected")])
def test_who_is_patient_is_answered_when_there_is_room(trouble: Answer) -> None:
    with ScriptedNode(*[trouble] * 9, says({"ok": 1})) as node:
        assert _over(node).patient(LONG).ask("POST", "/x/_bulk", b"", repeatable=True) == {"ok": 1}
        assert len(node.asked) == 10


def test_patience_ends() -> None:
    with ScriptedNode() as node:
        node.otherwise = refuses(429, "es_rejected_execution_exception")
        with pytest.raises(Unavailable, match="es_rejected"):
            _over(node).patient(0.01).ask("GET", "/x")


def test_what_was_not_taken_for_want_of_room_can_be_sent_again() -> None:
    with ScriptedNode(refuses(429, "es_rejected"), says({"ok": 1})) as node:
        assert _over(node).ask("PUT", "/x/_doc/1", {}) == {"ok": 1}


# --- what an operator has to mend -----------------------------------------------------


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        (refuses(401, "security_exception"), "ZHENGCE_ENGINE_PASSWORD"),
        (says(b"Unauthorized", 401), "ZHENGCE_ENGINE_PASSWORD"),
        (refuses(403, "security_exception", "no permissions"), "没有所需的权限.*no permissions"),
        (refuses(404, "index_not_found_exception", "no such index [x]"), "zhengce publish"),
        (refuses(429, "cluster_block_exception", "disk usage exceeded flood-stage watermark"), "磁盘将满"),
        (refuses(403, "index_create_block_exception", "blocked by: [FORBIDDEN/10/]"), "磁盘将满"),
        (refuses(403, "cluster_block_exception", "index write (api)"), "只读"),
        (refuses(403, "index_create_block_exception", "create-index blocked"), "磁盘将满"),
        (refuses(400, "parsing_exception", "unknown query"), "没有接受这个请求.*unknown query"),
    ],
)  # fmt: skip
def test_a_refusal_names_the_next_step_and_is_not_repeated(trouble: Answer, said: str) -> None:
    with ScriptedNode() as node:
        node.otherwise = trouble
        with pytest.raises(ClusterRefused, match=said):
            _over(node).patient(LONG).ask("GET", "/x")
        assert len(node.asked) == 1


@pytest.mark.parametrize(
    ("presents_as", "status", "said"),
    [
        ({"version": {"number": "8.15.0"}, "tagline": "You Know, for Search"}, 200, "那里不是 OpenSearch"),
        (b"<html>It works!</html>", 200, "那里不是 OpenSearch"),
        ([], 404, "那里不是 OpenSearch"),
        ({"version": {"distribution": "opensearch", "number": "1.3.20"}}, 200, "版本太旧.*1.3.20"),
        ({"error": {"type": "security_exception", "reason": ""}}, 401, "ZHENGCE_ENGINE_PASSWORD"),
        (b"Unauthorized", 401, "ZHENGCE_ENGINE_PASSWORD"),
    ],
)  # fmt: skip
def test_what_is_no_cluster_of_ours_is_asked_nothing(
    presents_as: object, status: int, said: str
) -> None:
    with ScriptedNode() as node:
        node.presents_as, node.status = presents_as, status
        asking = _over(node)
        for _ in range(3):
            with pytest.raises(ClusterRefused, match=said):
                asking.ask("GET", "/x")
        assert not node.asked


def test_one_node_that_cannot_be_used_keeps_nobody_from_the_others(
    nodes: list[ScriptedNode],
) -> None:
    nodes[0].presents_as = {"version": {"distribution": "opensearch", "number": "1.0.0"}}
    asking = _over(*nodes)
    for _ in range(4):
        assert asking.ask("GET", "/x") == {}
    assert len(nodes[1].asked) == 4


def test_who_may_not_ask_what_kind_of_server_it_is_may_search() -> None:
    with ScriptedNode(says(found(7))) as node:
        node.presents_as, node.status = {"error": {"type": "security_exception"}}, 403
        assert _over(node).search("x", {})["hits"]["total"]["value"] == 7


def test_nobody_is_led_elsewhere_with_our_password() -> None:
    with ScriptedNode() as elsewhere, ScriptedNode() as node:
        node.otherwise = leads_to(elsewhere.host)
        asking = Client([node.host], LONG, headers={"Authorization": "Basic c2VjcmV0"})
        asking.ask("GET", "/x")
        assert node.asked[0].headers["Authorization"] == "Basic c2VjcmV0"
        assert not elsewhere.asked


# --- processes ------------------------------------------------------------------------


def test_a_process_that_is_forked_connects_by_itself() -> None:
    with ScriptedNode() as node:
        ports: list[int] = []

        def notes(handler: BaseHTTPRequestHandler) -> None:
            ports.append(handler.client_address[1])
            says({})(handler)

        node.otherwise = notes
        asking = _over(node)
        asking.ask("GET", "/parent")
        asking.ask("GET", "/parent")

        def asks(say: object) -> None:
            asking.ask("GET", "/child")

        _, code = Child(asks).ended()
        asking.ask("GET", "/parent")
        assert code == 0
        assert [ports[0] == port for port in ports] == [True, True, False, True]
