"""The suite can fail: engines that are wrong on purpose do not pass it."""

from __future__ import annotations

import pytest

from tests.engine_contract.bugs import BUGS, Bug, Buggy
from tests.engine_contract.conftest import EngineOver
from tests.engine_contract.contract import PROMISES
from tests.engine_contract.engines import Embedded
from tests.engine_contract.promise import Engine, Promise
from tests.engine_contract.scan import Scan


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: f"{bug.name} breaks {bug.breaks}")
def test_a_wrong_engine_breaks_a_promise(bug: Bug, engine_over: EngineOver, scan: Scan) -> None:
    right = engine_over(Embedded())
    promises = [one for one in PROMISES if one.name.partition("[")[0] == bug.breaks]
    assert promises
    assert not any(_is_broken(one, right, scan) for one in promises[:3])
    assert any(_is_broken(one, Buggy(right, bug), scan) for one in promises)


def _is_broken(promise: Promise, engine: Engine, scan: Scan) -> bool:
    try:
        promise.check(engine, scan)
    except AssertionError:
        return True
    return False
