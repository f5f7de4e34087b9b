"""What is said of a whole generation beside its documents: counts, lengths, withdrawals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple, TypeAlias

import numpy as np

from index.conventions.index_number import usual_joints
from index.errors import IndexDamaged
from index.opensearch.documents.shown import Shown
from index.opensearch.meta import Meta
from index.opensearch.schema import VERSION, Normalisation, text_fields
from index.opensearch.vocabulary import frequencies
from index.schema.fields import text_field
from index.segment import Terms

MOST_REASONS = 20
"""So many reasons why files were left out are told apart."""
_BODY_GRAMS = text_field("body", "grams")

NormsOf: TypeAlias = Callable[[Mapping[str, float]], Mapping[str, Normalisation]]
"""From the mean length of each text field to its normalisation; weights are known above this floor."""


class _Counts(NamedTuple):
    live: int
    with_body: int
    warnings: int
    newest: int


def summary(shown: Shown, norms_of: NormsOf) -> Meta:
    """What there is to be said before anything is written."""
    generation, withdrawals = shown.generation, shown.withdrawals
    manifest = generation.manifest
    means = mean_lengths(shown.terms)
    relations, unresolved = shown.graph.counted()
    return Meta(
        **_counts(shown)._asdict(),
        version=VERSION,
        fingerprint=manifest.fingerprint,
        generation=generation.number,
        built_at=manifest.built_at.isoformat(),
        documents=len(shown.terms.counts),
        rejected=manifest.rejected,
        norms={field: (one.k1, one.b, one.mean) for field, one in norms_of(means).items()},
        mean_length=means[_BODY_GRAMS],
        most_cited=int(shown.cited.max(initial=0)),
        relations=relations,
        unresolved=unresolved,
        joints=_joints(shown.terms),
        reasons=_reasons(shown),
        held=[(Path(source).name, count) for source, count in manifest.held.items()],
        withdrawn={id: (one.at.isoformat(), one.notice) for id, one in withdrawals.by_id.items()},
        revision=withdrawals.revision,
        moved={old: id for id in withdrawals.by_id for old in shown.former.get(id, ())},
    )


def mean_lengths(terms: Terms) -> dict[str, float]:
    """Text field -> its mean length, 1 if there is none; removed documents are counted, as idf counts them."""
    whole = max(len(terms.counts), 1)
    return {
        field: sum(segment.total(field) for segment in terms.segments) / whole or 1.0
        for field in text_fields()
    }


def _counts(shown: Shown) -> _Counts:
    columns, live = shown.terms.column, shown.live
    return _Counts(
        live=len(live),
        with_body=int(np.count_nonzero(columns("has_body")[live])),
        warnings=int(np.count_nonzero(columns("doubted")[live])),
        newest=int(columns("dated")[live].max(initial=0)),
    )


def _joints(terms: Terms) -> list[list[str]]:
    """How index numbers are joined."""
    numbers = frequencies(terms, "number").items()
    return sorted(map(list, usual_joints((raw.decode(), count) for raw, count in numbers)))


def _reasons(shown: Shown) -> list[tuple[str, int]]:
    """Why files could not be read, and how many; damage to the list is said by ``zhengce check``."""
    try:
        rows = list(shown.generation.rejected())
    except IndexDamaged:
        return []
    return Counter(row["reason"] for row in rows).most_common(MOST_REASONS)
