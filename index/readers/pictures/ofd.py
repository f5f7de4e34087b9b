"""The picture of a page of an OFD file that holds images: these, laid on a page in their places.

Nothing else is drawn: a page is recognised only where it holds no text to speak of.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import NamedTuple

import cv2
import numpy as np
from lxml import etree

from index.errors import Unreadable
from index.readers import refusals
from index.readers.containers.archive import Package
from index.readers.containers.xml import attribute, child, tag
from index.readers.pictures.image import picture as decoded
from index.readers.recognition.ink import Picture

_INCH = 25.4
_LEAST, _MOST = 150.0, 200.0
"""Dots an inch, as for PDF."""
_LONGEST = 2_400
_A4 = (0.0, 0.0, 210.0, 297.0)
_IMAGES = 60
"""So many images of a page are laid on it: some programs cut a scan into strips."""


class _Image(NamedTuple):
    """An image and where it stands: left, top, width and height in millimetres."""

    pixels: Picture
    place: tuple[float, ...]


def picture(data: bytes, page: int) -> Picture:
    """The picture of one page, counted through all documents in the file.

    Raises:
        Unreadable: there is no such page, or none of its images can be read.
    """
    package = Package(data)
    for number, (path, box, media) in enumerate(_pages(package), 1):
        if number == page:
            images = list(_images(package, package.xml(path), media))
            if not images:
                raise Unreadable(refusals.UNRECOGNISED)
            return _laid(images, box)
    raise Unreadable(refusals.OFD_DAMAGED)


def _pages(package: Package) -> Iterator[tuple[str, tuple[float, ...], dict[str, str]]]:
    """Path and usual measures of each page, and the images of its document: id -> path."""
    root = next((entry for entry in package.names if entry.lower() == "ofd.xml"), "")
    for body in package.xml(root) if root else ():
        path = _resolved(root, _words(child(body, "DocRoot")))
        if tag(body) != "DocBody" or path not in package:
            continue
        document = package.xml(path)
        common = child(document, "CommonData")
        usual = _box(_words(child(child(common, "PageArea"), "PhysicalBox")), _A4)
        media = dict(_media(package, path, common))
        for page in _all(child(document, "Pages"), "Page"):
            place = _resolved(path, attribute(page, "BaseLoc"))
            if place in package:
                area = child(package.xml(place), "Area")
                yield place, _box(_words(child(area, "PhysicalBox")), usual), media


def _media(package: Package, path: str, common: etree._Element | None) -> Iterator[tuple[str, str]]:
    for name in ("PublicRes", "DocumentRes"):
        for listed in _all(common, name):
            place = _resolved(path, _words(listed))
            if place not in package:
                continue
            resources = package.xml(place)
            base = posixpath.join(posixpath.dirname(place), attribute(resources, "BaseLoc"))
            for medium in resources.iter("{*}MultiMedia"):
                file = _words(child(medium, "MediaFile"))
                yield attribute(medium, "ID"), _resolved(posixpath.join(base, "x"), file)


def _images(package: Package, content: etree._Element, media: dict[str, str]) -> Iterator[_Image]:
    for at, element in enumerate(content.iter("{*}ImageObject")):
        path = media.get(attribute(element, "ResourceID"), "")
        place = _box(attribute(element, "Boundary"), ())
        if at < _IMAGES and place and path in package:
            yield _Image(decoded(package.read(path), 1), place)


def _laid(images: list[_Image], box: tuple[float, ...]) -> Picture:
    """The images on white paper; dots an inch are those of the widest."""
    widest = max(images, key=lambda image: image.place[2])
    own = widest.pixels.shape[1] / widest.place[2] * _INCH
    dots = min(max(own, _LEAST), _MOST)
    scale = min(dots / _INCH, _LONGEST / max(box[2:]))
    paper = np.full(
        (max(1, round(box[3] * scale)), max(1, round(box[2] * scale)), 3), 255, np.uint8
    )
    for pixels, (left, top, wide, high) in images:
        x, y = round((left - box[0]) * scale), round((top - box[1]) * scale)
        right, bottom = x + max(1, round(wide * scale)), y + max(1, round(high * scale))
        x, y = max(0, x), max(0, y)
        right, bottom = min(paper.shape[1], right), min(paper.shape[0], bottom)
        if right > x and bottom > y:
            colours = pixels if pixels.ndim == 3 else cv2.cvtColor(pixels, cv2.COLOR_GRAY2RGB)
            size = (right - x, bottom - y)
            paper[y:bottom, x:right] = cv2.resize(colours, size, interpolation=cv2.INTER_AREA)
    return paper


def _resolved(base: str, location: str) -> str:
    location = location.strip().replace("\\", "/")
    path = posixpath.normpath(posixpath.join("/", posixpath.dirname(base), location))
    return path.lstrip("/")


def _all(parent: etree._Element | None, name: str) -> list[etree._Element]:
    return [] if parent is None else [element for element in parent if tag(element) == name]


def _words(element: etree._Element | None) -> str:
    return "" if element is None else (element.text or "").strip()


def _box(listed: str, usual: tuple[float, ...]) -> tuple[float, ...]:
    """x, y, width and height; ``usual`` where these are no measures of anything."""
    try:
        box = tuple(float(part) for part in listed.split()[:4])
    except ValueError:
        return usual
    is_one = len(box) == 4 and all(abs(side) < 1e5 for side in box)
    return box if is_one and box[2] > 0 and box[3] > 0 else usual
