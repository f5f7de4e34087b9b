"""What the progress bar shows of a run on a terminal."""

from __future__ import annotations

import io
import sys

import pytest

from web.cli.progress import bar_over


class Terminal(io.StringIO):
    """A text stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def on_terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    shown = Terminal()
    monkeypatch.setattr(sys, "stderr", shown)
    return shown


def test_how_far_a_long_work_has_come_is_shown_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = on_terminal(monkeypatch)
    with bar_over(2, "收录") as bar:
        bar.advance("a.txt", 1)
        bar.advance("扫描.pdf 识别 1/9 页", 0)
        assert "识别 1/9 页" in terminal.getvalue()
        bar.advance("扫描.pdf 识别 2/9 页", 0)
        assert "识别 2/9 页" in terminal.getvalue()


def test_a_list_of_more_than_was_foreseen_does_not_pass_its_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    terminal = on_terminal(monkeypatch)
    with bar_over(1, "收录") as bar:
        for _ in range(3):
            bar.advance("目录.csv", 1)
    assert "3/3" in terminal.getvalue()
    assert "3/1" not in terminal.getvalue()


def test_after_the_last_file_the_bar_still_tells_of_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = on_terminal(monkeypatch)
    with bar_over(1, "收录") as bar:
        bar.advance("扫描.pdf", 1)
        bar.advance("开始识别图像 9 页", 0)
        assert "开始识别图像 9 页" in terminal.getvalue()
