"""What the index holds, for the status page and for machines that watch it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from search.request import UNSTATED
from search.results import Status
from web import text

_REFUSED = {
    "damaged": "已损坏",
    "outdated": "是另一版本的程序建立的",
    "inaccessible": "不允许本站读取",
    "missing": "不见了",
}
"""Why a newer generation is not served: a word for machines -> for people."""


@dataclass(frozen=True, slots=True)
class StatusView:
    """Everything the status page prints."""

    documents: int
    with_body: int
    generation: int
    built_at: str
    rejected: int
    warnings: int
    newest: str
    fingerprint: str
    damaged: bool
    """Whether a newer generation cannot be served, for whatever reason."""
    refused: str
    """Why not, in a word; see :class:`search.results.Status`."""
    reasons: tuple[tuple[str, int], ...] = ()
    held: int = 0
    """How many documents stay though their sources give them no more."""
    states: tuple[tuple[str, int], ...] = ()
    """State -> how many documents are in it today."""
    relations: int = 0
    """How many times a document names another that is held."""
    unresolved: int = 0
    """How many names are cited that no document has."""

    @property
    def held_back(self) -> str:
        """What a visitor is told of that; empty: nothing."""
        if not self.held:
            return ""
        return (
            f"有来源突然缺得太多，缺少的文件（{text.count(self.held)} 件）按原样保留，可能不是最新。"
            "维护人员可用 zhengce doctor 得知是哪些来源、如何处理。"
        )

    @property
    def warning(self) -> str:
        """What a visitor is told of it; empty: nothing."""
        if not self.damaged:
            return ""
        if not self.refused:
            return "本站的索引有一处需要维护人员查看，原因见日志；检索照常。"
        why = _REFUSED[self.refused]
        return (
            f"最近一次更新的索引{why}，现在提供的是上一代（第 {self.generation} 代），"
            "内容可能不是最新。维护人员可从日志得知如何恢复。"
        )

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """Label and value, as the page prints them."""
        return (
            ("收录文件", f"{text.count(self.documents)} 件"),
            ("其中有正文", f"{text.count(self.with_body)} 件"),
            ("仅有标题信息", f"{text.count(self.documents - self.with_body)} 件"),
            ("最新文件日期", self.newest or UNSTATED),
            ("有效性", _states(self.states) or UNSTATED),
            ("文件互相提到", f"{text.count(self.relations)} 处"),
            ("提到而未收录", f"{text.count(self.unresolved)} 个名称"),
            ("缺失但保留", f"{text.count(self.held)} 件"),
            ("数据存疑", f"{text.count(self.warnings)} 件"),
            ("未能收录", f"{text.count(self.rejected)} 件"),
            ("索引建立时间", text.moment(datetime.fromisoformat(self.built_at))),
            ("索引版本", f"第 {self.generation} 代"),
            ("分词与字段指纹", self.fingerprint),
        )


def _states(states: tuple[tuple[str, int], ...]) -> str:
    return "，".join(f"{state} {text.count(count)} 件" for state, count in states)


def status_view(status: Status) -> StatusView:
    """The status as plain values."""
    return StatusView(
        documents=status.documents,
        with_body=status.with_body,
        generation=status.generation,
        built_at=text.iso_second(status.built_at),
        rejected=status.rejected,
        warnings=status.warnings,
        newest=text.iso(status.newest),
        fingerprint=status.fingerprint,
        damaged=bool(status.damage),
        refused=status.refused,
        reasons=status.reasons,
        held=sum(count for _, count in status.held),
        states=tuple((state.value, count) for state, count in status.states),
        relations=status.relations,
        unresolved=status.unresolved,
    )
