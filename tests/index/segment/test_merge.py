"""A merged segment is, byte for byte, the one that its documents would have been written as."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from index.document import PolicyDocument, Validity
from index.segment import merge as merging
from index.segment.merge import Kept, merge
from index.segment.segment import Segment
from index.segment.writer import SegmentWriter
from index.text.analysis import Analyzer

WORDS = ["住房", "公积金", "提取", "办法", "企业", "𠮷", "a1", "，"]


def _documents(count: int) -> list[PolicyDocument]:
    draw = random.Random(3)
    return [
        PolicyDocument(
            id=f"id-{n}",
            title="".join(draw.choices(WORDS, k=draw.randint(1, 4))) + "通知",
            body="".join(draw.choices(WORDS, k=draw.choice([0, 3, 40, 900]))),
            issuers=tuple(draw.sample(["国务院", "财政部", "教育部"], k=draw.randint(0, 2))),
            topics=(("科技", draw.choice(["企业", "人才"])),) if draw.random() < 0.5 else (),
            validity=draw.choice(list(Validity)),
            written_on=date(draw.randint(2018, 2022), 1, 1),
            published_on=date(2023, 1, 1 + n % 9) if n % 2 else None,
            repealed_on=date(2030, 1, 1 + n % 9) if n % 3 else None,
            warnings=("存疑。",) if n % 4 else (),
        )
        for n in range(count)
    ]


def _write(path: Path, analyzer: Analyzer, documents: list[PolicyDocument]) -> Segment:
    with SegmentWriter(path, analyzer) as writer:
        for document in documents:
            writer.add(document)
    return Segment(path)


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9])
@pytest.mark.parametrize("at_once", [1, 50, 1_000_000])
def test_merged_as_written(
    tmp_path: Path, analyzer: Analyzer, share: float, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merging, "AT_ONCE", at_once)
    documents = _documents(60)
    draw = random.Random(at_once)
    alive = [draw.random() >= share for _ in documents]
    parts = []
    for number, (first, last) in enumerate([(0, 25), (25, 26), (26, 60)]):
        segment = _write(tmp_path / f"{number}.seg", analyzer, documents[first:last])
        parts.append(Kept(segment, np.array(alive[first:last], np.bool_)))
    merge(parts, tmp_path / "merged.seg")
    kept = [document for document, lives in zip(documents, alive, strict=True) if lives]
    _write(tmp_path / "at-once.seg", analyzer, kept)
    merged, at_once_written = (
        (tmp_path / name).read_bytes() for name in ("merged.seg", "at-once.seg")
    )
    assert merged == at_once_written


def test_what_does_not_fit_is_carried_along(tmp_path: Path, analyzer: Analyzer) -> None:
    """Frequencies above 255 and positions beyond 65,535, of the first, the middle, the last."""
    documents = [
        PolicyDocument(
            id=str(n), title="通知", body="企业" * times + "，" * 40_000 + "公积金" * 300
        )
        for n, times in enumerate([20_000, 1, 40_000, 2, 300])
    ]
    parts = [
        Kept(_write(tmp_path / "0.seg", analyzer, documents[:2]), np.array([True, False])),
        Kept(_write(tmp_path / "1.seg", analyzer, documents[2:]), np.array([True, True, True])),
    ]
    merge(parts, tmp_path / "merged.seg")
    whole = _write(tmp_path / "whole.seg", analyzer, [documents[0], *documents[2:]])
    assert (tmp_path / "merged.seg").read_bytes() == (tmp_path / "whole.seg").read_bytes()
    found = whole.postings("body_grams", "公积")
    assert found is not None
    assert found.high_freqs.tolist() == [300] * 4
    starts = whole.field("body_grams").starts.tolist()
    assert found.places[0] == 20_000 * 2 + 40_000
    assert found.places[300] == starts[1] + 40_000 * 2 + 40_000
