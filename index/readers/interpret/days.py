"""Which days a document bears: labels, else its signature, promulgation and own words."""

from __future__ import annotations

from datetime import date

from index.conventions.dates import parse_date
from index.readers.extract import Extract
from index.readers.interpret.self_description import Stated
from index.statements.commencement import commencement_of

_LABELS = {
    "written_on": "成文日期",
    "published_on": "发布日期",
    "effective_on": "施行日期",
    "repealed_on": "废止日期",
}


def days_of(extract: Extract, stated: Stated, warnings: list[str]) -> dict[str, date]:
    """Field of :class:`index.document.PolicyDocument` -> its day; ``warnings`` gets what is doubted."""
    days = _labelled(extract, warnings)
    written = days.get("written_on")
    if written and stated.written_on and stated.signed and written != stated.written_on:
        warnings.append(
            f"成文日期 {written.isoformat()} 与正文落款 {stated.written_on.isoformat()} 不一致，采用前者。"
        )
    if stated.written_on and not written:
        days["written_on"] = stated.written_on
        if "published_on" not in days:
            warnings.append(
                f"来源没有注明日期，成文日期取自正文落款（{stated.written_on.isoformat()}）。"
            )
    if stated.published_on and "published_on" not in days:
        days["published_on"] = stated.published_on
    issued = days.get("written_on") or days.get("published_on")
    clause = commencement_of("\n".join(stated.lines), issued)
    begins = stated.effective_on or (clause.on if clause else None)
    if begins and "effective_on" not in days:
        days["effective_on"] = begins
    return days


def _labelled(extract: Extract, warnings: list[str]) -> dict[str, date]:
    days: dict[str, date] = {}
    for name, label in _LABELS.items():
        value = extract.value(name)
        if day := parse_date(value):
            days[name] = day
        elif value:
            warnings.append(f"{label}“{value[:30]}”不是完整有效的日期，未采用。")
    return days
