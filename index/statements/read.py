"""Reads what a document says: of itself (identity, timeline) and of others (mentions)."""

from __future__ import annotations

from index.document import PolicyDocument
from index.statements.identity import identity_of
from index.statements.mentions import mentions_of
from index.statements.model import Statements
from index.statements.timeline import timeline_of
from index.text.fold import Codes, decode, fold_codes


def statements_of(
    document: PolicyDocument, codes: Codes | None = None, folded: str = ""
) -> Statements:
    """What ``document`` says; never fails, and takes about as long as its body is.

    Args:
        codes, folded: its body as ``index.text.fold`` gives it, where that was done already.
    """
    codes = fold_codes(document.body) if codes is None else codes
    folded = folded or decode(codes)
    timeline = timeline_of(document, folded)
    return Statements(
        identity_of(document, codes), timeline, mentions_of(document, timeline.acts, folded)
    )
