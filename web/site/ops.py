"""For operators and monitors: ``/healthz``, ``/readyz`` and what the index holds, ``/status``."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, current_app, jsonify, render_template
from flask.typing import ResponseReturnValue

from index.errors import ClusterUnavailable, ZhengceError
from web.context import engine
from web.protect.outage import Outage
from web.site.probe import Probe
from web.text import iso_second
from web.views.status import status_view

blueprint = Blueprint("ops", __name__)


@blueprint.get("/healthz")
def health() -> ResponseReturnValue:
    """Whether this process answers, whatever the state of the index: else it is to be restarted."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
def ready() -> ResponseReturnValue:
    """Whether the index answers: else no visitors are to be sent here. Why is in the log.

    One that answers from an older generation, since a newer cannot be opened, is ready, and
    says so: ``status`` is ``degraded``, ``refused`` why (:class:`search.results.Status`); empty,
    it is something else that an operator is to look at. Where the index is on a cluster that cannot
    be reached, it says since when.
    """
    probe: Probe = current_app.extensions.setdefault("zhengce-probe", Probe())
    try:
        with engine().held():
            status = probe.status(engine())
    except ClusterUnavailable as error:
        current_app.logger.error("%s", error)
        outage: Outage = current_app.extensions["zhengce-outage"]
        since = iso_second(outage.met().astimezone())
        return jsonify(status="unavailable", refused="unreachable", since=since), 503
    except ZhengceError as error:
        current_app.logger.error("%s", error)
        return jsonify(status="unavailable"), 503
    holds = {"documents": status.documents, "generation": status.generation}
    if status.damage:
        return jsonify(status="degraded", refused=status.refused, **holds)
    return jsonify(status="ok", **holds)


@blueprint.get("/status")
def status() -> ResponseReturnValue:
    """What the index holds."""
    return render_template("status.html", view=status_view(engine().status()))


@blueprint.get("/status.json")
def status_twin() -> ResponseReturnValue:
    """What the index holds."""
    return jsonify(asdict(status_view(engine().status())))
