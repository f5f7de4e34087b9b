"""What an operator and a machine that watches want to know."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, jsonify, render_template
from flask.typing import ResponseReturnValue

from web.context import engine
from web.views.status import status_view

blueprint = Blueprint("ops", __name__)


@blueprint.get("/healthz")
def health() -> ResponseReturnValue:
    """Whether the index can be asked; an index that cannot be read answers 503."""
    status = engine().status()
    return jsonify(status="ok", documents=status.documents, generation=status.generation)


@blueprint.get("/status")
def status() -> ResponseReturnValue:
    """What the index holds."""
    return render_template("status.html", view=status_view(engine().status()))


@blueprint.get("/status.json")
def status_twin() -> ResponseReturnValue:
    """What the index holds."""
    return jsonify(asdict(status_view(engine().status())))
