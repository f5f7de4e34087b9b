"""Suggestions while typing: titles, 发文字号, issuers and frequent words that begin so.

Ideographs are looked up in the index itself. Letters are pinyin (``gongjij``) or initials
(``gjj``): every title, issuer and frequent word is held as one array of the numbers of its
syllables and one of their first letters, and looked through as bytes. These are made once per
generation, when letters are first typed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice

import numpy as np
import numpy.typing as npt

from index.document import PolicyDocument
from index.schema.fields import number_key, text_field
from index.text.fold import fold, fold_codes, squeeze, without_space
from search.embedded.snapshot import Snapshot
from search.language.pinyin import readings, spelt, typed_letters
from search.query.tree import Tree, exactly
from search.query.tree import term as tree_of
from search.results import Suggestion

LIMIT = 10
_EACH = {"issuer": 3, "number": 3, "term": 4, "title": 6}
"""So many of a kind at most, in the order shown."""
_LONGEST = 40
_TITLES = 30
"""So many titles that have the letters are compared."""
_END = "\n"

Places = npt.NDArray[np.int64]
_WAYS = 3
_PLACES = 60
"""So many ways to cut letters are tried, and so many places looked at for each."""


class Suggester:
    """Suggests over one generation."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def suggest(self, typed: str, limit: int = LIMIT) -> tuple[Suggestion, ...]:
        """What may be meant by ``typed``, each text once."""
        folded = fold(typed)
        prefix = without_space(folded[:_LONGEST])
        if not prefix:
            return ()
        found = [*self._numbers(prefix)]
        if letters := typed_letters(folded):
            found += self._read_so(letters)
        found += [*self._issuers(prefix), *self._terms(prefix), *self._titles(prefix)]
        return _few(found, limit)

    def read_so(self, letters: str) -> str:
        """The word or issuer that letters most probably stand for; empty if there is none.

        Args:
            letters: as ``search.language.pinyin.typed_letters`` gives them.
        """
        found = self._read_so(letters)
        words = [one for one in found if one.kind != "title"] or found
        return words[0].text if words else ""

    def _numbers(self, prefix: str) -> Iterator[Suggestion]:
        begun = islice(self._snapshot.postings.begun("number", prefix), _PLACES)
        for term in sorted({term for term, _ in begun})[: _EACH["number"]]:
            for card in self._cards(tree_of("number", term), 1):
                numbers = (card.doc_number, card.index_number)
                yield from (Suggestion("number", n, 1) for n in numbers if number_key(n) == term)

    def _issuers(self, prefix: str) -> Iterator[Suggestion]:
        found = Counter[str]()
        for name in self._snapshot.issuers:
            if prefix in squeeze(name).text:
                found[name] = len(self._snapshot.postings.postings("issuer", name).docs)
        begins = sorted(found, key=lambda name: (not name.startswith(prefix), -found[name], name))
        yield from (Suggestion("issuer", name, found[name]) for name in begins[: _EACH["issuer"]])

    def _terms(self, prefix: str) -> Iterator[Suggestion]:
        found = Counter[str]()
        for term, count in self._snapshot.postings.begun(text_field("title", "words"), prefix):
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
        cards = self._cards(exactly("title", prefix), _TITLES)
        ordered = sorted(cards, key=lambda card: not squeeze(card.title).text.startswith(prefix))
        yield from (Suggestion("title", card.title, 1) for card in ordered)

    def _cards(self, tree: Tree, limit: int) -> list[PolicyDocument]:
        """The documents that match, the most cited first."""
        docs = self._snapshot.executor.run(tree).docs
        first = np.argsort(-self._snapshot.authority.take(docs), kind="stable")[:limit]
        return self._snapshot.cards(docs[first])

    def _read_so(self, typed: str) -> list[Suggestion]:
        """What is read so: whole texts first, then what begins so, then what only has it."""
        sounds = self._sounds
        places = [sounds.syllables(way) for way in spelt(typed)[:_WAYS]]
        places.append(sounds.initials(typed))
        return [self._entry(at) for at in sounds.entries_at(np.concatenate(places), typed)]

    def _entry(self, at: int) -> Suggestion:
        kind, text, number = self._sounds.entries[at]
        if kind == "title":
            return Suggestion(kind, self._snapshot.card(number).title, 1)
        return Suggestion(kind, text, number)

    @cached_property
    def _sounds(self) -> Sounds:
        snapshot = self._snapshot
        postings = snapshot.postings
        titled = Counter[str]()
        for word, count in postings.begun(text_field("title", "words"), ""):
            titled[word] += count if len(word) > 1 else 0
        body = text_field("body", "words")
        often = Counter({w: max(n, postings.frequency(body, w)) for w, n in (+titled).items()})
        issuers = Counter({i: len(postings.postings("issuer", i).docs) for i in snapshot.issuers})
        entries = [("term", word, count) for word, count in often.most_common()]
        entries += [("issuer", name, count) for name, count in issuers.most_common()]
        docs = postings.every
        docs = docs[np.argsort(-snapshot.authority.take(docs), kind="stable")]
        docs = docs[np.sort(np.unique(snapshot.versions.take(docs), return_index=True)[1])]
        names = snapshot.names(docs)
        entries += [("title", name, doc) for name, doc in zip(names, docs.tolist(), strict=True)]
        return Sounds(entries)


