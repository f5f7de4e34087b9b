"""Requests made out of ``openapi.yaml``, valid and invalid: every answer keeps to it.

The short form; ``python -m bench.api`` asks ten thousand times over a real index.
"""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, settings
from schemathesis import Case

from bench.api import ask, contract, validate
from tests.web.fakes import FakeEngine, make_documents
from web.site.app import create_app

CONTRACT = contract(create_app(FakeEngine(make_documents())))


@CONTRACT.parametrize()
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_answer_keeps_to_the_contract(case: Case[Any]) -> None:
    validate(case, ask(case))
