"""A cluster is spoken to by TLS, and only if its certificate is for its name and signed by whom we trust."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import ClusterRefused, ClusterUnavailable
from index.opensearch.address import client_of
from index.opensearch.client import Client
from tests.support.certificates import Authority, authority
from tests.support.scripted_node import ScriptedNode, found, says

OURS = "IP:127.0.0.1"


@pytest.fixture(scope="module")
def signing(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return authority(tmp_path_factory.mktemp("stranger"))


def _asking(node: ScriptedNode, trusted: Path | None, **more: str) -> Client:
    environment = {"ZHENGCE_ENGINE_CA": str(trusted)} if trusted else {}
    return client_of(f"{node.host}/zc", 60.0, environment | more)[0]


def test_who_is_trusted_is_asked_and_told_who_we_are(signing: Authority) -> None:
    with ScriptedNode(trust=signing.server(OURS)) as node:
        node.otherwise = says(found(7))
        who = {"ZHENGCE_ENGINE_USER": "reader", "ZHENGCE_ENGINE_PASSWORD": "secret"}
        asking = _asking(node, signing.certificate, **who)
        assert [asking.search("zc", {})["hits"]["total"]["value"] for _ in range(2)] == [7, 7]
        assert node.asked[0].headers["Authorization"] == "Basic cmVhZGVyOnNlY3JldA=="


@pytest.mark.parametrize("known", [True, False], ids=["another authority", "the system's"])
def test_who_is_signed_by_a_stranger_is_told_nothing(
    signing: Authority, stranger: Authority, known: bool
) -> None:
    with ScriptedNode(trust=signing.server(OURS)) as node:
        asking = _asking(node, stranger.certificate if known else None)
        for _ in range(3):
            with pytest.raises(ClusterRefused, match="ZHENGCE_ENGINE_CA"):
                asking.search("zc", {})
        assert not node.asked
        assert not node.probes


def test_a_certificate_is_for_one_name(signing: Authority) -> None:
    with ScriptedNode(trust=signing.server("DNS:elsewhere.example,IP:127.0.0.2")) as node:
        with pytest.raises(ClusterRefused, match=r"证书.*127\.0\.0\.1"):
            _asking(node, signing.certificate).search("zc", {})
        assert not node.probes


def test_a_certificate_ends(signing: Authority) -> None:
    with ScriptedNode(trust=signing.server(OURS, days=-1)) as node:
        with pytest.raises(ClusterRefused, match="expired"):
            _asking(node, signing.certificate).search("zc", {})
        assert not node.probes


def test_who_does_not_speak_tls_is_told_nothing() -> None:
    with ScriptedNode() as node:
        host = node.host.replace("http:", "https:")
        asking = client_of(f"{host}/zc", 60.0, {})[0]
        with pytest.raises(ClusterUnavailable, match="可能不是 https"):
            asking.search("zc", {})
        assert not node.asked


def test_who_speaks_tls_alone_is_not_asked_in_the_clear(signing: Authority) -> None:
    with ScriptedNode(trust=signing.server(OURS)) as node:
        host = node.host.replace("https:", "http:")
        with pytest.raises(ClusterUnavailable):
            client_of(f"{host}/zc", 60.0, {})[0].search("zc", {})
        assert not node.asked
