"""PDF files written by hand: a font without glyphs, text where it is put, and rules."""

from __future__ import annotations

from collections.abc import Sequence

Placed = tuple[float, float, float, str]
"""x and y of the base line from the lower left corner and the size, in points; the text."""

LEFT, SIZE, PITCH, WIDE = 72.0, 16.0, 28.0, 27


def pdf(
    pages: Sequence[Sequence[Placed | str]],
    *,
    title: str = "",
    lock: bool = False,
    image: bool = False,
    fields: Sequence[tuple[str, Placed]] = (),
) -> bytes:
    """A file whose font has no glyphs, only Adobe-GB1's codes; a ``str`` is raw page content.

    Args:
        fields: (kind of annotation, what it shows) on the first page.
    """
    kids = " ".join(f"{10 + 2 * at} 0 R" for at in range(len(pages)))
    info = f"/Title <FEFF{title.encode('utf-16-be').hex()}>" if title else ""
    objects = {
        1: "<</Type/Catalog/Pages 2 0 R>>",
        2: f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>",
        3: "<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
        4: "<</Type/Font/Subtype/CIDFontType2/BaseFont/SimSun/DW 1000/W[1 95 500]/FontDescriptor 5 0 R"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>",
        5: "<</Type/FontDescriptor/FontName/SimSun/Flags 4/FontBBox[0 -140 1000 860]/ItalicAngle 0"
        "/Ascent 860/Descent -140/CapHeight 860/StemV 80>>",
        6: f"<<{info}>>",
        7: "<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8"
        "/Length 1>>stream\n0\nendstream",
        8: f"<</Filter/Standard/V 1/R 2/P -4/O <{'41' * 32}>/U <{'42' * 32}>>>",
    }
    objects |= filled(fields)
    annotations = " ".join(f"{5000 + 2 * at} 0 R" for at in range(len(fields)))
    for at, page in enumerate(pages):
        content = "".join(part if isinstance(part, str) else shown(*part) for part in page)
        content += "q 400 0 0 600 90 100 cm /I Do Q\n" if image else ""
        objects[10 + 2 * at] = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {11 + 2 * at} 0 R"
            "/Resources<</Font<</F 3 0 R>>/XObject<</I 7 0 R>>>>"
            f"/Annots[{'' if at else annotations}]>>"
        )
        objects[11 + 2 * at] = f"<</Length {len(content)}>>stream\n{content}endstream"
    return written(objects, "/Encrypt 8 0 R/ID[<00><00>]" if lock else "")


def filled(fields: Sequence[tuple[str, Placed]]) -> dict[int, str]:
    """The objects of form fields, two each: the field and what it shows."""
    objects = {}
    for at, (kind, (x, y, size, text)) in enumerate(fields):
        content = shown(0, 2, size, text)
        wide = size * len(text)
        objects[5000 + 2 * at] = (
            f"<</Type/Annot/Subtype/{kind}/FT/Tx/F 4/Rect[{x} {y} {x + wide} {y + size}]"
            f"/AP<</N {5001 + 2 * at} 0 R>>>>"
        )
        objects[5001 + 2 * at] = (
            f"<</Type/XObject/Subtype/Form/BBox[0 0 {wide} {size}]/Resources<</Font<</F 3 0 R>>>>"
            f"/Length {len(content)}>>stream\n{content}endstream"
        )
    return objects


def shown(x: float, y: float, size: float, text: str, matrix: str = "1 0 0 1") -> str:
    return f"BT /F {size} Tf {matrix} {x} {y} Tm <{text.encode('utf-16-be').hex()}> Tj ET\n"


def written(objects: dict[int, str], more: str) -> bytes:
    data, places = b"%PDF-1.5\n", {}
    for number, content in objects.items():
        places[number] = len(data)
        data += f"{number} 0 obj\n{content}\nendobj\n".encode("ascii")
    start, table = len(data), f"xref\n0 {max(objects) + 1}\n0000000000 65535 f \n"
    for number in range(1, max(objects) + 1):
        kind = "n" if number in places else "f"
        table += f"{places.get(number, 0):010d} 00000 {kind} \n"
    table += f"trailer\n<</Size {max(objects) + 1}/Root 1 0 R/Info 6 0 R{more}>>\n"
    return data + f"{table}startxref\n{start}\n%%EOF\n".encode("ascii")


def set_in_lines(
    *texts: str, top: float = 700.0, indent: int = 2, wide: int = WIDE
) -> list[Placed]:
    """Paragraphs broken at the margin, the first line of each indented."""
    placed: list[Placed] = []
    for text in texts:
        rest, at = text, indent
        while rest:
            placed.append((LEFT + at * SIZE, top, SIZE, rest[: wide - at]))
            rest, at, top = rest[wide - at :], 0, top - PITCH
    return placed


def ruled(x: Sequence[float], y: Sequence[float]) -> str:
    """A grid of lines, as raw page content."""
    level = "".join(f"{x[0]} {at} m {x[-1]} {at} l S\n" for at in y)
    return level + "".join(f"{at} {y[0]} m {at} {y[-1]} l S\n" for at in x)
