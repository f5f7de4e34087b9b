"""What is said of a whole index on a cluster, in its mappings: which generation it is, and what scores need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Self

import orjson


@dataclass(frozen=True, slots=True)
class Meta:
    """What ``_meta`` of an index holds.

    Attributes:
        version: ``index.opensearch.schema.VERSION``.
        fingerprint: of ``index.segment.fingerprint``, as the manifest of the generation has it.
        generation: its number where it was made.
        built_at: ISO 8601, as the manifest has it.
        documents: how many there are as idf counts them: removed ones included.
        live: how many can be found.
        with_body, warnings, rejected: counts; see ``search.results.Status``.
        newest: ``date.toordinal`` of the latest date of a document; 0 for none.
        norms: field -> ``(k1, b, mean)``, as the similarities were made.
        mean_length: mean length of a body in pairs of characters: which weights are used.
        most_cited: how many documents name the work that most name.
        relations, unresolved: see ``search.results.Status``.
        joints: how its index numbers are joined: ``index.conventions.index_number.usual_joints``, sorted.
        reasons: why files could not be read, and how many: ``[[reason, count], …]``.
        held: folder names and counts of what is kept though missing: ``[[name, count], …]``.
        withdrawn: id -> ``[ISO time, notice]`` of what was withdrawn and is said so.
        revision: of the withdrawals, as ``search.results.Status.revision``.
        moved: former ids of what was withdrawn: id -> the id that its document has now.
        content: stands for all documents (``index.opensearch.documents.digests.whole``), and for what was withdrawn.
        files: side files (``index.opensearch.files``): name -> ``[bytes, sha256 hex]``.
        made_of: the index that it was made of, as changes; empty where all of it was written.
        published: whether it is whole: counted, compared, and never written again.
    """

    version: int
    fingerprint: str
    generation: int
    built_at: str
    documents: int
    live: int
    with_body: int
    warnings: int
    rejected: int
    newest: int
    norms: Mapping[str, tuple[float, float, float]]
    mean_length: float
    most_cited: int
    relations: int
    unresolved: int
    joints: list[list[str]] = field(default_factory=list)
    reasons: list[tuple[str, int]] = field(default_factory=list)
    held: list[tuple[str, int]] = field(default_factory=list)
    withdrawn: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    revision: str = ""
    moved: Mapping[str, str] = field(default_factory=dict)
    content: str = ""
    files: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    made_of: str = ""
    published: bool = False

    def says_as(self, other: Self) -> bool:
        """Whether it says the same of the same documents, in whichever index and under whichever number."""
        own, others = (
            orjson.dumps(
                replace(one, generation=0, made_of="", published=False).to_json(),
                option=orjson.OPT_SORT_KEYS,
            )
            for one in (self, other)
        )
        return own == others

    def to_json(self) -> dict[str, Any]:
        """As ``_meta`` holds it."""
        return asdict(self)

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Self:
        """What ``_meta`` holds.

        Raises:
            TypeError: it is of another version.
        """
        return cls(**row)
