"""Documents as joins see them, made of a title and a text."""

from __future__ import annotations

from datetime import date
from itertools import count
from random import Random

from index.conventions.sections import find_sections
from index.document import PolicyDocument
from index.relations.model import Entry
from index.statements.identity import identity_of
from index.statements.model import Kind, Mention, Passage, Statements, Timeline

_NUMBERS = count()
_WORDS = [chr(at) for at in range(0x4E00, 0x5200)]


def entry(
    title: str,
    body: str = "",
    *,
    number: str = "",
    day: str = "",
    history: tuple[str, ...] = (),
    url: str = "",
    region: str = "",
    repeals: tuple[str, str] = ("", ""),
    amended: bool = False,
) -> Entry:
    """A document.

    Args:
        day: its day of publication.
        history: the days of its head.
        url: where it was published.
        region: the place it is of.
        amended: whether its head tells of amendments alone.
        repeals: the key of a name, and the day printed with it.
    """
    at = next(_NUMBERS)
    published = date.fromisoformat(day) if day else None
    document = PolicyDocument(
        id=f"d{at}",
        title=title,
        body=body,
        doc_number=number,
        published_on=published,
        source_url=url,
        region=region,
        sections=find_sections(body),
    )
    passages = tuple(
        Passage(date.fromisoformat(on).toordinal(), 0, 0, amends=amended) for on in history
    )
    last = passages[-1].on if passages else published.toordinal() if published else 0
    named, on = repeals
    ended = (
        Mention(0, 4, named, Kind.REPEALS, on=date.fromisoformat(on).toordinal()) if on else None
    )
    said = (ended,) if ended else ()
    says = Statements(identity_of(document), Timeline(day=last, history=passages), said)
    return Entry(at, document.id, says)


def law(articles: int, first: int = 1, about: str = "道路") -> str:
    """A text of so many articles; those of one number and matter are the same in all texts."""
    return "\n".join(
        f"第{at}条 {''.join(Random(f'{about}{at}').choices(_WORDS, k=20))}负责养护。"
        for at in range(first, first + articles)
    )
