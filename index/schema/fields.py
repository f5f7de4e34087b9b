"""The schema: which terms of a document are kept, under which names, in its final shape.

A text field is named ``<zone>_<kind>``: a zone says where in the document a term stands, a
kind how the text was cut (see ``index.text.analysis``).

Key fields hold whole values for pins and look-ups: ``id``, ``doc_number`` (every key of
``index.conventions.doc_number.keys``), ``number`` (发文字号 and 索引号 as :func:`number_key` writes them),
``issuer`` (canonical names), ``title`` (see :func:`title_keys`), ``known_as`` and ``refers_to``
(see ``index.statements.keys``).
"""

from __future__ import annotations

from index.conventions import doc_number
from index.document import PolicyDocument
from index.statements import keys
from index.statements.model import Statements
from index.statements.read import statements_of
from index.text.fold import squeeze
from index.text.han import without_remark

SCHEMA_VERSION = 9
"""Raise it when fields are added, or mean something else than before."""

ZONES = ("title", "headings", "body")
KINDS = ("words", "grams", "chars")
KEYS = ("id", "doc_number", "number", "issuer", "title", "known_as", "refers_to")


def text_field(zone: str, kind: str) -> str:
    """The name of the field with the terms of one kind in one zone."""
    return f"{zone}_{kind}"


def keys_of(document: PolicyDocument, says: Statements | None = None) -> dict[str, list[str]]:
    """The values of every key field of ``document``, which says ``says`` (read if it is not given)."""
    says = statements_of(document) if says is None else says
    number = doc_number.parse(document.doc_number) if document.doc_number else None
    return {
        "id": [document.id],
        "doc_number": list(doc_number.keys(number)) if number else [],
        "number": [number_key(n) for n in (document.doc_number, document.index_number) if n],
        "issuer": list(dict.fromkeys(document.issuers)),
        "title": list(title_keys(document.title)),
        "known_as": keys.known_as(says),
        "refers_to": keys.refers_to(says),
    }


def zones_of(document: PolicyDocument) -> dict[str, str]:
    """The text of every zone of ``document``."""
    headings = "\n".join(f"{part.label} {part.title}" for part in document.sections if part.title)
    return {"title": document.title, "headings": headings, "body": document.body}


def number_key(text: str) -> str:
    """A 发文字号 or 索引号 as it is looked up: folded, without white space."""
    return squeeze(text).text


def title_keys(title: str) -> tuple[str, ...]:
    """A title as it is looked up: folded, letters and digits only.

    The first key is the whole title; a second leaves out a remark in brackets at its end
    (a 发文字号, 试行, a year of amendment) so that the document is found without it.
    """
    return title_keys_of_squeezed(squeeze(title).text)


def title_keys_of_squeezed(squeezed: str) -> tuple[str, ...]:
    """:func:`title_keys` for a title that is squeezed already."""
    bare = without_remark(squeezed)
    whole = _letters(squeezed)
    short = whole if bare == squeezed else _letters(bare)
    return tuple(dict.fromkeys(key for key in (whole, short) if key))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))[:200]
