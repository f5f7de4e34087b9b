"""Under what a document is known: the keys of its title, its number, what it carries, its text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from index.document import PolicyDocument, Section
from index.statements.address import address_key
from index.statements.carried import carried
from index.statements.model import NO_ARTICLE, Article, Identity
from index.statements.names import names_of, remark_at_end
from index.statements.sketch import sketch_of
from index.text.fold import squeeze
from index.text.han import THOUSANDS, chinese_number

_ARTICLE = re.compile(rf"第([{THOUSANDS}0-9]{{1,7}})条(?:之([{THOUSANDS}]{{1,3}}))?")
_HEAD = 400
"""So many characters of a text are looked through for its title with a remark that the source left out."""
_LONGEST_REMARK = 12


def identity_of(document: PolicyDocument) -> Identity:
    """Under what ``document`` is known."""
    articles = list(_articles(document.sections))
    days = {day.toordinal() for day in (document.written_on, document.published_on) if day}
    return Identity(
        names=names_of(_whole_title(document)),
        number=squeeze(document.doc_number).text,
        carries=carried(document.title, document.body),
        first=articles[0] if articles else NO_ARTICLE,
        last=max(articles, default=NO_ARTICLE),
        sketch=sketch_of(document.body),
        dated=tuple(sorted(days)),
        address=address_key(document.source_url),
    )


def _whole_title(document: PolicyDocument) -> str:
    """The title, with the remark that the text has behind it (试行) and the source left out."""
    title = squeeze(document.title).text
    if remark_at_end(title):
        return title
    head = squeeze(document.body[:_HEAD]).text
    at = head.find(f"{title}(")
    end = head.find(")", at, at + len(title) + _LONGEST_REMARK) if at >= 0 else -1
    return head[at : end + 1] if end >= 0 else title


def _articles(sections: Iterable[Section]) -> Iterator[Article]:
    """The articles of a text, as they stand."""
    return filter(None, (_article(section.label) for section in sections))


@lru_cache(4096)
def _article(label: str) -> Article | None:
    """The article that a heading is; the same few labels come again."""
    found = _ARTICLE.fullmatch(squeeze(label).text)
    number = chinese_number(found[1]) if found else None
    if not found or not number:
        return None
    return Article(number, chinese_number(found[2] or "") or 0)
