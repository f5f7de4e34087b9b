"""Keys of the key fields ``known_as`` and ``refers_to``: what joins look documents up by.

``t:`` a title, also of what is carried; ``n:`` a number; ``s:`` a band of the sketch of a text; ``a:`` an
address.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from index.statements.bare import endings
from index.statements.model import How, Mention, Statements
from index.statements.names import key_of, without_issuer
from index.statements.numbers import number_key
from index.statements.sketch import bands


def title(name: str) -> str:
    """The key of a work's name."""
    return f"t:{name}"


def number(number: str) -> str:
    """The key of a 发文字号."""
    return f"n:{number_key(number)}"


def known_as(says: Statements) -> list[str]:
    """What a document is known as, each once."""
    identity = says.identity
    keys = [title(name) for name in (*identity.names, *map(key_of, identity.carries)) if name]
    if identity.number:
        keys.append(number(identity.number))
    keys += [f"s:{band}" for band in bands(identity.sketch)]
    if identity.address:
        keys.append(f"a:{identity.address}")
    return list(dict.fromkeys(keys))


def refers_to(says: Statements) -> list[str]:
    """All that a join may look up for a document beside what it is known as, each once."""
    names = [title(name) for mention in says.mentions for name in _names(mention)]
    numbers = [number(mention.number) for mention in says.mentions if mention.number]
    return list(dict.fromkeys([*names, *numbers]))


def bare_names(letters: str) -> Sequence[tuple[int, str]]:
    """The names that may end ``letters``, the longest first: how many letters each takes, and its key."""
    return _bare_names(letters)


def _names(mention: Mention) -> Iterable[str]:
    """The names that a mention may be looked up by."""
    if mention.how in (How.BARE, How.SEQUEL):
        return (name for _, name in bare_names(mention.name))
    return filter(None, (mention.name, without_issuer(mention.name)))


@lru_cache(4096)
def _bare_names(letters: str) -> tuple[tuple[int, str], ...]:
    return tuple((len(ending), key_of(ending)) for ending in endings(letters))
