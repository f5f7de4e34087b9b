"""The command ``zhengce serve``: what an operator chooses, and how it is said when it cannot be."""

from __future__ import annotations

import errno
import ipaddress
import os
from collections.abc import Callable
from contextlib import nullcontext
from hashlib import sha256
from pathlib import Path
from socket import socket
from typing import TYPE_CHECKING, TypedDict, TypeVar, Unpack, cast
from urllib.parse import urlsplit

import click

from index.errors import ClusterUnavailable, system_says
from search.engine import Engine
from web.cli.cluster import open_engine
from web.cli.options import check_writable, engine_option, index_option, lay_option
from web.protect import limits
from web.protect.middleware import LOOPBACK_HOSTS

if TYPE_CHECKING:
    from web.server.http import Settings

Command = TypeVar("Command", bound=Callable[..., object])


class _Given(TypedDict):
    """What an operator chose, besides the index and where to listen."""

    workers: int | None
    threads: int
    grace: int
    allow_host: tuple[str, ...]
    trusted_proxies: int
    rate: float
    global_rate: float
    site_url: str
    site_name: str
    no_originals: bool
    access_log: str | None
    query_log: Path | None
    cache_mb: int
    terms_mb: int | None
    metrics_port: int | None
    metrics_host: str


def _option(name: str, help: str, **more: object) -> Callable[[Command], Command]:
    """An option that can be given in the environment as well, as systemd units like it."""
    variable = "ZHENGCE_" + name.lstrip("-").replace("-", "_").upper()
    option = cast(Callable[..., Callable[[Command], Command]], click.option)
    return option(name, help=help, envvar=variable, show_envvar=True, **more)


def _names(
    context: click.Context, option: click.Parameter, names: tuple[str, ...]
) -> tuple[str, ...]:
    """Names of hosts, without anything that is not part of one."""
    for name in names:
        bare = name.removeprefix("[").removesuffix("]") if name.startswith("[") else name
        if not name or "/" in name or (":" in bare and not name.startswith("[")):
            raise click.BadParameter(f"“{name}”不是域名。请只写域名，如 zhengce.example.gov.cn。")
    return names


def site_address(context: click.Context, option: click.Parameter, address: str) -> str:
    """The address of a site: scheme and host; all our addresses begin at its root."""
    parts = urlsplit(address)
    is_site = parts.scheme in ("http", "https") and parts.netloc and parts.path in ("", "/")
    if address and (not is_site or parts.query or parts.fragment):
        raise click.BadParameter(
            f"“{address}”不是网站的网址。请写到域名为止，如 https://zhengce.example.gov.cn。"
        )
    return address.rstrip("/")


@click.command("serve")
@_option("--host", "监听地址。", default="127.0.0.1", show_default=True)
@_option("--port", "监听端口。", default=8000, show_default=True, type=click.IntRange(1, 65535))
@_option(
    "--workers",
    f"工作进程数，默认按处理器个数，最多 {limits.MAX_WORKERS}。",
    type=click.IntRange(1, 64),
)
@_option(
    "--threads",
    "每个工作进程同时处理的请求数；更多的请求短暂排队，再多则回答“网站繁忙”。",
    default=limits.THREADS,
    show_default=True,
    type=click.IntRange(1, 64),
)
@_option(
    "--grace",
    "停止时，给正在处理的请求多少秒。",
    default=limits.GRACE_SECONDS,
    show_default=True,
    type=click.IntRange(1, 3600),
)
@_option(
    "--allow-host",
    "本站的域名，可重复；.example.cn 表示其下所有域名。其他域名的请求不予回答。",
    multiple=True,
    callback=_names,
)
@_option(
    "--trusted-proxies",
    "前面有几层反向代理；0 表示没有，不采信 X-Forwarded-For 等。",
    default=0,
    show_default=True,
    type=click.IntRange(0, 10),
)
@_option(
    "--rate",
    f"每个地址每秒最多多少次请求（可一次用完 {limits.BURST_SECONDS:.0f} 秒的量），0 表示不限。",
    default=limits.RATE,
    show_default=True,
    type=click.FloatRange(0, 1e6),
)
@_option(
    "--global-rate",
    "全站每秒最多多少次请求，0 表示不限。",
    default=limits.GLOBAL_RATE,
    show_default=True,
    type=click.FloatRange(0, 1e6),
)
@_option(
    "--site-url",
    "本站对外的网址，如 https://zhengce.example.gov.cn；用于订阅、站点地图和规范网址。",
    default="",
    callback=site_address,
)
@_option("--site-name", "网站名称。", default="政策文件检索", show_default=True)
@_option("--no-originals", "不提供原文件下载（原文件可能带有修订痕迹和作者信息）。", is_flag=True)
@_option(
    "--access-log",
    "访问日志写入这个文件（含访问者地址），- 表示标准输出。默认不记。",
    type=click.Path(dir_okay=False, allow_dash=True),
)
@_option(
    "--query-log",
    "把检索词逐行写入这个文件（不含访问者信息），供 zhengce queries 分析。默认不记。",
    type=click.Path(path_type=Path, dir_okay=False),
)
@_option(
    "--cache-mb",
    "每个工作进程最多用多少 MB 内存保留已作出的页面；再次请求时直接给出，内容有任何变化立即弃用。0 表示不保留。",
    default=limits.CACHE_MB,
    show_default=True,
    type=click.IntRange(0, 2**16),
)
@_option(
    "--terms-mb",
    "每个工作进程最多用多少 MB 内存保留已读过的倒排表和得分。默认按文件数：至少 96 MB，每 1 万份文件约 2 MB。",
    type=click.IntRange(1, 2**16),
)
@_option(
    "--metrics-port",
    "在这个端口提供 Prometheus 指标。默认不提供。",
    type=click.IntRange(1, 65535),
)
@_option("--metrics-host", "指标的监听地址。", default="127.0.0.1", show_default=True)
@index_option
@engine_option
@lay_option
def serve_command(
    host: str, port: int, folder: Path, address: str, lay: Path | None, **given: Unpack[_Given]
) -> None:
    """启动检索网站。更新或重建索引后无需重启。

    用 --engine 时检索集群上的索引，不读本机的 --index；集群暂时连不上也会启动，连上后自动恢复。

    信号：TERM 处理完正在进行的请求后停止；HUP 逐个换上新的工作进程；USR1 重新打开日志文件。
    """
    from web.server.http import serve  # noqa: PLC0415 -- gunicorn is needed by this command alone

    if given["query_log"]:
        check_writable(given["query_log"], "--query-log")
    if given["access_log"] and given["access_log"] != "-":
        check_writable(Path(given["access_log"]), "--access-log")
    told = given["terms_mb"]
    engine = open_engine(folder, address, lay, told=None if told is None else told * 2**20)
    hosts = given["allow_host"] or _own_hosts(host)
    settings = _settings(given, hosts, lay)
    if settings.metrics:  # it is had again when all else is ready
        with listening(*settings.metrics, "--metrics-port") or nullcontext():
            pass
    listener = listening(host, port, "--port")
    click.echo(_opened(engine, address or str(folder)))
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"请在浏览器打开 http://{shown}:{port} （按 Ctrl+C 停止）")
    if not hosts:
        click.echo("注意：网站接受任何域名的请求。请用 --allow-host 写明本站的域名。", err=True)
    with listener or nullcontext():
        serve(engine, settings, listener)


