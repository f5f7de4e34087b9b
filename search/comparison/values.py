"""What a comparison says: its provisions in one order, each old and new, with the words that differ."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from index.document import PolicyDocument

Piece: TypeAlias = tuple[str, bool]
"""A part of a text, and whether only this side has it."""

Days: TypeAlias = tuple[date | None, date | None]


class Change(StrEnum):
    """What became of a provision."""

    SAME = "same"  # 未变
    MOVED = "moved"  # 移动: the same words under another number, or elsewhere
    CHANGED = "changed"  # 改动
    ADDED = "added"  # 新增
    REMOVED = "removed"  # 删去


class Form(StrEnum):
    """What a provision is in its document."""

    HEADING = "heading"  # 编 章 节, or a line above text of its own
    ARTICLE = "article"  # 条
    PARAGRAPH = "paragraph"  # any other


@dataclass(frozen=True, slots=True)
class Passage:
    """One side of a row.

    Attributes:
        label: its number as printed (``第十二条``, ``（二）``), or empty.
        anchor: the fragment of its section on the document page, or empty.
        pieces: its words behind the label, in order; of a provision that has no other side, and of
            one that did not change, none is marked.
    """

    label: str
    anchor: str
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(text for text, _ in self.pieces)


@dataclass(frozen=True, slots=True)
class Row:
    """A provision as it was and as it is; one side is None where it came or went.

    Attributes:
        displaced: whether it stands elsewhere among those it stood among, not only under another
            number; its row is where the new one stands.
    """

    form: Form
    change: Change
    old: Passage | None
    new: Passage | None
    displaced: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two documents compared.

    Attributes:
        old, new: the documents without their bodies, in the order asked for, whatever their dates.
        rows: every provision of both, each once; those of ``new`` in order, those that went after
            what they stood behind.
        old_head, new_head: the lines above a law (promulgation, contents), which are not compared.
        whole: whether every provision that changed is marked word by word. Work is bounded: of very
            long documents what is left then is marked as a whole, or counts as removed and added.
        one_work: whether the two are texts of one work.
        days: of both texts; None unknown.
    """

    old: PolicyDocument
    new: PolicyDocument
    rows: tuple[Row, ...]
    old_head: tuple[str, ...] = ()
    new_head: tuple[str, ...] = ()
    whole: bool = True
    one_work: bool = False
    days: Days = (None, None)

    def count(self, change: Change) -> int:
        """How many provisions became so; headings are none."""
        return sum(row.change is change and row.form is not Form.HEADING for row in self.rows)
