"""Errors of the public API: problem details as RFC 9457 has them, with Chinese words.

``type`` leads to the part of the page ``/api`` that explains the error. Errors of pages are in
``web.site.error_pages``, refusals before any routing in ``web.protect.refusals``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import orjson
from flask import Response

from web.api_v1.parameters import Fault

MEDIA_TYPE = "application/problem+json"
PREFIX = "/api/"
"""Below it there are no pages, and no error is one."""


@dataclass(frozen=True, slots=True)
class Words:
    """What is said of one status; ``detail`` names the next step."""

    title: str
    detail: str


WORDS = {
    400: Words("请求有误", "请求不符合接口的约定，请对照接口说明修改。"),
    404: Words("没有这个接口", "请核对路径；全部接口列在 /api。"),
    405: Words("不能用这个方法", "公开接口只读，请改用 GET 或 HEAD。"),
    413: Words("请求过长", "公开接口不接收内容，请去掉请求正文。"),
    414: Words("网址过长", "请减少检索词或筛选条件后再试。"),
    429: Words("请求过于频繁", "请按 Retry-After 等待后再试，并降低请求的频率。"),
    500: Words("服务出了差错", "差错已经记录，请稍后再试；若一再发生，请告知网站管理者。"),
    503: Words("暂时不能检索", "服务繁忙或正在维护，请稍后再试。"),
}
"""Status -> its words, which the page ``/api`` lists."""
_OTHER = Words("请求未能完成", "请对照接口说明检查请求，或稍后再试。")


def is_api(path: str) -> bool:
    """Whether errors at ``path`` are problem details."""
    return path.startswith(PREFIX)


def problem(
    status: int, title: str = "", detail: str = "", faults: Sequence[Fault] = ()
) -> Response:
    """The answer to a request that fails with ``status``.

    Args:
        title, detail: other words than those of :data:`WORDS`.
        faults: what is wrong with which parameter.
    """
    words = WORDS.get(status, _OTHER)
    body: dict[str, object] = {
        "type": kind(status),
        "title": title or words.title,
        "status": status,
        "detail": detail or words.detail,
    }
    if faults:
        body["errors"] = [asdict(fault) for fault in faults]
    return Response(orjson.dumps(body), status=status, content_type=MEDIA_TYPE)


def kind(status: int) -> str:
    """The address of what is said about an error on the page ``/api``."""
    return f"/api#error-{status}" if status in WORDS else "/api#errors"
