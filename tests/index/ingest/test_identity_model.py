"""Whatever files do, a document keeps its id, and no address shows another document.

Two roots, one of them a link to a release folder. Files are written, moved, copied, swapped, edited,
given a 索引号, released anew; between it the index is synced or rebuilt. After each run every address
that was ever given shows its document, leads to it, or its document is gone.
"""

from __future__ import annotations

import random
import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.ingest.recall import Recalled
from index.ingest.sync import sync_index
from index.ingest.update import rebuild_index
from index.store.generation import Generation
from index.store.store import Store
from index.text.analysis import Analyzer

CHANGES = (
    "write",
    "move",
    "copy",
    "swap",
    "edit",
    "number",
    "remove",
    "folder",
    "release",
    "point",
)
RUNS = ("sync", "sync by another name", "reindex")
NAMES = [f"{root}/{name}" for root in ("a", "current") for name in ("0.txt", "1.txt", "夹/0.txt")]
SENTENCES = [f"第{n}项工作由有关单位按照职责分工负责落实到位" for n in range(12)]

Step = tuple[str, int, int]


@dataclass(frozen=True)
class Text:
    """What a file holds: which document it is of, how often it was edited, a 索引号."""

    lineage: int
    edited: int = 0
    number: str = ""

    def __str__(self) -> str:
        draw = random.Random(self.lineage)
        own = [f"{draw.choice(SENTENCES)}{draw.randrange(10**6)}。" for _ in range(12)]
        own[self.edited % 12] += f"修改{self.edited}。" if self.edited else ""
        number = f"索引号: {self.number}\n" if self.number else ""
        title = f"关于第{self.lineage % 3}类事项的通知"
        return f"名称: {title}\n{number}\n谱系{self.lineage}。\n" + "\n".join(own)


