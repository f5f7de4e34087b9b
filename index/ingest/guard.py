"""The guard: what a run would lose is judged, source by source and list by list, before it goes.

A folder that is empty may be one that is not mounted, a list that is short one whose copying was
cut off. So what is missing is compared with what was there, file by file, list by list (a file
that gave many documents), folder by folder and source by source; where too much is missing at
once it is *held back*: its documents stay in the index as they were until they are given again or
somebody accepts the loss. Everything else of the run is published all the same.

Nothing here looks at a file or changes anything: see ``index.ingest.settling``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

SHARE = 0.2
"""A larger share of a source or of a list does not go unasked …"""
FEWEST = 3
"""… if it is so many documents at least: one of two files may well have been deleted. A source
that gives nothing at all any more is held back however small it was."""
FEWEST_OF_FOLDER = 10
"""So many documents of a folder within a source that is gone with all its files: whoever removes a
small folder means it. One that stands there empty looks like one that is not mounted, and
:data:`FEWEST` will do."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """The losses that an operator has accepted.

    Attributes:
        places: files and folders, absolute, without links; what is below them may go.
        everything: whether all may.
    """

    places: frozenset[Path] = frozenset()
    everything: bool = False

    def covers(self, place: Path) -> bool:
        """Whether documents of a file may go."""
        return self.everything or not self.places.isdisjoint((place, *place.parents))


NOTHING = Accepted()


@dataclass(frozen=True, slots=True)
class Count:
    """One file before the run and after it, in documents.

    Attributes:
        place: the file.
        before, now: how many it gave, and gives; 0 if it is gone.
        lost: ids that it gave and that no file gives now.
        still: those among them that were held back before.
        stands: whether it was read, and is not merely absent.
        same_reading: whether it was read as it was before; else ids may differ for that alone.
    """

    place: Path
    before: int
    now: int
    lost: frozenset[str] = frozenset()
    still: frozenset[str] = frozenset()
    stands: bool = True
    same_reading: bool = True

    @property
    def missing(self) -> int:
        """How many documents are missing. What else a list gives now makes up for none of them;
        but a file of one document has been edited, if it gives another instead, and so have all
        that were read otherwise and give as many."""
        if self.stands and (self.before == 1 or not self.same_reading):
            return min(len(self.lost), max(0, self.before - self.now))
        return len(self.lost)


@dataclass(frozen=True, slots=True)
class Held:
    """What is held back.

    Attributes:
        place: the source, folder or list that too much is missing of; accept this, and it goes.
        why: half a sentence (Chinese).
        lost, of: how many documents are missing, of how many.
        ids: the documents that stay.
    """

    place: Path
    why: str
    lost: int
    of: int
    ids: frozenset[str]


def judge(
    counts: Sequence[Count],
    sources: Collection[Path],
    unseen: Mapping[Path, str],
    accepted: Accepted = NOTHING,
    stands: Callable[[Path], bool] = lambda place: False,
) -> list[Held]:
    """What is held back; whatever else is lost may go.

    Args:
        counts: all files of the index, and those that are new.
        sources: the places an operator names: folders, or single files.
        unseen: places that could not be looked into, and why (Chinese).
        stands: whether there is a folder at a place.
    """
    court = _Court(counts, sources, accepted)
    if court.losses:
        court.hold_unseen(unseen)
        court.hold_empty(stands)
        court.hold_lists()
        court.hold_shrunken()
        court.hold_still()
    return court.held


class _Court:
    """One rule after the other: what is held back by one is not looked at by the next, so that
    the narrowest cause is named, and the rest is judged without it."""

    def __init__(
        self, counts: Sequence[Count], sources: Collection[Path], accepted: Accepted
    ) -> None:
        self.held: list[Held] = []
        self.losses = {
            count.place: count
            for count in counts
            if count.lost and not accepted.covers(count.place)
        }
        self._sources = frozenset(sources)
        nodes = {node for place in self.losses for node in (place, *place.parents)}
        self._before: Counter[Path] = Counter()
        self._now: Counter[Path] = Counter()
        above: dict[Path, list[Path]] = {}
        for count in counts if nodes else ():
            folder = count.place.parent
            if folder not in above:
                above[folder] = [node for node in (folder, *folder.parents) if node in nodes]
            own = [count.place] if count.place in nodes else []
            for node in (*own, *above[folder]):
                self._before[node] += count.before
                self._now[node] += count.now

    def hold_unseen(self, unseen: Mapping[Path, str]) -> None:
        """What is below a place that could not be looked into."""
        for place, why in unseen.items() if self.losses else ():
            self._hold(place, why.rstrip("。"), self._below(place))

    def hold_empty(self, stands: Callable[[Path], bool]) -> None:
        """Folders that give nothing any more, the topmost first."""
        missing: Counter[Path] = Counter()
        for count in self.losses.values():
            for node in self._chain(count.place):
                missing[node] += len(count.lost)
        for node in sorted(missing, key=lambda place: len(place.parts)):
            is_source = node in self._sources
            fewest = 1 if is_source else FEWEST if stands(node) else FEWEST_OF_FOLDER
            if not self._now[node] and missing[node] >= fewest:
                why = "是空的，可能没有挂载" if stands(node) else "不见了，可能没有挂载"
                self._hold(node, why, self._below(node))

    def hold_lists(self) -> None:
        """Lists that have shrunk, or of which nothing is left."""
        for count in list(self.losses.values()):
            if count.missing >= FEWEST and count.missing > SHARE * count.before:
                shrunk = "变短了" if count.now < count.before else "内容换成了别的"
                self._hold(count.place, shrunk if count.stands else "不见了", [count])

    def hold_shrunken(self) -> None:
        """Sources that have shrunk otherwise, the narrowest first: of what is not held back, so that
        one of which folders are gone is not thought the larger for these."""
        for source in sorted(self._sources, key=lambda place: -len(place.parts)):
            below = [count for count in self._below(source) if count.missing]
            missing = sum(count.missing for count in below)
            kept = sum(len(each.ids) for each in self.held if source in each.place.parents)
            if missing >= FEWEST and missing > SHARE * (self._before[source] - kept):
                self._hold(source, "少了文件", below)

    def hold_still(self) -> None:
        """What was held back before stays so, though much else may have come since."""
        still = {place: one for place, one in self.losses.items() if one.still and one.missing}
        for source in sorted(self._sources, key=lambda place: -len(place.parts)):
            below = [one for one in self._below(source) if one.place in still]
            if len(below) > FEWEST:  # too many to name each
                ids = frozenset().union(*(one.still for one in below))
                self._hold(source, "仍未恢复", below, ids)
        for place, count in still.items():
            if place in self.losses:
                self._hold(place, "仍未恢复", [count], count.still)

    def _hold(
        self, place: Path, why: str, losses: Sequence[Count], ids: frozenset[str] = frozenset()
    ) -> None:
        if not losses:
            return
        ids = ids or frozenset().union(*(count.lost for count in losses))
        self.held.append(Held(place, why, len(ids), self._before[place] or len(ids), ids))
        for count in losses:
            del self.losses[count.place]

    def _below(self, folder: Path) -> list[Count]:
        return [
            count
            for place, count in self.losses.items()
            if place == folder or folder in place.parents
        ]

    def _chain(self, place: Path) -> Iterator[Path]:
        """A place and the folders above it, as far as they belong to a source."""
        above = [place, *place.parents]
        tops = [at for at, node in enumerate(above) if node in self._sources]
        yield from above[: max(tops, default=0) + 1]
