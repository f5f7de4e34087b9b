"""LibreOffice reads what it is given and asks nobody for more."""

from __future__ import annotations

import random
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from index.document import Rejected
from index.readers import read_file
from index.readers.formats import office

pytestmark = pytest.mark.skipif(not office.converter(), reason="LibreOffice is not installed")

PAGE = (
    '<html><head><link rel="stylesheet" href="{url}/style.css"></head><body><p>关于甲的通知</p>'
    '<img src="{url}/picture.png"><iframe src="{url}/frame.html"></iframe></body></html>'
)
DRAWN = (
    '<?xml version="1.0"?><office:document '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" '
    'xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2" '
    'office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>'
    '<text:p>关于甲的通知<draw:frame svg:width="5cm" svg:height="5cm"><draw:image '
    'xlink:href="{url}/drawn.png" xlink:type="simple" xlink:show="embed" '
    'xlink:actuate="onLoad"/></draw:frame></text:p><text:section text:name="s">'
    '<text:section-source xlink:href="{url}/section.odt"/><text:p>x</text:p></text:section>'
    "</office:text></office:body></office:document>"
)
FIELD = (
    r"{{\rtf1\ansi A\par {{\field{{\*\fldinst INCLUDEPICTURE "
    r'"{url}/field.png" \\d}}{{\fldrslt }}}}\par}}'
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FILES = (("page.doc", PAGE), ("drawn.fodt", DRAWN), ("field.rtf", FIELD))


@contextmanager
def listening() -> Iterator[tuple[str, list[str]]]:
    """An address, and what was asked of it."""
    asked: list[str] = []

    class Answers(BaseHTTPRequestHandler):
        def handle_one_request(self) -> None:
            line = self.rfile.readline().decode("latin-1").strip()
            if line:
                asked.append(line)
            self.close_connection = True

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def converted(profile: Path, file: Path) -> bool:
    """By LibreOffice alone, without the keeper."""
    subprocess.run(
        [
            office.converter() or "", "--headless", "--norestore", "--convert-to",
            "docx:MS Word 2007 XML", f"-env:UserInstallation={profile.as_uri()}", "--outdir", str(file.parent), str(file),
        ],
        check=False, capture_output=True,
    )  # fmt: skip
    return file.with_suffix(".docx").exists()


def test_nobody_is_asked_for_what_a_document_links(tmp_path: Path) -> None:
    with listening() as (url, asked):
        for name, text in FILES:
            office.to_docx(text.format(url=url).encode(), Path(name).suffix)
        assert asked == []


def test_the_settings_alone_are_enough_and_without_them_somebody_would_be_asked(
    tmp_path: Path,
) -> None:
    """The second half shows that the first could fail."""
    kept, open_ = tmp_path / "kept", tmp_path / "open"
    office.write_settings(kept)
    with listening() as (url, asked):
        for name, text in FILES:
            (tmp_path / name).write_text(text.format(url=url), encoding="utf-8")
            assert converted(kept, tmp_path / name), name
        assert asked == []
        assert converted(open_, tmp_path / "page.doc")
        assert asked


@pytest.mark.parametrize("name", ["a.doc", "a.wps", "a.txt", "a"])
def test_random_bytes_are_no_document_whatever_they_are_called(tmp_path: Path, name: str) -> None:
    """LibreOffice opens them and gives text in forty scripts."""
    chance = random.Random(name)
    for head in (b"", OLE):
        (tmp_path / name).write_bytes(head + chance.randbytes(3000))
        assert all(isinstance(item, Rejected) for item in read_file(tmp_path / name, tmp_path))
