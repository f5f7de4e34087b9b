"""What an editor should look at again: findings about the data of a document."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from index.document import PolicyDocument


def findings(document: PolicyDocument) -> Iterator[str]:
    """What is missing, contradictory or badly printed, a sentence each (Chinese); what the
    reader doubted is among it."""
    yield from document.warnings
    if not document.doc_number:
        yield "缺少发文字号。"
    if not document.issuers:
        yield "发文机关不明。"
    elif not document.issuers_as_written:
        yield f"来源没有注明发文机关，由标题或文号推定为{'、'.join(document.issuers)}。"
    glued = [label for label, _ in document.as_printed if len("".join(label.split())) == 1]
    if glued:
        yield f"标签残缺或与别的标签粘连：{'、'.join(glued)}。"
    for earlier, later in _ORDER:
        first, second = _date(document, earlier), _date(document, later)
        if first and second and second < first:
            yield (
                f"日期矛盾：{_LABELS[later]} {second.isoformat()} 早于"
                f"{_LABELS[earlier]} {first.isoformat()}。"
            )


_LABELS = {
    "written_on": "成文日期",
    "published_on": "发布日期",
    "effective_on": "施行日期",
    "repealed_on": "废止日期",
}
_ORDER = (
    ("written_on", "published_on"),
    ("written_on", "repealed_on"),
    ("effective_on", "repealed_on"),
)


def _date(document: PolicyDocument, name: str) -> date | None:
    found: date | None = getattr(document, name)
    return found
