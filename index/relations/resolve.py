"""Which document a mention means: its work, and of it the text in force on the citing text's day.

A name is looked up as it stands; a bare one by every ending that may be it. Where name and number
are given both must fit. A document that names itself, or what it carries, means no other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.relations.model import Edge, Entry, Held, Library
from index.statements import keys
from index.statements.bare import endings
from index.statements.model import Article, How, Mention, Timeline
from index.statements.names import key_of


def resolved(entry: Entry, library: Library) -> list[Edge]:
    """The mentions of a document, each with the document it means."""
    resolver = _Resolver(entry, library)
    return [resolver.edge(mention) for mention in entry.says.mentions]


class _Resolver:
    """Resolves the mentions of one document; what comes again is looked up once."""

    def __init__(self, entry: Entry, library: Library) -> None:
        self._entry = entry
        self._library = library
        self._own = set(entry.says.identity.names)
        self._texts = frozenset(library.work(entry.number))
        self._works: dict[tuple[str, str, int], Sequence[int]] = {}
        time = entry.says.timeline
        self._day = applies(time)
        self._worded = time.worded or time.begins or self._day

    def edge(self, mention: Mention) -> Edge:
        """A mention with the document it means."""
        mention, name = self._named(mention)
        key = (name, mention.number, mention.on)
        if key not in self._works:
            self._works[key] = self._work(name, mention.number, mention.on)
        texts = self._works[key]
        if not texts:
            return Edge(-1, mention)
        to, held = self._version(self._with(texts, mention.articles))
        return Edge(to, mention, held, bool(mention.articles) and self._is_safe(to, held))

    def _named(self, mention: Mention) -> tuple[Mention, str]:
        """A bare mention cut to the name it means; empty where none is known."""
        if mention.how is not How.BARE:
            return mention, mention.name
        for ending in endings(mention.name):
            name = key_of(ending)
            if name in self._own or self._library.known(keys.title(name)):
                start = mention.end - len(ending)
                return replace(mention, start=start, name=name), name
        return mention, ""

    def _work(self, name: str, number: str, on: int) -> Sequence[int]:
        """The texts of the work that is meant; none where it is not held, or the document's own."""
        if name in self._own:
            return ()
        by_name = self._best(name) if name else ()
        if number:
            by_number = self._library.known(keys.number(number))
            both = [n for n in by_number if n in set(by_name)]
            if both:
                by_name = both
            elif not name:
                by_name = by_number
            elif by_name and not self._may_differ(by_name, number):
                by_name = ()
        works = {tuple(self._library.work(n)) for n in by_name if n not in self._texts}
        if not works:
            return ()
        return sorted(works)[0] if len(works) == 1 else self._nearest(works)

    def _may_differ(self, texts: Sequence[int], number: str) -> bool:
        """Whether a work may be known under another number: orders of a law differ by version."""
        own = [self._library.entry(n).says.identity.number for n in texts]
        return any("令" in one for one in own if one) or not any(own)

    def _best(self, name: str) -> Sequence[int]:
        """The documents known under a name, those whose own title it is before others."""
        found = self._library.known(keys.title(name))
        ranks = {n: self._rank(n, name) for n in found}
        best = min(ranks.values(), default=0)
        return [n for n in found if ranks[n] == best]

    def _rank(self, number: int, name: str) -> int:
        names = self._library.entry(number).says.identity.names
        return names.index(name) if name in names else len(names)

    def _nearest(self, works: set[tuple[int, ...]]) -> Sequence[int]:
        """Of several works of one name the last that was there on the citing text's day."""

        def first(texts: Sequence[int]) -> int:
            return min(applies(self._library.entry(n).says.timeline) for n in texts)

        before = [texts for texts in works if first(texts) <= self._day]
        return max(before, key=lambda texts: (first(texts), self._ids(texts))) if before else ()

    def _ids(self, texts: Sequence[int]) -> list[str]:
        """What tells works apart whatever numbers their texts have in this generation."""
        return [self._library.entry(n).id for n in texts]

    def _with(self, texts: Sequence[int], articles: tuple[Article, ...]) -> Sequence[int]:
        """Of texts that are parts of one (民法典) those that hold the 条 named."""
        if not articles:
            return texts
        within = [n for n in texts if self._holds(n, articles[0])]
        return within or texts

    def _holds(self, number: int, article: Article) -> bool:
        identity = self._library.entry(number).says.identity
        return identity.first <= article <= identity.last if identity.last.number else True

    def _version(self, texts: Sequence[int]) -> tuple[int, Held]:
        """The text in force on the citing text's day, else the first later one."""
        since = {n: applies(self._library.entry(n).says.timeline) for n in texts}
        if not self._day:
            return max(texts, key=lambda n: since[n]), Held.UNKNOWN
        before = [n for n in texts if since[n] and since[n] <= self._day]
        if before:
            best = max(before, key=lambda n: since[n])
            if not self._amended_between(since[best], texts):
                return best, Held.THEN
        later = [n for n in texts if since[n] > self._day]
        if later:
            return min(later, key=lambda n: since[n]), Held.LATER
        return (
            (max(before, key=lambda n: since[n]), Held.THEN) if before else (texts[0], Held.UNKNOWN)
        )

    def _amended_between(self, since: int, texts: Sequence[int]) -> bool:
        """Whether a text that is not held came after ``since`` and by the citing text's day."""
        return any(
            since < passage.on <= self._day
            and passage.on < self._library.entry(n).says.timeline.day
            for n in texts
            for passage in self._library.entry(n).says.timeline.history
        )

    def _is_safe(self, to: int, held: Held) -> bool:
        """Whether the 条 of a text are those that the citing text's wording means."""
        time = self._library.entry(to).says.timeline
        return held is Held.THEN and applies(time) <= self._worded


def applies(time: Timeline) -> int:
    """Since when a text applies: its commencement, if that is not before its day."""
    return time.begins if time.begins >= time.day else time.day
