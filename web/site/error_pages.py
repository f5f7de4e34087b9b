"""Error pages: each says what happened, in Chinese, and offers a search."""

from __future__ import annotations

from flask import Flask, Response, current_app, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from index.errors import ZhengceError
from web.api_v1.problems import is_api, problem
from web.context import asked_words
from web.protect.middleware import PROBES
from web.views.results import FormView

_MESSAGES = {
    400: ("请求无法识别", "浏览器发来的请求不完整，请重新检索。"),
    404: ("没有这个网页", "网址可能抄写有误，或者网页已经移走。请用下面的检索框查找。"),
    405: ("这个网址不能这样访问", "请从检索框或页面上的链接进入。"),
    413: ("请求过长", "请减少内容后再试。"),
    414: ("网址过长", "请减少检索词或筛选条件后再试。"),
    429: ("请求过于频繁", "请稍等片刻再试。"),
    500: ("网站出了差错", "差错已经记录。请稍后再试，或者换一个检索词。"),
    503: ("网站繁忙", "目前访问的人较多，请稍等片刻再试。"),
}


def register(app: Flask) -> None:
    """Let ``app`` answer every error with a page or, at a JSON address, with JSON; the public API
    with problem details."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(ZhengceError, _unavailable)


def unknown_document(id: str) -> ResponseReturnValue:
    """The answer to a document that is not there."""
    message = f"没有标识为“{id}”的文件。它可能已被移除，或者网址抄写有误。"
    return _page("没有找到这份文件", message, 404)


def _http_error(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    if code < 400:
        return error
    fallback = (f"出错了（{code}）", "请稍后再试。")
    title, message = _MESSAGES.get(code, fallback)
    answer = _answer(title, message, code)
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            answer.headers[name] = value
    return answer


def _unavailable(error: ZhengceError) -> ResponseReturnValue:
    """The operator's message, with its paths and commands, goes to the log, not to visitors."""
    current_app.logger.error("%s", error)
    return _answer("暂时不能检索", "检索服务正在维护，请稍后再试。", 503)


def _answer(title: str, message: str, code: int) -> Response:
    if is_api(request.path):
        return problem(code)
    if request.path.endswith(".json") or request.path in PROBES:
        answer = jsonify(error=message)
        answer.status_code = code
        return answer
    return _page(title, message, code)


def _page(title: str, message: str, code: int) -> Response:
    body = render_template(
        "message.html", title=title, message=message, form=FormView(q=asked_words())
    )
    return Response(body, status=code)
