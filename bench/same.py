"""Are the answers of two versions the same?

    python -m bench.same write --index DIR --out OLD.gz [--requests 5000] [--seed 1] [--queries FILE …] [--pages 300]
    python -m bench.same check OLD.gz --index DIR [--first N]
    python -m bench.same write --index DIR --out NEW.gz --as OLD.gz
    python -m bench.same compare OLD.gz NEW.gz

``write`` asks random requests made from the index itself, and the queries of files, and keeps one line an
answer, with what was asked. ``check`` asks the same again and says how many answers differ in what, with the
first examples; it ends with 1 if any does. ``write --as`` and ``compare`` do so in two steps. The old version is
asked from its own checkout: ``PYTHONPATH=OLD_CHECKOUT:THIS_ONE``, started in the old one.

Two indexes must hold their documents under the same numbers, or equals stand in another order: write both with
one process. What is asked about pages depends on the day, so write and check them on the same one.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import math
import random
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime
from enum import Enum
from html.parser import HTMLParser
from itertools import islice
from pathlib import Path
from typing import TypeAlias

import numpy as np
from flask.testing import FlaskClient

from bench.asking import Ask, Material, Requests, queries
from index.document import PolicyDocument
from search.embedded.engine import EmbeddedEngine
from search.engine import Engine
from search.request import SearchRequest
from web.site.app import create_app
from web.site.preferences import COOKIE

Plain: TypeAlias = "bool | int | float | str | list[Plain] | dict[str, Plain] | None"
Answer: TypeAlias = dict[str, Plain]
"""Of each part of an answer, what it is; parts are compared one by one."""

NOT_COMPARED = frozenset({"elapsed_ms", "generation"})
DIGITS = 6
"""Figures of a score that are kept."""
EXAMPLES = 3
"""So many answers are shown that differ in one part."""
SHOWN = 300
"""So many characters of each are shown."""
_PASSING = re.compile(r'"(elapsed_ms|generation)":\s*[0-9.]+')
_ASSET = re.compile(r"\?v=[0-9a-f]+")


# --- asking -----------------------------------------------------------------------------------------


class Asked:
    """Answers what is asked of one engine."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._site: FlaskClient = create_app(self.engine).test_client()
        self._calls: Mapping[str, Callable[[Ask], Answer]] = {
            "search": lambda ask: _parts(self.engine.search(_request(ask))),
            "facets": lambda ask: _parts(self.engine.facets(_request(ask))),
            "document": lambda ask: _parts(
                self.engine.document(str(ask["id"]), str(ask["q"]), _day(str(ask["on"])))
            ),
            "related": lambda ask: _parts(
                self.engine.related(
                    str(ask["id"]), str(ask["kind"]), int(str(ask["page"])),
                    article=str(ask["article"]),
                )
            ),
            "compare": lambda ask: _parts(self.engine.compare(str(ask["id"]), str(ask["other"]))),
            "suggest": lambda ask: _parts(self.engine.suggest(str(ask["typed"]))),
            "page": self._page,
        }  # fmt: skip

    def answer(self, ask: Ask) -> Answer:
        """The answer; whatever is raised says for what."""
        try:
            return self._calls[str(ask["call"])](ask)
        except Exception as error:
            error.add_note(f"asked: {ask}")
            raise

    def _page(self, ask: Ask) -> Answer:
        reading = str(ask["reading"])
        headers = {"Cookie": f"{COOKIE}={reading}"} if reading else {}
        response = self._site.get(str(ask["url"]), headers=headers)
        text = _ASSET.sub("?v=", _PASSING.sub(r'"\1":0', response.get_data(as_text=True)))
        head: Answer = {"status": response.status_code, "type": response.content_type}
        if response.mimetype != "text/html":
            return {**head, "bytes": text}
        seen = _Seen()
        seen.feed(text)
        return {**head, "text": seen.said, "links": seen.links, "markup": " ".join(text.split())}


class _Seen(HTMLParser):
    """What a visitor sees of a page: its words, and where it leads."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[Plain] = []
        self.links: list[Plain] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what an element leads to, and the marks."""
        if tag == "mark":
            self.said.append("<mark>")
        self.links += [value for name, value in attrs if name in ("href", "action") and value]

    def handle_data(self, data: str) -> None:
        """Keep words."""
        if words := " ".join(data.split()):
            self.said.append(words)


