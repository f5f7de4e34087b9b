"""Nothing that comes from outside is obeyed by a terminal: a command over hostile files and words."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from tests.web.hostility import PAYLOADS
from tests.web.served import ROOT
from web.cli.main import main
from web.cli.words.printed import shown

OBEYED = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff]"
)
ESCAPES = [
    "\x1b]0;owned\x07",
    "\x1b[2J",
    "\x9b31m",
    "\x1bP1\x1b\\",
    "\u202etxt",
    "\x1b[8m",
    "\r甲",
    "\x08",
]
NAMES = [f"{at}{escape}.txt".replace("/", "") for at, escape in enumerate(ESCAPES)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files with hostile names and words, two of which cannot be read."""
    made: Path = tmp_path_factory.mktemp("hostile")
    for at, name in enumerate(NAMES):
        text = f"标题: 通知{at}{ESCAPES[at]}\n发布机构: 局{ESCAPES[at]}\n\n正文{ESCAPES[at]}公积金"
        (made / name).write_text(text, encoding="utf-8", newline="")
    (made / os.fsdecode(b"\xff\xfe\x1b[2J.txt")).write_text("标题: 半\n\n公积金")
    (made / "\x1b[2J坏.pdf").write_bytes(b"\x00")
    rows = [{"标题": f"列表{text}", "正文": f"公积金{text}"} for text in PAYLOADS.values()]
    lines = "\n".join(map(json.dumps, rows)) + "\n{\x1b[2J\n"
    (made / "list\x1b[1m.jsonl").write_text(lines, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def index(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made: Path = tmp_path_factory.mktemp("index")
    said = CliRunner().invoke(main, ["index", str(folder), "--index", str(made)]).output
    assert not OBEYED.search(said)
    return made


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(
            ["search", "公积金\x1b[2J", "--size", "100", "--facets", "--explain"], id="search"
        ),
        pytest.param(["search", "公积金", "--size", "100", "--json"], id="json"),
        pytest.param(["stats"], id="stats"),
        pytest.param(["check"], id="check"),
        pytest.param(["doctor"], id="doctor"),
        pytest.param(["sync", "FOLDER"], id="sync"),
        pytest.param(["sync", "FOLDER", "--check"], id="foreseen"),
        pytest.param(["remove", "\x1b]0;x\x07"], id="remove"),
        pytest.param(["index", "FOLDER/\x1b[2J坏.pdf"], id="one file"),
        pytest.param(["index", "\x1b[2J/\x9b1m"], id="no file"),
        pytest.param(["\x1b[2J"], id="no command"),
        pytest.param(["search", "--size", "\x1b[2J"], id="no number"),
    ],
)
def test_a_command_prints_text_alone(words: list[str], folder: Path, index: Path) -> None:
    asked = [word.replace("FOLDER", str(folder)) for word in words]
    if words[0] in main.commands:
        asked += ["--index", str(index)]
    result = CliRunner().invoke(main, asked)
    assert not OBEYED.search(result.output), OBEYED.search(result.output)
    assert result.output
    if "--json" in words:
        assert json.loads(result.stdout)["total"] > len(NAMES)


def test_on_a_terminal_only_our_own_colours_pass(index: Path) -> None:
    """A real one, where click leaves escape sequences as they are."""
    keeper, terminal = pty.openpty()
    command = [
        sys.executable,
        "-m",
        "web.cli.main",
        "search",
        "公积金",
        "--size",
        "100",
        "--index",
        str(index),
    ]
    said = b""
    with subprocess.Popen(command, stdout=terminal, stderr=terminal, cwd=ROOT) as running:
        os.close(terminal)
        try:
            while piece := os.read(keeper, 65536):
                said += piece
        except OSError:  # the terminal is closed
            pass
    os.close(keeper)
    assert running.returncode == 0
    text = said.decode().replace("\r\n", "\n")
    assert "\x1b[33m\x1b[1m公积金\x1b[0m" in text
    assert not OBEYED.search(re.sub(r"\x1b\[(0|1|2|3[1236])m", "", text))


@given(st.text(st.characters() | st.sampled_from("\x1b[]0;m\r\n\u202e\x9b?25lhK")))
def test_what_is_shown_is_text_our_colours_and_the_bar(text: str) -> None:
    left = re.sub(r"^(\r|\x1b\[\?25[lh])*(\r|\x1b\[K)?|\x1b\[(0|1|2|3[1236])m", "", shown(text))
    assert not OBEYED.search(left)
    if text.isprintable():
        assert shown(text) == text


@pytest.mark.parametrize("colour", ["red", "green", "yellow", "cyan"])
def test_our_colours_pass(colour: str) -> None:
    styled = click.style("错误", fg=colour, bold=True, dim=True)
    assert shown(styled) == styled
