"""What ``--engine`` names: the nodes of a cluster, the name of an index, and who we are there.

``https://host1:9200,host2:9200/name``. User, password and the certificate of the authority that the nodes' own are
signed by come from the environment, or from files that it names, never from an address: those are seen in lists of
processes, histories and logs.
"""

from __future__ import annotations

import ipaddress
import os
import re
import ssl
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from index.errors import SourceError, ZhengceError, system_says
from index.opensearch.client import Client

USER = "ZHENGCE_ENGINE_USER"
PASSWORD = "ZHENGCE_ENGINE_PASSWORD"
PASSWORD_FILE = "ZHENGCE_ENGINE_PASSWORD_FILE"
CA = "ZHENGCE_ENGINE_CA"
PLAIN = "ZHENGCE_ENGINE_PLAIN"
"""Set to ``yes`` to speak without TLS to machines other than this one."""
DEFAULT_PORT = 9200
_EXAMPLE = "https://主机1:9200,主机2:9200/名称"
_NAME = re.compile(r"(?!.*-(?:files|lock|\d{6,})$)[a-z0-9][a-z0-9_-]{0,63}")
"""Not as the indexes are called that belong to another name: see ``index.opensearch.served``."""
_HOST = re.compile(r"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?")


class BadAddress(ZhengceError):
    """An address that leads to no cluster, or that must not be written so."""


class Address(NamedTuple):
    """Where an index is.

    Attributes:
        hosts: ``https://host:9200``.
        name: of its alias.
    """

    hosts: tuple[str, ...]
    name: str


def client_of(
    address: str, seconds: float = 10.0, environment: Mapping[str, str] = os.environ
) -> tuple[Client, str]:
    """What speaks to a cluster, and under which name it holds our index. Nothing is asked of it yet.

    Args:
        seconds: a request takes no longer.

    Raises:
        BadAddress, SourceError.
    """
    hosts, name = parsed(address)
    is_plain = hosts[0].startswith("http:")
    if is_plain and environment.get(PLAIN) != "yes":
        _ensure_here(hosts)
    trust = None if is_plain else _trusted(environment)
    return Client(hosts, seconds, headers=_identity(environment), trust=trust), name


def parsed(address: str) -> Address:
    """An address in its parts.

    Raises:
        BadAddress.
    """
    scheme, slashes, rest = address.strip().partition("://")
    named, _, name = rest.replace(f"{scheme}://", "").partition("/")  # it may stand before each
    if "@" in rest:  # said without repeating it: what stands there is a password
        raise BadAddress(
            f"--engine 的网址中不要写用户名和密码（会留在进程列表和日志里）。请用环境变量 {USER} 与 {PASSWORD}，"
            f"或用 {PASSWORD_FILE} 指定存放密码的文件。"
        )
    hosts = [host.strip() for host in named.split(",")]
    if scheme not in ("http", "https") or not slashes or not all(map(_HOST.fullmatch, hosts)):
        raise BadAddress(f"“{address}”不是集群的网址。请写成 {_EXAMPLE}。")
    name = name.rstrip("/")
    if not _NAME.fullmatch(name):
        raise BadAddress(
            f"“{address}”末尾要有索引的名称：小写字母、数字、- 和 _，以字母或数字开头，如 {_EXAMPLE}。"
        )
    return Address(tuple(f"{scheme}://{_with_port(host)}" for host in hosts), name)


def _with_port(host: str) -> str:
    port = host.rpartition("]")[2].rpartition(":")[2] if re.search(r":\d+$", host) else ""
    if not port or host.endswith("]"):
        return f"{host}:{DEFAULT_PORT}"
    if not 0 < int(port) < 2**16:
        raise BadAddress(f"“{host}”的端口不对。请写成 {_EXAMPLE}。")
    return host


def _ensure_here(hosts: tuple[str, ...]) -> None:
    """Raise BadAddress if one is not on this machine: without TLS anybody on the way reads and changes all of it."""
    for host in hosts:
        name = urlsplit(host).hostname or ""
        try:
            is_here = ipaddress.ip_address(name).is_loopback
        except ValueError:
            is_here = name == "localhost"
        if not is_here:
            raise BadAddress(
                f"{host} 不在本机，不加密的连接途中可以被偷看和篡改。请在集群上启用 TLS，写成 https://；"
                f"确知网络可信（如容器内网）时，可设 {PLAIN}=yes。"
            )


def _identity(environment: Mapping[str, str]) -> dict[str, str]:
    """The headers that say who we are."""
    user, password = environment.get(USER, ""), environment.get(PASSWORD, "")
    if file := environment.get(PASSWORD_FILE):
        if password:
            raise BadAddress(f"{PASSWORD} 与 {PASSWORD_FILE} 请只设一个。")
        password = _read(PASSWORD_FILE, file).rstrip("\r\n")
    if bool(user) != bool(password):
        missing = f"{PASSWORD} 或 {PASSWORD_FILE}" if user else USER
        raise BadAddress(f"集群的用户名和密码要一起给出，还缺 {missing}。")
    if ":" in user:
        raise BadAddress(f"{USER} 中不能有冒号。")
    if not user:
        return {}
    return {"Authorization": "Basic " + b64encode(f"{user}:{password}".encode()).decode()}


def _trusted(environment: Mapping[str, str]) -> ssl.SSLContext:
    """What verifies the nodes' certificates: by the named authority alone, or by those of the system."""
    file = environment.get(CA)
    if not file:
        return ssl.create_default_context()
    pem = _read(CA, file)
    try:
        return ssl.create_default_context(cadata=pem or " ")  # nothing would be the system's
    except (ssl.SSLError, ValueError) as error:
        raise SourceError(f"{CA} 指定的 {file} 不是 PEM 格式的证书。请核对文件。") from error


def _read(variable: str, file: str) -> str:
    try:
        return Path(file).read_text(encoding="utf-8")
    except OSError as error:
        raise SourceError(
            f"无法读取 {variable} 指定的 {file}（{system_says(error)}）。请检查路径和权限。"
        ) from error
    except UnicodeDecodeError as error:
        raise SourceError(f"{variable} 指定的 {file} 不是文本。请核对文件。") from error
