"""Lists in JSON: a record a line, and one array."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.document import PolicyDocument, Rejected
from index.errors import Unreadable
from index.readers import SourceFile, limits
from index.readers.columns import parse_mapping
from tests.support.workbooks import (
    documents,
    one,
    read_json,
    read_jsonl,
    refused,
)

# --- JSON -------------------------------------------------------------------------------

RECORD = {
    "标题": "甲办法", "发文字号": "云政发〔2024〕3号", "正文": "第一条 甲。\n第二条 乙。",
    "标识": "zc-1", "发布机构": ["云澜市民政局", "云澜市公安局"], "备注": {"a": 1},
}  # fmt: skip


def as_lines(*records: object) -> bytes:
    return "\n".join(json.dumps(record, ensure_ascii=False) for record in records).encode()


def is_the_record(document: PolicyDocument) -> bool:
    return (
        (document.id, document.title, document.doc_number)
        == ("zc-1", "甲办法", "云政发〔2024〕3号")
        and document.body == "第一条 甲。\n第二条 乙。"
        and document.issuers == ("云澜市民政局", "云澜市公安局")
    )


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_chinese_keys_from_a_path_from_memory_and_from_an_archive(
    tmp_path: Path, packed: bool
) -> None:
    data = as_lines(RECORD, {"body": "丙"})
    data = gzip.compress(data) if packed else data
    path = tmp_path / "a.jsonl"
    path.write_bytes(data)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.jsonl", data)
    with zipfile.ZipFile(made) as archive, archive.open("a.jsonl") as entry:
        from_archive = list(read_jsonl(entry, "a.jsonl"))
    with path.open("rb") as file:
        from_path = list(read_jsonl(file, "a.jsonl"))
    assert from_path == from_archive == list(read_jsonl(io.BytesIO(data), "a.jsonl", {}))
    assert is_the_record(documents(from_path)[0])
    assert SourceFile(tmp_path, path).records == 2


def test_an_open_file_is_read_from_where_it_stands() -> None:
    handle = io.BytesIO(b"x\n" + as_lines(RECORD))
    handle.readline()
    assert is_the_record(one(list(read_jsonl(handle, "a"))))


def test_an_english_record_prints_its_labels_in_chinese_and_in_order() -> None:
    record = {"source": "x", "title": "甲", "issuer": "云澜市民政局", "index_no": "1/2"}
    document = one(list(read_jsonl(io.BytesIO(as_lines(record)), "a")))
    assert document.as_printed == (("索引号", "1/2"), ("标题", "甲"), ("发文机关", "云澜市民政局"))


def test_a_record_that_says_it_has_no_body_is_not_doubted() -> None:
    given = as_lines({"title": "甲", "body_kind": "none"}, {"title": "乙"})
    first, second = documents(list(read_jsonl(io.BytesIO(given), "a")))
    assert not first.warnings
    assert "没有找到正文" in second.warnings[0]


def test_keys_that_the_operator_maps() -> None:
    given = as_lines({"名目": "甲办法", "wh": "云政发〔2024〕3号"})
    mapping = parse_mapping(["名目=标题", "WH=发文字号"])
    document = one(list(read_jsonl(io.BytesIO(given), "a", mapping)))
    assert (document.title, document.doc_number) == ("甲办法", "云政发〔2024〕3号")
    assert document.as_printed == (("名目", "甲办法"), ("发文字号", "云政发〔2024〕3号"))


def test_a_key_that_is_no_text_hurts_nobody() -> None:
    given = b'{"\\u6807\\u9898(\\ud800)": "x", "' + b"k" * 1_000_000 + b'": 1}'
    document = one(list(read_jsonl(io.BytesIO(given), "a")))
    assert document.title == "x"
    assert json.dumps(document.to_json(), ensure_ascii=False).encode()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_an_array_of_records(encoding: str) -> None:
    data = json.dumps([RECORD, {"title": "乙"}], ensure_ascii=False, indent=1).encode(encoding)
    first, second = documents(list(read_json(data, "a.json")))
    assert is_the_record(first)
    assert second.title == "乙"


def test_an_array_with_other_things_in_it_names_them() -> None:
    items = list(read_json(b'[ {"title": "a"} , 5, {}, {"title": "b"}]', "a.json"))
    assert [type(item) for item in items] == [PolicyDocument, Rejected, Rejected, PolicyDocument]
    assert [i.locator for i in items if isinstance(i, Rejected)] == ["第 2 条", "第 3 条"]


@pytest.mark.parametrize(
    "rest",
    [
        pytest.param(', {"title": ', id="cut off"),
        pytest.param(', {"title": "b"} {"title": "c"}]', id="no comma"),
        pytest.param(', {"title": "b"}] x', id="something behind"),
        pytest.param(', {"title": "b"},]', id="a comma too many"),
        pytest.param(', {"title": "b"}, ' + "[" * 300_000, id="nested"),
    ],
)
def test_a_broken_array_gives_what_stands_before_and_a_reason(rest: str) -> None:
    *given, last = list(read_json(f'[{{"title": "a"}}{rest}'.encode(), "a.json"))
    assert documents(given)[0].title == "a"
    assert isinstance(last, Rejected)
    assert "JSON" in last.reason
    assert last.locator == f"第 {len(given) + 1} 条起"


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param('{"id": "x", "title": "乙"办法"", "body": "丙"}', id="quotes within"),
        pytest.param('{"id": "x" "title": "乙", "body": "丙"}', id="a comma is missing"),
        pytest.param('{"id": "x", "title": 乙, "body": [{"title": "a"}, {"id": 1}]}', id="parts"),
        pytest.param('{"id": "x", "title": "乙\n办法"}', id="a line break within"),
        pytest.param("[" * 100_000, id="nested"),
    ],
)
def test_behind_a_broken_element_the_next_is_read(broken: str) -> None:
    records = [f'{{"id": "{n}-a", "title": "甲{n}", "body": "正文"}}' for n in range(4)]
    items = list(
        read_json(f"[{','.join([*records[:2], broken, *records[2:]])}]".encode(), "a.json")
    )
    [left_out] = [item for item in items if isinstance(item, Rejected)]
    assert left_out.locator == "第 3 条"
    found = [item.title for item in items if isinstance(item, PolicyDocument)]
    assert found == [f"甲{n}" for n in range(4)]


def test_looking_for_the_next_element_ends() -> None:
    text = '[{"id": "a-1", "title": "甲"}, {"title": x' + '}, {"y": [{}' * 50_000
    items = list(read_json(text.encode(), "a.json"))
    assert [type(item) for item in items] == [PolicyDocument, Rejected]


def test_so_many_broken_elements_are_got_over_and_no_more() -> None:
    """A decoder that fails counts the lines before: without a bound that grows by the square."""
    records = ['{"id": "a-1", "title": "甲"}', '{"id": "a-1", "title": '] * 3_000
    items = list(read_json(f"[{','.join(records)}]".encode(), "a.json"))
    left_out = [item.locator for item in items if isinstance(item, Rejected)]
    assert 500 < len(left_out) < 2_000
    assert [place for place in left_out if place.endswith("起")] == left_out[-1:]


def test_a_line_without_end_costs_itself_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LINE_BYTES", 1_000)
    monkeypatch.setattr(limits, "SKIPPED_BYTES", 50_000)
    lines = [as_lines({"title": "甲"}), b"x" * 5_000, as_lines({"title": "乙"})]
    items = list(read_jsonl(io.BytesIO(b"\n".join(lines)), "a"))
    assert [getattr(item, "title", "") or item.source_path for item in items] == ["甲", "a", "乙"]
    endless = list(read_jsonl(io.BytesIO(lines[0] + b"\n" + b"x" * 90_000), "a"))
    assert isinstance(endless[1], Rejected)
    assert endless[1].locator == "第 2 行起"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param(b"title: a", ".jsonl", id="a line"),
        pytest.param(b'{"code": 404, "msg": "a"}', "见到的键：code、msg", id="an object of others"),
        pytest.param(b'{"code": 200, "data": ', "没有下载完整", id="an object cut off"),
        pytest.param(b"", "数组", id="empty"),
        pytest.param(b"[ ]", "空的", id="an empty array"),
        pytest.param(bytes(range(256)) * 20, "编码", id="binary"),
    ],
)
def test_a_file_that_is_no_array_says_so(data: bytes, said: str) -> None:
    assert said in refused(read_json(data, "a.json"))


@settings(deadline=None, max_examples=150)
@given(st.text(alphabet=st.sampled_from('[]{},:"a1 \n\\标题'), max_size=60))
def test_any_array_gives_documents_or_reasons(text: str) -> None:
    try:
        items = list(read_json(f"[{text}".encode(), "a.json"))
    except Unreadable:
        return
    assert items


def test_a_record_of_too_many_values_costs_itself_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten million empty objects on a line take more memory than a child may have."""
    loads = json.loads

    def short_of_memory(text: str, **options: type) -> object:
        if "{}" in text:
            raise MemoryError
        return loads(text, **options)

    monkeypatch.setattr(json, "loads", short_of_memory)
    records = [
        {"id": "a", "title": "甲"},
        {"id": "b", "body": [{}, {}]},
        {"id": "c", "title": "丙"},
    ]
    items = list(read_jsonl(as_lines(*records), "a.jsonl"))
    assert [getattr(item, "id", "") for item in items] == ["a", "", "c"]
    [left_out] = [item for item in items if isinstance(item, Rejected)]
    assert left_out.locator == "第 2 行"
    assert "内存" in left_out.reason
