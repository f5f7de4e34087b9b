"""The command ``zhengce desk``: pages for editors, on this machine alone unless told otherwise."""

from __future__ import annotations

import ipaddress
from contextlib import suppress
from pathlib import Path

import click

from web.cli.cluster import open_engine
from web.cli.options import engine_option, index_option, lay_option
from web.cli.serve_command import listening, site_address


@click.command("desk")
@click.option(
    "--port",
    envvar="ZHENGCE_DESK_PORT",
    show_envvar=True,
    default=8100,
    show_default=True,
    type=click.IntRange(1, 65535),
    help="监听端口。",
)
@click.option(
    "--host",
    envvar="ZHENGCE_DESK_HOST",
    show_envvar=True,
    default="127.0.0.1",
    show_default=True,
    help="监听地址。默认只有本机可以访问；改成其他地址，能连到这个端口的人就都能看到。",
)
@click.option(
    "--allow-host",
    envvar="ZHENGCE_DESK_ALLOW_HOST",
    show_envvar=True,
    multiple=True,
    help="反向代理用的域名，可重复；此外只回答对 IP 地址和 localhost 的请求。",
)
@click.option(
    "--site-url",
    envvar="ZHENGCE_SITE_URL",
    show_envvar=True,
    default="",
    callback=site_address,
    help="公开网站的网址，如 https://zhengce.example.gov.cn；各行链接到它的页面。",
)
@click.option(
    "--query-log",
    envvar="ZHENGCE_QUERY_LOG",
    show_envvar=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="网站的检索日志（serve --query-log），用来列出没有结果的检索。",
)
@index_option
@engine_option
@lay_option
def desk_command(
    port: int,
    host: str,
    allow_host: tuple[str, ...],
    site_url: str,
    query_log: Path | None,
    folder: Path,
    address: str,
    lay: Path | None,
) -> None:
    """启动编辑台：存疑、未收录、撤下的文件，没有结果的检索等，供编辑查看和下载，不对外公开。

    默认只监听本机。从自己的电脑查看：ssh -L 8100:127.0.0.1:8100 服务器，再打开 http://127.0.0.1:8100 。
    只查看，不改动任何内容；没有脚本、Cookie 和表单。
    """
    from web.desk.pages import create_desk  # noqa: PLC0415 -- as serve has it
    from web.desk.serving import serve_desk  # noqa: PLC0415
    from web.desk.tables import Desk  # noqa: PLC0415

    desk = Desk(folder, open_engine(folder, address, lay), bool(address), query_log)
    app = create_desk(desk, site_url, tuple(name.lower() for name in allow_host))
    listener = listening(host, port, "--port")
    if listener is None:
        raise click.ClickException("编辑台不能由 systemd 的 socket 单元启动。请用普通的服务单元。")
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"编辑台：http://{shown}:{port} （按 Ctrl+C 停止）")
    if not _is_loopback(host):
        click.echo(
            "注意：能连到这个端口的人都能看到。请用防火墙或带密码的反向代理限制访问。", err=True
        )
    with listener:
        serve_desk(app, listener)


def _is_loopback(host: str) -> bool:
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"


COMMANDS = (desk_command,)
