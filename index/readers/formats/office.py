"""DOC, WPS, RTF, ODT: turned into DOCX by LibreOffice, where it is installed; Word in one XML file.

Each file is converted by a process of its own, in a folder of its own, with a profile of its
own, without network and macros (``index.readers.sandbox.keeper``), and killed with all its
children when it takes too long or its reader dies.
"""

from __future__ import annotations

import atexit
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from index.document import Rejected
from index.errors import Unreadable
from index.readers import limits, refusals, sandbox
from index.readers.containers.archive import is_locked_odf
from index.readers.containers.compound import Compound
from index.readers.containers.xml import parse_xml
from index.readers.extract import Extract
from index.readers.formats import workbook
from index.readers.formats.docx import parse_docx, parse_xml_document
from index.readers.options import Options
from index.readers.sandbox.bounds import unlimited_memory
from index.text.plausible import is_plausible

_XML = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*+\0?<")
_WORKBOOK = frozenset(("Workbook", "Book"))
_PROGRAMS = ("soffice", "libreoffice")
_TEXT = 0.5
"""Of random bytes, taken for UTF-16, an eighth is; of documents with symbols and rare names nearly all."""
_NOBODY, _DISCARD = "127.0.0.1", "9"
_SETTINGS = (
    ("Inet/Settings", "ooInetProxyType", "2"),  # as given here
    *(
        ("Inet/Settings", f"ooInet{kind}Proxy{part}", value)
        for kind in ("HTTP", "HTTPS", "FTP")
        for part, value in (("Name", _NOBODY), ("Port", _DISCARD))
    ),
    ("Inet/Settings", "ooInetNoProxy", ""),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Writer/Content/Update", "Link", "0"),  # never
)
"""Where in LibreOffice's configuration, which value, and what it is."""


def read(content: BinaryIO, name: str, options: Options) -> Iterator[Extract | Rejected]:
    """The one document of a file that LibreOffice can open; it makes some text of any bytes.

    What is one XML file of Word is read here, and a workbook under another name as what it is.
    """
    data = content.read()
    _check(data)
    streams = Compound(data).streams
    if streams.keys() & _WORKBOOK and "WordDocument" not in streams:
        yield from workbook.read(BytesIO(data), name, options)
        return
    xml = parse_xml_document(parse_xml(data), name) if _XML.match(data) else None
    found = xml or parse_docx(to_docx(data, Path(name).suffix.lower()), name)
    if not is_plausible("\n".join([found.title, *found.lines]), _TEXT):
        raise Unreadable(refusals.UNCONVERTED)
    yield found


def _check(data: bytes) -> None:
    """Raises: Unreadable: it has a password, or is a presentation."""
    compound = Compound(data)
    if compound.is_locked or is_locked_odf(data):
        raise Unreadable(refusals.LOCKED)
    if "PowerPoint Document" in compound.streams:
        raise Unreadable(refusals.NO_PRESENTATIONS)


def converter() -> str | None:
    """The path of LibreOffice; None where it is not installed."""
    return next(filter(None, map(shutil.which, _PROGRAMS)), None)


def to_docx(data: bytes, suffix: str, seconds: float = limits.CONVERSION_SECONDS) -> bytes:
    """The same document as DOCX.

    Args:
        suffix: of the file's name, with the dot; LibreOffice looks at it too.

    Raises:
        Unreadable: LibreOffice is missing, fails, or takes longer than ``seconds``.
    """
    program = converter()
    if not program:
        raise Unreadable(refusals.converter_missing(suffix))
    with tempfile.TemporaryDirectory(prefix="zhengce-", ignore_cleanup_errors=True) as folder:
        source = Path(folder, f"source{suffix}")
        source.write_bytes(data)
        _convert(program, source, seconds)
        made = source.with_suffix(".docx")
        if not made.is_file() or not made.stat().st_size:
            raise Unreadable(refusals.UNCONVERTED)
        return made.read_bytes()


def _convert(program: str, source: Path, seconds: float) -> None:
    keeper = [sys.executable, "-I", "-S", str(Path(sandbox.__path__[0], "keeper.py"))]
    command = [
        program, "--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck",
        f"-env:UserInstallation={_profile().as_uri()}", "--convert-to", "docx:MS Word 2007 XML",
        "--outdir", str(source.parent), str(source),
    ]  # fmt: skip
    with unlimited_memory():
        process = subprocess.Popen(
            keeper + command, cwd=source.parent, stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired as error:
        raise Unreadable(refusals.conversion_too_slow(seconds)) from error
    finally:
        assert process.stdin
        process.stdin.close()  # it ends LibreOffice, and then itself
        process.wait()


@cache
def _profile() -> Path:
    """A profile for this process, kept for its next file: making one takes seconds."""
    folder = Path(tempfile.mkdtemp(prefix="zhengce-office-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    write_settings(folder)
    return folder


def write_settings(profile: Path) -> None:
    """Have LibreOffice follow no link, ask a proxy that is not there, and run no macro.

    Where the keeper can take the network away this is a second lock; elsewhere it is the only one.
    """
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in _SETTINGS
    )
    settings = profile / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry">' + items + "</oor:items>",
        encoding="utf-8",
    )
