"""The page of the public API, ``/api``, for the people who write programs."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from index.errors import ZhengceError
from web.api_v1.doc_view import api_view
from web.context import engine, site_url

blueprint = Blueprint("apidoc", __name__)


@blueprint.get("/api", strict_slashes=False)
def page() -> ResponseReturnValue:
    """What can be asked, and how."""
    return render_template("api.html", view=api_view(site_url(), _some_document()))


def _some_document() -> str:
    """The id of a document that is there, for the example; empty if there is none."""
    try:
        first = engine().listing(0, 1)
    except ZhengceError:  # what is written here holds without an index too
        return ""
    return first[0].id if first else ""
