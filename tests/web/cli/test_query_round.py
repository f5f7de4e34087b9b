"""The round of an editor: what finds nothing → a table of lay words → is the search better with it?"""

from __future__ import annotations

import json
import re
from pathlib import Path

from click.testing import CliRunner

from index.text.analysis import Analyzer
from search.embedded.engine import open_engine
from tests.support.desk import Desk as Folder
from web.cli.main import main
from web.desk.pages import create_desk
from web.desk.tables import Desk


def run(*words: object) -> str:
    done = CliRunner().invoke(main, [str(word) for word in words])
    assert done.exit_code == 0, done.output
    return done.output


def test_what_found_nothing_is_found_by_the_table_that_was_checked(
    tmp_path: Path, analyzer: Analyzer
) -> None:
    kept = Folder(tmp_path, analyzer)
    for name in ("示例市水土保持条例", "样例县水土保持办法"):
        kept.write(f"{name}.txt", "预防和治理流失。", name)
    kept.update()
    index = kept.store.root
    log, table = tmp_path / "queries.log", tmp_path / "建议.csv"
    log.write_text('{"at": "2026-11-30T09:12", "q": "水保", "total": 0, "rung": "all"}\n' * 3)
    client = create_desk(Desk(index, open_engine(index), query_log=log)).test_client()
    (_, line) = client.get("/queries.csv").data.decode("utf-8-sig").splitlines()
    assert line.startswith("水保,3,")
    command = re.search(r"zhengce (queries \S+ --synonyms) 建议.csv", line)
    assert command, "the next step is a command"
    said = run(*command[1].split(), table, "--index", index)
    assert "水保,水土保持" in table.read_text(encoding="utf-8-sig")
    queries, qrels, before = (tmp_path / name for name in ("查询.jsonl", "判定.tsv", "原来.run"))
    queries.write_text(json.dumps({"id": "1", "text": "水保", "type": "口语"}))
    qrels.write_text("query_id\tdoc_id\trelevance\n1\t示例市水土保持条例.txt\t1\n")
    judged = ("--queries", queries, "--qrels", qrels, "--index", index)
    run("evaluate", *judged, "--no-lay", "--run", before)
    after = run("evaluate", *judged, "--lay", table, "--against", before)
    assert "变好 1 条，变差 0 条" in after
    options = {word for word in said.split() if word.startswith("--")}
    assert {"--queries", "--qrels", "--lay", "--against"} <= options, "the message names them all"
