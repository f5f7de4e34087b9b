"""Nothing of click's own is left in English: every message of its source, every page of help."""

from __future__ import annotations

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import click
import pytest
from click.testing import CliRunner

from web.cli.main import main
from web.cli.words.catalogue import MESSAGES, METAVARS
from web.cli.words.click_messages import modules

_LATIN = re.compile(r"[A-Za-z]{2,}(?: +[a-z]{2,}){2,}")
"""Three words in a row: no longer a command or a name, but a sentence."""


def messages() -> Iterator[tuple[str, str]]:
    """Of click's source, each message with its plural, or with itself."""
    for path in Path(click.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                texts = [str(arg.value) for arg in node.args if isinstance(arg, ast.Constant)]
                if node.func.id in {"_", "ngettext"} and texts:
                    yield texts[0], texts[-1]


def commands(command: click.Command, *line: str) -> Iterator[tuple[str, ...]]:
    yield line
    if isinstance(command, click.Group):
        for name, one in command.commands.items():
            yield from commands(one, *line, name)


def test_every_message_of_click_has_chinese_and_no_more() -> None:
    """An upgrade of click that says something else is noticed here."""
    said = {singular for singular, _ in messages()}
    assert len(said) > 50
    assert said | {"required"} == set(MESSAGES)


@pytest.mark.parametrize(("singular", "plural"), sorted(set(messages())))
def test_what_is_filled_in_is_known_to_click(singular: str, plural: str) -> None:
    known = fields(singular) | fields(plural)
    assert fields(MESSAGES[singular]) <= known
    if singular == plural:
        assert fields(MESSAGES[singular]) >= known - {"name", "param_type"}


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name} | set(
        re.findall(r"%\((\w+)\)", text)
    )


def test_no_module_of_click_asks_gettext_any_more() -> None:
    asked = [
        (module.__name__, name)
        for module in modules()
        for name, value in vars(module).items()
        if value in (gettext.gettext, gettext.ngettext)
    ]
    assert asked == []
    exchanged = {module.__name__ for module in modules() if "_" in vars(module)}
    assert {"click.core", "click.exceptions", "click.types", "click.parser"} <= exchanged


@pytest.mark.parametrize("line", list(commands(main)), ids=" ".join)
def test_a_page_of_help_has_no_latin_sentence(line: tuple[str, ...]) -> None:
    told = CliRunner().invoke(main, [*line, "--help"]).output
    assert told.startswith("用法：")
    assert not _LATIN.findall(told)
    assert not re.findall(r"\b(?:TEXT|INTEGER|FLOAT|PATHS?|FILE|DIRECTORY|OPTIONS|RANGE)\b", told)
    assert not set(METAVARS) & set(told.split("  "))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        pytest.param(["seach"], "没有命令 'seach'。", id="no such command"),
        pytest.param(["seach"], "您是不是要用 'search'？", id="the command that was meant"),
        pytest.param(["index"], "缺少参数 '路径...'", id="a missing argument"),
        pytest.param(["serve", "--port", "x"], "'x' 不是整数", id="not a number"),
        pytest.param(["serve", "--port", "0"], "0 不在范围 1<=x<=65535 之内", id="out of range"),
        pytest.param(["serve", "--prt", "1"], "没有选项 '--prt'。", id="no such option"),
        pytest.param(["serve", "--port"], "'--port' 后面要写 1 个值", id="no value"),
        pytest.param(["search", "--sort", "x", "y"], "'x' 不在其中：", id="not one of them"),
        pytest.param(["restore", "nowhere"], "文件 'nowhere' 不存在", id="no such file"),
        pytest.param(["check", "--index", "/dev/null/x"], "", id="no folder"),
        pytest.param(["check", "extra"], "多余的参数：extra", id="one too many"),
        pytest.param(["check", "--full=1"], "'--full' 后面不写值", id="a value too many"),
    ],
)
def test_a_wrong_line_is_told_in_chinese(line: list[str], said: str) -> None:
    told = CliRunner().invoke(main, line)
    assert told.exit_code in (1, 2)
    assert said in told.output
    assert not _LATIN.findall(told.output)


def test_the_version_is_told_without_a_sentence() -> None:
    assert re.fullmatch(r"zhengce \d+\.\d+\.\d+\n", CliRunner().invoke(main, ["--version"]).output)