def _opened(engine: Engine, where: str) -> str:
    """What is served, as far as that is known."""
    try:
        with engine.held():
            return f"已打开索引 {where}：{engine.status().documents:,} 件。"
    except ClusterUnavailable as error:
        return f"集群暂时连不上，网站先启动，连上后自动恢复。{error}"


def _settings(given: _Given, hosts: tuple[str, ...], lay: Path | None) -> Settings:
    """The options as the server has them."""
    from web.server.http import Settings  # noqa: PLC0415

    port = given["metrics_port"]
    return Settings(
        workers=given["workers"] or min(limits.MAX_WORKERS, os.cpu_count() or 1),
        threads=given["threads"],
        grace=given["grace"],
        access_log=given["access_log"],
        metrics=(given["metrics_host"], port) if port else None,
        config={
            "QUERY_LOG": given["query_log"],
            "RATE": given["rate"],
            "GLOBAL_RATE": given["global_rate"],
            "TRUSTED_PROXIES": given["trusted_proxies"],
            "ALLOWED_HOSTS": hosts,
            "SITE_URL": given["site_url"],
            "SITE_NAME": given["site_name"],
            "CACHE_BYTES": given["cache_mb"] * 2**20,
            "ORIGINALS": not given["no_originals"],
            "EDITION": sha256(lay.read_bytes()).hexdigest() if lay else "",
        },
    )


def _own_hosts(host: str) -> tuple[str, ...]:
    """What this machine is called by itself, where only it can ask; else anything."""
    try:
        is_loopback = ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_loopback = host == "localhost"
    if not is_loopback:
        return ()
    return tuple(dict.fromkeys((*LOOPBACK_HOSTS, f"[{host}]" if ":" in host else host)))


def listening(host: str, port: int, option: str) -> socket | None:
    """A socket that listens there; none where systemd brings one."""
    from web.server.http import listen  # noqa: PLC0415

    try:
        return listen(host, port)
    except OSError as error:
        raise _no_port(error, host, port, option) from error


def _no_port(error: OSError, host: str, port: int, option: str) -> click.ClickException:
    """Why nothing can listen there, and what to do."""
    if error.errno == errno.EADDRINUSE:
        return click.ClickException(
            f"端口 {port} 已被占用。请换一个，如 {option} {port + 1 if port < 65535 else 8000}，"
            f"或停止占用它的程序（ss -ltnp 'sport = :{port}' 可查）。"
        )
    if error.errno == errno.EACCES:
        return click.ClickException(
            f"没有权限监听端口 {port}。请换 1024 以上的端口，如 {option} 8000，前面用反向代理。"
        )
    return click.ClickException(
        f"无法监听 {host}:{port}（{system_says(error)}）。请检查监听地址是否属于本机。"
    )


COMMANDS = (serve_command,)
