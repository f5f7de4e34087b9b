"""What a view function needs of the request it answers: the engine, and what is asked."""

from __future__ import annotations

from typing import cast

from flask import current_app, request

from search.request import SearchRequest
from search.results import Engine


def engine() -> Engine:
    """The engine given to ``create_app``."""
    return cast(Engine, current_app.extensions["zhengce"])


def asked() -> SearchRequest:
    """The search the query string asks for; unknown parameters are ignored."""
    return SearchRequest.from_params(request.args.items(multi=True))


def asked_words() -> str:
    """The parameter ``q`` alone, cleaned and capped."""
    return SearchRequest.from_params([("q", request.args.get("q", ""))]).q
