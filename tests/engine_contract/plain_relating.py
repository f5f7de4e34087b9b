"""The relations of a backend in plain Python: :class:`search.backend.relating.Relating` by loops."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date

from index.document import PolicyDocument, Validity
from index.relations.model import Edge, Interval
from index.statements import keys
from index.statements.model import Article, Kind, Statements
from search.backend.relating import Days, Lacking, Link, Linked
from tests.engine_contract.plain_library import PlainLibrary, members


class PlainRelations:
    """Keeps the protocol over documents, numbered from 0.

    Attributes:
        library: what they say, and how it joins.
    """

    def __init__(self, documents: Sequence[PolicyDocument]) -> None:
        self.library = PlainLibrary(documents)
        self._ids = [document.id for document in documents]
        self._stated = [document.validity for document in documents]
        self._dates = [document.published_on or document.written_on for document in documents]

    def ids(self, numbers: Sequence[int]) -> list[str]:
        """The ids of some documents."""
        return [self._ids[number] for number in numbers]

    def statements(self, number: int) -> Statements:
        """What a document says."""
        return self.library.entry(number).says

    def articles(self, number: int) -> tuple[Article, Article]:
        """The first and last 条 of a document."""
        identity = self.statements(number).identity
        return identity.first, identity.last

    def links(self, number: int) -> list[Link]:
        """Whom a document names, by place."""
        return [_link(number, edge) for edge in self.library.edges[number]]

    def between(self, source: int, to: int) -> list[Link]:
        """Where one document names another, by place."""
        return [link for link in self.links(source) if link.to == to]

    def linked(
        self,
        number: int,
        kinds: Collection[Kind],
        incoming: bool,
        first: int,
        count: int,
        article: Article | None = None,
    ) -> Linked:
        """Some of the documents that a document names, or that name it, one print of each; the newest
        first."""
        found = {
            link.source if incoming else link.to
            for link in self._every()
            if link.kind in kinds
            and link.to >= 0
            and (link.to if incoming else link.source) == number
            and (article is None or (link.safe and article in link.articles))
        }
        ordered = sorted(found, key=lambda n: (-(self._dates[n] or date.min).toordinal(), n))
        prints: dict[int, int] = {}
        for n in ordered:
            prints.setdefault(self.library.texts[n], n)
        return Linked(len(prints), [*prints.values()][first : first + count])

    def _every(self) -> Iterator[Link]:
        for number in range(len(self._ids)):
            yield from self.links(number)

    def cited_articles(self, number: int, kinds: Collection[Kind]) -> list[tuple[Article, int]]:
        """The 条 of a document that others name safely, and how many name each."""
        naming = {
            (article, self.library.texts[link.source])
            for link in self._every()
            if link.to == number and link.safe and link.kind in kinds
            for article in link.articles
        }
        return sorted(Counter(article for article, _ in naming).items())

    def interval(self, number: int) -> Interval:
        """When a document is in force."""
        return self.library.intervals[number]

    def days(self, numbers: Sequence[int]) -> list[Days]:
        """The days of the intervals of some documents."""
        own = [self.library.intervals[number] for number in numbers]
        return [Days(one.begins, one.ends, one.by) for one in own]

    def states(self, numbers: Sequence[int], day: int) -> list[Validity]:
        """The states of some documents on a day."""
        return [self.library.intervals[number].state(day) for number in numbers]

    def stated(self, numbers: Sequence[int]) -> list[Validity]:
        """What the sources of some documents say."""
        return [self._stated[number] for number in numbers]

    def work(self, number: int) -> list[int]:
        """The texts of the work of a document."""
        return members(self.library.works, number)

    def prints(self, number: int) -> list[int]:
        """The prints of the text of a document."""
        return members(self.library.texts, number)

    def lacking(self, limit: int) -> list[Lacking]:
        """The names that no document held has, the one most documents give first."""
        named: dict[str, list[Link]] = defaultdict(list)
        for number, edges in enumerate(self.library.edges):
            for edge in edges:
                if name := self.library.lacking(number, edge):
                    named[name].append(_link(number, edge))
        often = {name: len({link.source for link in links}) for name, links in named.items()}
        ordered = sorted(named, key=lambda name: (-often[name], name))
        return [
            Lacking(often[name], _kinds(named[name]), named[name][0]) for name in ordered[:limit]
        ]

    def citing(self, name: str, number: str, kinds: Collection[int]) -> set[int]:
        """The documents that name a work or a number as one of ``kinds``, held or not; the texts of
        the work itself do not."""
        held = {*self.library.known(keys.title(name)), *self.library.known(keys.number(number))}
        works = {self.library.works[one] for one in held}
        found = set()
        for source, edges in enumerate(self.library.edges):
            for edge in edges:
                meant = edge.to >= 0 and self.library.works[edge.to] in works
                waits = self.library.lacking(source, edge) in {name, number} - {""}
                own = self.library.works[source] in works
                if edge.mention.kind in kinds and (meant or waits) and not own:
                    found.add(source)
        return found


def _kinds(links: Sequence[Link]) -> dict[Kind, int]:
    counts = Counter(kind for kind, _ in {(link.kind, link.source) for link in links})
    return {kind: counts[kind] for kind in sorted(counts)}


def _link(number: int, edge: Edge) -> Link:
    said = edge.mention
    return Link(
        source=number,
        to=edge.to,
        kind=said.kind,
        how=said.how,
        held=edge.held,
        safe=edge.safe,
        start=said.start,
        end=said.end,
        articles=tuple(said.articles),
    )
