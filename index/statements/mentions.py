"""Whom a document names, where, and what it says of it."""

from __future__ import annotations

import re

from index.document import PolicyDocument
from index.statements.model import Mention
from index.statements.names import key_of

_NAMED = re.compile(r"《([^《》]{2,120})》")


def mentions_of(document: PolicyDocument) -> tuple[Mention, ...]:
    """Whom ``document`` names, in the order of its body."""
    return tuple(
        Mention(found.start(), found.end(), key_of(found[1]))
        for found in _NAMED.finditer(document.body)
    )
