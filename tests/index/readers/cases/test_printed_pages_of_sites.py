"""Pages of sites that were printed to a file: navigation above, tools and links below, addresses between."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from index.document import PolicyDocument
from index.readers.interpret.web_print import without_site
from tests.support.cases import read_bytes

_RULE = "为规范全市用水管理，节约用水，保护水资源，制定本规定，各单位和个人均应当遵守，不得违反。"
_TEXT = [
    "云澜市用水管理规定",
    f"第一条 {_RULE}",
    f"第二条 {_RULE}",
    "第三条 本规定自公布之日起施行。",
]
_BELOW = (
    [
        "【打印】【关闭窗口】",
        "相关链接",
        "云澜市供水条例",
        "网站地图  联系我们",
        "版权所有：云澜市水务局",
    ],
    ["扫一扫在手机打开当前页", "责任编辑：李清", "网站声明 网站地图", "云ICP备 05012345号"],
    ["信息来源：市水务局", "打印本页  关闭窗口", "网站简介  网站地图", "主办单位：云澜市人民政府"],
)
_ABOVE = (
    ["简体 繁体 请输入搜索关键词", "首页 政务公开 政民互动", "当前位置：首页>政务公开>规章"],
    ["云澜市人民政府门户网站 无障碍 长者版 您所在的位置：首页 〉 信息公开 〉 规范性文件"],
    ["要闻  政策  服务", "云澜发布", "您现在的位置 ： 首页 > 水务局"],
)


def one(folder: Path, lines: list[str]) -> PolicyDocument:
    (item,) = read_bytes(folder, "a.txt", "\n".join(lines).encode())
    assert isinstance(item, PolicyDocument), item
    return item


@pytest.mark.parametrize("below", _BELOW)
def test_what_a_site_offers_below_is_no_text(tmp_path: Path, below: list[str]) -> None:
    document = one(tmp_path, [*_TEXT, *below])
    assert document.body.split("\n")[-1] == _TEXT[-1]


@pytest.mark.parametrize("above", _ABOVE)
def test_the_title_stands_below_the_path_to_the_page(tmp_path: Path, above: list[str]) -> None:
    document = one(tmp_path, [*above, *_TEXT])
    assert (document.title, document.body.partition("\n")[0]) == (_TEXT[0], _TEXT[1])


@pytest.mark.parametrize(
    "address",
    [
        "www.yunlan.gov.cn/zwgk/2026-02/21/content_548.htm  2/4",
        "https://yl.example.com/a/b.html 1/12",
    ],
)
def test_the_address_between_two_pages_is_no_text(tmp_path: Path, address: str) -> None:
    document = one(tmp_path, [*_TEXT[:2], address, *_TEXT[2:]])
    assert address not in document.body
    assert document.body.endswith(_TEXT[-1])


@pytest.mark.parametrize(
    "dateline",
    [
        "发布日期：2026-02-0723:18  浏览次数：27",
        "发布日期：2026-02-07 浏览次数：27  字体：[大中小]",
    ],
)
def test_the_day_beside_the_tools_is_the_day_of_publication(tmp_path: Path, dateline: str) -> None:
    above = one(tmp_path, [_TEXT[0], dateline, *_TEXT[1:]])
    below = one(tmp_path, [*_TEXT, "扫一扫分享本页", dateline, "网站地图"])
    assert above.published_on == below.published_on == date(2026, 2, 7)
    assert above.body == below.body == "\n".join(_TEXT[1:])


def test_a_text_about_sites_keeps_its_end() -> None:
    lines = [
        *_TEXT,
        "（一）网站地图应当完整",
        "（二）标明网站标识码、版权所有：单位名称",
        f"说明：{_RULE}",
    ]
    assert without_site(lines).lines == lines
    listed = [*_TEXT, "联系我们：云澜市水务局", "无障碍设施清单"]
    assert without_site(listed).lines == listed
