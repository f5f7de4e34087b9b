"""Since when and until when a text is in force: from its own words, later texts, and repeals."""

from __future__ import annotations

from collections.abc import Sequence

from index.relations.model import Edge, End, Interval, Library
from index.statements.model import Kind


def interval(number: int, library: Library, incoming: Sequence[tuple[int, Edge]]) -> Interval:
    """When a document is in force.

    Args:
        incoming: the documents that amend or repeal it, each with what it says.
    """
    says = library.entry(number).says.timeline
    for source, edge in incoming:
        if edge.mention.kind is Kind.REPEALS:
            begins = library.entry(source).says.timeline.begins
            return Interval(
                begins=says.begins, ends=begins, how=End.REPEALED, by=source, known=bool(says.day)
            )
    return Interval(begins=says.begins, known=bool(says.begins))
