"""Several processes make ready what one does, in the same order; one that is ended is said."""

from __future__ import annotations

import multiprocessing

import numpy as np
import pytest

from index.errors import ZhengceError
from index.opensearch.documents.digests import contents_of
from index.opensearch.documents.shown import Shown
from index.opensearch.publishing import forming
from index.opensearch.publishing.changes import Changes, anew
from index.opensearch.publishing.forming import formed
from index.text.analysis import Analyzer


@pytest.fixture
def changes(shown: Shown, monkeypatch: pytest.MonkeyPatch) -> Changes:
    monkeypatch.setattr(forming, "FEWEST", 1)
    monkeypatch.setattr(forming, "TOGETHER", 5)
    parts = [contents_of(part) for part in shown.terms.segments]
    return anew(shown, np.concatenate(parts))


def test_what_one_process_makes_ready_several_do(changes: Changes, analyzer: Analyzer) -> None:
    numbers = changes.written[::-1]
    alone = list(formed(changes, numbers, 3, analyzer))
    assert list(formed(changes, numbers, 3, analyzer, processes=2)) == alone
    assert not multiprocessing.active_children()


def test_a_process_that_is_ended_is_said(changes: Changes, analyzer: Analyzer) -> None:
    lines = formed(changes, changes.written, 3, analyzer, processes=2)
    next(lines)
    for process in multiprocessing.active_children():
        process.kill()
        process.join()
    with pytest.raises(ZhengceError, match="--processes 1"):
        list(lines)
    assert not multiprocessing.active_children()
