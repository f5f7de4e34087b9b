"""Labels of pages in every shape, labels that are not known, and what stands in a block named menu."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from index.document import PolicyDocument, Validity
from tests.support.cases import document_of_case, read_bytes

HEAD = "<html><head><meta charset=utf-8><title>云澜市数据条例实施办法</title></head>"
TEXT = (
    "<div><p>第一条 为规范数据处理活动，保障数据安全，根据有关规定，结合本市实际，制定本办法。</p>"
    "<p>第二条 本市行政区域内的数据处理活动，适用本办法，法律另有规定的除外。</p></div>"
)  # fmt: skip
LABELS = (("索引号", "YL0012025-0031"), ("发文机关", "云澜市人民政府"), ("文件编号", "云政规〔2025〕4号"),
          ("成文日期", "2025-04-02"), ("公开日期", "2025-04-09"), ("效力状况", "有效"))  # fmt: skip


def page(folder: Path, labels: str) -> PolicyDocument:
    [item] = read_bytes(folder, "a.html", f"{HEAD}<body>{labels}{TEXT}</body></html>".encode())
    assert isinstance(item, PolicyDocument), item
    return item


def rows(made: str, of_row: str = "{}") -> str:
    return "".join(of_row.format(made.format(label, value)) for label, value in LABELS)


def pairs(made: str) -> str:
    """Two labels a row."""
    cells = [made.format(label, value) for label, value in LABELS]
    return "".join(f"<tr>{one}{two}</tr>" for one, two in zip(cells[::2], cells[1::2], strict=True))


def columns(cell: str) -> str:
    heads, values = zip(*LABELS, strict=True)
    return "".join(f"<tr>{''.join(map(cell.format, row))}</tr>" for row in (heads, values))


@pytest.mark.parametrize("labels", [
    f"<table>{pairs('<th>{}</th><td>{}</td>')}</table>",
    f"<table>{pairs('<td><b>{}：</b></td><td><span>{}</span></td>')}</table>",
    f"<table>{rows('<td>{}</td><td colspan=3>{}</td>', '<tr>{}</tr>')}</table>",
    f"<table>{columns('<td>{}</td>')}</table>",
    f"<table><thead>{columns('<th><p>{}</p></th>').replace('</tr><tr>', '</tr></thead><tr>')}</table>",
    f"<dl>{rows('<dt>{}</dt><dd>{}</dd>')}</dl>",
    f"<dl>{rows('<dt>{}：</dt><dd><a href=x>{}</a></dd>')}</dl>",
    f"<ul>{rows('<li><span>{}</span><span>{}</span></li>')}</ul>",
    f"<ul>{rows('<li><b>{}</b>：{}</li>')}</ul>",
    f"<ul>{rows('<li><label>{}：</label><em>{}</em></li>')}</ul>",
    f"<div>{rows('<div><div>{}</div><div>{}</div></div>')}</div>",
    f"<div class='wrapper-menu header'>{rows('<p>{}：{}</p>')}</div>",
    f"<div class=menu>{rows('<span>{}：{}</span>')}</div>",
    f"<p>{rows('{}：{} ')}</p>",
    f"<p>{rows('【{}】{}').replace('】', '】：')}</p>",
    f"<div>{rows('<span>[{}]</span>：<i>{}</i>　')}</div>",
    f"<div>{rows('{}：{}', '{} | ')}</div>",
    f"<form><fieldset>{rows('<p><label>{}</label><span>{}</span></p>')}</fieldset></form>",
])  # fmt: skip
def test_labels_of_every_shape(tmp_path: Path, labels: str) -> None:
    document = page(tmp_path, labels)
    assert document.index_number == "YL0012025-0031"
    assert document.issuers == ("云澜市人民政府",)
    assert document.doc_number == "云政规〔2025〕4号"
    assert (document.written_on, document.published_on) == (date(2025, 4, 2), date(2025, 4, 9))
    assert document.validity is Validity.IN_FORCE
    assert document.body.startswith("第一条")
    assert document.body.endswith("除外。")


def test_the_shared_case_of_labels_that_follow() -> None:
    document = document_of_case("09_issuer_swallows_labels.html")
    assert document.issuers == document.issuers_as_written == ("云泽市人民政府",)
    assert document.doc_number == "云政发〔2024〕9号"


@pytest.mark.parametrize("other", [
    "公开方式：主动公开", "公开范围：面向社会", "规范性文件统一编号：YLCR-2025-1", "公文类型：规范性文件", "阅读权限：公开", "档案号：(2025)3",
])  # fmt: skip
@pytest.mark.parametrize("labels", ["<p>发布单位：云澜市财政局 {}</p>", "<p>{} 发布单位：云澜市财政局</p>",
                                    "<div><span>发布单位：云澜市财政局</span><span>{}</span></div>"])  # fmt: skip
def test_an_unknown_label_ends_a_value(tmp_path: Path, labels: str, other: str) -> None:
    document = page(tmp_path, labels.format(other))
    assert document.issuers == ("云澜市财政局",)


def test_the_shared_case_of_labels_in_a_table() -> None:
    document = document_of_case("10_labels_wuxi.html")
    assert document.doc_number == "云政发〔2026〕1号"
    assert document.validity is Validity.IN_FORCE


def test_the_shared_case_of_labels_in_a_menu() -> None:
    document = document_of_case("04_meta_in_wrapper_menu.html")
    assert document.published_on == date(2025, 10, 17)
    assert document.issuers == ("国家能源局云泽监管办公室",)
    assert document.body.startswith("各有关企业：")


def test_empty_cells_keep_their_columns(tmp_path: Path) -> None:
    heads, values = (
        ("索取号", "发布时间", "发布机构", "文件编号", "备注"),
        ("YL-3", "", "云澜市财政局", "云财〔2025〕3号", ""),
    )
    table = "".join(
        f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in (heads, values)
    )
    document = page(tmp_path, f"<table>{table}</table>")
    assert (document.issuers, document.doc_number) == (("云澜市财政局",), "云财〔2025〕3号")
    assert document.published_on is None
    assert document.body.startswith("第一条")


@pytest.mark.parametrize("line", [
    "<p>2025-04-09 10:20</p>", "<div><span>2025年4月9日</span> <span>来源：本局</span></div>", "<p>时间：2025-04-09 来源：某网</p>",
    "<div>来源：云澜市财政局 2025-04-09 09:00 浏览：3</div>", "<div>【信息发布时间：2025-04-09】【我要打印】【关闭】</div>",
    "<p>[2025/04/09]</p>", "<p>今天是2025年12月1日</p><p>更新于 2025.04.09</p><p>发布于 2025-04-09</p>",
])  # fmt: skip
def test_the_day_a_page_was_put_up(tmp_path: Path, line: str) -> None:
    document = page(tmp_path, f"<h1>云澜市数据条例实施办法</h1>{line}")
    assert document.published_on == date(2025, 4, 9)
    assert document.body.startswith("第一条")


def test_tables_within_the_text_are_no_labels(tmp_path: Path) -> None:
    table = "<table><tr><td>名称</td><td>数据局</td></tr><tr><td>发布日期</td><td>2020-01-01</td></tr></table>"
    document = page(
        tmp_path,
        f"{TEXT[:-6]}{table}<p>第三条 本办法由市数据局负责解释，自发布之日起施行。</p></div>",
    )
    assert document.title == "云澜市数据条例实施办法"
    assert document.published_on is None
    assert "名称 数据局" in document.body
