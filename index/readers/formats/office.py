"""DOC, WPS, RTF, ODT: turned into DOCX by LibreOffice, where it is installed.

Each file is converted by a process of its own, in a folder of its own, with a profile of its
own, without network and macros, and killed with all its children when it takes too long.
"""

from __future__ import annotations

import atexit
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import BinaryIO

from index.errors import Unreadable
from index.readers import limits, refusals
from index.readers.extract import Extract
from index.readers.formats.docx import parse_docx
from index.readers.options import Options
from index.readers.sandbox.bounds import end_group, unlimited_memory

_PROGRAMS = ("soffice", "libreoffice")


def read(content: BinaryIO, name: str, _: Options) -> Iterator[Extract]:
    """The one document of a file that LibreOffice can open."""
    yield parse_docx(to_docx(content.read(), Path(name).suffix.lower()), name)


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
    command = [
        program, "--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck",
        f"-env:UserInstallation={_profile().as_uri()}", "--convert-to", "docx:MS Word 2007 XML",
        "--outdir", str(source.parent), str(source),
    ]  # fmt: skip
    with unlimited_memory():
        process = subprocess.Popen(
            command, cwd=source.parent, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, process_group=0,
        )  # fmt: skip
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired as error:
        raise Unreadable(refusals.conversion_too_slow(seconds)) from error
    finally:
        end_group(process.pid)
        process.wait()


@cache
def _profile() -> Path:
    """A profile for this process, kept for its next file: making one takes seconds."""
    folder = tempfile.mkdtemp(prefix="zhengce-office-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)
