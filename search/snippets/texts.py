"""A document as its marks, its excerpts and the scores of its parts read it: squeezed once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from index.document import Section
from index.text.fold import squeeze
from search.snippets.parts import Part, parts_of

_CHARACTER = 6
"""So many bytes a character of the body takes: two as it is, two squeezed, the rest for parts."""
_GAP = 40
_ITSELF = 2000


class Text:
    """The title and the body of a document, squeezed; what a question asks for is made when it is asked.

    Attributes:
        body, sections: as they are.
        title, squeezed: title and body squeezed.
    """

    def __init__(self, title: str, body: str, sections: Sequence[Section]) -> None:
        self.body, self.sections = body, sections
        self.title, self.squeezed = squeeze(title), squeeze(body)

    @property
    def nbytes(self) -> int:
        """About so much memory it takes."""
        return _ITSELF + _CHARACTER * len(self.body) + _GAP * len(self.squeezed.gaps)

    @cached_property
    def parts(self) -> list[Part]:
        """The parts of the body, in order; they cover all of it."""
        return parts_of(self.body, self.sections)

    @cached_property
    def starts(self) -> npt.NDArray[np.int64]:
        """int64[parts]: where each begins in the squeezed body."""
        return self.squeezed.places([part.start for part in self.parts])

    @cached_property
    def under(self) -> npt.NDArray[np.int64]:
        """int64[parts]: ``Part.under``."""
        return np.array([part.under for part in self.parts], np.int64)

    @cached_property
    def is_heading(self) -> npt.NDArray[np.bool_]:
        """bool[parts]: ``Part.is_heading``."""
        return np.array([part.is_heading for part in self.parts], np.bool_)
