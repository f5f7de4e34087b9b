"""Whose document it is: labels, title, letterhead, promulgation and signature weighed.

A label wins; but who signed beside it has issued, too, and a title that names its issuer stands above
a label that names the office which reprinted it. A source is an issuer where nothing else tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePath
from typing import NamedTuple

from index.conventions.authorities import is_issuer, may_name_issuer
from index.conventions.issuers import canonical_all, split_issuers
from index.conventions.places import place_at
from index.conventions.regions import regions_in
from index.readers import limits
from index.readers.extract import Extract
from index.readers.interpret.self_description import Stated
from index.text.fold import fold

_ORDER = re.compile(r"^(?:中华人民共和国)?(?P<issuer>.{2,20})令[〔第]")
_OWN_WEBSITE = re.compile(r"^(?:本网|本站)|(?:官网|官方网站|政府门户网站|门户网站|网站)$")
_LEAD = re.compile(r"^(?:关于|印发|公布|发布|\d{4}年度?|[《“\"])*+")
_MOST_FOLDERS = 8


class Issuers(NamedTuple):
    """Names as the source writes them (none where only the text tells), and the canonical ones."""

    as_written: tuple[str, ...]
    names: tuple[str, ...]


def issuers_of(
    extract: Extract, stated: Stated, number: str, aliases: Mapping[str, str], warnings: list[str]
) -> Issuers:
    """The issuers of a document.

    Args:
        number: its 发文字号: an order names who gave it.
        aliases: the operator's own names, see :func:`index.conventions.issuers.canonical`.
        warnings: gets what is doubted.
    """
    places = tuple(_places(extract, stated))
    titled = canonical_all(stated.titled_by, places, aliases)
    signed = canonical_all(stated.signed_by, places, aliases)
    written = _labelled(extract, warnings)
    printed = canonical_all(written, places, aliases)
    if printed:
        if set(printed) < set(signed):
            return Issuers(written, signed)  # a page names one of several: all have signed
        if titled and not set(printed) & {*titled, *signed} and set(signed) <= set(titled):
            warnings.append(
                f"著录的发文机关“{'、'.join(written)}”与标题“{'、'.join(titled)}”不一致，采用后者。"
            )
            return Issuers((), titled)
        return Issuers(written, printed)
    if titled and set(titled) < set(signed):
        titled = signed
    ordered = canonical_all(_of_order(number), places, aliases)
    derived = titled or canonical_all(stated.issued_by, places, aliases) or ordered or signed
    if derived:
        return Issuers((), derived)
    sources = _names(_OWN_WEBSITE.sub("", value) for value in extract.values("source"))
    sources = tuple(filter(is_issuer, sources))
    return Issuers(sources, canonical_all(sources, places, aliases))


def _labelled(extract: Extract, warnings: list[str]) -> tuple[str, ...]:
    """The labelled names; a sentence, a website or another label's value is none."""
    labelled = _names(extract.values("issuers"))
    names = tuple(filter(may_name_issuer, labelled))
    if others := [name[:30] for name in labelled if name not in names]:
        warnings.append(f"著录的发文机关“{'、'.join(others)}”不是机关名称，未采用。")
    return names


def _places(extract: Extract, stated: Stated) -> Iterator[str]:
    """What tells the place where a name leaves it out (市财政局), the best first: a title or other
    names of authorities, the site, a known place in the title, the folder."""
    if stated.titled_by:
        yield stated.title
    yield from stated.issued_by[:1]
    yield from stated.signed_by[:1]
    yield extract.value("site")
    title = _LEAD.sub("", stated.title)
    if place_at(title).length:
        yield title
    yield from regions_in(fold(stated.title))
    for folder in PurePath(extract.source_path).parts[:-1][-_MOST_FOLDERS:]:
        if place_at(folder).length:
            yield folder


def _of_order(number: str) -> tuple[str, ...]:
    order = _ORDER.match(number)
    return (order["issuer"],) if order and is_issuer(order["issuer"]) else ()


def _names(values: Iterable[str]) -> tuple[str, ...]:
    names = dict.fromkeys(name for value in values for name in split_issuers(value))
    return tuple(names)[: limits.ISSUERS]
