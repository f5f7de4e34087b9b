"""Suggestions while typing: titles, 发文字号, issuers and frequent words that begin so.

Ideographs are looked up in the index itself. Letters are pinyin (``gongjij``) or initials
(``gjj``): every title, issuer and frequent word is held as one array of the numbers of its
syllables and one of their first letters, and looked through as bytes. These are made once per
generation, when letters are first typed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain, islice, product

from index.document import PolicyDocument
from index.schema.fields import number_key, text_field
from index.text.fold import fold, squeeze, without_space
from index.text.han import HAN
from search.backend.reading import Reading
from search.facade.spelling.known import Known
from search.facade.spelling.mixed import tells_initials
from search.language.heard import Heard
from search.language.pinyin import spelt, typed_letters
from search.language.sounds import Sounds, ways_to_read
from search.query import tree
from search.results import Suggestion

LIMIT = 10
_EACH = {"issuer": 3, "number": 3, "term": 4, "title": 6}
"""So many of a kind at most, in the order shown."""
_LONGEST = 40
_TITLES = 30
"""So many titles that have the letters are compared."""
_WAYS = 3
"""So many ways to cut letters are tried."""
_PATTERNS = 8
"""So many ways to read characters and letters together are tried."""
_LETTERS = re.compile(f"{HAN}[a-z]|[a-z]{HAN}")
_PARTS = re.compile("[a-z]+|[^a-z]+")
_NUMBERS = 60
"""So many numbers that begin so are looked at."""


class Suggester:
    """Suggests over one generation.

    Args:
        before: of the generation before, if it is at hand.

    Attributes:
        goes_on: whether its words and titles were made of those of the generation before.
    """

    def __init__(self, reading: Reading, before: Suggester | None = None) -> None:
        self._reading = reading
        self._before = before
        self._is_left = False
        self.goes_on = False

    def suggest(self, typed: str, limit: int = LIMIT) -> tuple[Suggestion, ...]:
        """What may be meant by ``typed``, each text once."""
        folded = fold(typed)
        prefix = without_space(folded[:_LONGEST])
        if not prefix:
            return ()
        found = [*self._numbers(prefix)]
        if letters := typed_letters(folded):
            found += self._read_so(letters) or self._mixed(letters)
        elif _LETTERS.search(folded):
            found += self._mixed(prefix)
        found += [*self._issuers(prefix), *self._terms(prefix), *self._titles(prefix)]
        return _few(found, limit)

    def read_so(self, letters: str) -> str:
        """The word or issuer that letters most probably stand for; empty if there is none.

        Args:
            letters: as ``search.language.pinyin.typed_letters`` gives them.
        """
        words = (one for one in self._read_so(letters) if one.kind != "title")
        return next((one.text for one in words if self._tells(letters, one)), "")

    def _tells(self, letters: str, word: Suggestion) -> bool:
        """Whether letters that may be initials say a word."""
        is_initials = len(word.text) >= len(letters)
        few = Known(self._reading).few
        return not is_initials or tells_initials(len(letters), word.total, few)

    def _numbers(self, prefix: str) -> Iterator[Suggestion]:
        begun = islice(self._reading.begun("number", prefix), _NUMBERS)
        terms = sorted({term for term, _ in begun})[: _EACH["number"]]
        pairs = [
            (term, number)
            for term in terms
            for number in self._reading.most_cited(tree.term("number", term), 1)
        ]
        cards = self._reading.cards([number for _, number in pairs])
        for (term, _), card in zip(pairs, cards, strict=True):
            numbers = (card.doc_number, card.index_number)
            yield from (Suggestion("number", n, 1) for n in numbers if number_key(n) == term)

    def _issuers(self, prefix: str) -> Iterator[Suggestion]:
        found = Counter[str]()
        for name in self._reading.issuers:
            if prefix in squeeze(name).text:
                found[name] = self._reading.issued(name)
        begins = sorted(found, key=lambda name: (not name.startswith(prefix), -found[name], name))
        yield from (Suggestion("issuer", name, found[name]) for name in begins[: _EACH["issuer"]])

    def _terms(self, prefix: str) -> Iterator[Suggestion]:
        found = Counter[str]()
        for term, count in self._reading.begun(text_field("title", "words"), prefix):
            found[term] += count
        kept: list[str] = []
        for term, count in sorted(found.items(), key=lambda item: (-item[1], -len(item[0]))):
            is_part = any(longer.startswith(term) and found[longer] == count for longer in kept)
            if len(term) > 1 and not is_part and len(kept) < _EACH["term"]:
                kept.append(term)
                yield Suggestion("term", term, count)

    def _titles(self, prefix: str) -> Iterator[Suggestion]:
        if len(prefix) < 2:
            return
        cards = self._cards(tree.exactly("title", prefix), _TITLES)
        ordered = sorted(cards, key=lambda card: not squeeze(card.title).text.startswith(prefix))
        yield from (Suggestion("title", card.title, 1) for card in ordered)

    def _cards(self, wanted: tree.Tree, limit: int) -> list[PolicyDocument]:
        """The documents that match, the most cited first."""
        return self._reading.cards(self._reading.most_cited(wanted, limit))

    def _read_so(self, typed: str) -> list[Suggestion]:
        """What is read so: whole texts first, then what begins so, then what only has it."""
        return self._entries(self.sounds.read_so(typed, spelt(typed)[:_WAYS]))

    def _mixed(self, prefix: str) -> list[Suggestion]:
        """What characters and letters together may stand for (``劳动het``, ``gongji金``)."""
        parts = [
            ways_to_read(part) if part.isascii() else [tuple(part)]
            for part in _PARTS.findall(prefix)
        ]
        patterns = islice(product(*parts), _PATTERNS)
        written = (self.sounds.written_so([*chain(*pattern)]) for pattern in patterns)
        return self._entries(dict.fromkeys(chain(*written)))

    def _entries(self, places: Iterable[int]) -> list[Suggestion]:
        """What stands at some places; the titles are read all at once."""
        found = list(map(self.sounds.entry, places))
        titled = [number for kind, _, number in found if kind == "title"]
        cards = iter(self._reading.cards(titled))
        return [
            Suggestion(kind, next(cards).title, 1)
            if kind == "title"
            else Suggestion(kind, text, number)
            for kind, text, number in found
        ]

    @property
    def sounds(self) -> Sounds:
        """Every word, issuer and title of the generation, as it is read and written."""
        return self._heard[1]

    @cached_property
    def _heard(self) -> tuple[Heard, Sounds]:
        """What is heard, until a suggester of the next generation goes on with it, and as it is now."""
        reading, before = self._reading, self._before
        self._before = None
        issuers = [(name, reading.issued(name)) for name in reading.issuers]
        heard = before.gone_on(reading, issuers) if before else None
        self.goes_on = heard is not None
        if heard is None:
            words = [reading.begun(text_field(zone, "words"), "") for zone in ("title", "body")]
            heard = Heard(words, issuers, reading.titles_by_citation())
        return heard, heard.sounds

    def gone_on(self, reading: Reading, issuers: Sequence[tuple[str, int]]) -> Heard | None:
        """What is heard of another generation, made of what is heard of this, once; None where that cannot be."""
        if "_heard" not in vars(self) or self._is_left:
            return None
        changed = reading.changed(self._reading)
        if changed is None:
            return None
        self._is_left = True
        heard = self._heard[0]
        return heard if heard.go_on(changed, issuers) else None


def _few(found: Iterable[Suggestion], limit: int) -> tuple[Suggestion, ...]:
    """The first of each kind, each text once, in the order of :data:`_EACH`."""
    once: dict[str, Suggestion] = {}
    for one in found:
        once.setdefault(one.text, one)
    kept: list[Suggestion] = []
    for kind, most in _EACH.items():
        kept += [one for one in once.values() if one.kind == kind][:most]
    return tuple(kept[:limit])
