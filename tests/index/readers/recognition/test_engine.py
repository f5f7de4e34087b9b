"""Pictures of pages become the lines that stand on them, however they were laid on the glass."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageOps

from index.readers.recognition.punctuation import as_printed
from tests.support.scans import LINES, needs_recogniser, page

if TYPE_CHECKING:
    from index.readers.recognition.engine import Recogniser
    from index.readers.recognition.seen import SeenPage

pytestmark = needs_recogniser
TEXT = "".join(LINES).replace("　", "")


@cache
def recogniser() -> Recogniser:
    from index.readers.recognition.engine import Recogniser  # noqa: PLC0415 -- the extra

    return Recogniser()


def see(image: Image.Image) -> SeenPage:
    return recogniser().see(np.asarray(image))


def said(seen: SeenPage) -> str:
    return "".join(as_printed(line.text) for line in seen.lines)


def mistakes(found: str, wanted: str) -> int:
    """Characters to insert, delete or replace (Levenshtein)."""
    row = list(range(len(wanted) + 1))
    for at, letter in enumerate(found, 1):
        before, row[0] = row[0], at
        for there, other in enumerate(wanted, 1):
            before, row[there] = (
                row[there],
                min(row[there] + 1, row[there - 1] + 1, before + (letter != other)),
            )
    return row[-1]


@pytest.mark.parametrize("degrees", [0, 1.8, -1.4, 90, 180, 270, 91.2])
def test_a_page_is_read_however_it_lies(degrees: float) -> None:
    image = page().rotate(
        degrees, expand=degrees >= 90, fillcolor="white", resample=Image.Resampling.BICUBIC
    )
    assert mistakes(said(see(image)), TEXT) <= 2


def test_a_seal_over_the_signature_hides_nothing_and_is_no_text() -> None:
    assert mistakes(said(see(page(seal=True))), TEXT) <= 3


def test_white_on_a_dark_ground_is_read() -> None:
    assert mistakes(said(see(ImageOps.invert(page()))), TEXT) <= 2


def test_a_red_letterhead_is_text() -> None:
    head = ImageChops.add(page(), Image.new("RGB", page().size, (220, 20, 20)))
    assert mistakes(said(see(head)), TEXT) <= 2


def test_characters_stand_where_they_are_printed() -> None:
    first, *_, last = see(page()).lines
    assert first.text == LINES[0]
    assert last.text == LINES[-1]
    assert abs(first.starts[0] + sum(first.widths) / 2 - 1240 / 2) < 20
    assert last.starts[0] > 1240 / 2
    assert first.size > 1.2 * last.size


def test_an_empty_page_says_nothing() -> None:
    assert see(page(())).lines == ()
