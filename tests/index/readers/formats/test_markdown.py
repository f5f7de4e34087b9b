"""Markdown: what its signs mean is gone, what they stood at is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.document import PolicyDocument
from index.readers.formats.markdown import parse_markdown
from tests.support.cases import read_bytes

LAW = """---
title: "云澜市供水条例"
date: 2025-11-12T03:33:25.880Z
---
<!-- 自动导出 -->

（2024年3月1日云澜市人民代表大会常务委员会通过）

## 第一章　总则 ##

**第一条** 为了供水，依据[《供水法》](https://example.cn/a_b) 制定本条例。

> 第二条 用水\\*不得\\*浪费。

- 第三条 本条例自2024年5月1日起施行。

| 类别 | 水价 |
|:---|---:|
| 居民 | 3.5 |

***
"""


def test_front_matter_headings_and_signs() -> None:
    found = parse_markdown(LAW, "law.md")
    assert found.title == "云澜市供水条例"
    assert [line for line in found.lines if line] == [
        "（2024年3月1日云澜市人民代表大会常务委员会通过）",
        "第一章　总则",
        "第一条 为了供水，依据《供水法》 制定本条例。",
        "第二条 用水*不得*浪费。",
        "第三条 本条例自2024年5月1日起施行。",
        "类别  水价",
        "居民  3.5",
    ]


def test_the_one_heading_of_the_first_level_is_the_title() -> None:
    found = parse_markdown("\n# 关于供水的通知\n\n各县：\n\n## 一、要求\n", "a.md")
    assert found.title == "关于供水的通知"
    assert [line for line in found.lines if line] == ["各县：", "一、要求"]


@pytest.mark.parametrize(
    "text",
    ["# 第一章\n一\n# 第二章\n二", "序言\n# 关于供水的通知\n正文", "---\ntitle: 没有结束\n正文"],
)
def test_what_is_no_title_stays_text(text: str) -> None:
    found = parse_markdown(text, "a.md")
    assert not found.title
    assert len(found.lines) >= 2


def test_a_file_becomes_a_document(tmp_path: Path) -> None:
    (item,) = read_bytes(tmp_path, "供水.md", LAW.encode())
    assert isinstance(item, PolicyDocument)
    assert item.title == "云澜市供水条例"
    assert str(item.effective_on) == "2024-05-01"
    assert item.sections[0].title == "总则"


@pytest.mark.parametrize("sign", ["*", "_", "[", "![](", "<!-", "|-", "> ", "# ", "`", "\\\\"])
def test_signs_without_end_take_no_time(sign: str) -> None:
    parse_markdown(sign * 200_000, "a.md")
