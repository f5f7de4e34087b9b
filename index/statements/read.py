"""Reads what a document says: of itself (identity, timeline) and of others (mentions)."""

from __future__ import annotations

from index.document import PolicyDocument
from index.statements.identity import identity_of
from index.statements.mentions import mentions_of
from index.statements.model import Statements
from index.statements.timeline import timeline_of
from index.text.fold import fold


def statements_of(document: PolicyDocument) -> Statements:
    """What ``document`` says; never fails, and takes about as long as its body is."""
    folded = fold(document.body)  # once for all that read it
    timeline = timeline_of(document, folded)
    return Statements(
        identity_of(document, folded), timeline, mentions_of(document, timeline.acts, folded)
    )
