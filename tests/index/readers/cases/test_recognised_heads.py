"""Heads and feet as recognition reads them: large letters misread, page numbers alone, names without gaps."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.conventions.authorities import is_issuer
from index.conventions.issuers import split_issuers
from index.document import PolicyDocument
from index.readers.layout.furniture import drop_furniture
from index.readers.layout.lines import Mark, Sheet
from index.readers.layout.regions import page_lines
from tests.support.cases import read_bytes

_RULE = "为规范全市用水管理，节约用水，保护水资源，现就有关事项通知如下，请认真贯彻执行。"


def one(folder: Path, *lines: str) -> PolicyDocument:
    (item,) = read_bytes(folder, "a.txt", "\n".join(lines).encode())
    assert isinstance(item, PolicyDocument), item
    return item


@pytest.mark.parametrize("paper", ["云澜市水务局立件", "云澜市水务局丈件", "云澜市水务局 立 件"])
def test_a_misread_word_beside_the_letterhead_is_no_title(tmp_path: Path, paper: str) -> None:
    title = "关于进一步加强城市节约用水工作的通知"
    document = one(tmp_path, paper, "云水发〔2026〕7号", title, "各区水务局：", _RULE)
    assert (document.title, document.issuers) == (title, ("云澜市水务局",))
    assert document.doc_number == "云水发〔2026〕7号"


@pytest.mark.parametrize(
    ("glued", "names"),
    [
        ("教育部科技部", ("教育部", "科技部")),
        ("工业和信息化部财政部", ("工业和信息化部", "财政部")),
        ("公安部交通管理局", ("公安部交通管理局",)),
        ("财政部云澜监管局", ("财政部云澜监管局",)),
        ("云澜市公安局政治部", ("云澜市公安局政治部",)),
    ],
)
def test_ministries_without_a_gap_are_several(glued: str, names: tuple[str, ...]) -> None:
    assert split_issuers(glued) == names


@pytest.mark.parametrize(
    "name", ["中共云澜市委第二巡察组", "云澜省委第三巡视组", "云澜市生态环境保护督察组"]
)
def test_a_group_of_inspection_signs(tmp_path: Path, name: str) -> None:
    assert is_issuer(name)
    document = one(
        tmp_path, "公告", "根据统一部署，现将有关事项公告如下。", _RULE, name, "2026年3月5日"
    )
    assert document.issuers


@pytest.mark.parametrize("foot", ["2", "一 3", "— 4 —", "17"])
def test_a_number_below_a_single_page_is_the_page_s(foot: str) -> None:
    assert texts(["云澜市水务局", "2026年3月5日"], foot) == ["云澜市水务局", "2026年3月5日"]


@pytest.mark.parametrize("foot", ["2026", "一 3 个", "二 3"])
def test_other_ends_of_a_page_stay(foot: str) -> None:
    assert texts(["云澜市水务局"], foot)[-1] == foot


def texts(lines: list[str], foot: str) -> list[str]:
    """What is left of a page of these lines, a line of its foot below."""
    placed = [(line, 200.0 + 40 * at) for at, line in enumerate(lines)] + [(foot, 800.0)]
    marks = [
        Mark(letter, 200 + 12.0 * at, y, 12, 12)
        for line, y in placed for at, letter in enumerate(line) if letter != " "
    ]  # fmt: skip
    pages = list(page_lines(Sheet(1, 595, 842, marks)))
    drop_furniture(pages)
    return [line.text.replace("  ", " ") for page in pages for line in page.lines]
