"""Keys of the key fields ``known_as`` and ``refers_to``: what joins look documents up by.

``t:`` a title, ``n:`` a number, ``s:`` a band of the sketch of a text.
"""

from __future__ import annotations

from index.statements.bare import endings
from index.statements.model import How, Mention, Statements
from index.statements.names import key_of
from index.statements.numbers import number_key


def title(name: str) -> str:
    """The key of a work's name."""
    return f"t:{name}"


def number(number: str) -> str:
    """The key of a 发文字号."""
    return f"n:{number_key(number)}"


def known_as(says: Statements) -> list[str]:
    """What a document is known as, each once."""
    identity = says.identity
    keys = [title(name) for name in identity.names if name]
    return [*dict.fromkeys(keys), *([number(identity.number)] if identity.number else [])]


def refers_to(says: Statements) -> list[str]:
    """All that a join may look up for a document beside what it is known as, each once."""
    names = [title(name) for mention in says.mentions for name in _names(mention)]
    numbers = [number(mention.number) for mention in says.mentions if mention.number]
    return list(dict.fromkeys([*names, *numbers]))


def _names(mention: Mention) -> list[str]:
    """The names that a mention may be looked up by: of a bare one every ending."""
    if mention.how is How.BARE:
        return [key_of(ending) for ending in endings(mention.name)]
    return [mention.name] if mention.name else []
