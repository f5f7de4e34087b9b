"""Asks the public API and the result page of a real index for what nobody would ask.

    python -m bench.api --index DIR [--examples 10000] [--seed N]

Schemathesis makes requests out of ``web/api_v1/openapi.yaml``, valid and invalid ones, and holds each
answer against it; hypothesis puts together queries of titles, words, brackets and operators for
the page ``/search``. Prints Markdown: how many of which status, the longest times. Ends with 1 if
an answer breaks the contract, is a 5xx, or took more than two seconds.
"""

from __future__ import annotations

import argparse
import gc
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis.checks import load_all_checks
from schemathesis.specs.openapi.checks import positive_data_acceptance
from schemathesis.specs.openapi.schemas import OpenApiSchema

from search.embedded.engine import open_engine
from search.engine import Engine
from search.request import FACETS, MAX_SELECTED, MAX_WINDOW, SearchRequest
from search.request.period import parse_bound
from web.api_v1.parameters import FACET_LISTS, RELATIONS, SEARCH
from web.api_v1.routes import CONTRACT
from web.site.app import create_app

T = TypeVar("T")
Case = schemathesis.Case[Any]
BOUND = 2.0
"""Seconds that an answer may take."""
SHARES = {
    "GET /api/v1/status": 0.005,
    "GET /api/v1/openapi.yaml": 0.005,
    "GET /api/v1/suggest": 0.1,
    "GET /api/v1/documents/{id}": 0.14,
    "GET /api/v1/documents/{id}/relations": 0.1,
    "GET /api/v1/facets": 0.15,
    "GET /api/v1/search": 0.5,
}
"""Operation -> its part of the requests; the last one takes up what others have no use for."""
TITLES, FAILURES = 4000, 10
OPERATORS = ("OR", "|", "-", "－", "“", "”", '"', "'", "标题:", "文号：", "发文机关:", "NOT", "AND",
             "(", ")", "（", "〔", "〕", "【", "《", "》", "*", "?", "~", "^", ":", "\\", "&", "[", "{",
             "\x00", "\n", "\u3000", "😀", "𠮷", "\u202e", "%", "+")  # fmt: skip


def contract(app: Flask) -> OpenApiSchema:
    """The contract, to be held against the answers of ``app``."""
    load_all_checks()
    schema = schemathesis.openapi.from_path(CONTRACT)
    schema.app = app
    return schema


def ask(case: Case) -> schemathesis.Response:
    """Make a request; what calls the site within this process unpacks no content coding."""
    return case.call(headers={"Accept-Encoding": "identity"})


def validate(case: Case, response: schemathesis.Response) -> None:
    """All checks of schemathesis; that valid data is accepted only where OpenAPI can say what is
    valid: three rules are about several parameters, and are written in its words alone."""
    is_refused = response.status_code == 400 and breaks_a_rule(response)
    case.validate_response(
        response, excluded_checks=[positive_data_acceptance] if is_refused else []
    )


def breaks_a_rule(response: schemathesis.Response) -> bool:
    """Whether values that are valid by themselves do not go together in what was asked."""
    pairs = parse_qsl(urlsplit(str(response.request.url)).query, keep_blank_values=True)
    values = dict(pairs)
    try:
        window = int(values.get("page", 1)) * int(values.get("size", 10))
    except ValueError:
        return False
    first, last = (parse_bound(values.get(name, "")) for name in ("from", "to"))
    return (
        window > MAX_WINDOW
        or sum(name in FACETS for name, _ in pairs) > MAX_SELECTED
        or bool(first and last and first.first > last.last)
    )


@dataclass
class Stopwatch:
    """Stands before a site and takes the time of each answer.

    Garbage is collected between requests: nearly all of the heap is schemathesis's.
    """

    site: WSGIApplication
    seconds: float = 0.0
    """What the last answer took."""

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        gc.disable()
        began = time.perf_counter()
        try:
            return [b"".join(self.site(environ, start_response))]
        finally:
            self.seconds = time.perf_counter() - began
            gc.enable()


@dataclass
class Tally:
    """What was answered: how often which status, how long it took, what failed."""

    statuses: Counter[int] = field(default_factory=Counter)
    longest: float = 0.0
    slowest: str = ""
    failures: list[str] = field(default_factory=list)
    failed: int = 0

    def note(self, status: int, seconds: float, address: str) -> None:
        """Count one answer."""
        self.statuses[status] += 1
        if seconds > self.longest:
            self.longest, self.slowest = seconds, address
        if status >= 500 or seconds > BOUND:
            self.fail(f"{status} after {seconds:.2f} s: {address}")

    def fail(self, what: str) -> None:
        """Count one failure; the first few are kept."""
        self.failed += 1
        if len(self.failures) < FAILURES:
            self.failures.append(what)

    @property
    def asked(self) -> int:
        """How many requests were made."""
        return sum(self.statuses.values())


