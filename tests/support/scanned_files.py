"""Files of every kind whose pages are pictures: what a scanner, Word and an OFD printer write."""

from __future__ import annotations

import io
import zipfile

from PIL import Image

from tests.support.scans import LINES, page, pdf

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def files() -> dict[str, bytes]:
    """Name -> a file that shows the notice of ``tests.support.scans`` on one page or two."""
    first, second = page(LINES[:8]), page(LINES[8:])
    return {
        "a.jpg": as_file(page(), "JPEG"),
        "b.png": as_file(page().rotate(180), "PNG"),
        "c.tiff": as_file(
            first.convert("1"), "TIFF", save_all=True, compression="group4",
            append_images=[second.convert("1")],
        ),
        "d.pdf": pdf(first.rotate(90, expand=True), second),
        "e.docx": docx(first, second),
        "f.ofd": ofd(first, second),
    }  # fmt: skip


def as_file(image: Image.Image, kind: str, **options: object) -> bytes:
    """An image in a format of Pillow."""
    with io.BytesIO() as file:
        image.save(file, kind, **options)
        return file.getvalue()


def docx(*images: Image.Image) -> bytes:
    """A DOCX file without a word, and an image on each page."""
    blips = "".join(
        f'<w:p><w:r><w:drawing><a:blip r:embed="r{at}"/></w:drawing></w:r></w:p>'
        for at in range(len(images))
    )
    links = "".join(
        f'<Relationship Id="r{at}" Type="{_OFFICE}/image" Target="media/{at}.jpeg"/>'
        for at in range(len(images))
    )
    main = f'<Relationship Id="m" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    return _archive(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}">{main}</Relationships>',
            "word/document.xml": f'<w:document xmlns:w="{_WORD}" xmlns:a="{_DRAWING}" '
            f'xmlns:r="{_OFFICE}"><w:body>{blips}</w:body></w:document>',
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}">{links}</Relationships>',
        },
        {f"word/media/{at}.jpeg": as_file(image, "JPEG") for at, image in enumerate(images)},
    )


def ofd(*images: Image.Image) -> bytes:
    """An OFD file whose pages are two strips of an image each."""
    texts = {
        "OFD.xml": f"<ofd:OFD {_OFD}><ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>Doc_0/Document.xml"
        "</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {_OFD}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>"
        "0 0 210 297</ofd:PhysicalBox></ofd:PageArea><ofd:DocumentRes>Res.xml</ofd:DocumentRes>"
        "</ofd:CommonData><ofd:Pages>"
        + "".join(f'<ofd:Page ID="{at}" BaseLoc="P{at}.xml"/>' for at in range(len(images)))
        + "</ofd:Pages></ofd:Document>",
        "Doc_0/Res.xml": f'<ofd:Res {_OFD} BaseLoc="Res"><ofd:MultiMedias>'
        + "".join(
            f'<ofd:MultiMedia ID="{at}{half}"><ofd:MediaFile>{at}{half}.png</ofd:MediaFile>'
            "</ofd:MultiMedia>"
            for at in range(len(images))
            for half in "12"
        )
        + "</ofd:MultiMedias></ofd:Res>",
    }
    strips = {}
    for at, image in enumerate(images):
        middle = image.height // 2
        for half, top in (("1", 0), ("2", middle)):
            strip = image.crop((0, top, image.width, top + middle))
            strips[f"Doc_0/Res/{at}{half}.png"] = as_file(strip, "PNG")
        placed = "".join(
            f'<ofd:ImageObject ID="9" Boundary="0 {top} 210 148.5" ResourceID="{at}{half}"/>'
            for half, top in (("1", 0), ("2", 148.5))
        )
        texts[f"Doc_0/P{at}.xml"] = (
            f"<ofd:Page {_OFD}><ofd:Content><ofd:Layer>{placed}</ofd:Layer></ofd:Content></ofd:Page>"
        )
    return _archive(texts, strips)


def _archive(texts: dict[str, str], others: dict[str, bytes]) -> bytes:
    with io.BytesIO() as file:
        with zipfile.ZipFile(file, "w") as archive:
            for name, text in texts.items():
                archive.writestr(name, text)
            for name, data in others.items():
                archive.writestr(name, data)
        return file.getvalue()
