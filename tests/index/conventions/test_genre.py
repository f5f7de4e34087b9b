"""文种: what a title announces."""

from __future__ import annotations

import pytest

from index.conventions.genre import canonical_genre, genre_of


@pytest.mark.parametrize(
    ("title", "genre"),
    [
        ("关于印发《公共数据管理办法（试行）》的通知", "通知"),
        ("国务院关于同意组建委员会的批复", "批复"),
        ("中华人民共和国公司法（2018年修正）", "法律"),
        ("关于废止部分文件的决定（国发〔2016〕38号）", "决定"),
        ("关于第0321号提案的答复", "答复"),
        ("《若干意见》政策解读", "解读"),
        ("云澜市人民政府令", "命令（令）"),
        ("2018年国民经济运行情况", ""),
        ("云澜市行政执法", ""),
        ("基层治理典型做法", ""),
        ("中华人民共和国预算法", "法律"),
    ],
)
def test_a_title_announces_its_genre(title: str, genre: str) -> None:
    assert genre_of(title) == genre


@pytest.mark.parametrize(
    ("text", "genre"),
    [
        ("复函", "函"),
        ("会议纪要", "纪要"),
        ("令", "命令（令）"),
        ("法", "法律"),
        ("政策解读", "解读"),
        ("通知", "通知"),
    ],
)
def test_a_genre_has_one_name(text: str, genre: str) -> None:
    assert canonical_genre(text) == genre
