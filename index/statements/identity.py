"""Under what a document is known: the keys of its title, its number, what it carries, its text."""

from __future__ import annotations

from index.document import PolicyDocument
from index.statements.model import Identity
from index.statements.names import key_of
from index.text.fold import squeeze


def identity_of(document: PolicyDocument) -> Identity:
    """Under what ``document`` is known."""
    return Identity(names=(key_of(document.title),), number=squeeze(document.doc_number).text)
