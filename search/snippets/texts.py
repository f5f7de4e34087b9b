"""A document as its marks, its excerpts and the scores of its parts read it: squeezed once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from index.conventions.sections import article_names
from index.document import Columns, Section, columns_of
from index.statements.names import key_of, work_number
from index.text.fold import squeeze
from search.snippets.parts import Part, Row, rows_of

_CHARACTER = 6
"""So many bytes a character of the body takes: two as it is, two squeezed, the rest for parts."""
_GAP = 40
_ITSELF = 2000


class Text:
    """The title and the body of a document, squeezed; what a question asks for is made when it is asked.

    Attributes:
        named, body, sections: as they are; ``named`` is the title.
        title, squeezed: title and body squeezed.
    """

    def __init__(self, title: str, body: str, sections: Sequence[Section]) -> None:
        self.named, self.body, self.sections = title, body, sections
        self._names: list[str] = []
        self.title, self.squeezed = squeeze(title), squeeze(body)

    @property
    def nbytes(self) -> int:
        """About so much memory it takes."""
        return _ITSELF + _CHARACTER * len(self.body) + _GAP * len(self.squeezed.gaps)

    @cached_property
    def work(self) -> int:
        """The work that its title is of; see ``index.statements.names.work_number``."""
        return work_number(key_of(self.named))

    @property
    def columns(self) -> Columns:
        """The headings as columns."""
        return columns_of(self.sections)

    def names_to(self, place: int) -> list[str]:
        """The anchor of each article up to that of one heading at least; see
        ``index.conventions.sections.article_names``."""
        names = self._names
        if place >= len(names):
            names = self._names = names + article_names(self.columns.labels[len(names) : place + 1])
        return names

    @property
    def names(self) -> list[str]:
        """The anchors of all."""
        return self.names_to(len(self.columns.labels) - 1)

    @cached_property
    def rows(self) -> list[Row]:
        """The parts of the body as rows, in order; they cover all of it."""
        return rows_of(self.body, self.sections)

    @property
    def parts(self) -> list[Part]:
        """The parts of the body."""
        return list(map(Part._make, self.rows))

    @cached_property
    def starts(self) -> npt.NDArray[np.int64]:
        """int64[parts]: where each begins in the squeezed body."""
        return self.squeezed.places([row[0] for row in self.rows])

    @cached_property
    def articles(self) -> npt.NDArray[np.int64]:
        """int64[parts]: ``Part.article``."""
        return np.array([row[2] for row in self.rows], np.int64)

    @cached_property
    def under(self) -> npt.NDArray[np.int64]:
        """int64[parts]: ``Part.under``."""
        return np.array([row[4] for row in self.rows], np.int64)

    @cached_property
    def headings(self) -> npt.NDArray[np.int64]:
        """int64[n]: which parts are headings alone."""
        return np.array([at for at, row in enumerate(self.rows) if row[3]], np.int64)