def main() -> None:
    """Ask, and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--examples", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    engine = open_engine(options.index)
    app = create_app(engine)
    app.wsgi_app = watch = Stopwatch(app.wsgi_app)  # type: ignore[method-assign]
    engine.search(SearchRequest(q="政策"))  # as the server does before it takes requests
    engine.suggest("政策")
    texts = queries(engine)
    print(f"{engine.status().documents:,} documents, seed {options.seed}\n")
    print("| | requests | statuses | longest, s | failures |\n|---|---|---|---|---|")
    ask = Asking(app, watch, texts, documents(engine), options.examples, options.seed)
    tallies = [*ask.api(), ask.pages()]
    for tally in tallies:
        print(f"\n{tally.longest:.3f} s: `{unquote(tally.slowest)}`")
    for tally in tallies:
        for failure in tally.failures:
            print(f"\n```\n{failure}\n```")
    sys.exit(any(tally.failed for tally in tallies))


@dataclass(frozen=True)
class Asking:
    """What is asked of ``app``: so many ``examples`` of each kind, out of ``texts`` and ``ids``."""

    app: Flask
    watch: Stopwatch
    texts: st.SearchStrategy[str]
    ids: list[str]
    examples: int
    seed: int

    def api(self) -> Iterator[Tally]:
        """Each operation for its part of the examples."""
        schema = contract(self.app)
        left = self.examples
        for label, share in SHARES.items():
            method, path = label.split()
            tally = Tally()
            is_last = label == list(SHARES)[-1]
            cases = requests_of(schema[path][method], self.texts, self.ids)
            count = left if is_last else round(share * self.examples)
            many(cases, count, self.seed, partial(self._request, tally))
            left -= tally.asked
            row(label, tally)
            yield tally

    def _request(self, tally: Tally, case: Case) -> None:
        """Make one request, and hold the answer against the contract."""
        response = ask(case)
        tally.note(response.status_code, self.watch.seconds, str(response.request.url))
        try:
            validate(case, response)
        except* schemathesis.core.failures.Failure as group:
            tally.fail(f"{response.request.url}\n{group.exceptions[0]}")

    def pages(self) -> Tally:
        """The result page, for hostile and for realistic queries."""
        tally, client = Tally(), self.app.test_client()
        names = [
            "in",
            "within",
            "sort",
            "page",
            "size",
            "from",
            "to",
            "on",
            "literal",
            "fold",
            *FACETS,
        ]
        others = st.dictionaries(st.sampled_from(names), self.texts, max_size=2)

        def ask(asked: tuple[str, dict[str, str]]) -> None:
            q, filters = asked
            address = "/search?" + urlencode([("q", q), *filters.items()], errors="replace")
            response = client.get(address)
            tally.note(response.status_code, self.watch.seconds, address)
            if response.status_code != 200:
                tally.fail(f"{response.status_code}: {address}")

        many(st.tuples(self.texts, st.one_of(st.just({}), others)), self.examples, self.seed, ask)
        row("page /search", tally)
        return tally


def requests_of(
    operation: schemathesis.APIOperation[Any, Any, Any, Any],
    texts: st.SearchStrategy[str],
    ids: list[str],
) -> st.SearchStrategy[Case]:
    """Valid and invalid requests; some of the valid ones ask for what there is."""
    modes = schemathesis.GenerationMode
    valid = operation.as_strategy(generation_mode=modes.POSITIVE)

    @st.composite
    def asking_for_what_there_is(draw: st.DrawFn) -> Case:
        case = draw(valid)
        if "{id}" in operation.path:
            case.path_parameters["id"] = draw(st.sampled_from(ids))
        if "q" in {parameter.name for parameter in operation.iter_parameters()}:
            case.query["q"] = draw(texts.map(printable))
        kept = draw(st.sets(st.sampled_from([*FACET_LISTS, *SEARCH, *RELATIONS]), max_size=3)) | {
            "q"
        }
        for name in [name for name in case.query if name not in kept]:
            del case.query[name]
        return case

    whole = asking_for_what_there_is()
    if not list(operation.iter_parameters()):
        return valid
    return st.one_of(valid, whole, whole, operation.as_strategy(generation_mode=modes.NEGATIVE))


def many(values: st.SearchStrategy[T], count: int, number: int, ask: Callable[[T], None]) -> None:
    """``ask`` for so many of ``values``; fewer where there are not so many."""
    if count <= 0:
        return

    @settings(
        max_examples=count, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @seed(number)
    @given(values)
    def run(value: T) -> None:
        ask(value)

    run()


def documents(engine: Engine) -> list[str]:
    """The ids of some documents, and one that is not there."""
    return [*(one.id for one in engine.listing(0, TITLES)), "none"]


def queries(engine: Engine) -> st.SearchStrategy[str]:
    """Texts of titles, their pieces, numbers, operators and noise."""
    listed = engine.listing(0, TITLES)
    titles = st.sampled_from([one.title for one in listed])
    numbers = st.sampled_from([one.doc_number for one in listed if one.doc_number])
    issuers = st.sampled_from([name for one in listed for name in one.issuers])
    pieces = st.builds(lambda text, at, size: text[at : at + size], titles, st.integers(0, 20),
                       st.integers(1, 12))  # fmt: skip
    part = st.one_of(pieces, pieces, titles, numbers, issuers, st.sampled_from(OPERATORS),
                     st.text(max_size=12), st.integers(0, 10**9).map(str))  # fmt: skip
    joined = st.builds(lambda glue, parts: glue.join(parts), st.sampled_from(["", " ", "  ", "　"]),
                       st.lists(part, max_size=9))  # fmt: skip
    return st.one_of(titles, pieces, joined, joined)


def printable(text: str) -> str:
    """``text`` as the API allows it."""
    return SearchRequest.from_params([("q", text)]).q


def row(name: str, tally: Tally) -> None:
    """One line of the table."""
    statuses = ", ".join(f"{code}: {count:,}" for code, count in sorted(tally.statuses.items()))
    cells = (name, f"{tally.asked:,}", statuses, f"{tally.longest:.3f}", str(tally.failed))
    print(f"| {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
