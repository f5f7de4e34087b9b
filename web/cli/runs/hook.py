"""``--on-failure``: a command of the operator's that is told of a run that did not end well.

It is words and no line of a shell: nothing that a file is called can become a command.
"""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
from contextlib import suppress

import click

from index.errors import system_says
from index.store.runs import Run

LONGEST = 60.0
"""Seconds that it may take."""


class CommandGiven(click.ParamType[tuple[str, ...]]):
    """A command in words, as a shell would part them; what it begins with must be there."""

    name = "command"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        """The words."""
        try:
            words = tuple(shlex.split(str(value)))
        except ValueError:
            self.fail(f"引号不成对：{value}", param, ctx)
        if not words:
            self.fail("命令是空的（变量没有值？）", param, ctx)
        if shutil.which(words[0]) is None:
            self.fail(
                f"找不到可以执行的命令 {words[0]}。请写完整路径；要用管道等写法，"
                "请写成脚本，或 sh -c '…'",
                param,
                ctx,
            )
        return words


def call(command: tuple[str, ...], run: Run, longest: float = LONGEST) -> None:
    """Tell ``command`` of ``run``: JSON on its standard input, the rest in ``ZHENGCE_RUN_…``.

    That it fails or takes longer than ``longest`` seconds is said, and changes nothing else.
    """
    try:
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=sys.__stderr__, env=_environment(run),
            start_new_session=True,
        )  # fmt: skip
    except OSError as error:
        _say(f"没有执行（{system_says(error)}）", command)
        return
    try:
        process.communicate(run.to_line() + b"\n", timeout=longest)
    except subprocess.TimeoutExpired:
        _say(f"超过 {longest:.0f} 秒没有结束，已终止", command)
    except OSError as error:  # it read nothing, which is its own affair
        _say(f"没有读完输入（{system_says(error)}）", command)
    finally:
        _end(process)
    if process.returncode > 0:
        _say(f"以 {process.returncode} 退出", command)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End it, where it has not ended, with all it started."""
    if process.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _environment(run: Run) -> dict[str, str]:
    row = run.to_json()
    flat = {key: row[key] for key in ("id", "kind", "began", "ended", "outcome", "why")}
    flat |= {"exit_code": run.exit_code, "before": run.before, "after": run.after, **row["counts"]}
    given = {f"ZHENGCE_RUN_{key.upper()}": _text(value) for key, value in flat.items()}
    return {**os.environ, **given}


def _text(value: object) -> str:
    return "" if value is None else str(value).replace("\0", "")


def _say(what: str, command: tuple[str, ...]) -> None:
    click.secho(f"--on-failure 的命令{what}：{shlex.join(command)}", fg="yellow", err=True)
