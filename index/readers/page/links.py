"""Addresses: where a page stands, and the files that it links to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree

from index.document import Attachment

_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|wps|et|ofd|zip|rar|7z|pptx?)$", re.IGNORECASE)
_LONGEST_ADDRESS = 2_048
_MOST_ATTACHMENTS = 1_000


def address_of(metas: Iterable[tuple[str, str, str]]) -> str:
    """The address of a page, as its own ``<meta>`` and ``<link>`` say; empty where they do not."""
    found = next((value for field, _, value in metas if field == "source_url"), "")
    return found if len(found) <= _LONGEST_ADDRESS else ""


def is_address(text: str) -> bool:
    """Whether a text is an address of the web; ``http://[x`` is none."""
    try:
        return urlsplit(text).scheme in ("http", "https")
    except ValueError:
        return False


def attachments_of(links: Iterable[etree._Element], base: str) -> tuple[Attachment, ...]:
    """The files that links lead to, each address once.

    Args:
        base: the address of the page.
    """
    found: dict[str, Attachment] = {}
    for link in islice(links, _MOST_ATTACHMENTS):
        address = (link.get("href") or "").strip()
        if _FILE.search(_path(address)):
            whole = _joined(base, address)
            found.setdefault(
                whole, Attachment(_named(link, whole), whole if is_address(whole) else "")
            )
    return tuple(found.values())


def _named(link: etree._Element, address: str) -> str:
    text = " ".join("".join(link.itertext()).split())
    title = " ".join((link.get("title") or link.get("download") or "").split())
    return text or title or unquote(address.rsplit("/", 1)[-1])


def _path(address: str) -> str:
    """Where a link leads on its site, as far as that can be told of one that is broken."""
    try:
        return urlsplit(address).path
    except ValueError:
        return re.split("[?#]", address, maxsplit=1)[0]


def _joined(base: str, address: str) -> str:
    """``address`` as seen from ``base``, as far as these are addresses."""
    for known in (base, ""):
        try:
            return urljoin(known, address)
        except ValueError:
            continue
    return address
