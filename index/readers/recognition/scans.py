"""What a reader asks for the pages of a file that hold no text: those that were recognised.

A reader takes what is known and goes on; :meth:`Scans.settle` ends it where pages are still to be
recognised. It never waits for that: whoever started it has the pages recognised and starts it again.
"""

from __future__ import annotations

from collections.abc import Callable

from index.readers import limits, refusals
from index.readers.layout.lines import Sheet
from index.readers.layout.pages import Lack, Recogniser, listed
from index.readers.recognition.available import is_available
from index.readers.recognition.seen import SeenPage
from index.readers.recognition.sheets import sheet
from index.readers.recognition.waiting import ToRecognise

A4 = 842.0
"""Points of its longer side."""

EACH = 3
"""With so many pages that hold doubtful lines each is told by itself; more are summed up."""
Known = Callable[[int], "SeenPage | str | None"]
"""Number of a page -> what was seen on it, or why it could not be recognised; None: not tried yet."""


class Scans:
    """The pages of one file that hold no text.

    Args:
        known: what was recognised; None where nothing can be.
        most: so many pages of a file are recognised.
        advice: how the text of pictures can be had where nothing can be recognised, or why a page
            could not be (Chinese).

    Attributes:
        read: how many pages were taken from here.
    """

    def __init__(
        self, known: Known | None, most: int = limits.SCAN_PAGES, advice: str = ""
    ) -> None:
        self._known = known
        self._most = most
        self._asked = 0
        self._cut = 0
        self._wanted: list[int] = []
        self._doubts: list[str] = []
        self._doubted: dict[int, int] = {}
        self.advice = advice
        self.read = 0

    @property
    def is_possible(self) -> bool:
        """Whether pages can be recognised at all."""
        return self._known is not None and self._most > 0

    def recogniser(
        self, longest: float = A4, lacks: tuple[Lack, ...] = tuple(Lack)
    ) -> Recogniser | None:
        """Gives the sheets of pages that were recognised; None where nothing can be.

        Args:
            longest: the longer side of a page, in the unit of the format.
            lacks: which pages can be made a picture of.
        """

        def recognise(number: int, lack: Lack) -> Sheet | None:
            seen = self.page(number) if lack in lacks else None
            return sheet(number, seen, longest) if seen else None

        return recognise if self.is_possible else None

    def page(self, number: int) -> SeenPage | None:
        """What was seen on a page; None where that is not known, or cannot be."""
        if not self._known or self._asked >= self._most:
            self._cut += 1
            return None
        self._asked += 1
        found = self._known(number)
        if found is None:
            self._wanted.append(number)
            return None
        if isinstance(found, str):
            self.advice = found
            self._doubts.append(f"第 {number} 页的图像没有识别：{found}")
            return None
        self.read += 1
        if found.doubted:
            self._doubted[number] = found.doubted
        return found

    def settle(self, reason: str) -> None:
        """All pages were asked for.

        Args:
            reason: why the file is left out if nobody recognises them (Chinese).

        Raises:
            ToRecognise: some of them can be recognised, and were not yet.
        """
        if self._wanted:
            raise ToRecognise(reason, tuple(self._wanted))

    def warnings(self) -> list[str]:
        """What is to be doubted of what was recognised (Chinese, one sentence each)."""
        said = [*self._doubts, *self._doubtful()]
        if self._cut:
            cut = f"图像页共 {self._asked + self._cut:,} 页，只识别了前 {self._asked:,} 页（--scan-pages）。"
            return [*said, cut]
        return said

    def _doubtful(self) -> list[str]:
        """The lines that recognition was unsure of."""
        if len(self._doubted) > EACH:
            lines = sum(self._doubted.values())
            pages = f"{len(self._doubted):,} 页（第 {listed(list(self._doubted))} 页）"
            return [f"{pages}共有 {lines:,} 行识别把握不大，请对照原件。"]
        return [
            f"第 {page} 页有 {lines} 行识别把握不大，请对照原件。"
            for page, lines in self._doubted.items()
        ]


def scans_or_none(scans: Scans | None, most: int = limits.SCAN_PAGES) -> Scans:
    """``scans``; where there are none, what gives nothing and says why.

    Args:
        most: so many pages the operator wants recognised.
    """
    if scans:
        return scans
    if most == 0:
        return Scans(None, advice=refusals.RECOGNITION_OFF)
    return Scans(
        None, advice=refusals.SCAN_WAITS if is_available() else refusals.RECOGNISER_MISSING
    )
