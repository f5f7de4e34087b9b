"""Which document a mention means: its work, and of it the text in force on the citing text's day."""

from __future__ import annotations

from index.relations.model import Edge, Entry, Library
from index.statements import keys
from index.statements.model import Mention


def resolved(entry: Entry, library: Library) -> list[Edge]:
    """The mentions of a document, each with the document it means."""
    return [Edge(_target(entry, mention, library), mention) for mention in entry.says.mentions]


def _target(entry: Entry, mention: Mention, library: Library) -> int:
    found = [n for n in library.known(keys.title(mention.name)) if n != entry.number]
    return found[0] if found else -1
