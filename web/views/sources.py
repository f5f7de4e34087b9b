"""Where a document is from, as visitors may know it: sites, kinds of files, other prints of its text.

What the operator calls his files and folders is his affair: of a file its kind and day are said, and
who keeps it finds it under the title of the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from index.document import Contact, PolicyDocument
from index.readers import LISTS, SUFFIXES
from index.readers.kinds import named
from index.store.origin import Origin
from web import text, urls
from web.views.originals import original_offered

_UNNAMEABLE = re.compile(r"[^\w〔〕（）《》“”·—-]+")
_LONGEST = 80
_BORROWED = (
    "index_number", "doc_number", "issuers", "topics", "genre", "region", "written_on", "published_on",
    "effective_on", "contact",
)  # fmt: skip
"""Facts that one print of a text may state for another, which does not."""
_NO_CONTACT = Contact()


@dataclass(frozen=True, slots=True)
class Link:
    """Words, and where they lead; a link without an address is printed as words."""

    text: str
    url: str = ""
    external: bool = False


class Facts(NamedTuple):
    """A document with what other prints of its text state in its place.

    Attributes:
        borrowed: field -> the print that states it.
    """

    document: PolicyDocument
    borrowed: Mapping[str, PolicyDocument]


def leaving(words: str, url: str) -> Link:
    """A link out of this site; words alone where the address is none that is followed."""
    followed = urls.external(url)
    return Link(words, followed, external=bool(followed))


def source_name(document: PolicyDocument) -> str:
    """What a source is called: the host of its address, else that it is a file of a kind."""
    host = urlsplit(urls.external(document.source_url)).hostname
    kind = kind_of_file(document.source_path)
    is_list = named(document.source_path) in LISTS
    return text.seen(host or "") or (f"{kind} 文件" if kind and not is_list else "未注明网址的来源")


def kind_of_file(name: str) -> str:
    """The kind of a file as its suffix says it (``DOCX``); empty for one that is not read."""
    suffix = PurePosixPath(name).suffix.lower()
    return suffix[1:].upper() if suffix in SUFFIXES else ""


def file_words(origin: Origin | None) -> str:
    """The kind of the file that a document was read from, and its day: when it was fetched, if it was."""
    if origin is None:
        return ""
    kind = "" if named(origin.name) in LISTS else f"{kind_of_file(origin.name)} "
    day = text.chinese_date(origin.modified.astimezone().date())
    return f"{kind.lstrip()}文件（{day}）" if kind else f"数据清单（{day}）"


def original_link(id: str, origin: Origin | None, is_others: bool = False) -> Link:
    """Where the file of a document is kept; nothing where it is not handed out.

    Args:
        is_others: whether it is of another print of the text.
    """
    if origin is None or not original_offered(origin):
        return Link("")
    whose = "，同一文件的另一来源" if is_others else ""
    return Link(f"下载原文件（{kind_of_file(origin.name)}{whose}）", urls.original(id))


def original_name(title: str, origin: Origin) -> str:
    """What the file of a document is called where it is handed out: by the document's title, since
    the names of his files are the operator's affair."""
    suffix = PurePosixPath(origin.name).suffix.lower()
    words = " ".join(_UNNAMEABLE.sub(" ", text.seen(title))[:_LONGEST].split())
    return (words or "original") + (suffix if suffix in SUFFIXES else "")


def source_links(document: PolicyDocument, prints: Iterable[PolicyDocument]) -> Iterator[Link]:
    """The address of a document, and the pages of the other prints of its text."""
    own = leaving(document.source_url, document.source_url)
    if own.external:
        yield own
    for one in prints:
        yield Link(f"另一来源：{source_name(one)}", urls.document(one.id))


def whole_links(document: PolicyDocument, prints: Iterable[PolicyDocument]) -> Iterator[Link]:
    """Where the whole text of an excerpt may stand."""
    own = leaving("查看来源网页", document.source_url)
    if own.external:
        yield own
    for one in prints:
        if not one.is_excerpt:
            yield Link(f"查看同一文件的另一来源（{source_name(one)}）", urls.document(one.id))


def completed(document: PolicyDocument, prints: Sequence[PolicyDocument]) -> Facts:
    """A document with the facts that it does not state and other prints of its text do."""
    if not prints:
        return Facts(document, {})
    borrowed: dict[str, PolicyDocument] = {}
    found: dict[str, Any] = {}
    for name in _BORROWED:
        if getattr(document, name) not in ("", (), None, _NO_CONTACT):
            continue
        for one in prints:
            if (value := getattr(one, name)) not in ("", (), None, _NO_CONTACT):
                borrowed[name], found[name] = one, value
                break
    return Facts(replace(document, **found), borrowed)
