"""What an index on a cluster holds of a document: fields, settings, and what is said of the whole.

One index is one generation and changes no more once it is published. Its documents are called by *serials*: what
the generation on this machine calls by its numbers, in the same order, so that equal scores are told apart alike. The
``_id`` is the serial.

Every text is cut here and sent as terms with a blank between them: the cluster needs no analyser of ours. Scores are
sums over terms; what a term weighs (its idf, field and wording) is sent with the query as its boost, and the similarity
of a field (:func:`similarity`) is the rest of BM25. So they depend on no shard, replica or removed document.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from index.schema.fields import KINDS, ZONES, text_field
from index.segment.arrays import MOST

VERSION = 1
"""Raise it when fields are added, or mean something else than before."""

KEY_FIELDS = ("id", "doc_number", "number", "issuer", "title", "known_as")
"""Key fields of ``index.schema.fields``, under their own names. ``refers_to`` serves derivation alone."""
HELD_FIELDS = ("number", "issuer")
"""Key fields that are looked into: ``number_held`` has the characters of each value, see :func:`held_field`."""
FACET_FIELDS = ("issuer", "year", "genre", "topic", "region")
"""Facets that stand in ``facet_…``; 有效性 follows from days. A region is narrowed and has all its levels."""
SOURCE_FIELDS = ("card", "body", "statements", "links", "interval", "origin")
"""What is given back of a document; see ``index.opensearch.documents.form``."""
BEGINS_NUMBER = "＾"
"""Stands in a held field before every run of digits. No folded text has this character: it is folded to ^."""

_FINE = frozenset(text_field(zone, "chars") for zone in ZONES)
"""Single characters score the best alone, and there as an index of ours has them: at most :data:`MOST` times."""


class Normalisation(NamedTuple):
    """How BM25 counts frequency and length in one field: ``f * (k1 + 1) / (f + k1 * (1 - b + b * length / mean))``."""

    k1: float
    b: float
    mean: float


def facet_field(facet: str) -> str:
    """The field with the values of a facet."""
    return f"facet_{facet}"


def held_field(key: str) -> str:
    """The field with the characters of the values of a key field."""
    return f"{key}_held"


def text_fields() -> list[str]:
    """The fields of terms of texts."""
    return [text_field(zone, kind) for zone in ZONES for kind in KINDS]


def similarity(norm: Normalisation, most: int | None = None) -> dict[str, Any]:
    """The similarity of a field, as a setting; a query's boost is what its term weighs.

    Args:
        most: more often than that a term does not count in a document.
    """
    k1, b, mean = norm
    often = f"Math.min(doc.freq, {most:.1f})" if most else "doc.freq"
    return {
        "type": "scripted",
        "weight_script": {"source": "return query.boost;"},
        "script": {
            "source": f"double f = {often}; return weight * f * {k1 + 1!r} / "
            f"(f + {k1!r} * ({1 - b!r} + {b!r} * doc.length / {mean!r}));"
        },
    }


def settings(
    norms: Mapping[str, Normalisation], shards: int = 1, replicas: int = 0
) -> dict[str, Any]:
    """The settings of an index that is being written."""
    return {
        "number_of_shards": shards,
        "number_of_replicas": replicas,
        "refresh_interval": "-1",
        "codec": "best_compression",
        "max_result_window": 10_000,
        "max_terms_count": 65_536,
        "unassigned.node_left.delayed_timeout": "5m",
        "analysis": {
            "tokenizer": {"blanks": {"type": "whitespace", "max_token_length": 10_000}},
            "analyzer": {"cut": {"type": "custom", "tokenizer": "blanks"}},
        },
        "similarity": {
            field: similarity(norm, MOST if field in _FINE else None)
            for field, norm in norms.items()
        },
    }


def mappings(meta: Mapping[str, Any]) -> dict[str, Any]:
    """The mappings of an index, with what is said of the whole (``_meta``; see ``index.opensearch.meta``)."""
    return {
        "dynamic": False,
        "_meta": meta,
        "_source": {"includes": list(SOURCE_FIELDS)},
        "properties": _properties(),
    }


_KEYWORD, _NUMBER, _SMALL = {"type": "keyword"}, {"type": "long"}, {"type": "integer"}
_GIVEN_BACK = {"type": "object", "enabled": False}


def _properties() -> dict[str, Any]:
    return _terms() | _keys() | _columns() | _relations() | _kept()


def _terms() -> dict[str, Any]:
    """The terms of texts, which score."""
    return {
        field: {
            "type": "text",
            "analyzer": "cut",
            "similarity": field,
            "index_options": "positions" if field.endswith("grams") else "freqs",
        }
        for field in text_fields()
    }


def _keys() -> dict[str, Any]:
    """Whole values: looked up, looked into, filtered and counted."""
    held = {"type": "text", "analyzer": "cut", "norms": False, "position_increment_gap": 100}
    facet = _KEYWORD | {"eager_global_ordinals": True}
    return {
        **dict.fromkeys(KEY_FIELDS, _KEYWORD),
        **{held_field(key): held for key in HELD_FIELDS},
        **{facet_field(name): facet for name in FACET_FIELDS},
    }


def _columns() -> dict[str, Any]:
    """One value a document."""
    return {
        "serial": _NUMBER,  # its number; also the _id
        "digest": _SMALL,  # 31 bits of all that is kept of it
        "name": _KEYWORD | {"index": False},  # index.schema.columns.Row.name
        "version": _KEYWORD,  # Row.version, in twenty decimals: in their order
        "work_number": _KEYWORD,  # Row.work, in decimal: index.statements.names.work_number
        "dated": _SMALL,  # Row.dated
        "day": _SMALL,  # Row.day
        "cited": _SMALL,  # how many documents name its work: rint(expm1(Graph.cited))
        "work": _NUMBER,  # serial of the first text of its work
        "text": _NUMBER,  # serial of the first print of its text
        "line": _NUMBER,  # serial of the first document that folds into its line
        "is_alone": {"type": "boolean"},  # nobody else is in its line
        "begins": _SMALL,  # index.relations.model.Interval
        "ends": _SMALL,
        "doubted": _SMALL,
        "how": {"type": "byte"},  # value of index.relations.model.End
        "known": {"type": "boolean"},
        "article_first": _SMALL,  # of Terms.spans: number << 8 | of
        "article_last": _SMALL,
    }


def _relations() -> dict[str, Any]:
    """Whom it names, and what it was called."""
    return {
        "cites": _KEYWORD,  # "KIND:SERIAL" of whom it names, by what it says (value of Kind)
        "cites_work": _KEYWORD,  # "KIND:SERIAL" of the first text of the works of these
        "cites_article": _KEYWORD,  # "SERIAL:KIND:NUMBER.OF" of the articles it names safely
        "lacks": _KEYWORD,  # "KIND:NAME" of what it names and nobody is
        "former": _KEYWORD,  # ids it had before
    }


def _kept() -> dict[str, Any]:
    """What is given back, and found by nothing."""
    return {
        "card": _GIVEN_BACK,
        "body": {"type": "text", "index": False, "norms": False},
        "statements": {"type": "binary"},
        "links": _GIVEN_BACK,
        "interval": _GIVEN_BACK,
        "origin": _GIVEN_BACK,
    }
