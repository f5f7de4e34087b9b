"""Errors of the public API: problem details as RFC 9457 has them.

Errors of pages are in ``web.site.error_pages``, refusals before any routing in
``web.protect.refusals``, all words in ``web.protect.wordings``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from flask import Response

from web import text
from web.api_v1.parameters import Fault
from web.protect.refusals import PROBLEM_JSON, problem_details
from web.protect.wordings import Wording, of_api


def problem(status: int, words: Wording | None = None, faults: Sequence[Fault] = ()) -> Response:
    """The answer to a request that fails with ``status``.

    Args:
        words: other words than those of the status.
        faults: what is wrong with which parameter.
    """
    body = problem_details(status, words or of_api(status))
    if faults:
        body["errors"] = [asdict(fault) for fault in faults]
    return Response(text.json_bytes(body), status=status, content_type=PROBLEM_JSON)
