"""Error pages: each says what happened, in Chinese, and offers a search."""

from __future__ import annotations

from functools import partial

from flask import Flask, Response, current_app, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from index.errors import ClusterUnavailable, ZhengceError
from web import text
from web.api_v1.problems import problem
from web.context import asked_words
from web.protect import wordings
from web.protect.limits import AGAIN_SECONDS
from web.protect.metrics import Metrics
from web.protect.middleware import PROBES
from web.protect.outage import Outage
from web.protect.wordings import Wording
from web.urls import is_api
from web.views.results import FormView


def register(app: Flask, outage: Outage) -> None:
    """Let ``app`` answer every error with a page or, at a JSON address, with JSON; the public API
    with problem details."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(ZhengceError, _unavailable)
    app.register_error_handler(ClusterUnavailable, partial(_unreachable, outage))


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


def _unreachable(outage: Outage, error: ClusterUnavailable) -> ResponseReturnValue:
    """The same while the cluster is away, which is nobody's to mend at a web server: since when, and
    when to ask again."""
    current_app.logger.error("%s", error)
    metrics: Metrics | None = current_app.config["METRICS"]
    if metrics:
        metrics.unreachable()
    words = wordings.unreachable(text.moment(outage.met()))
    answer = problem(503, words) if is_api(request.path) else _answer(words, 503)
    answer.headers["Retry-After"] = str(AGAIN_SECONDS)
    return answer


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
