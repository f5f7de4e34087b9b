"""410 for documents that were withdrawn (撤下), at every address below which a document is asked for."""

from __future__ import annotations

from flask import Flask, Response, jsonify, render_template, request

from search.results import Withdrawn
from web.api_v1.problems import problem
from web.context import engine
from web.protect import wordings
from web.text import chinese_date
from web.urls import is_api
from web.views.results import FormView

NAMES = ("id", "other")
"""What the ids of documents are called in routes."""


def register(app: Flask) -> None:
    """Let ``app`` say of every route with an id (see :data:`NAMES`) that the document was withdrawn,
    before anything is asked of it: a new route need not think of it."""
    app.before_request(_withdrawn)


def _withdrawn() -> Response | None:
    if request.method not in ("GET", "HEAD"):
        return None
    given = request.view_args or {}
    named = (given[name] for name in NAMES if name in given)
    return next((_answer(found) for id in named if (found := engine().withdrawn(id))), None)


def _answer(found: Withdrawn) -> Response:
    words = wordings.withdrawn(chinese_date(found.at.astimezone().date()))
    told = f"{words.message}{found.notice}"
    if is_api(request.path):
        answer = problem(410, words._replace(message=told))
    elif request.path.endswith(".json"):
        answer = jsonify(error=told)
    else:
        page = render_template(
            "message.html",
            title=words.title,
            message=f"{words.message}{wordings.NEXT}",
            notice=found.notice,
            unlisted=True,
            form=FormView(),
        )
        answer = Response(page)
    answer.status_code = 410
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