class Sounds:
    """Texts as they are read, one behind the other.

    Args:
        entries: kind, text, and a number the caller knows the meaning of; the best first.
    """

    def __init__(self, entries: list[tuple[str, str, int]]) -> None:
        self.entries = entries
        codes = fold_codes(_END + _END.join(text for _, text, _ in entries) + _END)
        ends = codes == ord(_END)
        self._starts = ends.nonzero()[0]
        self._syllables = readings().read(codes)
        self._order = self._syllables.argsort(kind="stable").astype(np.uint32)
        self._firsts = self._syllables[self._order].searchsorted(
            np.arange(len(readings().syllables) + 2)
        )
        letters = readings().initials[self._syllables]
        letters[ends] = ord(_END)
        self._letters = letters.tobytes()

    def initials(self, typed: str) -> Places:
        """Where characters begin with the letters of ``typed``, of texts that begin so first."""
        found = _places(self._letters, (_END + typed).encode())
        return np.array(
            [place + 1 for place in found] + _places(self._letters, typed.encode()), int
        )

    def syllables(self, way: tuple[str, ...]) -> Places:
        """Where characters are read so; the last syllable may be unfinished.

        Syllables are numbered in alphabetical order: those that begin alike are neighbours.
        """
        known = readings().syllables
        low = [bisect_left(known, syllable) + 1 for syllable in way]
        high = [number + 1 for number in low[:-1]] + [bisect_left(known, way[-1] + "{") + 1]
        places = self._order[self._firsts[low[0]] : self._firsts[high[0]]].astype(np.int64)
        for at, (first, end) in enumerate(zip(low, high, strict=True)):
            if at:
                places = places[places + at < len(self._syllables)]
                syllable = self._syllables[places + at]
                places = places[(syllable >= first) & (syllable < end)]
        return places

    def entries_at(self, places: Places, typed: str) -> list[int]:
        """The entries at some places: those which are read as typed from beginning to end first,
        then those that begin so."""
        at = self._starts.searchsorted(places) - 1
        found = dict.fromkeys(at[np.lexsort((at, self._starts[at] + 1 != places))].tolist())
        return sorted(list(found)[:_PLACES], key=lambda entry: not self._is_read(entry, typed))

    def _is_read(self, entry: int, typed: str) -> bool:
        begin, end = self._starts[entry] + 1, self._starts[entry + 1]
        known = readings().syllables
        read = [known[number - 1] if number else "." for number in self._syllables[begin:end]]
        return typed in ("".join(read), "".join(syllable[0] for syllable in read))


def _places(text: bytes, wanted: bytes) -> list[int]:
    """The first places where ``wanted`` stands."""
    places: list[int] = []
    at = text.find(wanted)
    while at >= 0 and len(places) < _PLACES:
        places.append(at)
        at = text.find(wanted, at + 1)
    return places


def _few(found: Iterable[Suggestion], limit: int) -> tuple[Suggestion, ...]:
    """The first of each kind, each text once, in the order of :data:`_EACH`."""
    once: dict[str, Suggestion] = {}
    for one in found:
        once.setdefault(one.text, one)
    kept: list[Suggestion] = []
    for kind, most in _EACH.items():
        kept += [one for one in once.values() if one.kind == kind][:most]
    return tuple(kept[:limit])
