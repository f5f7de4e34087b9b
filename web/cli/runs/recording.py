"""Every command that writes an index is a run: its beginning and its end are kept.

The command itself only says what it did (:func:`note`); whatever it raises or exits with is
judged here, and goes on unchanged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import TypeVar, cast

import click

from index.errors import (
    IndexBusy,
    IndexMissing,
    IndexOutdated,
    SourceError,
    ZhengceError,
    system_says,
)
from index.ingest.publish import NothingFound
from index.ingest.report import Report
from index.ingest.settling import HeldBack
from index.store.judgement import REFUSALS
from index.store.runs import (
    DONE,
    FAILED,
    PARTLY,
    REFUSED,
    Counts,
    Failure,
    Run,
    last_runs,
    last_successful,
)
from index.store.runs.keeping import Keeper
from index.store.store import Store
from index.text.file_names import printable
from web.cli.cluster import SOME_FAILED, NotPublished
from web.cli.runs import hook

TERMINATED = 143
"""The exit code of a command that was told to end."""
MAKING = frozenset({"index", "sync", "restore"})
"""What may make an index where there is none."""
_REFUSALS = (SourceError, IndexBusy, IndexMissing, IndexOutdated, click.UsageError)

Command = TypeVar("Command", bound=Callable[..., object])
on_failure_option = click.option(
    "--on-failure",
    "on_failure",
    type=hook.CommandGiven(),
    metavar="命令",
    help="没有完全成功时（退出码不是 0）执行的命令：结果以 JSON 从标准输入给它，也在环境变量 "
    f"ZHENGCE_RUN_… 中；最多 {hook.LONGEST:.0f} 秒。",
)
only_new_option = click.option(
    "--only-new-failures",
    "only_new",
    is_flag=True,
    help="未能收录的文件都是以前已知的，就以 0 退出；有新的才以 3 退出。",
)


@dataclass
class Record:
    """A run that is being done.

    Attributes:
        run: as it began.
        known: file and locator of what could not be read before it.
    """

    store: Store
    run: Run
    known: frozenset[tuple[str, str]]
    report: Report | None = None
    held: HeldBack | None = None

    @classmethod
    def of(cls, folder: Path, run: Run) -> Record:
        """What is to be noted of ``run``, which begins now, over the index in ``folder``."""
        store = Store(folder)
        return cls(store, run, _known_failures(store))

    @contextmanager
    def is_current(self) -> Iterator[None]:
        """Let :func:`note` mean this one."""
        token = _CURRENT.set(self)
        try:
            yield
        finally:
            _CURRENT.reset(token)

    def ended(self, error: BaseException | None, only_new: bool = False) -> Run:
        """The run with its end.

        Args:
            error: what ended the command; None when it went well.
            only_new: whether failures that were known do not count for its exit code.
        """
        outcome, code, why = _judged(error)
        if isinstance(error, NothingFound):
            self.report = error.report
        counts, failures = self._counts()
        if self.held and code in (0, 1, SOME_FAILED):
            outcome = PARTLY if self.held.published else REFUSED
            why = _first(str(self.held))
        elif outcome in (DONE, PARTLY) and counts.failed:
            outcome, why = PARTLY, _failures_said(counts)
            code = code if counts.new_failures or not only_new else 0
        return replace(
            self.run,
            ended=datetime.now(UTC),
            outcome=outcome,
            why=why,
            exit_code=code,
            after=self.store.current_number(),
            counts=counts,
            failures=failures,
        )

    def _counts(self) -> tuple[Counts, tuple[Failure, ...]]:
        report = self.report
        if report is None:
            return Counts(), ()
        failures = tuple(
            Failure(
                printable(item.source_path),
                printable(item.locator),
                printable(item.reason),
                (printable(item.source_path), printable(item.locator)) not in self.known,
            )
            for item in report.rejected
        )
        counts = Counts(
            new=report.added,
            changed=report.changed,
            removed=report.removed,
            unchanged=report.unchanged,
            failed=len(failures),
            doubtful=len({id for id, _ in report.warnings}),
            held=sum(each.lost for each in report.held),
            new_failures=sum(one.is_new for one in failures),
        )
        return counts, failures


_CURRENT: ContextVar[Record | None] = ContextVar("record", default=None)


def note(report: Report, held: HeldBack | None = None) -> None:
    """Say what the run that is being recorded did, and what it held back."""
    if record := _CURRENT.get():
        record.report, record.held = report, held


def recording(kind: str, hooked: bool = False) -> Callable[[Command], Command]:
    """Have each call of a command recorded as a run of ``kind``.

    Args:
        hooked: whether it gets the options --on-failure and --only-new-failures.
    """

    def wrapped(command: Command) -> Command:
        @wraps(command)
        def both(
            folder: Path,
            on_failure: tuple[str, ...] | None = None,
            only_new: bool = False,
            **given: object,
        ) -> None:
            with recorded(folder, kind, on_failure, only_new):
                command(folder=folder, **given)

        return cast(Command, on_failure_option(only_new_option(both)) if hooked else both)

    return wrapped


@contextmanager
def recorded(
    folder: Path,
    kind: str,
    on_failure: tuple[str, ...] | None = None,
    only_new: bool = False,
) -> Iterator[None]:
    """Record what is done meanwhile as a run of ``kind`` over the index in ``folder``."""
    if kind not in MAKING and not (folder / "generations").exists():
        yield  # a folder that is no index is not made one by a mistyped name
        return
    keeper = Keeper.begin(folder, kind, Store(folder).current_number())
    record = Record.of(folder, keeper.run)
    try:
        with record.is_current():
            yield
    except BaseException as error:
        keeper.end(run := record.ended(error, only_new))
        keeper.forget()
        if only_new and isinstance(error, SystemExit) and not run.exit_code:
            return
        if on_failure and run.exit_code:
            hook.call(on_failure, run)
        raise
    else:
        keeper.end(record.ended(None))


def _judged(error: BaseException | None) -> tuple[str, int, str]:
    """Outcome, exit code and why."""
    match error:
        case None:
            return DONE, 0, ""
        case SystemExit() | click.exceptions.Exit():
            code = error.code if isinstance(error, SystemExit) else error.exit_code
            return _by_code(code if isinstance(code, int) else int(code is not None))
        case KeyboardInterrupt() | click.Abort():
            return FAILED, 1, "被操作人员中断（Ctrl+C）。"
        case NotPublished():
            return FAILED, error.exit_code, _first(error.format_message())
        case click.ClickException():
            refused = isinstance(error, _REFUSALS) and not error.__cause__
            return REFUSED if refused else FAILED, error.exit_code, _first(error.format_message())
        case ZhengceError():
            return REFUSED if isinstance(error, _REFUSALS) else FAILED, 1, _first(str(error))
        case OSError():
            where = f" {printable(str(error.filename))}" if error.filename else ""
            return FAILED, 1, f"无法读写{where}（{system_says(error)}）。"
        case _:
            return FAILED, 1, f"程序缺陷（{type(error).__name__}），详见命令的输出。"


def _by_code(code: int) -> tuple[str, int, str]:
    if code == TERMINATED:
        return FAILED, code, "被要求终止（SIGTERM）。"
    if code == SOME_FAILED:
        return PARTLY, code, "已完成，但有没做完的部分，详见命令的输出。"
    return (FAILED, code, f"以 {code} 退出。") if code else (DONE, 0, "")


def _failures_said(counts: Counts) -> str:
    return (
        f"{counts.failed:,} 个文件或记录未能收录，其中新出现 {counts.new_failures:,} 个，"
        f"以前已知 {counts.old_failures:,} 个。"
    )


def _first(message: str) -> str:
    return printable(message.strip().split("\n", 1)[0])


def _known_failures(store: Store) -> frozenset[tuple[str, str]]:
    """What is known to be unreadable: by the newest generation, and by the last run (a source that
    does not answer is in no generation)."""
    known: set[tuple[str, str]] = set()
    try:
        rejected = store.current().rejected() if store.current_number() is not None else ()
        known |= {(printable(row["source_path"]), printable(row["locator"])) for row in rejected}
        before = last_successful(last_runs(store.root))
        known |= {(one.file, one.locator) for one in before.failures} if before else set()
    except (*REFUSALS, OSError):  # whoever goes on from it is told
        pass
    return frozenset(known)
