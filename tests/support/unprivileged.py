"""What another user sees: work done by a forked process that has given up root's rights."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree

import pytest

from index.errors import ZhengceError
from tests.support.forked_child import Child

NOBODY = 65534


def as_nobody(work: Callable[[], object]) -> str:
    """What ``work`` returns (as text) when it is done by nobody; of an error its kind and text."""

    def dropped(say: Callable[[bytes], None]) -> None:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        try:
            said = str(work())
        except (ZhengceError, OSError) as error:
            said = f"{type(error).__name__}: {error}"
        say(said.encode())

    said, code = Child(dropped).ended()
    assert code == 0
    return said.decode()


@contextmanager
def public_folder() -> Iterator[Path]:
    """A folder that everyone may enter; pytest's own are its user's alone."""
    if os.geteuid():
        pytest.skip("only root can become another user")
    folder = Path(tempfile.mkdtemp(prefix="zhengce-test-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        rmtree(folder)


@contextmanager
def umask(mask: int) -> Iterator[None]:
    """Files are made with another mask."""
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)
