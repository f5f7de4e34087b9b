"""Promises of the operator's files: the manual quotes them as they are, and what they name is there."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from web.cli.main import main

ROOT = Path(__file__).resolve().parents[1]
FILES = ROOT / "docs" / "operations"
UNITS = ("zhengce.service", "zhengce.socket", "zhengce-sync.service", "zhengce-sync.timer")
QUOTED = (*UNITS, "zhengce.env", "zhengce.logrotate", "nginx.conf")
MANUALS = ("operations.md",)


@pytest.mark.parametrize("manual", MANUALS)
@pytest.mark.parametrize("name", QUOTED)
def test_a_manual_quotes_a_file_as_it_is(manual: str, name: str) -> None:
    text = (ROOT / "docs" / manual).read_text(encoding="utf-8")
    blocks = re.findall(r"^```\w*\n(.*?)^```$", text, re.M | re.S)
    assert (FILES / name).read_text(encoding="utf-8") in blocks


def test_variables_and_options_that_the_files_name_are_there() -> None:
    options = [option for command in main.commands.values() for option in command.params]
    variables = {str(option.envvar) for option in options if option.envvar}
    flags = {flag for option in options for flag in option.opts if flag.startswith("--")}
    for path in [*sorted(FILES.glob("*.service")), FILES / "zhengce.env", FILES / "compose.yml"]:
        text = path.read_text(encoding="utf-8")
        assert set(re.findall(r"\bZHENGCE_\w+", text)) <= variables, path
        assert set(re.findall(r"(?<![\w-])--[a-z][\w-]+", text)) <= flags, path


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    """With the program in a place where it is: systemd looks for it."""
    for name in UNITS:
        text = (FILES / name).read_text(encoding="utf-8")
        text = text.replace("/opt/zhengce/.venv/bin/zhengce", "/bin/true")
        (tmp_path / name).write_text(text, encoding="utf-8")
    units = [str(tmp_path / name) for name in UNITS]
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
