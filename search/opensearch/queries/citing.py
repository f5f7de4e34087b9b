"""Who names a work: through the texts of it that are held, and by names that no document held has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from threading import Lock
from typing import TypeAlias

from index.statements import keys
from search.opensearch.queries.asking import Asking
from search.opensearch.queries.dsl import Dsl, all_of, among, any_of
from search.query.tree import Citing

KEPT = 1024
"""Of so many names it is remembered which works they are of."""
_Key: TypeAlias = tuple[str, str, tuple[int, ...]]


class Citings:
    """The queries for what names works; safe for several threads."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking
        self._lock = Lock()
        self._known: dict[_Key, Dsl] = {}

    def prepare(self, wanted: Iterable[Citing]) -> dict[_Key, Dsl]:
        """The queries of some nodes; those not known yet are worked out in one request."""
        own = {_key(one): one for one in wanted}
        with self._lock:
            known = {key: self._known[key] for key in own if key in self._known}
        new = [one for key, one in own.items() if key not in known]
        if not new:
            return known
        works = self._asking.values([_held(one) for one in new], "work")
        made = {_key(one): _citing(one, [*held]) for one, held in zip(new, works, strict=True)}
        with self._lock:
            if len(self._known) > KEPT:
                self._known.clear()
            self._known |= made
        return known | made

    def naming(self, tree: Citing) -> Dsl:
        """The query for the documents that name a work, its own texts left out; they are not scored."""
        return self.prepare([tree])[_key(tree)]


def _key(tree: Citing) -> _Key:
    return tree.name, tree.number, tree.kinds


def _held(tree: Citing) -> Dsl:
    """The texts of the works meant."""
    return among("known_as", [keys.title(tree.name), keys.number(tree.number)])


def _citing(tree: Citing, works: Sequence[int]) -> Dsl:
    names = [name for name in (tree.name, tree.number) if name]
    wanted = [
        among("cites_work", [f"{kind:d}:{work}" for work in works for kind in tree.kinds]),
        among("lacks", [f"{kind:d}:{name}" for name in names for kind in tree.kinds]),
    ]
    return all_of([any_of(wanted)], [among("work", works)] if works else [])
