"""The bench of recognised pages runs, over one notice, and prints its figures."""

from __future__ import annotations

import os
import sys

import pytest

from bench import ocr
from index.readers.recognition.available import is_available

pytestmark = [
    pytest.mark.skipif("ZHENGCE_CORPUS" not in os.environ, reason="ZHENGCE_CORPUS is not set"),
    pytest.mark.skipif(not is_available(), reason="the extra ocr is not installed"),
]


def test_a_notice(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("bench.ocr_pages._originals", lambda folder: iter(()))
    monkeypatch.setattr(sys, "argv", ["bench", "--pages", "1", "--processes", "1"])
    ocr.main()
    rows = [line for line in capsys.readouterr().out.splitlines() if line.startswith("| all")]
    assert len(rows) == 1
    _, _, pages, middle, *_ = (cell.strip() for cell in rows[0].split("|"))
    assert int(pages) >= 1
    assert float(middle) < 0.1
