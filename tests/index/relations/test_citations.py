"""How often a work is cited."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from index.document import PolicyDocument
from index.ingest.update import update_index
from index.readers import read_file
from index.relations.graph import open_graph
from index.segment import open_terms
from index.statements.names import key_of, work_number
from index.store.store import Store
from index.text.analysis import Analyzer


def test_how_often_a_work_is_cited_is_counted_by_documents(
    tmp_path: Path, analyzer: Analyzer
) -> None:
    rows = [
        {"id": "law", "title": "中华人民共和国公司法", "body": "第一条 为了规范公司的组织。"},
        {"id": "a", "title": "甲办法", "body": "依照《公司法》。再依照《公司法》。"},
        {"id": "b", "title": "乙办法", "body": "依照《中华人民共和国公司法》。"},
    ]
    list_ = tmp_path / "list.jsonl"
    list_.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows))
    store = Store(tmp_path / "index")
    update_index(store, [list_], analyzer)
    assert _cited(store) == {"law": 2, "a": 0, "b": 0}
    rows[2]["body"] = "依照国家有关规定。"
    list_.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows))
    update_index(store, [list_], analyzer)
    assert _cited(store)["law"] == 1, "what a document no longer says counts no longer"


def _cited(store: Store) -> dict[str, int]:
    terms = open_terms(store.current().terms)
    graph = open_graph(store.current().terms, len(terms.counts))
    column = np.rint(np.expm1(graph.cited)).astype(int)
    live = np.flatnonzero(terms.counts).tolist()
    return {terms.id(number): int(column[number]) for number in live}


def test_articles_of_one_work_share_its_number() -> None:
    assert work_number(key_of("民法典 第一条")) == work_number(key_of("中华人民共和国民法典"))


def test_a_record_of_an_article_has_law_and_number_for_its_title(tmp_path: Path) -> None:
    record = {
        "id": "a1",
        "law": "民法典",
        "article": "第一千一百条",
        "text": "无子女的收养人可以收养。",
    }
    path = tmp_path / "articles.jsonl"
    path.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    [document] = list(read_file(path, tmp_path))
    assert isinstance(document, PolicyDocument)
    assert (document.title, document.body) == ("民法典 第一千一百条", "无子女的收养人可以收养。")
