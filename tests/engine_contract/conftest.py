"""The contract of ``Engine``: what every engine of zhengce promises, checked against a scan.

An engine is asked some nine hundred requests about one small collection (``collection``), and its
answers are compared with those of a plain scan (``scan``, ``matching``, ``reading``) that is
written from the documented rules and looks at every document for every request. For ``requests``
that is the documents found, the total and all six facets; other promises are of their own kind.

**To add an engine**, write one class that keeps ``engines.EngineUnderTest`` and add it to
``engines.ENGINES``. ``claims`` names the parts of the contract it keeps: an engine that serves the
site claims ``EVERYTHING``; the fake one of the web tests claims what the pages rely on. Nothing
else is needed: ``test_contract`` asks every engine for every promise it claims. An engine that stands
on ``search.facade`` needs a backend only: ``plain_backend`` is one in plain Python, to be read first.
``both_backends`` puts two side by side and holds that they agree on every call.

**To add a promise**, write a function ``(engine, scan)``, or ``(engine, scan, case)`` for several
cases, in the ``promises_…`` module of its subject, decorated with the part it belongs to. It fails
by an ``assert``. To add a request whose documents, total and facets are to be compared, add its
address to ``requests``. If the collection lacks what is to be asked about, add a document; if a new
rule decides what is found, state it in the scan in the plainest words, never by calling ``search``.

**To see that a promise can fail**, add an engine that breaks it to ``bugs``: ``test_catches`` holds
that the suite catches each of them.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from index.text.analysis import Analyzer
from tests.cluster.published import Put
from tests.engine_contract.collection import TODAY, documents
from tests.engine_contract.engines import EngineUnderTest, Tools
from tests.engine_contract.promise import Engine
from tests.engine_contract.scan import Scan

EngineOver = Callable[[EngineUnderTest], Engine]
ScanFor = Callable[[EngineUnderTest], Scan]


@pytest.fixture(scope="session")
def tools(
    tmp_path_factory: pytest.TempPathFactory,
    publish: Callable[..., None],
    analyzer: Analyzer,
    put_on_cluster: Put,
) -> Tools:
    return Tools(lambda: tmp_path_factory.mktemp("contract"), publish, analyzer, put_on_cluster)


@pytest.fixture(scope="session")
def scan(analyzer: Analyzer) -> Scan:
    """The scan over the collection."""
    return Scan(documents(), analyzer, TODAY)


@pytest.fixture(scope="session")
def scan_for(analyzer: Analyzer) -> ScanFor:
    """A function that gives the scan to which an engine is held."""
    scans: dict[int, Scan] = {}

    def made(under_test: EngineUnderTest) -> Scan:
        if (removed := under_test.removed) not in scans:
            scans[removed] = Scan(documents(), analyzer, TODAY, removed)
        return scans[removed]

    return made


@pytest.fixture(scope="session")
def engine_over(tools: Tools) -> EngineOver:
    """A function that gives an engine over the collection, made once for each."""
    made: dict[str, Engine] = {}

    def over(under_test: EngineUnderTest) -> Engine:
        if under_test.name not in made:
            made[under_test.name] = under_test.over(documents(), tools)
        return made[under_test.name]

    return over
