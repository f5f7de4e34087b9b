"""What addresses of one page have in common."""

from __future__ import annotations

import pytest

from index.statements.address import address_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "http://www.gov.cn/zhengce/content/2010-09/06/content_1536.htm",
            "https://gov.cn/zhengce/zhengceku/2010-09/06/content_1536.htm",
        ),
        (
            "https://www.gz.gov.cn/zt/shb/content/post_9383871.html",
            "https://www.gz.gov.cn/post_9383871.html?from=a",
        ),
        ("http://a.gov.cn/content.jsp?TID=2324", "http://A.gov.cn/content.jsp?TID=2324#top"),
    ],
)
def test_one_page_has_one_key(one: str, other: str) -> None:
    assert address_key(one) == address_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "http://gov.cn/content/2010-09/06/content_1536.htm",
            "http://gov.cn/content/2008-03/28/content_1536.htm",
        ),
        ("http://a.gov.cn/content_15364.htm", "http://b.gov.cn/content_15364.htm"),
        ("http://a.gov.cn/content.jsp?TID=2324", "http://a.gov.cn/content.jsp?TID=2325"),
    ],
)
def test_two_pages_have_two(one: str, other: str) -> None:
    assert address_key(one) != address_key(other)


@pytest.mark.parametrize("text", ["", "无", "http://", "https://www.gov.cn/"])
def test_what_names_no_page_has_none(text: str) -> None:
    assert address_key(text) == ""
