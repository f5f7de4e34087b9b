"""What files say is compared with a table: what counts as right, as missed, as not scored, as lost in silence."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bench import reading

HEADER = (
    "file\ttitle\tdoc_number\tissuers\twritten_on\tpublished_on\teffective_on\tfirst words\tlast words"
    "\tfurniture"
)
NOTICE = """云澜市人民政府关于加强供水管理的通知
云政发〔2024〕8号
各县（区）人民政府：
为加强供水管理，现就有关事项通知如下，请认真贯彻执行。
云澜市人民政府
2024年5月6日
"""
RIGHT = (
    "云澜市人民政府关于加强供水管理的通知\t云政发〔2024〕8号\t云澜市人民政府\t2024-05-06\t\t\t各县（区）人民政府\t"
    "2024年5月6日\t"
)
WRONG = "云澜市供水办法\t?\tNone\t2024-05-07\t2024-05-08\t\t各县\t5月7日\t贯彻执行"


@pytest.fixture
def printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> str:
    """What is printed of a right row, a wrong one, and a file that is none."""
    for name in ("right.txt", "wrong.txt"):
        (tmp_path / name).write_text(NOTICE, encoding="utf-8")
    (tmp_path / "none.pdf").write_bytes(b"%PDF-1.4 no more")
    table = tmp_path / "expected.tsv"
    rows = [HEADER, f"right.txt\t{RIGHT}", f"wrong.txt\t{WRONG}", f"none.pdf\t{RIGHT}"]
    table.write_text("\n".join(rows), encoding="utf-8")
    asked = ["bench", "--files", str(tmp_path), "--expected", str(table)]
    monkeypatch.setattr(sys, "argv", asked)
    reading.main()
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("field", "figures"),
    [
        ("title", "0.500 | 0.333 | 2 | 3 | 2"),
        ("doc_number", "1.000 | 0.500 | 1 | 2 | 1"),  # of the wrong row it is not scored
        ("issuers", "1.000 | 0.500 | 1 | 2 | 1"),
        ("written_on", "0.500 | 0.333 | 2 | 3 | 2"),
        ("published_on", "– | 0.000 | 0 | 1 | 1"),
        ("effective_on", "– | – | 0 | 0 | 0"),
        ("first words", "1.000 | 0.667 | 2 | 3 | 1"),
        ("last words", "0.500 | 0.333 | 2 | 3 | 2"),
    ],
)
def test_every_field_is_counted(printed: str, field: str, figures: str) -> None:
    assert f"| {field} | {figures} |" in printed


def test_misses_say_what_was_read_or_why_nothing_was(printed: str) -> None:
    assert "- `wrong.txt` stated `2024-05-07` read `2024-05-06`" in printed
    assert "none.pdf（未收录：PDF 已损坏" in printed


def test_furniture_of_the_table_is_looked_for(printed: str) -> None:
    assert "site furniture: 1 of 2 (0.500)" in printed


def test_a_text_that_is_lost_is_counted_unless_a_warning_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    row = RIGHT.replace("各县（区）人民政府", "本市各单位").replace("\t2024年5月6日", "\t另行通知")
    (tmp_path / "lost.txt").write_text(NOTICE, encoding="utf-8")
    table = tmp_path / "expected.tsv"
    table.write_text(f"{HEADER}\nlost.txt\t{row}", encoding="utf-8")
    asked = ["bench", "--files", str(tmp_path), "--expected", str(table)]
    monkeypatch.setattr(sys, "argv", asked)
    reading.main()
    assert "whole text lost in silence: 1" in capsys.readouterr().out
