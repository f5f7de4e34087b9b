"""Publishing a generation: a new index is written and compared, then the alias leads to it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from index.errors import ZhengceError
from index.opensearch import files
from index.opensearch.client import Client
from index.opensearch.digests import contents_of, digests_of, whole
from index.opensearch.form import Forms
from index.opensearch.meta import Meta
from index.opensearch.publishing.bulk import Progress, send, writing
from index.opensearch.publishing.comparing import held, other, wanted
from index.opensearch.publishing.summary import NormsOf, summary
from index.opensearch.schema import Normalisation, mappings, settings
from index.opensearch.served import Published, all_published, index_name, number_of
from index.opensearch.shown import Shown, opened
from index.opensearch.titles import TITLES, write_titles
from index.opensearch.vocabulary import VOCABULARY, write_vocabulary
from index.store.store import Store
from index.text.analysis import Analyzer

KEPT = 2
"""So many indexes stay: the one that is served, and the one before."""
_SECONDS = 300.0


class Layout(NamedTuple):
    """How an index is spread over the nodes."""

    shards: int
    replicas: int


ALONE = Layout(1, 0)
"""For a single node."""


def publish(
    store: Store,
    client: Client,
    name: str,
    analyzer: Analyzer,
    norms_of: NormsOf,
    layout: Layout = ALONE,
    progress: Progress | None = None,
) -> Published:
    """Have the alias ``name`` lead to what the newest generation of the ledger holds.

    Raises:
        IndexMissing, IndexDamaged, IndexOutdated: the ledger cannot be published.
        ZhengceError: the cluster does not take it; what was served before is served still.
        Refused, Unavailable.
    """
    generation = store.current()
    store.ensure_current(generation, analyzer)
    shown = opened(generation, store.withdrawals())
    contents = [contents_of(segment) for segment in shown.terms.segments]
    digests = digests_of(shown, np.concatenate([np.empty(0, np.uint64), *contents]))
    before = all_published(client, name)
    number = max((number_of(one.index) for one in before), default=0) + 1
    index = index_name(name, number)
    live = shown.live
    meta = summary(shown, norms_of)
    content = whole(shown.serials[live], digests[live])
    meta = replace(meta, content=content, files=_side_files(client, name, index, shown))
    _create(client, index, meta, layout)
    forms = Forms(shown, analyzer, digests)
    actions = (writing(forms.document(one), number) for one in live.tolist())
    send(client, index, actions, progress)
    client.ask("POST", f"/{index}/_refresh", seconds=_SECONDS)
    last = int(shown.serials.max(initial=0))
    if other(held(client, index, last), wanted(shown.serials[live], digests[live])):
        raise ZhengceError(f"集群上的索引 {index} 与本机写入的不符，原索引继续提供。请再次运行。")
    found = _finish(client, index, meta, layout)
    _swap(client, name, index)
    return found


def _side_files(client: Client, name: str, index: str, shown: Shown) -> dict[str, tuple[int, str]]:
    made: dict[str, Callable[[Path], None]] = {
        VOCABULARY: lambda path: write_vocabulary(shown.terms, path),
        TITLES: lambda path: write_titles(shown, path),
    }
    written = {}
    with tempfile.TemporaryDirectory() as folder:
        for file, make in made.items():
            path = Path(folder) / file
            make(path)
            written[file] = files.write(client, name, index, file, path)
    return written


def _create(client: Client, index: str, meta: Meta, layout: Layout) -> None:
    norms = {field: Normalisation(*norm) for field, norm in meta.norms.items()}
    body = {
        "settings": settings(norms, layout.shards),
        "mappings": mappings(meta.to_json()),
    }
    client.ask("PUT", f"/{index}", body, seconds=_SECONDS)


def _finish(client: Client, index: str, meta: Meta, layout: Layout) -> Published:
    """Nothing is written to it any more; it is everywhere where it is to be."""
    client.ask("POST", f"/{index}/_flush", seconds=_SECONDS)
    changes = {"number_of_replicas": layout.replicas, "blocks.write": True}
    client.ask("PUT", f"/{index}/_settings", {"index": changes}, seconds=_SECONDS)
    published = replace(meta, published=True)
    client.ask("PUT", f"/{index}/_mapping", {"_meta": published.to_json()}, seconds=_SECONDS)
    return Published(index, published)


def _swap(client: Client, name: str, index: str) -> None:
    """The alias leads to an index, and to no other, from one moment on."""
    actions = [
        {"remove": {"index": f"{name}-*", "alias": name, "must_exist": False}},
        {"add": {"index": index, "alias": name}},
    ]
    client.ask("POST", "/_aliases", {"actions": actions}, seconds=_SECONDS)
