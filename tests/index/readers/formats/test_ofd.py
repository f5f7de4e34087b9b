"""OFD files written by hand here, and the real ones of the corpus."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest

from index.errors import Unreadable
from index.readers.formats.ofd import parse_ofd

FOLDER = Path(os.environ.get("ZHENGCE_CORPUS", "")) / "corpus" / "originals" / "ofd"
FILES = sorted(FOLDER.glob("*.ofd")) if os.environ.get("ZHENGCE_CORPUS") else []
ABSENT = pytest.param(Path(), marks=pytest.mark.skip("ZHENGCE_CORPUS is not set"))

NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
IMAGE = '<ofd:ImageObject ID="9" Boundary="0 0 210 297" ResourceID="8"/>'
LINE = "各级人民政府应当加强对政务公开工作的组织领导，建立健全工作"
REST = "机制，明确责任分工。"


def text(words: str, x: float = 30, y: float = 50, *, code: str = "", more: str = "") -> str:
    """A text object of 5 mm type; ``code`` in place of the usual DeltaX."""
    placed = code or f'X="0" Y="5" DeltaX="g {max(len(words) - 1, 0)} 5"'
    return (
        f'<ofd:TextObject ID="4" Boundary="{x} {y} 160 7" Font="3" Size="5" {more}>'
        f"<ofd:TextCode {placed}>{words}</ofd:TextCode></ofd:TextObject>"
    )


def page(*objects: str, templates: str = "") -> str:
    used = "".join(f'<ofd:Template TemplateID="{name}"/>' for name in templates)
    return (
        f"<ofd:Page {NS}>{used}<ofd:Content><ofd:Layer>{''.join(objects)}</ofd:Layer>"
        "</ofd:Content></ofd:Page>"
    )


def body(name: str, title: str = "") -> str:
    return (
        f"<ofd:DocBody><ofd:DocInfo><ofd:Title>{title}</ofd:Title></ofd:DocInfo>"
        f"<ofd:DocRoot>{name}/Document.xml</ofd:DocRoot></ofd:DocBody>"
    )


def document(locations: list[str], templates: str = "") -> str:
    pages = "".join(f'<ofd:Page ID="1" BaseLoc="{location}"/>' for location in locations)
    shared = "".join(f'<ofd:TemplatePage ID="{t}" BaseLoc="Tpls/{t}.xml"/>' for t in templates)
    return (
        f"<ofd:Document {NS}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297"
        f"</ofd:PhysicalBox></ofd:PageArea>{shared}</ofd:CommonData><ofd:Pages>{pages}</ofd:Pages>"
        "</ofd:Document>"
    )


def archive(files: dict[str, str]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return data.getvalue()


def ofd(*pages: str, title: str = "", templates: dict[str, str] | None = None) -> bytes:
    templates = templates or {}
    return archive(
        {
            "OFD.xml": f"<ofd:OFD {NS}>{body('Doc_0', title)}</ofd:OFD>",
            "Doc_0/Document.xml": document(
                [f"Pages/{at}.xml" for at in range(len(pages))], "".join(templates)
            ),
        }
        | {f"Doc_0/Pages/{at}.xml": content for at, content in enumerate(pages)}
        | {f"Doc_0/Tpls/{name}.xml": content for name, content in templates.items()}
    )


def lines(*pages: str) -> list[str]:
    return parse_ofd(ofd(*pages), "a.ofd").lines


def test_line_breaks_are_mended_also_across_pages_and_page_numbers_go() -> None:
    first = page(text(LINE), text(LINE, y=58), text("— 1 —", 100, 280))
    second = page(text(REST, y=40), text("— 2 —", 100, 280))
    assert lines(first, second) == [LINE + LINE + REST]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param('X="0" Y="5" DeltaX="5 5 5"', id="listed"),
        pytest.param('X="0" Y="5" DeltaX="g 3 5"', id="repeated"),
        pytest.param('X="0" Y="5" DeltaX="5 g 2 5"', id="mixed"),
        pytest.param('X="0" Y="5" DeltaX="g 999999999 5"', id="hostile count"),
        pytest.param('X="0" Y="5" DeltaX="g 1e300 5"', id="a count that is no count"),
        pytest.param('X="0" Y="5" DeltaX="g -3 5 5 5 5"', id="negative count"),
        pytest.param('X="0" Y="5" DeltaX="g"', id="cut off"),
        pytest.param('X="0" Y="5" DeltaX="5"', id="too few"),
        pytest.param('X="0" Y="5"', id="none"),
        pytest.param('X="0" Y="5" DeltaX="nan inf x"', id="no numbers"),
        pytest.param('X="0" Y="5" DeltaX="10 10 10"', id="spread"),
        pytest.param('X="0" Y="5" DeltaY="g 3 5"', id="downwards"),
    ],
)
def test_steps_in_every_form_give_the_word(code: str) -> None:
    assert "".join(lines(page(text("公开办法", code=code)))) == "公开办法"


def test_a_long_list_of_hostile_repetitions_stays_small() -> None:
    code = f'X="0" Y="5" DeltaX="{"g 999999999 0 " * 20_000}"'
    assert len("".join(lines(page(text("公开办法", code=code))))) == 4


def test_steps_part_the_cells_of_a_row() -> None:
    assert lines(page(text("序号名称", code='X="0" Y="5" DeltaX="5 40 5"'))) == ["序号  名称"]


def test_every_step_of_a_repetition_counts() -> None:
    assert lines(page(text("甲乙丙", code='X="0" Y="5" DeltaX="g 2 40"'))) == ["甲  乙  丙"]


def test_bold_by_printing_twice_is_read_once() -> None:
    assert lines(page(text("人人有责", 30), text("人人有责", 30.3))) == ["人人有责"]


def test_boundary_and_matrix_place_the_text() -> None:
    """Two objects whose order on the page is only known when both are applied."""
    below = text("下行", 30, 100, more='CTM="0.5 0 0 0.5 0 0"', code='X="0" Y="10" DeltaX="10"')
    above = text("上行", 30, 120, more='CTM="1 0 0 1 0 -60"', code='X="0" Y="5" DeltaX="5"')
    behind = text("后面", 30, 120, more='CTM="1 0 0 1 10 -60"', code='X="0" Y="5" DeltaX="5"')
    assert lines(page(below, behind, above)) == ["上行后面", "下行"]


def test_an_oblique_watermark_is_no_text() -> None:
    mark = text("内部资料", more='CTM="0.7 0.7 -0.7 0.7 0 0"')
    assert lines(page(mark, text("正文", y=90))) == ["正文"]


def test_blocks_nest_and_prefixes_and_locations_vary() -> None:
    content = page(f"<ofd:PageBlock><ofd:PageBlock>{text('正文')}</ofd:PageBlock></ofd:PageBlock>")
    for location in ("Pages/0.xml", "/Doc_0/Pages/0.xml", "./Pages/../Pages/0.xml", r"Pages\0.xml"):
        files = {
            "OFD.xml": f"<ofd:OFD {NS}>{body('/Doc_0')}</ofd:OFD>",
            "Doc_0/Document.xml": document([location]),
            "Doc_0/Pages/0.xml": content,
        }
        plain = {
            name: part.replace("ofd:", "").replace("xmlns:ofd", "xmlns")
            for name, part in files.items()
        }
        other = {
            name: part.replace("ofd:", "o:").replace("xmlns:ofd", "xmlns:o")
            for name, part in files.items()
        }
        for form in (files, plain, other):
            assert parse_ofd(archive(form), "a.ofd").lines == ["正文"]


@pytest.mark.parametrize(
    "location", ["../../etc/passwd", "/Doc_0/None.xml", "", "http://a.cn/b.xml"]
)
def test_a_page_that_is_not_in_the_archive_is_damage(location: str) -> None:
    files = {
        "OFD.xml": f"<ofd:OFD {NS}>{body('Doc_0')}</ofd:OFD>",
        "Doc_0/Document.xml": document([location]),
    }
    with pytest.raises(Unreadable, match="不完整"):
        parse_ofd(archive(files), "a.ofd")


def test_all_documents_in_a_file_are_read_in_order() -> None:
    files = {"OFD.xml": f"<ofd:OFD {NS}>{body('B')}{body('A')}</ofd:OFD>"}
    for name in ("A", "B"):
        files[f"{name}/Document.xml"] = document(["0.xml"])
        files[f"{name}/0.xml"] = page(text(f"文件{name}"))
    assert parse_ofd(archive(files), "a.ofd").lines == ["文件B", "文件A"]


def test_a_template_on_every_page_is_furniture_and_one_on_some_is_text() -> None:
    templates = {"L": page(text("某某市人民政府公报", y=150)), "F": page(text("填表说明", y=200))}
    pages = [page(text("甲"), templates="LF"), page(text("乙"), templates="L")]
    found = parse_ofd(ofd(*pages, templates=templates), "a.ofd")
    assert found.lines == ["甲", "填表说明", "乙"]
    alone = parse_ofd(ofd(pages[0], templates=templates), "a.ofd")
    assert "某某市人民政府公报" in alone.lines


def test_annotations_and_signatures_are_no_text() -> None:
    files = {
        "OFD.xml": f"<ofd:OFD {NS}>{body('D')}</ofd:OFD>",
        "D/Document.xml": document(["0.xml"]),
        "D/0.xml": page(text("正文")),
        "D/Annots/Annotation.xml": page(text("批注")),
        "D/Signs/Sign_0/Signature.xml": page(text("印章")),
    }
    assert parse_ofd(archive(files), "a.ofd").lines == ["正文"]


@pytest.mark.parametrize(
    ("title", "taken"),
    [
        pytest.param("关于政务公开的通知", "关于政务公开的通知", id="printed"),
        pytest.param("通知模板第三版", "", id="not printed"),
        pytest.param("关于政务公开的通知.docx", "", id="file name"),
    ],
)
def test_the_title_of_the_properties_is_taken_if_printed(title: str, taken: str) -> None:
    data = ofd(page(text("关于政务公开"), text("的通知", y=60)), title=title)
    assert parse_ofd(data, "a.ofd").title == taken


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(ofd(page(IMAGE), page(IMAGE)), "OFD 只有图像", id="image only"),
        pytest.param(ofd(page()), "没有文字", id="blank"),
        pytest.param(ofd(), "没有页面", id="no pages"),
        pytest.param(archive({"a.txt": "正文"}), "OFD.xml", id="no OFD.xml"),
        pytest.param(archive({"OFD.xml": "<OFD><DocBody>"}), "XML 已损坏", id="cut XML"),
        pytest.param(archive({"OFD.xml": "<!DOCTYPE a><OFD/>"}), "DTD", id="DTD"),
        pytest.param(archive({"OFD.xml": "<OFD/>"}), "没有页面", id="no document"),
        pytest.param(
            archive({"OFD.xml": f"<ofd:OFD {NS}>{body('D')}</ofd:OFD>"}), "不完整", id="no root"
        ),
        pytest.param(b"", "损坏", id="empty"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        parse_ofd(data, "a.ofd")


def test_too_many_pages_are_refused() -> None:
    files = {
        "OFD.xml": f"<ofd:OFD {NS}>{body('D')}</ofd:OFD>",
        "D/Document.xml": document(["0.xml"] * 2_001),
        "D/0.xml": page(text("正文")),
    }
    with pytest.raises(Unreadable, match="2,000 页"):
        parse_ofd(archive(files), "a.ofd")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_file_is_refused(share: float) -> None:
    data = ofd(page(text(LINE)))
    with pytest.raises(Unreadable, match="不完整"):
        parse_ofd(data[: int(len(data) * share)], "a.ofd")


EXPECTED = {
    "plain_essay": (12, "拿来主义", "鲁迅", "但我们没有人根据了“礼尚往来”的仪节，说道：拿来！"),
    "封面": (3, "信息系统密码应用测评要求", "中国密码学会密评联委会", "二〇二〇年十二月"),
    "批复": (
        10,
        "路卫发〔2011〕76号",
        "关于同意张阿三同志辞职的批复",
        "区中医院：",
        "你院《关于给张阿三同志辞职的请示》（路中医发〔2011〕10号）收悉。",
        "2011年3月10日",
    ),
}


def test_the_files_are_there(shared: Path) -> None:
    assert len(FILES) == 3


@pytest.mark.parametrize("path", FILES or [ABSENT], ids=lambda path: path.stem)
def test_a_file_of_the_corpus_gives_its_paragraphs(path: Path) -> None:
    found = parse_ofd(path.read_bytes(), path.name)
    [(count, *expected)] = [value for part, value in EXPECTED.items() if part in path.name]
    assert [line for line in expected if line not in found.lines] == []
    assert len(found.lines) == count


def test_a_template_that_a_page_names_often_is_printed_once() -> None:
    files = {
        "OFD.xml": f"<ofd:OFD {NS}>{body('Doc')}</ofd:OFD>",
        "Doc/Document.xml": document(["P.xml"], "7"),
        "Doc/Tpls/7.xml": page(text(LINE)),
        "Doc/P.xml": page(text(REST, y=90), templates="7" * 1_000),
    }
    assert "".join(parse_ofd(archive(files), "a.ofd").lines).count(LINE) == 1


def ruled(x: list[float], y: list[float]) -> str:
    """A grid of lines, each a path object of its own."""
    level = [(x[0], at, x[-1] - x[0], 0.2) for at in y]
    upright = [(at, y[0], 0.2, y[-1] - y[0]) for at in x]
    return "".join(
        f'<ofd:PathObject ID="5" Boundary="{left} {top} {wide} {high}"><ofd:AbbreviatedData>'
        f"M 0 0 L {wide if wide > high else 0} {high if high > wide else 0}"
        "</ofd:AbbreviatedData></ofd:PathObject>"
        for left, top, wide, high in level + upright
    )


def test_the_lines_of_a_ruled_cell_belong_together() -> None:
    objects = (
        ruled([28, 70, 180], [40, 60, 80]),
        text("申请人姓", 30, 42), text("名及电话", 30, 50), text("王芳", 80, 46),
        text("住址", 30, 64), text("云澜市东城", 80, 62), text("区湖滨路", 80, 70),
        text("填表说明", 30, 90),
    )  # fmt: skip
    expected = ["申请人姓名及电话  王芳", "住址  云澜市东城区湖滨路", "填表说明"]
    assert lines(page(*objects)) == expected


@pytest.mark.parametrize(
    "drawn",
    [
        pytest.param('<ofd:CompositeObject ID="7" Boundary="0 0 210 297" ResourceID="8"/>', id="composite"),
        pytest.param(
            '<ofd:PathObject ID="5" Boundary="20 20 5 5"><ofd:AbbreviatedData>M 0 0 '
            + "B 1 1 2 2 3 3 " * 5 + "C</ofd:AbbreviatedData></ofd:PathObject>",
            id="outlines",
        ),
    ],
)  # fmt: skip
def test_a_page_that_is_only_drawn_is_named(drawn: str) -> None:
    found = parse_ofd(ofd(page(text(LINE)), page(text(LINE)), page(drawn * 30)), "a.ofd")
    assert any(warning.startswith("第 3 页是图像") for warning in found.warnings)


@pytest.mark.parametrize(
    "data",
    ["M 0 0 L 9", "M x y L 9 9", "L 5 5 C C C", "M 0 0 B 1 1 2 2 3 3", "M nan 0 L inf 0", "M 0 0 L 1e300 0", ""],
)  # fmt: skip
def test_a_path_that_is_no_rule_changes_nothing(data: str) -> None:
    path = (
        '<ofd:PathObject ID="5" Boundary="20 20 100 100"><ofd:AbbreviatedData>'
        f"{data}</ofd:AbbreviatedData></ofd:PathObject>"
    )
    assert lines(page(path * 9, text(LINE), text(REST, y=58))) == [LINE + REST]