def _request(ask: Ask) -> SearchRequest:
    pairs = [(str(name), str(value)) for name, value in _rows(ask["params"])]
    return replace(SearchRequest.from_params(pairs), excerpts=bool(ask["excerpts"]))


def _rows(value: object) -> Iterator[Sequence[object]]:
    if isinstance(value, list):
        yield from value


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


# --- answers as plain values ------------------------------------------------------------------------


def _parts(value: object) -> Answer:
    """An answer by its parts; of hits and of other lists of values, each attribute apart."""
    if not _names(value):
        return {"answer": _plain(value)}
    parts: Answer = {}
    for name in _names(value):
        held = getattr(value, name)
        if name == "hits":
            for part in _names(held[0]) if held else ():
                parts[f"hits: {part}"] = [_plain(getattr(hit, part)) for hit in held]
            parts["ids"] = [hit.document.id for hit in held]
        elif name not in NOT_COMPARED:
            parts[name] = _plain(held)
    return parts


def _names(value: object) -> tuple[str, ...]:
    """The attributes of a value that has named ones."""
    if is_dataclass(value):
        return tuple(field.name for field in fields(value))
    return tuple(getattr(value, "_fields", ()))


def _plain(value: object) -> Plain:
    """A value of an engine as JSON has it: classes by their attributes, documents by id and digest."""
    if isinstance(value, Enum):
        return str(value.value)
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float | np.generic):
        held = value.item() if isinstance(value, np.generic) else value
        return float(f"{held:.{DIGITS}g}") if isinstance(held, float) else _plain(held)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return _structure(value)


def _structure(value: object) -> Plain:
    """A value that is made of others."""
    if isinstance(value, SearchRequest):
        return _plain((*value.to_params(), value.excerpts))
    if isinstance(value, PolicyDocument):
        return _document(value)
    if names := _names(value):
        return {name: _plain(getattr(value, name)) for name in names if name not in NOT_COMPARED}
    if isinstance(value, Mapping):
        return {str(name): _plain(held) for name, held in value.items()}
    if isinstance(value, Iterable):
        return [_plain(one) for one in value]
    raise TypeError(f"{type(value)} is nothing that an engine answers")


def _document(document: PolicyDocument) -> str:
    held = {name: _plain(getattr(document, name)) for name in _names(document)}
    digest = hashlib.blake2b(_json(held).encode("utf-8", "surrogatepass"), digest_size=6)
    return f"{document.id}#{digest.hexdigest()}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))


# --- files of answers -------------------------------------------------------------------------------


def answered(path: Path) -> Iterator[tuple[Ask, Answer]]:
    """What was asked, and the answers; the first line, which says of what day, left out."""
    with gzip.open(path, "rt", encoding="ascii") as file:
        for line in islice(file, 1, None):
            row = json.loads(line)
            yield row["ask"], row["answer"]


def day_of(path: Path) -> date:
    """The day on which a file of answers was asked."""
    with gzip.open(path, "rt", encoding="ascii") as file:
        return date.fromisoformat(json.loads(file.readline())["today"])


def _write(path: Path, today: date, rows: Iterator[tuple[Ask, Answer]]) -> None:
    with gzip.open(path, "wt", compresslevel=1, encoding="ascii") as file:
        file.write(_json({"today": today.isoformat()}) + "\n")
        for ask, answer in rows:
            file.write(_json({"ask": ask, "answer": answer}) + "\n")


# --- comparing --------------------------------------------------------------------------------------


