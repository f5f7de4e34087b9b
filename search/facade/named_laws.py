"""Which document a name means: by its full, official or usual short name, the text in force before others.

A name is what documents are known as (``index.statements.keys``), else what the tables of other wordings say,
else the characters of a national law's title in their order (土地承包法). The last is guessed only where one law
is meant surely, and never for a name that documents cite as one of its own: 劳动法 is not 劳动合同法.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from index.conventions.genre import LEGAL
from index.conventions.regions import NATIONAL
from index.conventions.sections import anchors
from index.document import PolicyDocument, Validity
from index.schema.fields import text_field
from index.statements import keys
from index.statements.abbreviations import is_generic
from index.statements.model import Kind
from index.statements.names import key_of
from index.text.analysis import Analyzer
from search.backend.reading import Reading
from search.backend.selection import Matching
from search.query import tree
from search.query.provision import Name

Wordings = Callable[[str], tuple[str, ...]]
"""Other wordings of a word, folded."""
MOST_NAMES, MOST_GUESSES = 64, 6
"""So many names of a query are looked up, and so many of them compared with titles."""
_MOST_TEXTS = 20
"""So many texts of a work, or documents of one name, are looked at."""
_CANDIDATES = 20
_MOST_GUESSED = 3
"""Characters that more laws have in their order say nothing."""
_CLEARLY = 3
"""Of several laws that may be meant one is if it is cited so many times as often as any other."""
_LONGEST_SHORT = 12
_SHORTEST_GUESSED = 3
_KINDS = ("法典", *sorted(LEGAL, key=len, reverse=True))


class Text(NamedTuple):
    """A text of a law.

    Attributes:
        number, card: the document.
        anchors: of its sections.
        standing: as ``search.backend.reading.Rows`` has it.
        day: of the text, as ``date.toordinal``; 0 unknown.
    """

    number: int
    card: PolicyDocument
    anchors: tuple[str, ...]
    standing: int
    day: int

    @property
    def year(self) -> int:
        """The year of the text; 0 unknown."""
        return date.fromordinal(self.day).year if self.day else 0


class Law(NamedTuple):
    """What a name means.

    Attributes:
        name: where it stands in the query.
        texts: of one work; the text in force first, then those not known to be, then the newest. None where
            the law is cited and not held, or held without articles.
        full: its name, where the one typed is a short one that documents do not know, or none is held; else
            empty.
        bare: the documents of that name, where none of them has articles.
    """

    name: Name
    texts: tuple[Text, ...]
    full: str = ""
    bare: tuple[int, ...] = ()


class Laws:
    """Looks the names of one query up in one generation: so many of them, and no more."""

    def __init__(self, reading: Reading, analyzer: Analyzer, wordings: Wordings) -> None:
        self._reading = reading
        self._analyzer = analyzer
        self._wordings = wordings
        self._left, self._guesses = MOST_NAMES, MOST_GUESSES

    def named(self, names: Sequence[Name]) -> Law | None:
        """The law that one of ``names`` means, the first that means any; None where none does."""
        names = [name for name in names if not is_generic(name.key)][: self._left]
        self._left -= len(names)
        known = self._documents([name.key for name in names])
        for name, documents in zip(names, known, strict=True):
            if documents:
                texts = self._texts(documents, name.key)
                return Law(name, texts, bare=() if texts else tuple(documents))
            for full in map(key_of, self._wordings(name.key)):
                if found := self._documents([full])[0]:
                    texts = self._texts(found, full)
                    return Law(name, texts, full, () if texts else tuple(found))
            if self._cited([name.key])[0]:
                return Law(name, (), name.key)
        short = [name for name in names if _SHORTEST_GUESSED <= len(name.key) <= _LONGEST_SHORT]
        short = short[: self._guesses]
        self._guesses -= len(short)
        return next(filter(None, map(self._guessed, short)), None)

    def lacks(self, name: str, is_title: bool) -> bool:
        """Whether no document is known by a name that is cited, or (``is_title``) that is surely one."""
        full = [name, *map(key_of, self._wordings(name))]
        return not any(self._documents(full)) and (is_title or bool(self._cited([name])[0]))

    # --- by what documents are known as ---------------------------------------------------------

    def _documents(self, names: Sequence[str]) -> list[list[int]]:
        trees = [Matching(tree.term("known_as", keys.title(name))) for name in names]
        return self._reading.members(trees) if trees else []

    def _texts(self, documents: Sequence[int], name: str) -> tuple[Text, ...]:
        """The texts of the work that a name means most likely, of documents known under it."""
        if not documents:
            return ()
        texts = list(read_texts(self._reading, documents[:_MOST_TEXTS]))
        texts = [text for text in texts if _articles(text.anchors)]
        if not texts:
            return ()
        best = min(texts, key=lambda text: (*self._rank(text, name), text.standing))
        work = self._reading.work(best.number)[:_MOST_TEXTS]
        return tuple(sorted(read_texts(self._reading, work), key=_in_force_first))

    def _rank(self, text: Text, name: str) -> tuple[bool, int]:
        """How well a name fits a document, the better the less: a title before what it carries, one of the
        whole country before its namesake."""
        names = self._reading.statements(text.number).identity.names
        place = names.index(name) if name in names else len(names)
        return _is_of_a_place(text.card), place

    # --- by the characters of titles ------------------------------------------------------------

    def _guessed(self, name: Name) -> Law | None:
        """The law whose title has the characters of a short name in their order, if it is surely that."""
        characters = [
            tree.term(text_field("title", "chars"), one) for one in dict.fromkeys(name.key)
        ]
        numbers = self._reading.most_cited(tree.all_of(characters), _CANDIDATES)
        found: dict[int, tuple[int, str]] = {}
        for number, card in zip(numbers, self._reading.cards(numbers), strict=True):
            work = self._reading.work(number)[0]
            if work not in found and _may_be(name.key, card) and self._is_short(name.key, card):
                found[work] = number, key_of(card.title)
        if not found or len(found) > _MOST_GUESSED or self._is_local(name.key):
            return None
        (number, full), *others = found.values()
        cited, *less = self._cited([full, *(other for _, other in others)])
        if any(cited < _CLEARLY * max(times, 1) for times in less):
            return None
        texts = self._texts([number], full)
        return Law(name, texts, full) if texts else None

    def _is_local(self, short: str) -> bool:
        """Whether places have works of that very name: 山东省消防条例."""
        numbers = self._reading.most_cited(tree.exactly("title", short), _CANDIDATES)
        cards = self._reading.cards(numbers)
        return any(_is_of_a_place(card) and key_of(card.title).endswith(short) for card in cards)

    def _is_short(self, short: str, card: PolicyDocument) -> bool:
        title = key_of(card.title)
        return is_short_for(short, title, set(self._begun(title)))

    def _begun(self, title: str) -> Iterator[int]:
        """Where words of a title begin, also those within longer ones, and 法."""
        for word in self._analyzer.cut_folded(title):
            parts = (word.text, *self._analyzer.parts(word.text), "法")
            yield from (word.start + word.text.find(part) for part in parts if part in word.text)

    def _cited(self, names: Sequence[str]) -> list[int]:
        return self._reading.counts([Matching(tree.citing(one, "", tuple(Kind))) for one in names])


def text_on(reading: Reading, text: Text, anchor: str, day: int) -> Text:
    """The text of a work that was in force on a day and has a section; ``text`` itself where none is held."""
    numbers = reading.work(text.number)[:_MOST_TEXTS]
    states = dict(zip(numbers, reading.states(numbers, day), strict=True))
    if states.get(text.number) is Validity.IN_FORCE:
        return text
    then = [number for number, state in states.items() if state is Validity.IN_FORCE]
    held = (one for one in read_texts(reading, then) if anchor in one.anchors)
    return min(held, key=_in_force_first, default=text)


def read_texts(reading: Reading, numbers: Sequence[int]) -> Iterator[Text]:
    """Documents as texts of laws."""
    rows = reading.rows(numbers)
    cards = reading.cards(numbers)
    for number, card, standing in zip(rows.numbers, cards, rows.standing, strict=True):
        day = reading.statements(number).timeline.day
        yield Text(number, card, anchors(card.sections), standing, day)


def _is_of_a_place(card: PolicyDocument) -> bool:
    return card.region not in ("", NATIONAL)


def _may_be(short: str, card: PolicyDocument) -> bool:
    """Whether a document is of the kind that a short name says, and of the whole country or the place that the
    short name begins with; the name of a law means no 实施条例 of it, nor what amends it."""
    title = key_of(card.title)
    if _is_of_a_place(card) and title[:2] != short[:2]:
        return False
    return "修改" not in title and ("实施" not in title or "条例" in short or "实施" in short)


def is_short_for(short: str, title: str, words: Collection[int]) -> bool:
    """Whether a short name has letters of a longer one in its order, each of which follows the one before
    or begins a word, and the same 文种.

    >>> is_short_for("道交法", "道路交通安全法", {0, 2, 4}), is_short_for("资源法", "水资源法", {0})
    (True, False)

    Args:
        words: where words begin in ``title``.
    """
    kind = next((one for one in _KINDS if title.endswith(one)), "")
    if not kind or not short.endswith(kind) or len(short) >= len(title):
        return False
    ends = {0}
    for letter in short.removesuffix(kind):
        first = min(ends)
        ends = {
            at + 1
            for at in range(first, len(title) - len(kind))
            if title[at] == letter and (at in words or (at and at in ends))
        }
        if not ends:
            return False
    return True


def _articles(names: Sequence[str]) -> int:
    """How many articles are among some anchors, each counted once."""
    return sum(name.startswith("a") and "-" not in name for name in names)


def _in_force_first(text: Text) -> tuple[int, bool, int, int]:
    """The text in force, the whole before a part, the fullest, the newest."""
    return text.standing, text.card.is_excerpt, -text.day, -_articles(text.anchors)
