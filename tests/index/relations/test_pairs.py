"""Of many documents those are compared that may be texts of one work: no pair that is gets lost."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from pathlib import Path
from random import Random

from index.document import PolicyDocument
from index.relations.library import Documents
from index.relations.pairs import pairs
from index.relations.works import same_work
from index.segment import TermsWriter, open_terms, seal
from index.text.analysis import Analyzer
from tests.support.regulations import Regulations


def _documents(folder: Path, made: list[PolicyDocument], analyzer: Analyzer) -> Documents:
    folder.mkdir()
    with TermsWriter(folder, analyzer, "1") as writer:
        for document in made:
            writer.add(document)
    seal(folder)
    return Documents(open_terms(folder))


def test_no_pair_that_is_one_work_is_left_out(tmp_path: Path, analyzer: Analyzer) -> None:
    found = 0
    for seed in range(3):
        draw = Random(seed)
        regulations = Regulations(draw)
        made = [regulations.document() for _ in range(25)]
        made += [regulations.reprint(one) for one in draw.sample(made, 10)]
        made += [
            replace(regulations.edited(one), id=f"{one.id}-2") for one in draw.sample(made, 10)
        ]
        documents = _documents(tmp_path / str(seed), made, analyzer)
        every = range(len(made))
        entries = list(map(documents.entry, every))
        compared = set(pairs(documents, every))
        for one, other in combinations(every, 2):
            if same_work(entries[one], entries[other]):
                assert (one, other) in compared
                found += 1
    assert found > 50


def test_of_many_of_one_title_few_are_compared(tmp_path: Path, analyzer: Analyzer) -> None:
    draw = Random(1)
    letters = "".join(map(chr, range(0x4E00, 0x5E00)))
    made = [
        PolicyDocument(
            id=f"{n}", title="关于公积金的通知", body="".join(draw.choices(letters, k=900))
        )
        for n in range(60)
    ]
    made.append(replace(made[7], id="again"))
    documents = _documents(tmp_path / "1", made, analyzer)
    assert list(pairs(documents, range(61))) == [(7, 60)]
    assert len(list(pairs(documents, range(5)))) == 10
