"""Law and article: what a query names outright, which document that is, and the article in full."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import NamedTuple

from index.statements.abbreviations import is_generic
from index.statements.model import Article, Kind
from index.statements.names import cited_name, key_of
from index.text.analysis import Analyzer
from search.backend.reading import OVER, Reading
from search.backend.selection import Matching
from search.comparison.provisions import article_text
from search.facade.blocks import BLOCKS, CITED_BY
from search.facade.evidence import anchor_of, article_of, label_of
from search.facade.named_laws import Law, Laws, Text, Wordings, text_on
from search.query import provision, tree
from search.query.grammar import Field, parse
from search.query.interpretation import Interpretation
from search.query.provision import Asked, Listed, Name
from search.query.tiers import CITES, LAW, Pins
from search.results import Hit, Provision, Snippet
from search.snippets import marks

MOST_CITING = 100
"""So many documents that name an article stand above the others."""
_LONG_NAME = 12
"""A name of more letters is looked for as it stands: its words are those of many titles."""
_EXCERPT = 110
_LAW_ALONE = re.compile(r"(?P<left>《)?(?P<name>[^\s《》]{1,30}(?:法典?))》?")
"""The name of a law and nothing else, perhaps in brackets of titles."""


class Sought(NamedTuple):
    """An article that a query names, and the text that has it."""

    text: Text
    asked: Asked


@dataclass(frozen=True, slots=True)
class Cited:
    """What a query names by law and article.

    Attributes:
        sought: the articles, in the order typed.
        laws: the documents that are meant, in the order typed.
        notices: which law a short name was taken for, and a sentence for each article that a law has not.
        text: the query with articles as laws print them and with full names; without what only asks, where
            nothing else was typed. Empty where it is to be left as it is: it has quotation marks.
        query: the same with the articles in quotation marks, where nothing else was typed; of a law that is
            not held what names it.
        is_all: whether nothing else was typed.
        asks: whether an article is asked for by its number, of whichever law.
    """

    sought: tuple[Sought, ...] = ()
    laws: tuple[int, ...] = ()
    notices: tuple[str, ...] = ()
    text: str = ""
    query: str = ""
    is_all: bool = False
    asks: bool = False


NOTHING = Cited()


def cited(reading: Reading, typed: Interpretation, analyzer: Analyzer, wordings: Wordings) -> Cited:
    """What a query names by law and article; :data:`NOTHING` where no name in it is that of a document.

    What is to stand in one field, or in none, names nothing; nor does what is of a title that says more
    (关于刑法第二百六十六条的解释).
    """
    if typed.number or not provision.lists(typed.folded):
        return NOTHING
    folded = _plain(typed)
    places = list(_places(Laws(reading, analyzer, wordings), folded))
    left = _left(folded, places)
    if not places or (any(map(str.isalnum, left)) and _is_of_a_title(reading, typed)):
        return Cited(asks=any(listed.written for listed in provision.lists(folded)))
    sought = [one for place in places for one in place.sought]
    laws = [one.text.number for one in sought]
    laws += [number for place in places if not place.sought for number in _whole(place.law)]
    is_all = not provision.says_more(left)
    notices = [text for place in places for text in place.notices if text]
    if len(set(sought)) > provision.MOST or any(place.listed.is_cut for place in places):
        notices.append(f"一次只列出 {provision.MOST} 条，其余各条请查看全文。")
    found = Cited(
        sought=tuple(dict.fromkeys(sought))[: provision.MOST],
        laws=tuple(dict.fromkeys(laws)),
        notices=tuple(dict.fromkeys(notices)),
        is_all=is_all,
        asks=True,
    )
    if any(clause.phrase for clause in typed.query.clauses):
        return found
    if not is_all:
        text = _printed(typed, places)
        return replace(found, text=text, query=text)
    text = _alone(typed, places)
    if len(places) == 1 and not (laws or places[0].law.bare):
        return replace(found, notices=(), text=text, query=_citing(reading, places[0]))
    return replace(found, text=text, query=_alone(typed, places, '"'))


def not_held(
    reading: Reading, typed: Interpretation, analyzer: Analyzer, wordings: Wordings
) -> Cited:
    """A sentence where a query is the name of a law alone that is cited, or typed in 《》, and not held."""
    name = _LAW_ALONE.fullmatch(typed.squeezed)
    if not name or any(clause.phrase for clause in typed.query.clauses):
        return NOTHING
    key, laws = key_of(name["name"]), Laws(reading, analyzer, wordings)
    if is_generic(key) or not laws.lacks(key, is_title=bool(name["left"])):
        return NOTHING
    return Cited(notices=(f"没有收录《{name['name']}》。",))


def _is_of_a_title(reading: Reading, typed: Interpretation) -> bool:
    return any(reading.reach([Matching(tree.exactly("title", typed.squeezed))], 1))


class _Place(NamedTuple):
    """A list of articles in the query, and what it means."""

    listed: Listed
    law: Law
    sought: tuple[Sought, ...]
    notices: tuple[str, ...]


def _plain(typed: Interpretation) -> str:
    """The folded query with blanks for all but the words and phrases that may stand anywhere."""
    kept = [" "] * len(typed.folded)
    for clause in parse(typed.text).clauses:
        if clause.field is Field.ANY:
            end = clause.start + len(clause.text)
            kept[clause.start : end] = typed.folded[clause.start : end]
    return "".join(kept)


def _places(laws: Laws, folded: str) -> Iterator[_Place]:
    """The lists of articles that go with a known name; one without its own goes with that before it."""
    lists = provision.lists(folded)
    ends = [*(listed.start for listed in lists), len(folded)][1:]
    low, last = 0, None
    for listed, high in zip(lists, ends, strict=True):
        own = (
            laws.named(names) for names in provision.names_of(folded, low, listed, high) if names
        )
        law = next(filter(None, own), last if listed.written else None)
        place = _place(*_meant(law, folded, lists), listed) if law else None
        if place:
            yield place
            last, low = law, listed.end


def _whole(law: Law) -> Sequence[int]:
    """The document that stands for a law of which no article is shown; none where each article is one."""
    return [text.number for text in law.texts[:1]] or (law.bare if len(law.bare) == 1 else ())


def _meant(law: Law, folded: str, lists: Sequence[Listed]) -> tuple[Law, str]:
    """A law by those of its texts that are meant: the last by the year typed, or those of before; and what is
    to be said where none is held."""
    year, is_old = provision.version_of(_blanked(folded, lists), folded[: law.name.start])
    if year and law.texts:
        last = max((text.year for text in law.texts if 0 < text.year <= year), default=0)
        if not last and all(text.year for text in law.texts):
            title = cited_name(law.texts[0].card.title)
            return law, f"没有收录《{title}》{year} 年时的文本。"
        meant = tuple(text for text in law.texts if text.year == last)
    else:
        meant = tuple(text for text in law.texts if is_old and text.standing >= OVER)
    return (law._replace(texts=meant) if meant else law), ""


def _place(law: Law, said: str, listed: Listed) -> _Place | None:
    """A list of articles of a law; a bare number that is none of its articles is no list."""
    if not law.texts:
        notice = "" if law.bare else f"没有收录《{law.full}》。"
        return _Place(listed, law, (), (notice,)) if listed.written else None
    held = [(asked, _holding(law.texts, asked.article)) for asked in listed.asked]
    sought = tuple(Sought(text, asked) for asked, text in held if text)
    title = cited_name(law.texts[0].card.title)
    notices = [f"“{law.name.key}”按《{title}》检索。"] if law.full else []
    notices += [said] if said else []
    notices += [_lacks(law.texts, asked.article) for asked, text in held if not text]
    return _Place(listed, law, sought, tuple(notices)) if sought or listed.written else None


def _holding(texts: Sequence[Text], article: Article) -> Text | None:
    """The text that has an article: of the best texts, which may be the parts of one, else (where these are
    excerpts) of others."""
    anchor = anchor_of(article)
    for (_, is_excerpt, _), alike in groupby(texts, key=_age):
        held = [text for text in alike if anchor in text.anchors]
        if held or not is_excerpt:
            return held[0] if held else None
    return None


def _age(text: Text) -> tuple[int, bool, int]:
    return text.standing, text.card.is_excerpt, text.day


def _lacks(texts: Sequence[Text], article: Article) -> str:
    best = [text for text in texts if _age(text) == _age(texts[0])]
    numbers = {
        named.number for text in best for name in text.anchors if (named := article_of(name))
    }
    name = cited_name(texts[0].card.title)
    if texts[0].card.is_excerpt or len(numbers) < max(numbers):
        return f"收录的《{name}》文本中没有{label_of(article)}。"
    return f"《{name}》共 {len(numbers)} 条，没有{label_of(article)}。"


def _left(folded: str, places: Sequence[_Place]) -> str:
    """What else was typed: the query with blanks for names and numbers."""
    return _blanked(folded, [one for place in places for one in (place.listed, place.law.name)])


def _blanked(folded: str, spans: Iterable[Listed | Name]) -> str:
    left = list(folded)
    for span in spans:
        left[span.start : span.end] = " " * (span.end - span.start)
    return "".join(left)


def _printed(typed: Interpretation, places: Sequence[_Place]) -> str:
    """The query with its articles as laws print them, and full names for the usual short ones."""
    changes = {}
    for place in places:
        if place.law.full:
            changes[place.law.name[:2]] = place.law.full
        labels = dict.fromkeys(label_of(asked.article) for asked in place.listed.asked)
        changes[place.listed.start, place.listed.end] = f"{' '.join(labels)} "
    text, at = [], 0
    for (start, end), words in sorted(changes.items()):
        text += [typed.text[at:start], words]
        at = end
    return "".join([*text, typed.text[at:]]).strip()


def _alone(typed: Interpretation, places: Sequence[_Place], quote: str = "") -> str:
    """Names and articles alone."""
    said: dict[str, None] = {}
    for place in places:
        start, end, _ = place.law.name
        texts, bare = place.law.texts, place.law.bare
        full = cited_name(texts[0].card.title) if texts else place.law.full if bare else ""
        name = full if place.law.full and full else typed.text[start:end].strip("《》〈〉 ")
        is_long = quote and len(name) > _LONG_NAME
        said[f"{quote}{name}{quote}" if is_long else name] = None
        labels = (label_of(asked.article) for asked in place.listed.asked)
        said |= dict.fromkeys(f"{quote}{label}{quote}" for label in labels)
    return "".join(said) if not quote else " ".join(said)


def _citing(reading: Reading, place: _Place) -> str:
    """What names a law that is not held: those documents that name its article too, else all."""
    name, label = place.law.full, label_of(place.listed.asked[0].article)
    trees = [tree.citing(name, "", tuple(Kind)), tree.exactly("body", label)]
    (both,) = reading.reach([Matching(tree.all_of(trees))], 1)
    return f"引用:{name}" + (f' 正文:"{label}"' if both else "")


def with_laws(reading: Reading, pins: Pins, found: Cited, is_anywhere: bool) -> Pins:
    """``pins`` with the documents that a query names by law and article; and those that name the article,
    unless it is to stand in titles (``is_anywhere``)."""
    citing = (
        number
        for one in (found.sought if is_anywhere else ())
        for number in reading.linked(
            one.text.number, *BLOCKS[CITED_BY], 0, MOST_CITING, one.asked.article
        ).numbers
    )
    tiers = dict.fromkeys(citing, CITES) | dict.fromkeys(found.laws, LAW) | pins.tiers
    return replace(pins, tiers=tiers)


def shown(
    reading: Reading, found: Cited, needles: Sequence[str], on: date | None = None
) -> Iterator[Provision]:
    """The articles in full.

    Args:
        on: of the texts that were in force on this day, where they are held; else of those meant.
        needles: what is marked where more is typed, and no part of an article is asked for.
    """
    needles = () if found.is_all else needles
    for text, asked in found.sought:
        anchor = anchor_of(asked.article)
        if on:
            text = text_on(reading, text, anchor, on.toordinal())
        place = text.anchors.index(anchor)
        words = article_text(reading.body(text.number), text.card.sections, place)
        parts = provision.parts(words, asked.below)
        yield Provision(
            document=text.card,
            label=label_of(asked.article),
            anchor=anchor,
            text=words,
            marks=parts if asked.below else marks(words, needles),
            also=provision.printed(asked.below) if parts else "",
            cited_by=reading.linked(text.number, *BLOCKS[CITED_BY], 0, 0, asked.article).total,
        )


def lacking(found: Cited, named: Sequence[Provision]) -> Iterator[str]:
    """A sentence for each article of ``named`` that has not the 款 or 项 asked for."""
    for (_, asked), one in zip(found.sought, named, strict=False):
        if asked.below and not one.also:
            title = cited_name(one.document.title)
            yield f"《{title}》{one.label}没有{provision.printed(asked.below)}，以下是该条全文。"


def opening(hits: Sequence[Hit], named: Sequence[Provision]) -> tuple[Hit, ...]:
    """``hits``, of which the laws that are named with an article begin with it."""
    excerpts: dict[str, list[Snippet]] = {}
    for one in (one for one in named if one.named):
        text = " ".join(one.text.split())
        shown = text[:_EXCERPT] + ("…" if len(text) > _EXCERPT else "")
        excerpts.setdefault(one.document.id, []).append(Snippet(shown, (), one.label, one.anchor))
    if not excerpts:
        return tuple(hits)
    return tuple(
        [
            replace(hit, snippets=tuple(said[:2]))
            if (said := excerpts.get(hit.document.id))
            else hit
            for hit in hits
        ]
    )
