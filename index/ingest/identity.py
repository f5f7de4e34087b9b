"""Which id each document of a run gets: the one it had, wherever its file stands now.

What a document had is found by its content (its digest) first: in its own file, then among what
is left of files that are gone or hold something else. Then by the id that it gives itself. What
is edited in its place is the same document when its title is, or nearly all its text; what is
edited and moved, when both are, nothing speaks against it, and nothing else is as like
(``likeness``). Else it is new. No id is given that another document has, had in this run, or left behind.

A pure function of what the index knew and what is read: files are looked at by nobody here.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from index.document import PolicyDocument, Rejected
from index.ingest.likeness import differ, nearly_same, same_title, title_key
from index.store.former_ids import Former
from index.store.source_rows import SourceRow

Recall = Callable[[str], PolicyDocument | None]
"""From an id to the document as the index has it; None where it cannot say."""

WAITING = 256
"""So many documents of a file wait for those whose content is known to take their ids first."""
COMPARED = 64
"""With so many at most the text of a document is compared."""
_SUFFIXED = re.compile(r"(.+)-[0-9a-f]{8}(?:[0-9a-f]{8})?")


class Known(NamedTuple):
    """A document as the index knew it.

    Attributes:
        id: of it.
        name: the id that it gave itself; empty if none.
        digest: see :meth:`index.document.PolicyDocument.digest`.
    """

    id: str
    name: str
    digest: str


class Named(NamedTuple):
    """A document that was read, under the id it is to have.

    Attributes:
        document: it.
        name, digest: as in :class:`Known`.
        was: the id that it had before, where it is another; else empty.
    """

    document: PolicyDocument
    name: str
    digest: str
    was: str = ""


def known_of(row: SourceRow) -> list[Known]:
    """The documents of a file, in order."""
    names = row.names or [_name(id, row) for id in row.ids]
    return [Known(*one) for one in zip(row.ids, names, row.digests, strict=True)]


def beside(id: str, digest: str, digests: Mapping[str, str]) -> str:
    """The id of a document whose own another document has; ``digests`` of those that are known."""
    short = f"{id}-{digest[:8]}"
    return short if digests.get(short, digest) == digest else f"{id}-{digest}"


class Ids:
    """Gives ids to what is read.

    Args:
        to_read: for the files that will be read, what they gave.
        adrift: what was given by files that are gone or hold something else now.
        recall: looks up what the index holds.
        former: ids that no document has.
        contents: the digests of all that the index holds.
    """

    def __init__(
        self,
        to_read: Mapping[Path, Iterable[Known]],
        adrift: Iterable[Known],
        recall: Recall,
        former: Iterable[Former] = (),
        contents: Collection[str] = (),
    ) -> None:
        self._files = {place: _Entries(known) for place, known in to_read.items()}
        self._place = {id: place for place, one in self._files.items() for id in one.left}
        self._later = _Entries(known for one in self._files.values() for known in one.left.values())
        self._adrift = _Entries(adrift)
        self._recall = recall
        self._contents = contents
        self._former = {one.id: one.digest for one in former}

    def named(
        self, place: Path, items: Iterable[PolicyDocument | Rejected]
    ) -> Iterator[Named | Rejected]:
        """What is read of the file at ``place``, each document under its id.

        A document whose content is not known waits, with up to :data:`WAITING` others, until
        the file ends. What the file gives no more may be found in the files behind it.
        """
        mine = self._files.pop(place, None) or _Entries(())
        for one in mine.left.values():
            self._later.take(one)
        waiting: deque[_Read] = deque()
        whole = True
        for item in items:
            if isinstance(item, Rejected):
                whole = False
                yield item
                continue
            read = _Read(item, "" if item.placed else item.id, item.digest())
            if known := mine.same(read) or self._adrift.same(read):
                yield read.under(known.id)
                continue
            waiting.append(read)
            if len(waiting) > WAITING or not mine.left:
                yield self._settled(waiting.popleft(), mine)
        for read in sorted(waiting, key=lambda one: not mine.of_name(one.name)):
            yield self._settled(read, mine)
        for known in mine.left.values() if whole else ():
            self._adrift.add(known)

    def keeper(self, id: str, digest: str) -> Path | None:
        """The file that is yet to be read and had another document of that id."""
        known = self._later.left.get(id)
        return self._place[id] if known and known.digest != digest else None

    def _settled(self, read: _Read, mine: _Entries) -> Named:
        """A document whose content is not known."""
        same = mine.of_name(read.name) if read.name else []
        if same:
            return read.under(mine.take(self._likest(read, same)).id)
        if read.name in self._adrift.left:
            return read.under(self._adrift.take(self._adrift.left[read.name]).id)
        known = self._edited(read, mine) or self._moved(read) or self._rewritten(read, mine)
        if read.name:
            if known:
                self._former[known.id] = ""
            return read.under(read.name, known.id if known else "")
        if known:
            return read.under(known.id)
        later = next(self._alike(read, self._later), None)
        return read.under(self._fresh(read, mine), later.id if later else "")

    def _edited(self, read: _Read, mine: _Entries) -> Known | None:
        """What stood in the same file and has nearly its text, and its title or its place."""
        before = mine.before(read)
        old = self._recall(before.id) if before else None
        if before and old and nearly_same(read.document, old):
            return mine.take(before)
        known = next(self._alike(read, mine), None)
        return mine.take(known) if known else None

    def _moved(self, read: _Read) -> Known | None:
        """What stood in a file that is gone and is this, edited, if that is one alone."""
        some = [*islice(self._alike(read, self._adrift), 2)]
        return self._adrift.take(some[0]) if len(some) == 1 else None

    def _rewritten(self, read: _Read, mine: _Entries) -> Known | None:
        """What stood in the same place and has the same title, though not its text, or too little
        text to tell; unless this is a copy of another document, or another one edited."""
        before = mine.before(read)
        if before is None or read.digest in self._contents:
            return None
        old = self._recall(before.id)
        is_its = not differ(read.document, old) if old else before.id == read.document.id
        if is_its and not any(self._alike(read, self._later)):
            return mine.take(before)
        return None

    def _alike(self, read: _Read, entries: _Entries) -> Iterator[Known]:
        """Those of its title that have nearly its text."""
        for known in entries.titled(read.document.title, self._recall)[:COMPARED]:
            old = self._recall(known.id)
            if old and nearly_same(read.document, old):
                yield known

    def _likest(self, read: _Read, same: list[Known]) -> Known:
        """Of documents that gave themselves one id the one that is this."""
        if len(same) == 1:
            return same[0]
        for known in same[:COMPARED]:
            if (old := self._recall(known.id)) and same_title(read.document, old):
                return known
        return same[0]

    def _fresh(self, read: _Read, mine: _Entries) -> str:
        """An id for a document without one of its own: that of its place, if that is free."""
        id = read.document.id
        held = id in mine.left or id in self._adrift.left or self.keeper(id, read.digest)
        was_another = self._former.get(id, read.digest) != read.digest
        return f"{id}-{read.digest[:8]}" if held or was_another else id


class _Read(NamedTuple):
    document: PolicyDocument
    name: str
    digest: str

    def under(self, id: str, was: str = "") -> Named:
        document = replace(self.document, id=id, placed=False)
        return Named(document, self.name, self.digest, was if was != id else "")


class _Entries:
    """Documents that are yet to be recognised.

    Attributes:
        left: by id.
    """

    def __init__(self, known: Iterable[Known]) -> None:
        self.left: dict[str, Known] = {}
        self._contents: dict[str, dict[str, Known]] = defaultdict(dict)
        self._names: dict[str, dict[str, Known]] = defaultdict(dict)
        self._titles: dict[str, list[Known]] | None = None
        for one in known:
            self.add(one)
        self._alone = next(iter(self.left), "") if len(self.left) == 1 else ""

    def before(self, read: _Read) -> Known | None:
        """What stood in its place: under its id, or alone in the file."""
        return self.left.get(read.document.id) or self.left.get(self._alone)

    def add(self, known: Known) -> None:
        self.left[known.id] = known
        self._contents[known.digest][known.id] = known
        self._names[known.name][known.id] = known
        self._titles = None

    def take(self, known: Known) -> Known:
        del self.left[known.id], self._names[known.name][known.id]
        del self._contents[known.digest][known.id]
        return known

    def same(self, read: _Read) -> Known | None:
        """What has its content and, if it gives itself an id, gave itself the same; taken."""
        of_content = self._contents.get(read.digest, {})
        found = of_content.get(read.document.id)
        if found is None or (read.name and found.name != read.name):
            fit = (one for one in of_content.values() if not read.name or one.name == read.name)
            found = next(fit, None)
        return self.take(found) if found else None

    def of_name(self, name: str) -> list[Known]:
        """Those that gave themselves an id."""
        return [*self._names.get(name, {}).values()] if name else []

    def titled(self, title: str, recall: Recall) -> list[Known]:
        """Those of a title."""
        if self._titles is None:
            self._titles = defaultdict(list)
            for known in self.left.values():
                if old := recall(known.id):
                    self._titles[title_key(old.title)].append(known)
        same = self._titles.get(title_key(title), []) if self.left else []
        return [known for known in same if known.id in self.left]


def _name(id: str, row: SourceRow) -> str:
    """The id that a document gave itself, in a row that does not say: its id, without what was
    put behind it where another document had that."""
    cut = _SUFFIXED.fullmatch(id)
    return cut[1] if cut and cut[1] in row.duplicates else id
