"""Names of files as a shell takes them."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest

from index.text.file_names import pasteable

NAMES = [
    b"plain",
    b"a b",
    "清单'甲\"$(x)`".encode(),
    "公告".encode("gb18030"),
    b"a\nb'\\c\x1b[31m",
    b"-x;y&",
]


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
@pytest.mark.parametrize("name", NAMES)
def test_a_pasted_name_is_the_name(name: bytes) -> None:
    word = pasteable(os.fsdecode(name))
    assert word.isprintable()
    done = subprocess.run(["bash", "-c", f"printf %s {word}"], capture_output=True, check=True)
    assert done.stdout == name
