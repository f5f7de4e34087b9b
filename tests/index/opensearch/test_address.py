"""What --engine may say, and that a password is neither in it nor seen anywhere."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from index.errors import ClusterRefused, SourceError, ZhengceError
from index.opensearch.address import BadAddress, client_of, parsed
from tests.support.scripted_node import ScriptedNode, drops, refuses

SECRET = "s3cret-pässword"


@pytest.mark.parametrize(
    ("address", "hosts"),
    [
        ("https://a:9200/zc", ["https://a:9200"]),
        ("https://a.example,b.example:9201/zc", ["https://a.example:9200", "https://b.example:9201"]),
        ("http://127.0.0.1/zc", ["http://127.0.0.1:9200"]),
        ("https://[::1]:9200,[fe80::1]/zc/", ["https://[::1]:9200", "https://[fe80::1]:9200"]),
        ("https://a:1, https://b:2/zc", ["https://a:1", "https://b:2"]),
    ],
)  # fmt: skip
def test_an_address_names_nodes_and_an_index(address: str, hosts: list[str]) -> None:
    assert parsed(address) == (tuple(hosts), "zc")


@pytest.mark.parametrize(
    "address",
    ["", "zc", "a:9200/zc", "ftp://a/zc", "https:///zc", "https://a,/zc", "https://a b/zc",
     "https://a:0/zc", "https://a:99999/zc", "https://a?x=1/zc"],
)  # fmt: skip
def test_what_is_no_address_is_said_with_an_example(address: str) -> None:
    with pytest.raises(BadAddress, match="https://主机1:9200,主机2:9200/名称"):
        parsed(address)


@pytest.mark.parametrize(
    "name", ["", "Zc", "_all", "*", "-a", "a,b", "政策", "a/b", "zc-000001", "zc-files", "zc-lock", "x" * 65]
)  # fmt: skip
def test_a_name_is_one_that_cannot_be_taken_for_another(name: str) -> None:
    with pytest.raises(BadAddress, match=r"名称"):
        parsed(f"https://a:9200/{name}")


def test_a_password_in_an_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(BadAddress, match="ZHENGCE_ENGINE_PASSWORD_FILE") as refusal:
        parsed(f"https://admin:{SECRET}@a:9200/zc")
    assert SECRET not in str(refusal.value)
    assert "admin" not in str(refusal.value)


@pytest.mark.parametrize("host", ["10.0.0.7", "cluster.example", "[fe80::1]", "0.0.0.0"])
def test_other_machines_are_not_spoken_to_in_the_clear(host: str) -> None:
    with pytest.raises(BadAddress, match="ZHENGCE_ENGINE_PLAIN=yes"):
        client_of(f"http://127.0.0.1:9200,{host}:9200/zc", environment={})
    client_of(f"http://{host}:9200/zc", environment={"ZHENGCE_ENGINE_PLAIN": "yes"})


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "[::1]", "localhost"])
def test_this_machine_may_be(host: str) -> None:
    assert client_of(f"http://{host}:9200/zc", environment={})[1] == "zc"


def test_user_and_password_come_from_the_environment(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text(SECRET + "\n", encoding="utf-8")
    for given in ({"ZHENGCE_ENGINE_PASSWORD": SECRET}, {"ZHENGCE_ENGINE_PASSWORD_FILE": str(file)}):
        with ScriptedNode() as node:
            environment = {"ZHENGCE_ENGINE_USER": "reader"} | given
            client_of(f"{node.host}/zc", environment=environment)[0].ask("GET", "/x")
            assert (
                node.asked[0].headers["Authorization"] == "Basic cmVhZGVyOnMzY3JldC1ww6Rzc3dvcmQ="
            )


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"ZHENGCE_ENGINE_USER": "reader"}, "还缺 ZHENGCE_ENGINE_PASSWORD"),
        ({"ZHENGCE_ENGINE_PASSWORD": SECRET}, "还缺 ZHENGCE_ENGINE_USER"),
        ({"ZHENGCE_ENGINE_PASSWORD": SECRET, "ZHENGCE_ENGINE_PASSWORD_FILE": "x"}, "只设一个"),
        ({"ZHENGCE_ENGINE_PASSWORD_FILE": "there/is/none"}, "无法读取 ZHENGCE_ENGINE_PASSWORD_FILE"),
        ({"ZHENGCE_ENGINE_USER": "a:b", "ZHENGCE_ENGINE_PASSWORD": SECRET}, "冒号"),
        ({"ZHENGCE_ENGINE_CA": "there/is/none"}, "无法读取 ZHENGCE_ENGINE_CA"),
    ],
)  # fmt: skip
def test_what_is_missing_is_named(environment: dict[str, str], said: str) -> None:
    with pytest.raises(ZhengceError, match=said) as error:
        client_of("https://a:9200/zc", environment=environment)
    assert SECRET not in str(error.value)


@pytest.mark.parametrize("content", [b"", b"no certificate", b"\xff\xfe\x00"])
def test_an_authority_that_is_none_is_said(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "ca.pem"
    file.write_bytes(content)
    with pytest.raises(SourceError, match="ZHENGCE_ENGINE_CA"):
        client_of("https://a:9200/zc", environment={"ZHENGCE_ENGINE_CA": str(file)})


def test_a_password_is_seen_nowhere(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with ScriptedNode(refuses(401, "security_exception"), drops, drops) as node:
        environment = {"ZHENGCE_ENGINE_USER": "reader", "ZHENGCE_ENGINE_PASSWORD": SECRET}
        asking, _ = client_of(f"{node.host}/zc", environment=environment)
        seen = [repr(asking), repr(vars(asking))]
        for kind in (ClusterRefused, ZhengceError):
            with pytest.raises(kind) as error:
                asking.ask("GET", "/x")
            seen.append(repr(error.value) + repr(error.value.__cause__))
    for text in (*seen, caplog.text):
        assert SECRET not in text
        assert "cmVhZGVyO" not in text
