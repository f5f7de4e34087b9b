"""The parts of a Word document, and how one names another: a package, or one XML file with all of them."""

from __future__ import annotations

import base64
import binascii
import posixpath
from collections.abc import Mapping
from typing import Protocol
from urllib.parse import unquote

from lxml import etree

from index.errors import Unreadable
from index.readers import refusals
from index.readers.containers.xml import attribute, child, tag

Relations = Mapping[str, tuple[str, str]]
"""Id of a relation -> last word of its type, and the path of the part."""


class Parts(Protocol):
    """What a document consists of, by paths such as ``word/document.xml``."""

    def __contains__(self, name: object) -> bool: ...

    def read(self, name: str) -> bytes:
        """The bytes of a part."""

    def xml(self, name: str) -> etree._Element:
        """The root element of a part in XML."""


class FlatParts:
    """The parts that stand in one XML file (Flat OPC): ``<pkg:package><pkg:part pkg:name="/word/…">``."""

    def __init__(self, root: etree._Element) -> None:
        self._parts = {
            attribute(part, "name").lstrip("/"): part for part in root if tag(part) == "part"
        }

    def __contains__(self, name: object) -> bool:
        return name in self._parts

    def read(self, name: str) -> bytes:
        """The bytes of a part.

        Raises: Unreadable.
        """
        data = child(self._parts[name], "binaryData")
        if data is None:
            return etree.tostring(self.xml(name), encoding="utf-8")
        try:
            return base64.b64decode(data.text or "")
        except (binascii.Error, ValueError) as error:
            raise Unreadable(refusals.DAMAGED) from error

    def xml(self, name: str) -> etree._Element:
        """The root element of a part.

        Raises: Unreadable.
        """
        holder = child(self._parts[name], "xmlData")
        root = next((one for one in holder if tag(one)), None) if holder is not None else None
        if root is None:
            raise Unreadable(refusals.NO_WORD_DOCUMENT)
        return root


def relations_of(parts: Parts, part: str) -> Relations:
    """What one part (the whole: ``""``) is related to inside."""
    folder, base = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{base}.rels")
    if path not in parts:
        return {}
    return {
        relation.get("Id", ""): (
            relation.get("Type", "").rsplit("/", 1)[-1],
            _inside(folder, relation.get("Target", "")),
        )
        for relation in parts.xml(path)
        if relation.get("TargetMode") != "External"
    }


def _inside(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, unquote(target)))[1:]
