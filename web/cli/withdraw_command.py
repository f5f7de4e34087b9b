"""The command ``zhengce withdraw``: take documents out of sight, list them, show them again, erase them."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from index.store.store import Store
from index.store.withdrawals import Backup, Withdrawal
from index.text.file_names import printable
from index.upkeep.erase import Erased, erase, held
from index.upkeep.withdraw import repair, undo, withdraw
from web import text
from web.cli.cluster import then_published
from web.cli.options import engine_option, index_option
from web.cli.runs.recording import recorded
from web.urls import id_in

UNFINISHED = 3
"""The exit code where what was to be erased is still somewhere."""


@click.command("withdraw")
@click.argument("targets", nargs=-1, metavar="标识或网址...")
@click.option("--reason", default="", help="撤下的理由，只记在登记里，不对外显示。撤下时必须给出。")
@click.option("--notice", default="", help="对外的说明，显示在该网址的页面上；不给出时只显示日期。")
@click.option("--even-unknown", is_flag=True, help="索引里现在没有的标识也登记，以防将来收录。")
@click.option("--list", "listing", is_flag=True, help="列出全部已撤下的文件。")
@click.option("--undo", "undoing", is_flag=True, help="恢复显示已撤下的文件。")
@click.option(
    "--erase", "erasing", is_flag=True, help="从索引的全部文件中删除已撤下的正文；不能恢复。"
)
@click.option("--repair", "repairing", is_flag=True, help="登记两份都损坏时，以读得出的部分为准。")
@index_option
@engine_option
def withdraw_command(
    targets: tuple[str, ...],
    folder: Path,
    address: str,
    reason: str,
    notice: str,
    even_unknown: bool,
    listing: bool,
    undoing: bool,
    erasing: bool,
    repairing: bool,
) -> None:
    """撤下文件：立即从检索、网页、订阅、接口中消失，原网址显示“已撤下”（410）。

    不必等其他写入结束，磁盘写满也能撤下；以后同步、重建、回退、从备份恢复都不会再露出。
    标识是网址 /documents/ 后的部分，也可以直接给出网址。

    退出码：0 已完成；1 没有做；3 已撤下，但删除没有做完。
    """
    modes = [listing, undoing, erasing, repairing]
    if sum(modes) > 1:
        raise click.UsageError("--list、--undo、--erase、--repair 只能用一个。")
    store = Store(folder)
    ids = tuple(dict.fromkeys(map(id_in, targets)))
    if listing:
        _list(store)
        return
    with recorded(folder, "withdraw"), then_published(folder, address) as publishing:
        if repairing:
            _repair(store)
        elif erasing:
            publishing.afresh = True  # also where it ends with some left
            publishing.afresh = _erase(store, ids)
        elif not ids:
            raise click.UsageError("请给出文件标识或网址，或用 --list 列出已撤下的文件。")
        elif undoing:
            _undo(store, ids)
        elif not reason.strip():
            raise click.UsageError("请用 --reason 写明撤下的理由（只记在登记里，不对外显示）。")
        else:
            _withdraw(store, ids, reason.strip(), notice.strip(), even_unknown)


def _withdraw(
    store: Store, ids: Sequence[str], reason: str, notice: str, even_unknown: bool
) -> None:
    done = withdraw(store, ids, user(), reason, notice, even_unknown)
    for one in done.withdrawn:
        click.echo(f"已撤下 {_named(one)}")
    for id in done.already:
        click.echo(f"{printable(id)} 早已撤下，没有改动。要改写理由或说明，请先 --undo 再撤下。")
    if done.copies:
        click.echo(f"其中 {len(done.copies)} 件与所给的文件相同而标识不同，一并撤下。")
    if done.withdrawn:
        click.echo(
            "立即生效，同步、重建、回退、恢复后仍然有效。恢复显示：zhengce withdraw --undo 标识；"
            "从索引中删除正文：zhengce withdraw --erase 标识"
        )


def _undo(store: Store, ids: Sequence[str]) -> None:
    back = undo(store, ids, user())
    for one in back:
        click.echo(f"已恢复显示 {_named(one)}")
    if any(one.erased for one in back):
        click.echo("其中有正文已经删除的，请重新收录：zhengce sync 文件夹")


def _erase(store: Store, ids: Sequence[str]) -> bool:
    """Erase; whether anything was."""
    done = erase(store, ids)
    if not done.ids:
        click.echo(
            "没有未删完的文件。要删除正文，请给出已撤下的标识；查看：zhengce withdraw --list"
        )
        return False
    click.echo(
        f"已删除 {len(done.ids)} 件的正文、题名和检索词，重写了 {done.generations} 代索引。"
        "以后不再收录它们，除非 --undo。"
    )
    _say_where_else(done)
    if left := held(store):
        click.secho(f"还有 {len(left)} 件没有删完。请再运行：zhengce withdraw --erase", fg="yellow")
        sys.exit(UNFINISHED)
    return True


def _say_where_else(done: Erased) -> None:
    """Where the text is still, as far as the index knows."""
    _each("原文件仍在来源文件夹中，请一并移走：", map(str, done.files))
    _each("这些备份仍含有它们，请另作处理：", map(_dated, done.backups))
    _each("这些备份已不在原处，可能仍含有：", map(_dated, done.gone))
    click.echo("用其他办法复制的索引、移走的备份、检索日志和磁盘快照，不在此列，请自行检查。")


def _dated(backup: Backup) -> str:
    return f"{backup.path}（{text.local_second(backup.at)}）"


def _each(title: str, lines: Iterable[str]) -> None:
    for at, line in enumerate(lines):
        if not at:
            click.echo(title)
        click.echo(f"  {printable(line)}")


def _list(store: Store) -> None:
    known, left = store.withdrawals(), held(store)
    still = {one.id for one in left}
    for one in known.by_id.values():
        by = f"，{printable(one.by)}" if one.by else ""
        state = "（正文尚未删完）" if one.id in still else "（正文已删除）" if one.erased else ""
        click.echo(f"{_named(one)}{state}")
        click.echo(
            f"    {text.local_second(one.at)}{by}，理由：{printable(one.reason) or '未注明'}"
        )
        if one.notice:
            click.echo(f"    对外说明：{printable(one.notice)}")
        if one.same:
            click.echo(f"    与 {printable(one.same)} 是同一份文件")
    click.echo(f"共 {len(known.by_id):,} 件。")
    if known.doubt:
        click.secho(known.doubt, fg="yellow")
    if left:
        click.secho(
            f"有 {len(left)} 件的正文仍在索引中（删除被中断，或从以前的备份恢复过）。"
            "请运行：zhengce withdraw --erase",
            fg="yellow",
        )


def _repair(store: Store) -> None:
    known, lost = repair(store)
    click.echo(f"登记已修复：已撤下 {len(known.by_id):,} 件，{lost} 行读不出来。")
    if lost:
        click.echo("请对照自己的记录，补上缺少的：zhengce withdraw 标识 --reason 理由")


def user() -> str:
    """Who runs the command; whom ``sudo`` was called by, if it was."""
    try:
        own = getpass.getuser()
    except (KeyError, OSError):  # a user without a name
        own = str(os.getuid())
    caller = os.environ.get("SUDO_USER", "")
    return f"{caller}（{own}）" if caller and caller != own else own


def _named(one: Withdrawal) -> str:
    title = f"《{printable(one.title)}》" if one.title else ""
    number = f" {printable(one.number)}" if one.number else ""
    return f"{printable(one.id)} {title}{number}".rstrip()


COMMANDS = (withdraw_command,)
