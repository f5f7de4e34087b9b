"""Statements as bytes and back."""

from __future__ import annotations

from random import Random

from index.statements.model import (
    Article,
    How,
    Identity,
    Kind,
    Mention,
    Passage,
    Span,
    Statements,
    Timeline,
)
from index.statements.packing import articles_of, packed, unpacked
from index.statements.read import statements_of
from tests.support.regulations import Regulations


def test_nothing_is_little() -> None:
    assert unpacked(packed(Statements())) == Statements()
    assert len(packed(Statements())) < 10


def test_what_is_said_comes_back_in_its_kinds() -> None:
    said = Statements(
        Identity(("燃气管理条例",), "国令|1", last=Article(12, 1), sketch=(1, 2**32 - 1)),
        Timeline(day=730000, begins_at=Span(3, 9), history=(Passage(730000, 1, 2, "决定"),)),
        (
            Mention(1, 5, "档案法", Kind.REPEALS, How.BARE, articles=(Article(3), Article(4, 2))),
            Mention(7, 9, "献血法", on=12),
        ),
    )
    again = unpacked(packed(said))
    assert again == said
    assert isinstance(again.mentions[0].kind, Kind)
    assert isinstance(again.mentions[0].how, How)
    assert isinstance(again.mentions[0].articles[1], Article)
    assert isinstance(again.timeline.begins_at, Span)
    assert isinstance(again.identity.sketch, tuple)


def test_whatever_regulations_say_comes_back() -> None:
    regulations = Regulations(Random(5))
    for _ in range(200):
        said = statements_of(regulations.document())
        assert unpacked(packed(said)) == said
        assert articles_of(packed(said)) == (said.identity.first, said.identity.last)


def test_articles_alone() -> None:
    said = Statements(Identity(("燃气管理条例",), first=Article(3), last=Article(12, 1)))
    assert articles_of(packed(said)) == (Article(3), Article(12, 1))
    assert articles_of(packed(Statements())) == (Article(0), Article(0))
