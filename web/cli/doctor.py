"""The command ``zhengce doctor``: is this installation sound?"""

from __future__ import annotations

import importlib.util
import sys
from importlib import metadata
from pathlib import Path

import click

from index.errors import IndexMissing, ZhengceError
from index.store.judgement import faults
from index.store.store import Store
from index.text.analysis import Analyzer
from search.embedded.engine import open_engine
from search.request import SearchRequest
from web.cli.options import index_option

_OURS = ("index", "search", "web")
_WORDS = ("高新技术企业", ["高新技术", "企业"])


def complaints(data: Path) -> list[str]:
    """What is wrong, each with its next step; empty when all is well."""
    return [*_packages(), *_whoosh(), *_dictionary(), *_index(data)]


def _packages() -> list[str]:
    """The three packages have common names: another distribution may have taken them."""
    here = Path(__file__).resolve().parents[2]
    found = []
    for name in _OURS:
        spec = importlib.util.find_spec(name)
        place = Path(spec.origin).resolve().parent.parent if spec and spec.origin else None
        if place != here:
            found.append(f"包 {name} 不是本项目的（{place}）。请把 zhengce 装在单独的虚拟环境中。")
    return found


def _whoosh() -> list[str]:
    names = [name for name in ("whoosh3", "whoosh-reloaded", "whoosh", "whoosh-ng") if _has(name)]
    if len(names) > 1:
        return [f"同时装有 {'、'.join(names)}，它们互相覆盖。请只保留 whoosh3。"]
    return []


def _dictionary() -> list[str]:
    cut = [word.text for word in Analyzer().cut(_WORDS[0])]
    if cut != _WORDS[1]:
        return [f"词典异常：{_WORDS[0]} 被切成 {'/'.join(cut)}。请重新安装 jieba 和 rjieba。"]
    return []


def _index(data: Path) -> list[str]:
    """What is wrong with the generations, and with what is answered from them."""
    found: list[str] = []
    try:
        found += faults(Store(data).judged(), Analyzer())
        engine = open_engine(data)
    except IndexMissing:
        return found  # nothing indexed yet is not a fault of the installation
    except ZhengceError as error:
        return found or [str(error)]
    try:
        counted = engine.search(SearchRequest()).total
    except ZhengceError as error:
        return found or [str(error)]
    stated = engine.status().documents
    if counted != stated:
        found.append(
            f"索引应有 {stated} 件，实有 {counted} 件。请重建索引：zhengce reindex --index {data}"
        )
    return found


def _has(distribution: str) -> bool:
    try:
        metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return False
    return True


@click.command("doctor")
@index_option
def doctor_command(folder: Path) -> None:
    """检查安装是否完好：包的来源、词典、索引。有问题时以 1 退出。"""
    found = complaints(folder)
    for line in found:
        click.secho(f"✗ {line}", fg="red")
    if found:
        sys.exit(1)
    click.secho("✓ 一切正常。", fg="green")


COMMANDS = (doctor_command,)