class World:
    """Files, an index over them, and every address that was given."""

    def __init__(self, folder: Path, analyzer: Analyzer) -> None:
        self.folder = folder
        self.analyzer = analyzer
        self.store = Store(folder / "index")
        self.release = 1
        (folder / "a" / "夹").mkdir(parents=True)
        (folder / "releases" / "1" / "夹").mkdir(parents=True)
        (folder / "current").symlink_to(folder / "releases" / "1")
        (folder / "other").symlink_to(folder / "a")
        self.texts: dict[str, Text] = {}
        self.ran: dict[str, Text] = {}
        self.given: dict[str, int] = {}
        self.shown: dict[str, Text] = {}
        self.led: set[str] = set()
        self.written = 0

    def do(self, step: Step) -> None:
        kind, first, second = step
        one, two = NAMES[first % len(NAMES)], NAMES[second % len(NAMES)]
        if kind in RUNS:
            self.run(kind)
        elif kind == "write":
            self.write(one)
        elif kind == "folder":
            self.rename_folder(one.partition("/")[0])
        elif kind in ("release", "point"):
            self.publish(is_kept=kind == "point")
        elif one in self.texts:
            self.change(kind, one, two)

    def change(self, kind: str, one: str, two: str) -> None:
        text = self.texts[one]
        if kind in ("move", "copy", "swap") and not self.may_stand(text, two):
            return
        if kind == "swap" and two in self.texts and not self.may_stand(self.texts[two], one):
            return
        if kind == "move" and one != two:
            self.path(one).replace(self.path(two))
            self.texts[two] = self.texts.pop(one)
        elif kind == "copy" and one != two:
            shutil.copyfile(self.path(one), self.path(two))
            self.texts[two] = text
        elif kind == "swap" and two in self.texts and one != two:
            self.path(one).rename(self.folder / "t")
            self.path(two).rename(self.path(one))
            (self.folder / "t").rename(self.path(two))
            self.texts[one], self.texts[two] = self.texts[two], text
        elif kind in ("edit", "number") and self.is_taken_for_another(one):
            return
        elif kind == "edit":
            self.put(one, replace(text, edited=text.edited + 1))
        elif kind == "number" and not text.number:
            self.put(one, replace(text, number=f"S-{text.lineage}"))
        elif kind == "remove":
            self.path(one).unlink()
            del self.texts[one]

    def write(self, name: str) -> None:
        self.written += 1
        while not self.may_stand(Text(self.written), name):
            self.written += 1
        self.put(name, Text(self.written))

    def is_taken_for_another(self, name: str) -> bool:
        """A copy that is edited where another of the same title stood is that one, rewritten, too."""
        was, now = self.ran.get(name), self.texts[name]
        return bool(was and was.lineage != now.lineage and was.lineage % 3 == now.lineage % 3)

    def may_stand(self, text: Text, name: str) -> bool:
        """A new document that stands where one of the same title stood is that one, rewritten: the
        bound of what is promised."""
        is_new = text.lineage not in {known.lineage for known in self.ran.values()}
        return not is_new or name not in self.ran or text.lineage % 3 != self.ran[name].lineage % 3

    def rename_folder(self, root: str) -> None:
        old, new = self.folder / root / "夹", self.folder / root / "别夹"
        if not old.exists():
            old, new = new, old
        shutil.move(old, new)

    def publish(self, is_kept: bool) -> None:
        """The next release: all as it was, under another folder."""
        old, self.release = self.folder / "releases" / str(self.release), self.release + 1
        new = self.folder / "releases" / str(self.release)
        shutil.copytree(old, new)
        (self.folder / "current").unlink()
        (self.folder / "current").symlink_to(new)
        if not is_kept:
            shutil.rmtree(old)

    def put(self, name: str, text: Text) -> None:
        self.texts[name] = text
        self.path(name).unlink(missing_ok=True)
        self.path(name).write_text(str(text), encoding="utf-8")

    def path(self, name: str) -> Path:
        root, _, rest = name.partition("/")
        if (self.folder / root / "别夹").exists():
            rest = rest.replace("夹/", "别夹/")
        return self.folder / root / rest

    def run(self, kind: str) -> None:
        if not self.texts:
            return
        by_other = kind == "sync by another name"
        roots = [self.folder / ("other" if by_other else "a"), self.folder / "current"]
        if kind == "reindex":
            rebuild_index(self.store, roots, self.analyzer, force=True)
        else:
            sync_index(self.store, roots, self.analyzer, force=True)
        self.check(self.store.current())
        self.ran = dict(self.texts)

    def check(self, generation: Generation) -> None:
        recall = Recalled(generation)
        leads = {former.id: former.now for former in generation.former() if former.now}
        rows = [*generation.sources()]
        live = [id for row in rows for id in row.ids]
        assert len(live) == len(set(live)) == generation.manifest.documents
        assert not leads.keys() & set(live)
        lineages = {id: lineage_of(recall, id) for id in live}
        assert {t.lineage for t in self.texts.values()} == set(lineages.values()), "none is lost"
        now, before = (Counter(t.lineage for t in some.values()) for some in (self.texts, self.ran))
        for id, lineage in self.given.items():
            end = id if id in lineages else leads.get(id, "")
            assert lineages.get(end, lineage) == lineage, f"{id} shows another document"
            is_known = now[lineage] == before[lineage] == 1 and lineage not in self.unsure()
            if is_known and id in self.led:
                assert end in lineages, f"{id} leads nowhere"
        shown = {id: text for id in live if (text := self.text_of(lineages[id]))}
        kept = {text: id for id, text in self.shown.items()}
        for id, text in shown.items():
            if now[text.lineage] == before[text.lineage] == 1 and text in kept:
                assert id == kept[text], "what keeps its content keeps its id"
        for id, lineage in lineages.items():
            self.given.setdefault(id, lineage)
        self.shown = shown
        self.led = {id for id in self.given if id in lineages or leads.get(id) in lineages}

    def unsure(self) -> set[int]:
        """What stood in folders that hold nothing now, as if nothing were mounted there: of that
        the content alone is recognised elsewhere."""
        filled = {name.rpartition("/")[0] for name in self.texts}
        return {
            text.lineage
            for name, text in self.ran.items()
            if name.rpartition("/")[0] not in filled and text not in self.texts.values()
        }

    def text_of(self, lineage: int) -> Text | None:
        """The text of a document that stands in one file."""
        some = [text for text in self.texts.values() if text.lineage == lineage]
        return some[0] if len(some) == 1 else None


def lineage_of(recall: Recalled, id: str) -> int:
    document = recall(id)
    assert document
    return int(document.body.partition("谱系")[2].partition("。")[0])


def played(steps: list[Step], analyzer: Analyzer) -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder), analyzer)
        for step in [("write", 0, 0), ("write", 3, 0), ("sync", 0, 0), *steps, ("sync", 0, 0)]:
            world.do(step)


def drawn(seed: int, length: int = 60) -> list[Step]:
    draw = random.Random(seed)
    kinds = [*CHANGES, "move", "edit", "write", *RUNS, *RUNS, "sync"]
    return [(draw.choice(kinds), draw.randrange(6), draw.randrange(6)) for _ in range(length)]


@settings(max_examples=12, deadline=None, suppress_health_check=[*HealthCheck])
@given(
    st.lists(
        st.tuples(st.sampled_from([*CHANGES, *RUNS]), st.integers(0, 5), st.integers(0, 5)),
        max_size=20,
    )
)
def test_ids_stay_whatever_files_do(analyzer: Analyzer, steps: list[Step]) -> None:
    played(steps, analyzer)


@pytest.mark.parametrize("seed", range(4))
def test_ids_stay_in_long_histories(analyzer: Analyzer, seed: int) -> None:
    played(drawn(seed), analyzer)
