"""The page about the site: what it holds, and how far it meets the rules of requirements.toml.

Where each is met in the code, and the test that proves it, stands in docs/compliance.md under the
same names.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from urllib.parse import parse_qsl

from search.request import UNSTATED, SearchRequest
from search.results import Status
from web import text, urls

FILE = Path(__file__).with_name("requirements.toml")


class Fulfilment(StrEnum):
    """How far a requirement is met."""

    MET = "满足"
    PARTLY = "部分满足"
    NOT_YET = "尚未"


_TONES = {
    Fulfilment.MET: "in-force",
    Fulfilment.PARTLY: "amended",
    Fulfilment.NOT_YET: "ended",
}


@dataclass(frozen=True, slots=True)
class Requirement:
    """One requirement, and how far it is met.

    Attributes:
        name: what it is called; docs/compliance.md uses the same names.
        source: the rule it is taken from.
        where: in a sentence or two, what the site does and what it does not.
        url: a page of this site that shows it; ``link`` says which.
    """

    name: str
    source: str
    status: Fulfilment
    where: str
    url: str
    link: str

    @property
    def tone(self) -> str:
        """The style of its label."""
        return _TONES[self.status]


@dataclass(frozen=True, slots=True)
class AboutView:
    """Everything the page prints that is not plain text."""

    documents: int
    with_body: int
    newest: str
    built_at: str
    requirements: tuple[Requirement, ...]

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """Label and value, as the page prints them."""
        return (
            ("收录文件", f"{text.count(self.documents)} 件"),
            ("其中有正文", f"{text.count(self.with_body)} 件"),
            ("最新文件日期", self.newest or UNSTATED),
            ("索引建立时间", text.moment(datetime.fromisoformat(self.built_at))),
        )

    @property
    def groups(self) -> tuple[tuple[str, tuple[Requirement, ...]], ...]:
        """The requirements by the rule they are taken from."""
        grouped = groupby(self.requirements, key=lambda one: one.source)
        return tuple((source, tuple(group)) for source, group in grouped)

    @property
    def tally(self) -> str:
        """How many are met, and how far."""
        states = [one.status for one in self.requirements]
        counts = "，".join(f"{state} {states.count(state)} 项" for state in Fulfilment)
        return f"共 {len(states)} 项：{counts}"


def about_view(status: Status) -> AboutView:
    """The page over an index of this status."""
    return AboutView(
        documents=status.documents,
        with_body=status.with_body,
        newest=text.iso(status.newest),
        built_at=text.iso_second(status.built_at),
        requirements=REQUIREMENTS,
    )


def _read() -> Iterator[Requirement]:
    rules = tomllib.loads(FILE.read_text(encoding="utf-8"))["rules"]
    for rule in rules:
        for row in rule["requirements"]:
            yield Requirement(
                name=row["name"],
                source=rule["source"],
                status=Fulfilment(row["status"]),
                where=row["where"],
                url=row["url"] if "url" in row else _search(row["search"]),
                link=row["link"],
            )


def _search(query: str) -> str:
    return urls.search(SearchRequest.from_params(parse_qsl(query)))


REQUIREMENTS = tuple(_read())
"""Every requirement that the page names, in its order; those of one source stand together."""
