"""An index is served only where it was made as this software makes one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.errors import IndexOutdated
from index.opensearch.meta import Meta
from index.opensearch.schema import VERSION, text_fields
from index.segment import fingerprint
from index.text.analysis import Analyzer
from search.opensearch.norms import ensure_ours, norms_of
from search.weights import SHORT, weights

LONG = dict.fromkeys(text_fields(), SHORT + 0.5)
ARTICLES = dict.fromkeys(text_fields(), 117.25)


def made(analyzer: Analyzer, means: dict[str, float]) -> Meta:
    return Meta(
        version=VERSION,
        fingerprint=fingerprint(analyzer),
        generation=1,
        built_at="2026-11-30T00:00:00+00:00",
        documents=1,
        live=1,
        with_body=1,
        warnings=0,
        rejected=0,
        newest=0,
        norms=norms_of(means),
        mean_length=means["body_grams"],
        most_cited=0,
        relations=0,
        unresolved=0,
    )


@pytest.mark.parametrize("means", [LONG, ARTICLES])
def test_fields_are_made_with_our_weights(means: dict[str, float], analyzer: Analyzer) -> None:
    """Those of long documents, or of single articles."""
    wanted = weights(means["body_grams"])
    for field, (k1, b, mean) in norms_of(means).items():
        assert (k1, b, mean) == (wanted[field].k1, wanted[field].b, means[field])
    assert weights(SHORT) != weights(SHORT - 1)
    meta = made(analyzer, means)
    assert ensure_ours(meta, analyzer, "甲") is meta
    assert ensure_ours(Meta.from_json(meta.to_json()), analyzer, "甲") == meta


def _other_b(meta: Meta) -> Meta:
    norm = meta.norms["body_grams"]
    return replace(meta, norms={**meta.norms, "body_grams": (norm[0], 0.5, norm[2])})


def test_what_is_made_otherwise_is_refused(analyzer: Analyzer) -> None:
    """By a message that says why, and which command mends it."""
    meta = made(analyzer, LONG)
    for other, why in (
        (None, "字段"),
        (replace(meta, version=VERSION + 1), "字段"),
        (replace(meta, fingerprint="8-other"), "分词"),
        (_other_b(meta), "评分"),
    ):
        with pytest.raises(IndexOutdated, match=f"甲.*{why}.*zhengce reindex"):
            ensure_ours(other, analyzer, "甲")
