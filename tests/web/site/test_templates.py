"""Templates as this site compiles them print what Jinja's own code prints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from flask import Flask
from jinja2 import DictLoader, Environment
from jinja2.exceptions import UndefinedError
from markupsafe import Markup

from index.document import Validity
from web.site.printing.environment import PageEnvironment
from web.text import printed


@dataclass
class Item:
    """What a template prints."""

    name: str
    count: int = 0
    parts: tuple[Item, ...] = ()


ITEMS = (
    Item("<甲>", 1, (Item("a&b"), Item("'c'"))),
    Item("", 0),
    Item('"', 2, (Item("d"),)),
)
FILES = {
    "_macros.html": "{% macro pair(one, other='-') %}({{ one }}|{{ other }}){% endmacro %}"
    "{% macro twice(one) %}{{ pair(one, one) }}{% endmacro %}",
    "_part.html": "{% set mine = item.name %}[{{ mine }}{% for part in item.parts %}{{ part.name }}"
    "{% if not loop.last %}, {% endif %}{% endfor %}]",
    "_own.html": "{% macro own(item) %}<i>{{ item.name }}</i>{% endmacro %}{{ own(item) }}",
    "base.html": "<title>{% block title %}?{% endblock %}</title>{% block main %}{% endblock %}!",
    "page.html": '{% extends "base.html" %}{% from "_macros.html" import pair, twice as both %}'
    "{% block title %}{{ title }}{% endblock %}"
    "{% block main %}{% for item in items %}{% include '_part.html' %}{% include '_own.html' %}"
    "{{ pair(item.name) }}{{ both(item.count) }}{{ pair(item.name, other='+') }}"
    "{{ pair(1, 2) if item.count else 'none' }}{{ mine }}{% endfor %}{{ nothing }}{% endblock %}",
    "feed.xml": "<id>{{ title }}</id>{% for item in items if item.name %}{{ item.name }}{% endfor %}",
}


def ours(files: Mapping[str, str]) -> Environment:
    return PageEnvironment(Flask(__name__), loader=DictLoader(files), autoescape=True)


@pytest.mark.parametrize("name", ["page.html", "feed.xml"])
def test_a_page_is_what_jinja_makes_of_it(name: str) -> None:
    values = {"title": "“<政策>”", "items": ITEMS, "mine": "outer"}
    plain = Environment(loader=DictLoader(FILES), autoescape=True)
    assert ours(FILES).get_template(name).render(values) == plain.get_template(name).render(values)


def test_parts_and_macros_cost_no_call() -> None:
    environment = ours(FILES)
    code = environment.compile(FILES["page.html"], "page.html", raw=True)
    assert "_part.html" not in code
    assert code.count("context.call(") == 2, "those with a name, and within an expression"


def test_a_name_that_is_not_there_is_an_error() -> None:
    page = ours({"page.html": "{{ item.title }}"}).get_template("page.html")
    with pytest.raises(AttributeError):
        page.render(item=ITEMS[0])
    with pytest.raises((AttributeError, UndefinedError)):
        page.render()


def test_a_part_that_may_be_missing_stays_one() -> None:
    environment = ours({"page.html": "a{% include 'none.html' ignore missing %}b"})
    assert environment.get_template("page.html").render() == "ab"


@pytest.mark.parametrize(
    ("value", "is_printed"),
    [
        ("<a href=\"x\">'&'</a>", "&lt;a href=&#34;x&#34;&gt;&#39;&amp;&#39;&lt;/a&gt;"),
        ("政\x00策\x1b[2J\u202efdp\u2069\ufffe\ud800", "政策[2Jfdp"),
        ("一　二\n三\t四", "一　二\n三\t四"),
        ("\ue000\u200b", "\ue000\u200b"),
        (Markup("<b>ours</b>"), "<b>ours</b>"),
        (Validity.IN_FORCE, Validity.IN_FORCE.value),
        (1234, "1234"),
        (None, "None"),
        (True, "True"),
    ],
)
def test_values_are_escaped_and_without_what_no_page_may_hold(
    value: object, is_printed: str
) -> None:
    assert printed(value) == is_printed
