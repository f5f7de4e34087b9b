"""XML inside files, read with distrust, and by local names: name spaces vary between editions.

No entities, no DTD, no network: a part that declares a DTD is refused, and so is one nested
deeper than any document is.
"""

from __future__ import annotations

import re

from lxml import etree

from index.errors import Unreadable
from index.readers import refusals

_LARGE = re.compile(rb"(<(?:\w{1,20}:)?(?:binaryData|binData)\b[^<>]{0,500}>)[^<]{500000,}+")
"""Pictures within the XML of office programs, larger than the parser lets pass."""


def parse_xml(data: bytes) -> etree._Element:
    """The root of an XML document.

    Raises:
        Unreadable: it is not well-formed, declares a DTD, or is nested too deep.
    """
    if b"inaryData" in data or b"binData" in data:
        data = _LARGE.sub(rb"\1", data)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False,
        huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(refusals.DAMAGED_XML) from error
    if root.getroottree().docinfo.doctype:
        raise Unreadable(refusals.XML_WITH_DTD)
    return root


def tag(element: etree._Element) -> str:
    """The name of an element without its name space; empty for what is no element."""
    name = element.tag
    return name.rpartition("}")[2] if isinstance(name, str) else ""


def attribute(element: etree._Element | None, name: str) -> str:
    """An attribute by its local name; empty where there is none."""
    if element is None:
        return ""
    own = element.get(name)
    if own is not None:
        return own
    return next((str(v) for k, v in element.attrib.items() if str(k).endswith(f"}}{name}")), "")


def child(parent: etree._Element | None, name: str) -> etree._Element | None:
    """The first child of that local name."""
    if parent is None:
        return None
    return next(parent.iterchildren(f"{{*}}{name}"), None)


def above(element: etree._Element, name: str) -> etree._Element | None:
    """The nearest enclosing element of that local name."""
    return next(element.iterancestors(f"{{*}}{name}"), None)
