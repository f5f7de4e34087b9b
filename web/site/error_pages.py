"""Error pages: each says what happened, in Chinese, and offers a search."""

from __future__ import annotations

from flask import Flask, Response, current_app, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from index.errors import ZhengceError
from web.api_v1.problems import problem
from web.context import asked_words
from web.protect import wordings
from web.protect.middleware import PROBES
from web.protect.wordings import Wording
from web.urls import is_api
from web.views.results import FormView


def register(app: Flask) -> None:
    """Let ``app`` answer every error with a page or, at a JSON address, with JSON; the public API
    with problem details."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(ZhengceError, _unavailable)


def unknown_document(id: str) -> ResponseReturnValue:
    """The answer to a document that is not there."""
    return _page(wordings.no_document(id), 404)


def _http_error(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    if code < 400:
        return error
    answer = _answer(wordings.of_page(code), code)
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            answer.headers[name] = value
    return answer


def _unavailable(error: ZhengceError) -> ResponseReturnValue:
    """The operator's message, with its paths and commands, goes to the log, not to visitors."""
    current_app.logger.error("%s", error)
    return _answer(wordings.UNAVAILABLE, 503)


def _answer(words: Wording, code: int) -> Response:
    if is_api(request.path):
        return problem(code)
    if request.path.endswith(".json") or request.path in PROBES:
        answer = jsonify(error=words.message)
        answer.status_code = code
        return answer
    return _page(words, code)


def _page(words: Wording, code: int) -> Response:
    body = render_template(
        "message.html", title=words.title, message=words.message, form=FormView(q=asked_words())
    )
    return Response(body, status=code)
