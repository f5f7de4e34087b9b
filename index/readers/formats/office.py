"""DOC, WPS, RTF, ODT: turned into DOCX by LibreOffice, where it is installed.

Each file is converted by a process of its own, in a folder of its own, with a profile of its
own, without network and macros, and killed with all its children when it takes too long.
"""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from index.errors import Unreadable

SECONDS = 90
"""So long may one conversion take; a healthy file takes about one second."""
_PROGRAMS = ("soffice", "libreoffice")
_NEXT_STEP = "请安装 LibreOffice 后重试，或另存为 DOCX。"


def converter() -> str | None:
    """The path of LibreOffice; None where it is not installed."""
    return next(filter(None, map(shutil.which, _PROGRAMS)), None)


def to_docx(data: bytes, suffix: str, seconds: float = SECONDS) -> bytes:
    """The same document as DOCX.

    Args:
        suffix: of the file's name, with the dot; LibreOffice looks at it too.

    Raises:
        Unreadable: LibreOffice is missing, fails, or takes longer than ``seconds``.
    """
    program = converter()
    if not program:
        raise Unreadable(f"读取 {suffix or '此'} 文件需要 LibreOffice，本机没有安装。{_NEXT_STEP}")
    with tempfile.TemporaryDirectory(prefix="zhengce-", ignore_cleanup_errors=True) as folder:
        source = Path(folder, f"source{suffix}")
        source.write_bytes(data)
        _convert(program, source, seconds)
        made = source.with_suffix(".docx")
        if not made.is_file() or not made.stat().st_size:
            raise Unreadable("LibreOffice 无法打开此文件，可能已损坏或设有密码。请另存为 DOCX。")
        return made.read_bytes()


def _convert(program: str, source: Path, seconds: float) -> None:
    command = [
        program, "--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck",
        f"-env:UserInstallation={_profile().as_uri()}", "--convert-to", "docx:MS Word 2007 XML",
        "--outdir", str(source.parent), str(source),
    ]  # fmt: skip
    with _own_bounds():
        process = subprocess.Popen(
            command, cwd=source.parent, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, process_group=0,
        )  # fmt: skip
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired as error:
        raise Unreadable(f"LibreOffice 转换超过 {seconds:.0f} 秒。请另存为 DOCX。") from error
    finally:
        _kill_group(process.pid)
        process.wait()


@cache
def _profile() -> Path:
    """A profile for this process, kept for its next file: making one takes seconds."""
    folder = tempfile.mkdtemp(prefix="zhengce-office-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


@contextmanager
def _own_bounds() -> Iterator[None]:
    """Let LibreOffice have an address space of its own size, whatever bounds this process has:
    it maps much more than it uses."""
    if sys.platform == "win32":
        yield
        return
    import resource  # noqa: PLC0415

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _kill_group(leader: int) -> None:
    try:
        os.killpg(leader, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return
