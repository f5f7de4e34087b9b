"""How BM25 counts lengths on a cluster: what its fields are made with, and whether an index is made so and as we read."""

from __future__ import annotations

from collections.abc import Mapping

from index.errors import IndexOutdated
from index.opensearch.meta import Meta
from index.opensearch.schema import VERSION, Normalisation
from index.schema.fields import text_field
from index.segment import fingerprint
from index.text.analysis import Analyzer
from search.weights import weights

_BODY_GRAMS = text_field("body", "grams")


def norms_of(means: Mapping[str, float]) -> dict[str, Normalisation]:
    """What each text field is made with.

    Args:
        means: field -> its mean length, of all text fields.
    """
    weighed = weights(means[_BODY_GRAMS])
    return {
        field: Normalisation(weighed[field].k1, weighed[field].b, mean)
        for field, mean in means.items()
    }


def ensure_ours(meta: Meta | None, analyzer: Analyzer, name: str) -> Meta:
    """What is said of an index that can be served.

    Args:
        meta: None where it is not as this software writes it.
        name: what is served, for the message.

    Raises:
        IndexOutdated: it was made by other software.
    """
    if meta is None or meta.version != VERSION:
        raise _outdated(name, "字段不同")
    if meta.fingerprint != fingerprint(analyzer):
        raise _outdated(name, "分词不同")
    made = {field: Normalisation(*norm) for field, norm in meta.norms.items()}
    if made != norms_of({field: norm.mean for field, norm in made.items()}):
        raise _outdated(name, "评分参数不同")
    return meta


def _outdated(name: str, why: str) -> IndexOutdated:
    return IndexOutdated(
        f"集群上的索引 {name} 是用另一版本的程序建立的，与当前程序不符（{why}）。"
        f"请重建索引：zhengce reindex --engine 集群地址/{name}，或换回建立它的版本。"
    )