def is_same(one: Plain, other: Plain) -> bool:
    """Whether two values are equal; figures in the digits that are kept."""
    if isinstance(one, float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=1.1 * 10 ** (1 - DIGITS), abs_tol=1e-9)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(is_same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(is_same(one[key], other[key]) for key in one)
    return one == other


def differing(old: Answer, new: Answer) -> list[str]:
    """The parts in which two answers differ."""
    names = dict.fromkeys((*old, *new))
    return [name for name in names if not is_same(old.get(name), new.get(name))]


def report(pairs: Iterator[tuple[Ask, Answer, Answer]]) -> int:
    """Print how many answers differ in what; 1 if any does, else 0."""
    asked: Counter[str] = Counter()
    differ: Counter[str] = Counter()
    examples: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for ask, old, new in pairs:
        call = str(ask["call"])
        asked[call] += 1
        parts = differing(old, new)
        differ[call] += bool(parts)
        for part in parts:
            examples[call, part].append("")
            if len(examples[call, part]) <= EXAMPLES:
                examples[call, part][-1] = example(ask, old.get(part), new.get(part))
    for call, count in asked.items():
        print(f"{call}: {differ[call]} of {count} answers differ")
    for (call, part), found in examples.items():
        print(f"\n{call}, {part}: {len(found)}")
        print("\n".join(filter(None, found)))
    return int(any(differ.values()))


def example(ask: Ask, old: Plain, new: Plain) -> str:
    """What was asked, and two values from where they begin to differ."""
    texts = [json.dumps(value, ensure_ascii=False) for value in (old, new)]
    both = zip(*texts, strict=False)
    first = next((at for at, (one, other) in enumerate(both) if one != other), 0)
    begin = max(0, first - 60)
    one, other = (text[begin : begin + SHOWN] for text in texts)
    what = {name: held for name, held in ask.items() if name != "call"}
    return f"  {json.dumps(what, ensure_ascii=False)}\n    old …{one}\n    new …{other}"


# --- the command ------------------------------------------------------------------------------------


def main() -> None:
    """Read the command line; write, check or compare."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    calls = parser.add_subparsers(dest="call", required=True)
    write = calls.add_parser("write")
    write.add_argument("--index", type=Path, required=True)
    write.add_argument("--out", type=Path, required=True)
    write.add_argument("--requests", type=int, default=5_000)
    write.add_argument("--seed", type=int, default=1)
    write.add_argument("--queries", type=Path, nargs="*", default=())
    write.add_argument("--pages", type=int, default=0, help="ask for so many pages too")
    write.add_argument("--today", type=date.fromisoformat, default=date.today())
    write.add_argument("--as", type=Path, dest="old", help="ask what this file of answers asked")
    check = calls.add_parser("check")
    check.add_argument("old", type=Path)
    check.add_argument("--index", type=Path, required=True)
    check.add_argument("--first", type=int, help="so many, not all")
    compare = calls.add_parser("compare")
    compare.add_argument("old", type=Path)
    compare.add_argument("new", type=Path)
    given = parser.parse_args()
    if given.call == "write":
        _written(given)
    elif given.call == "check":
        site = _site(given.index, day_of(given.old))
        before = islice(answered(given.old), given.first)
        sys.exit(report((ask, old, _again(site.answer(ask))) for ask, old in before))
    else:
        both = zip(answered(given.old), answered(given.new), strict=True)
        sys.exit(report((ask, old, new) for (ask, old), (_, new) in both))


def _site(folder: Path, today: date) -> Asked:
    """What answers over one index, on the day on which documents are in force, or not."""
    return Asked(EmbeddedEngine(folder, today=lambda: today))


def _written(given: argparse.Namespace) -> None:
    """Ask and keep."""
    today = day_of(given.old) if given.old else given.today
    site = _site(given.index, today)
    asks: Iterator[Ask] = (
        (ask for ask, _ in answered(given.old)) if given.old else _asks(site.engine, given)
    )
    began, count = time.process_time(), Counter[str]()

    def rows() -> Iterator[tuple[Ask, Answer]]:
        for ask in asks:
            count["answers"] += 1
            yield ask, site.answer(ask)

    _write(given.out, today, rows())
    spent = time.process_time() - began
    print(f"{count['answers']} answers, {spent:.0f} s of processor time: {given.out}")


def _asks(engine: Engine, given: argparse.Namespace) -> Iterator[Ask]:
    """The requests, in an order in which the first ones are a sample of all."""
    draw = random.Random(given.seed)
    makes = Requests(draw, Material.of(engine, draw))
    asks = [*makes.made(given.requests), *makes.pages(given.pages), *queries(given.queries)]
    draw.shuffle(asks)
    yield from asks


def _again(answer: Answer) -> Answer:
    """An answer as it is read from a file."""
    read: Answer = json.loads(_json(answer))
    return read


if __name__ == "__main__":
    main()
