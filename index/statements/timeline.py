"""When a document became what it is: promulgation lines, commencement, 有效期, printed ends."""

from __future__ import annotations

from index.document import PolicyDocument
from index.statements.model import Timeline


def timeline_of(document: PolicyDocument) -> Timeline:
    """When ``document`` says it became what it is."""
    day = document.published_on or document.written_on
    begins = document.effective_on
    return Timeline(day=day.toordinal() if day else 0, begins=begins.toordinal() if begins else 0)
