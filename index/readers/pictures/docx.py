"""The images of a DOCX file that are its pages: of a document that was scanned into Word."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote

from index.errors import Unreadable
from index.readers import limits, refusals
from index.readers.containers.archive import Package

if TYPE_CHECKING:
    from index.readers.recognition.ink import Picture

_MAIN = "word/document.xml"


def picture(data: bytes, page: int) -> Picture:
    """The image that is a page, from 1 on.

    Raises:
        Unreadable: there is none, or it cannot be read.
    """
    from index.readers.pictures.image import picture as decoded  # noqa: PLC0415 -- the extra

    package = Package(data)
    paths = [*page_images(package)]
    if page > len(paths):
        raise Unreadable(refusals.UNRECOGNISED)
    return decoded(package.read(paths[page - 1]), 1)


def page_images(package: Package) -> dict[str, tuple[int, int]]:
    """The images in the text that are as large as pages, in their order, with width and height."""
    from index.readers.pictures.image import frames  # noqa: PLC0415 -- the extra

    found = {}
    for path in images(package):
        try:
            sizes = frames(package.read(path), 1)
        except Unreadable:
            continue
        if sizes and min(sizes[0]) >= limits.PICTURE_LEAST:
            found[path] = sizes[0]
    return found


def images(package: Package) -> list[str]:
    """The images in the text, each once, in their order."""
    if _MAIN not in package:
        return []
    targets = dict(_relations(package))
    named = (
        value
        for element in package.xml(_MAIN).iter("{*}blip", "{*}imagedata")
        for name, value in element.attrib.items()
        if str(name).endswith(("}embed", "}id"))
    )
    return [path for path in dict.fromkeys(targets.get(str(id), "") for id in named) if path]


def _relations(package: Package) -> Iterator[tuple[str, str]]:
    folder, base = posixpath.split(_MAIN)
    path = posixpath.join(folder, "_rels", f"{base}.rels")
    for relation in package.xml(path) if path in package else ():
        target = posixpath.join("/", folder, unquote(relation.get("Target", "")))
        inside = posixpath.normpath(target)[1:]
        if relation.get("TargetMode") != "External" and inside in package:
            yield relation.get("Id", ""), inside
