"""One document of the collection, built from few words."""

from __future__ import annotations

from datetime import date

from index.conventions.sections import find_sections
from index.document import PolicyDocument, Validity


def paper(
    id: str,
    title: str,
    *paragraphs: str,
    number: str = "",
    index: str = "",
    by: str = "",
    genre: str = "",
    about: str = "",
    place: str = "",
    state: str = "未注明",
    written: str = "",
    published: str = "",
    ends: str = "",
) -> PolicyDocument:
    """A document.

    Args:
        paragraphs: its body, a line each.
        by: its issuers, with 、 between them.
        about: its topics, with ； between them and / between their levels.
        state: its 有效性; ``ends`` is its 废止日期.
    """
    body = "\n".join(paragraphs)
    issuers = tuple(filter(None, by.split("、")))
    return PolicyDocument(
        id=id,
        title=title,
        body=body,
        doc_number=number,
        index_number=index,
        issuers=issuers,
        issuers_as_written=issuers,
        genre=genre,
        topics=tuple(tuple(path.split("/")) for path in about.split("；") if path),
        region=place,
        validity=Validity(state),
        written_on=_day(written),
        published_on=_day(published),
        repealed_on=_day(ends),
        sections=find_sections(body),
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
