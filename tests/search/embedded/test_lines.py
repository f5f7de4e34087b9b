"""What folds into one line: groups of two kinds, connected however long the chain."""

from __future__ import annotations

import numpy as np
import pytest

from index.relations.labels import lines
from search.embedded.lines import distinct


@pytest.mark.parametrize(
    ("work", "text", "expected"),
    [
        pytest.param([0, 1, 2], [0, 1, 2], [0, 1, 2], id="nothing belongs together"),
        pytest.param([0, 0, 2], [0, 1, 2], [0, 0, 2], id="one work"),
        pytest.param([0, 1, 2], [0, 1, 1], [0, 1, 1], id="one text"),
        pytest.param([0, 0, 2], [0, 1, 1], [0, 0, 0], id="a print of another text of the work"),
        pytest.param([0, 1, 2, 2, 1], [0, 1, 1, 3, 0], [0, 0, 0, 0, 0], id="a chain"),
    ],
)
def test_groups_of_either_kind_are_connected(
    work: list[int], text: list[int], expected: list[int]
) -> None:
    found = lines(np.array(work, np.uint32), np.array(text, np.uint32))
    assert found.tolist() == expected
    assert distinct(found, len(work)) == len(set(expected))
