"""Which document a mention means: its work, and of it the text in force on the citing text's day.

A name is looked up as it stands, then without its issuer; a bare one by every ending that may be it. Where
name and number are given both must fit. A document that names itself, or what it carries, means no other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial

from index.relations.model import Edge, Entry, Library
from index.relations.versions import Meant, applies, day_of, is_near, meant_text, tells_of
from index.statements import keys
from index.statements.model import Article, How, Kind, Mention
from index.statements.names import key_of, without_issuer

Named = Callable[[str], Sequence[int]]
_REISSUED = "令"
_ALIKE = 0.7
"""So many of the pairs of letters of a name must stand in a title that a number leads to."""
_ONCE = re.compile(r"(?:决定|决议|通知|批复|公告|通告|意见|函)$")
"""Documents that have one text: another day is another document."""


def by_name(library: Library, name: str) -> Sequence[int]:
    """The documents of a name: those whose title it is before those that are also known so."""
    for key in filter(None, (name, without_issuer(name))):
        found = library.known(keys.title(key))
        ranked = [(rank, n) for n in found if (rank := _rank(library, n, key, name)) >= 0]
        if ranked:
            best, _ = min(ranked)
            return [n for rank, n in ranked if rank == best]
    return ()


def _rank(library: Library, number: int, key: str, name: str) -> int:
    """How well a name fits, the better the less; -1 where the document names another issuer."""
    names = library.entry(number).says.identity.names
    if key != name and names[:1] != (key,) and name not in names:
        return -1
    return names.index(key) if key in names else len(names)


def resolved(entry: Entry, library: Library, named: Named | None = None) -> list[Edge]:
    """The mentions of a document, each with the document it means.

    Args:
        named: :func:`by_name` of the library, where the names of many documents are looked up.
    """
    resolver = _Resolver(entry, library, named or partial(by_name, library))
    return [resolver.edge(mention) for mention in entry.says.mentions]


class _Resolver:
    """Resolves the mentions of one document; a name that comes again is looked up once."""

    def __init__(self, entry: Entry, library: Library, named: Named) -> None:
        self._by_name = named
        self._entry = entry
        self._library = library
        self._own = set(entry.says.identity.names) | _prints(entry)
        self._texts = frozenset(library.work(entry.number))
        self._works: dict[tuple[str, str], Sequence[int]] = {}
        self._day = day_of(entry.says)

    def edge(self, mention: Mention) -> Edge:
        """A mention with the document it means."""
        mention, name = self._named(mention)
        if name in self._own and mention.how is not How.HEADING:
            return self._predecessor(mention)
        texts = self._held(name, mention.number)
        if name in self._own:
            texts = [n for n in texts if name in self._library.entry(n).says.identity.names]
        if mention.kind is Kind.REPEALS:
            texts = self._ended(texts, mention.on)
        elif mention.on and _ONCE.search(name):
            texts = [n for n in texts if is_near(self._library.entry(n), mention.on)]
        if not texts:
            return Edge(-1, mention)
        meant = self._meant(texts, mention)
        return Edge(meant.number, mention, meant.held, meant.safe)

    # --- the work -------------------------------------------------------------------------------

    def _named(self, mention: Mention) -> tuple[Mention, str]:
        """A mention by an ending cut to the name it means; the name is empty where none is known."""
        if mention.how not in (How.BARE, How.SEQUEL):
            return mention, mention.name
        for letters, name in keys.bare_names(mention.name):
            if name in self._own or self._library.known(keys.title(name)):
                start = mention.end - letters if mention.how is How.BARE else mention.start
                return replace(mention, start=start, name=name), name
        return mention, ""

    def _held(self, name: str, number: str) -> Sequence[int]:
        """The texts of the work of this name and number; none where it is not held, or the document's own."""
        key = (name, number)
        if key not in self._works:
            found = [n for n in self._found(name, number) if n not in self._texts]
            self._works[key] = self._one_work(found)
        return self._works[key]

    def _found(self, name: str, number: str) -> Sequence[int]:
        """Documents that have the name and the number."""
        named = self._by_name(name) if name else ()
        if not number:
            return named
        numbered = self._library.known(keys.number(number))
        if not name:
            return numbered
        both = [n for n in numbered if n in named or self._is_alike(n, name)]
        return both or [n for n in named if self._may_differ(n)]

    def _is_alike(self, number: int, name: str) -> bool:
        """Whether a document may be meant by a name that is nearly its title: pages print it otherwise."""
        pairs = _pairs(name)
        titles = self._library.entry(number).says.identity.names[:1]
        return any(len(pairs & _pairs(title)) >= _ALIKE * len(pairs) for title in titles)

    def _may_differ(self, number: int) -> bool:
        """Whether a document may be meant under another number: an order numbers one text of its work."""
        own = self._library.entry(number).says.identity.number
        return not own or _REISSUED in own

    def _one_work(self, found: Iterable[int]) -> Sequence[int]:
        """The texts of the work of documents that are found; of several works of one title the last then."""
        works = {tuple(self._library.work(n)) for n in found}
        if len(works) <= 1:
            return next(iter(works), ())
        titles = {self._library.entry(texts[0]).says.identity.names[:1] for texts in works}
        before = [(self._first(texts), texts) for texts in works]
        before = [(day, texts) for day, texts in before if day and day <= self._day]
        if not before or len(titles) > 1:
            return ()
        return max(before, key=lambda it: (it[0], [self._id(n) for n in it[1]]))[1]

    def _id(self, number: int) -> str:
        """What tells documents apart whatever numbers they have in this generation."""
        return self._library.entry(number).id

    def _first(self, texts: Sequence[int]) -> int:
        return min(applies(self._library.entry(n).says.timeline) for n in texts)

    # --- the text -------------------------------------------------------------------------------

    def _meant(self, texts: Sequence[int], mention: Mention) -> Meant:
        entries = [self._library.entry(n) for n in self._with(texts, mention.articles)]
        return meant_text(entries, self._entry, mention)

    def _with(self, texts: Sequence[int], articles: tuple[Article, ...]) -> Sequence[int]:
        """Of texts that are parts of one (民法典) those that hold the 条 named."""
        within = [n for n in texts if self._holds(n, articles[0])] if articles else ()
        return within or texts

    def _holds(self, number: int, article: Article) -> bool:
        identity = self._library.entry(number).says.identity
        return identity.first <= article <= identity.last if identity.last.number else True

    # --- what is ended --------------------------------------------------------------------------

    def _ended(self, texts: Sequence[int], on: int) -> Sequence[int]:
        """Of the texts of a work those that may be ended here: not younger, and of the day printed."""
        older = [n for n in texts if self._is_older(n)]
        if not on:
            return older
        return older if any(tells_of(self._library.entry(n), on) for n in older) else ()

    def _predecessor(self, mention: Mention) -> Edge:
        """An older text of the document's own work, where it ends that by its day."""
        if mention.kind is not Kind.REPEALS or not mention.on:
            return Edge(-1, mention)
        older = [
            n
            for n in self._texts
            if n != self._entry.number
            and self._is_older(n)
            and tells_of(self._library.entry(n), mention.on)
        ]
        if not older:
            return Edge(-1, mention)
        meant = self._meant(sorted(older, key=self._id), mention)
        return Edge(meant.number, mention, meant.held)

    def _is_older(self, number: int) -> bool:
        day = self._library.entry(number).says.timeline.day
        return not day or not self._entry.says.timeline.day or day < self._entry.says.timeline.day


def _pairs(name: str) -> set[str]:
    return {name[at : at + 2] for at in range(len(name) - 1)}


def _prints(entry: Entry) -> set[str]:
    """The names of what a document prints, that is of itself; what it only interprets is not."""
    explained = {one.name for one in entry.says.mentions if one.kind is Kind.INTERPRETS}
    return set(map(key_of, entry.says.identity.carries)) - explained
