"""Under what a document is known: the keys of its title, its number, what it carries, its text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from index.conventions import doc_number
from index.document import PolicyDocument, Section
from index.statements.address import address_key
from index.statements.carried import carried, interpreted, main_title
from index.statements.model import NO_ARTICLE, Article, Identity
from index.statements.names import names_of, remark_at_end, squeezed
from index.statements.sketch import sketch_of
from index.text.fold import Codes, decode, fold_codes, space_table, squeeze
from index.text.han import THOUSANDS, chinese_number

_ARTICLE = re.compile(rf"第([{THOUSANDS}0-9]{{1,7}})条(?:之([{THOUSANDS}]{{1,3}}))?")
_HEAD = 600
"""So many characters of a text are looked through for its title."""
_LONGEST_REMARK = 12
_SENDS = re.compile(r"关于(?:印发|转发|批转|发布|公布|颁布|颁发)$")


def identity_of(document: PolicyDocument, codes: Codes | None = None) -> Identity:
    """Under what ``document`` is known.

    Args:
        codes: its body, where that is folded already.
    """
    codes = fold_codes(document.body) if codes is None else codes
    title = squeezed(document.title)
    begin = codes[:_HEAD]
    head = decode(begin[~space_table()[begin]])
    notice = _notice(title, head)
    articles = list(_articles(document.sections))
    days = {day.toordinal() for day in (document.written_on, document.published_on) if day}
    return Identity(
        names=_names(document.title, _whole_title(title, head), notice),
        number=squeezed(document.doc_number),
        carries=carried(document.title) or ((document.title,) if notice else ()),
        first=articles[0] if articles else NO_ARTICLE,
        last=max(articles, default=NO_ARTICLE),
        sketch=sketch_of(document.body, codes),
        dated=tuple(sorted(days)),
        address=address_key(document.source_url),
        interprets=interpreted(document.title),
        region=document.region,
    )


def _names(title: str, whole: str, notice: str) -> tuple[str, ...]:
    """The keys of a title, of what it is without the titles of annexes, and of the notice it came with."""
    main = main_title(title)
    found = [*names_of(whole if main == title else main), *names_of(notice)]
    if not doc_number.parse(title[len(main) :]):
        found += names_of(title)
    return tuple(dict.fromkeys(found))


def _whole_title(title: str, head: str) -> str:
    """A title, with the remark that the text has behind it (试行) and the source left out."""
    if remark_at_end(title):
        return title
    at = head.find(f"{title}(")
    end = head.find(")", at, at + len(title) + _LONGEST_REMARK) if at >= 0 else -1
    return head[at : end + 1] if end >= 0 else title


def _notice(title: str, head: str) -> str:
    """The title of the notice that a text begins with whose own title is that of what is printed."""
    for quoted in (f"《{title}》的通知", f"{title}的通知"):
        at = head.find(quoted)
        if at >= 0 and (found := _SENDS.search(head, max(0, at - _LONGEST_REMARK), at)):
            return found[0] + quoted
    return ""


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
