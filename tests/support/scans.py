"""Pictures of pages as a scanner gives them: text drawn with a font of the system."""

from __future__ import annotations

import io
from importlib.util import find_spec
from pathlib import Path

import pytest

pytest.importorskip("PIL", reason="the extra ocr is not installed")
from PIL import Image, ImageChops, ImageDraw, ImageFont

FONT = Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc")
NEEDED = ("rapidocr_onnxruntime", "onnxruntime", "cv2")
DOTS = 150
"""Dots an inch."""
LINES = (
    "云澜市人民政府办公室关于",
    "加强湿地保护工作的通知",
    "云政办发〔2024〕37号",
    "各县（区）人民政府，市政府各部门：",
    "　　为加强湿地保护，维护生态功能，根据有关法律法规，现就",
    "有关事项通知如下。",
    "　　一、湿地保护坚持保护优先、严格管理、系统治理的原则。",
    "　　二、任何单位和个人不得擅自占用湿地。确需占用的，应当",
    "依法办理手续，并按照先补后占、占补平衡的要求恢复。",
    "　　三、本通知自2024年6月1日起施行。",
    "云澜市人民政府办公室",
    "2024年5月8日",
)
"""A notice: two lines of title, number, body, signature, date."""

needs_recogniser = pytest.mark.skipif(
    any(find_spec(name) is None for name in NEEDED) or not FONT.is_file(),
    reason="the extra ocr or a Chinese font is not installed",
)


def page(lines: tuple[str, ...] = LINES, *, seal: bool = False, dots: int = DOTS) -> Image.Image:
    """An A4 page with ``lines``: the first two in the middle and larger, the last two on the right."""
    inch = dots / 72
    paper = Image.new("RGB", (round(595 * inch), round(842 * inch)), "white")
    draw = ImageDraw.Draw(paper)
    size, left, top = 16 * inch, 80 * inch, 90 * inch
    for at, line in enumerate(lines):
        font = ImageFont.truetype(str(FONT), round(size * (1.375 if at < 2 else 1)), index=2)
        wide = draw.textlength(line, font)
        is_signature = at >= len(lines) - 2 > 1
        x = (paper.width - wide) / 2 if at < 3 else left
        x = paper.width - left - wide - 2 * size if is_signature else x
        draw.text((x, top), line, fill="black", font=font)
        top += size * 1.9
    if seal:
        _stamp(
            paper, round(paper.width - left - 6 * size), round(top - 2.5 * size), round(60 * inch)
        )
    return paper


def _stamp(paper: Image.Image, x: int, y: int, radius: int) -> None:
    """A round red seal with a star, its middle at ``x``, ``y``: its ink lets the text through."""
    ink = Image.new("RGB", paper.size, "white")
    draw = ImageDraw.Draw(ink)
    red = (226, 38, 32)
    box = (x - radius, y - radius, x + radius, y + radius)
    draw.ellipse(box, outline=red, width=max(3, radius // 16))
    font = ImageFont.truetype(str(FONT), radius // 2, index=2)
    draw.text((x, y), "★", fill=red, font=font, anchor="mm")
    paper.paste(ImageChops.multiply(paper, ink))


def png(image: Image.Image) -> bytes:
    """The bytes of a file."""
    with io.BytesIO() as file:
        image.save(file, "PNG")
        return file.getvalue()


def pdf(*images: Image.Image) -> bytes:
    """A PDF file of pages that are pictures."""
    with io.BytesIO() as file:
        images[0].save(file, "PDF", save_all=True, append_images=images[1:], resolution=DOTS)
        return file.getvalue()
