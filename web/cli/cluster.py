"""What commands do where a cluster is named (--engine): search it, and have it hold what they wrote here.

The index folder on this machine stays the ledger: a command writes it as ever, and then publishes it. Nothing of
clusters is imported where none is named.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

import click

from index.errors import IndexMissing, ZhengceError
from index.store.store import Store
from index.text.analysis import Analyzer
from search.embedded import engine as embedded
from search.engine import Engine
from web.cli import progress
from web.cli.options import engine_option

if TYPE_CHECKING:
    from index.opensearch.client import Client
    from index.opensearch.publishing.lifecycle import Layout
    from index.opensearch.publishing.publish import Done
    from index.opensearch.publishing.status import State

NOT_PUBLISHED = 4
"""The exit code where the ledger is written, and the cluster does not hold it yet."""
SOME_FAILED = 3
"""The exit code of a run that is done, but for some files, or for what was held back."""
MOST_SHARDS, MOST_REPLICAS = 1024, 10
MOST_PROCESSES = 8
"""So many make documents ready to be sent: the cluster takes no more at a time."""
HEALTH = {
    "green": "正常（green）",
    "yellow": "缺少副本（yellow）",
    "red": "缺少分片，检索会失败（red）",
}
"""What a cluster calls its health -> for people."""
ROLES = {"served": "现用", "before": "上一代", "draft": "未写完"}
"""What an index is for (``index.opensearch.publishing.status``) -> for people."""
EXTRA = "urllib3"
"""What the extra ``cluster`` brings, as it is imported."""

Command = TypeVar("Command", bound=Callable[..., object])


class NotPublished(click.ClickException):
    """The ledger is written, and the cluster does not hold it."""

    exit_code = NOT_PUBLISHED


def open_engine(
    folder: Path,
    address: str = "",
    lay: Path | None = None,
    literal: bool = False,
    told: int | None = None,
) -> Engine:
    """The engine over a cluster, where one is named; else over the index in ``folder``.

    Args:
        lay, literal, told: see ``search.embedded.engine.open_engine``.

    Raises:
        index.errors.ZhengceError: there is nothing to search.
    """
    if not address:
        return embedded.open_engine(folder, lay, literal, told)
    client, name = connected(address)
    from search.opensearch.engine import open_engine as over_cluster  # noqa: PLC0415

    return over_cluster(client, name, lay, literal)


def ensure_extra() -> None:
    """Before the work: can a cluster be spoken to?

    Raises:
        click.ClickException: the extra is not installed.
    """
    if importlib.util.find_spec(EXTRA) is None:
        raise click.ClickException(
            "使用 OpenSearch 集群要另外安装组件。请运行：pip install 'zhengce[cluster]'"
        )


def publishing(command: Command) -> Command:
    """Give a command that writes the ledger the option --engine; see :func:`then_published`."""

    @engine_option
    @wraps(command)
    def both(address: str, folder: Path, **given: object) -> None:
        with then_published(folder, address):
            command(folder=folder, **given)

    return cast(Command, both)


@dataclass
class Publishing:
    """How the ledger is published when a command has written it.

    Attributes:
        afresh: whether nothing of what the cluster holds is made use of, or kept.
    """

    afresh: bool = False


@contextmanager
def then_published(folder: Path, address: str) -> Iterator[Publishing]:
    """Publish what is written to the ledger meanwhile, where a cluster is named; also where some of it failed
    (:data:`SOME_FAILED`).

    Raises:
        NotPublished.
        click.ClickException, index.errors.ZhengceError: before the work: no cluster can be meant by that.
    """
    how = Publishing()
    if not address:
        yield how
        return
    connected(address)
    code: object = 0
    try:
        yield how
    except SystemExit as ended:
        if ended.code != SOME_FAILED:
            raise
        code = ended.code
    published(folder, address, afresh=how.afresh)
    if code:
        sys.exit(SOME_FAILED)


def connected(address: str) -> tuple[Client, str]:
    """What speaks to a cluster, and under which name it holds our index. Nothing is asked of it yet.

    Raises:
        click.ClickException, index.errors.ZhengceError: no cluster can be meant by that.
    """
    ensure_extra()
    from index.opensearch.address import client_of  # noqa: PLC0415

    return client_of(address)


def published(
    folder: Path,
    address: str,
    shards: int | None = None,
    replicas: int | None = None,
    afresh: bool = False,
) -> None:
    """Have the cluster hold the newest generation of the ledger, under a bar, and say what it holds now.

    Args:
        shards, replicas: None: as it has them.
        afresh: whether nothing of what it holds is made use of, or kept.

    Raises:
        NotPublished.
    """
    documents = Store(folder).current().manifest.documents
    with progress.bar_over(documents, "发布到集群") as bar:
        said = publish(
            folder, address, shards, replicas, lambda count: bar.advance("", count), afresh
        )
    click.echo(said)


def publish(
    folder: Path,
    address: str,
    shards: int | None = None,
    replicas: int | None = None,
    advance: Callable[[int], None] | None = None,
    afresh: bool = False,
) -> str:
    """The same without a bar; what is to be said of it."""
    client, name = connected(address)
    from index.opensearch.publishing.publish import publish as publish_to  # noqa: PLC0415
    from search.opensearch.norms import norms_of  # noqa: PLC0415

    try:
        layout = _layout(client, name, shards, replicas)
        done = publish_to(
            Store(folder),
            client,
            name,
            Analyzer(),
            norms_of,
            layout,
            advance,
            processes=min(os.cpu_count() or 1, MOST_PROCESSES),
            afresh=afresh,
        )
    except KeyboardInterrupt as error:
        raise NotPublished(unpublished("已中断。")) from error
    except ZhengceError as error:
        raise NotPublished(unpublished(str(error))) from error
    return "\n".join((_told(done), *done.notes))


def faults(store: Store, address: str, full: bool) -> list[str]:
    """What is wrong with what a cluster serves of a ledger; nothing when all is well.

    Args:
        full: whether every document is read back, and not a sample.

    Raises:
        click.ClickException, index.errors.ZhengceError: that cannot be told.
    """
    client, name = connected(address)
    from index.opensearch.publishing.checking import check  # noqa: PLC0415

    return list(check(store, client, name, Analyzer(), full))


def state_of(address: str) -> State:
    """How a name stands on its cluster.

    Raises:
        click.ClickException, index.errors.ZhengceError: that cannot be told.
    """
    client, name = connected(address)
    from index.opensearch.publishing.status import state  # noqa: PLC0415

    return state(client, name)


def standing(state: State) -> list[str]:
    """The same in lines: its health first, then each of its indexes."""
    lines = [f"{HEALTH[state.health]}，{state.nodes} 个数据节点"]
    for one in state.indexes:
        missing = f"，缺 {one.missing} 个分片或副本" if one.missing else ""
        lines.append(
            f"{one.index}（{ROLES[one.role]}）第 {one.generation} 代，{one.documents:,} 件，"
            f"{one.size / 2**20:,.1f} MB，{one.shards} 片各 {one.replicas} 个副本{missing}"
        )
    return lines


def _layout(client: Client, name: str, shards: int | None, replicas: int | None) -> Layout | None:
    """How the index is to be spread; None: as it is.

    A cluster that does not answer when it begins ends it here, at once: publishing itself waits for minutes.
    """
    from index.opensearch.publishing.lifecycle import Layout, layout_of  # noqa: PLC0415
    from index.opensearch.served import served  # noqa: PLC0415

    index = ""
    with suppress(IndexMissing):
        index = served(client, name).index
    if shards is None and replicas is None:
        return None
    now = layout_of(client, index) if index else Layout()
    return Layout(shards or now.shards, now.replicas if replicas is None else replicas)


def _told(done: Done) -> str:
    """What publishing did."""
    state = f"集群上现为第 {done.meta.generation} 代：{done.meta.live:,} 件（{done.index}）"
    if done.index == done.before:
        return f"{state}，内容没有变化。"
    return f"{state}，写入 {done.written:,} 件，移除 {done.removed:,} 件。"


def unpublished(why: str) -> str:
    """What an operator is told where the ledger is written and the cluster does not hold it."""
    return (
        f"本机的索引已写好，但没有发布到集群：{why}\n"
        "集群上仍是原来的内容。再次运行本命令，或运行 zhengce publish，会接着发布。"
    )
