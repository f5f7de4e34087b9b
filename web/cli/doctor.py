"""The command ``zhengce doctor``: is this installation sound?"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path

import click

from index.errors import IndexMissing, ZhengceError
from index.ingest.answering import Sources
from index.ingest.sources import is_gone
from index.readers.recognition.available import ENGINE, is_available
from index.store.judgement import faults
from index.store.source_rows import held_back
from index.store.store import Store
from index.text.analysis import Analyzer
from index.text.file_names import pasteable, printable
from index.upkeep.erase import held as to_erase
from search.embedded.engine import open_engine
from search.engine import Engine
from search.request import SearchRequest
from web.cli import cluster
from web.cli.options import engine_option, index_option

NAMED = 3
"""Up to so many files that lost something are named one by one."""
_OURS = ("index", "search", "web")
_WORDS = ("高新技术企业", ["高新技术", "企业"])


def complaints(data: Path, address: str = "") -> list[str]:
    """What is wrong, each with its next step; empty when all is well.

    Args:
        address: of a cluster; empty: there is none.
    """
    return [
        *_packages(), *_whoosh(), *_dictionary(), *_recogniser(), *_index(data), *_waiting(data),
        *(_cluster(data, address) if address else ()),
    ]  # fmt: skip


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


def _recogniser() -> list[str]:
    """The extra ocr may be there and not run: without the libraries that the full OpenCV needs."""
    if not is_available():
        return []
    code = f"import {ENGINE}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    if not done.returncode:
        return []
    said = done.stderr.strip().rpartition("\n")[2][:200]
    return [
        f"识别图像文字（OCR）的组件无法启动：{printable(said)}。没有图形界面的服务器请运行："
        "pip uninstall -y opencv-python && pip install --force-reinstall --no-deps opencv-python-headless"
    ]


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
        return found + _counted(engine, f"请重建索引：zhengce reindex --index {data}")
    except ZhengceError as error:
        return found or [str(error)]


def _cluster(data: Path, address: str) -> list[str]:
    """What is wrong with the cluster, and whether it holds what the ledger of this machine does, if there is one."""
    store = Store(data)
    try:
        if store.current_number():
            return cluster.faults(store, address, full=False)
        engine, state = cluster.open_engine(data, address), cluster.state_of(address)
        found = _counted(engine, "请在写索引的机器上运行：zhengce publish")
        if state.health != "green":
            found.append(f"集群{cluster.standing(state)[0]}。请查看集群的日志，恢复或增加节点。")
        return found
    except ZhengceError as error:
        return [str(error)]


def _counted(engine: Engine, next_step: str) -> list[str]:
    """Whether as many documents are found as there are."""
    counted, stated = engine.search(SearchRequest()).total, engine.status().documents
    return [] if counted == stated else [f"索引应有 {stated} 件，实有 {counted} 件。{next_step}"]


def _waiting(data: Path) -> list[str]:
    """What waits for the operator: documents that are held back, text that is still to be erased."""
    store = Store(data)
    try:
        generation = store.current()
        held = held_back(generation.sources(), generation.manifest.sources)
        left = to_erase(store)
    except ZhengceError:
        return []  # there is no index, or what is wrong with it was said
    found = [_held(source, files, data) for source, files in held.items()]
    known = [Path(source) for source in generation.manifest.sources if source not in held]
    silent = Sources().silent(known)
    found += [f"来源 {printable(str(path))} 没有回应。请检查挂载和网络。" for path in silent]
    found += [_empty(path) for path in known if path not in silent and _gives_nothing(path)]
    if left:
        found.append(
            f"应删除的 {len(left)} 件仍在索引中（删除被中断，或从以前的备份恢复过），没有对外显示。"
            f"请运行：zhengce withdraw --erase --index {data}"
        )
    return found


def _held(source: str, files: Mapping[Path, int], data: Path) -> str:
    """Documents of one source that are held back, and the command that accepts their loss."""
    places = sorted(files) if len(files) <= NAMED else [Path(source)]
    accept = [word for place in places for word in ("--accept", str(place))]
    words = ["zhengce", "sync", source, "--index", str(data.resolve()), *accept]
    return (
        f"来源 {printable(source)} 有 {sum(files.values()):,} 件缺失而保留在索引中（{len(files):,} 个文件）。"
        "请检查它是否完整、是否已挂载，恢复后运行 zhengce sync；"
        f"确认要移除，请运行：{' '.join(map(pasteable, words))}"
    )


def _gives_nothing(source: Path) -> bool:
    """Whether a source is gone, or an empty folder."""
    try:
        return is_gone(source) or (source.is_dir() and not any(source.iterdir()))
    except OSError:
        return False  # the next run says why it cannot be read


def _empty(source: Path) -> str:
    state = "不见了" if is_gone(source) else "是空的"
    return f"来源 {printable(str(source))} {state}，可能没有挂载；索引中仍是上次收录的内容。请检查路径和挂载。"


def _has(distribution: str) -> bool:
    try:
        metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return False
    return True


@click.command("doctor")
@index_option
@engine_option
def doctor_command(folder: Path, address: str) -> None:
    """检查安装是否完好：包的来源、词典、索引、集群（写明 --engine 时）。有问题时以 1 退出。"""
    found = complaints(folder, address)
    for line in found:
        click.secho(f"✗ {line}", fg="red")
    if found:
        sys.exit(1)
    click.secho("✓ 一切正常。", fg="green")


COMMANDS = (doctor_command,)
