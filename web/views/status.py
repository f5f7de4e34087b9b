"""What the index holds, for the status page and for machines that watch it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from search.request import UNSTATED
from search.results import Status
from web import text


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
    reasons: tuple[tuple[str, int], ...] = ()

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """Label and value, as the page prints them."""
        return (
            ("收录文件", f"{text.count(self.documents)} 件"),
            ("其中有正文", f"{text.count(self.with_body)} 件"),
            ("仅有标题信息", f"{text.count(self.documents - self.with_body)} 件"),
            ("最新文件日期", self.newest or UNSTATED),
            ("数据存疑", f"{text.count(self.warnings)} 件"),
            ("未能收录", f"{text.count(self.rejected)} 件"),
            ("索引建立时间", text.moment(datetime.fromisoformat(self.built_at))),
            ("索引版本", f"第 {self.generation} 代"),
            ("分词与字段指纹", self.fingerprint),
        )


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
        reasons=status.reasons,
    )
