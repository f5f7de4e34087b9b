"""PDF files written by hand here, and the real ones of the corpus."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from index.errors import Unreadable
from index.readers.formats.pdf import parse_pdf
from tests.support.pdf_files import LEFT, SIZE, WIDE, Placed, pdf, set_in_lines, shown

FOLDER = Path(os.environ.get("ZHENGCE_CORPUS", "")) / "corpus" / "originals" / "pdf"
FILES = sorted(FOLDER.glob("*.pdf")) if os.environ.get("ZHENGCE_CORPUS") else []
ABSENT = pytest.param(Path(), marks=pytest.mark.skip("ZHENGCE_CORPUS is not set"))

FIRST = "为了规范政务公开工作，保障公民、法人和其他组织依法获取信息，制定本办法。"
LONG = "各级人民政府应当加强对政务公开工作的组织领导，建立健全工作机制，明确责任分工，按照职责做好有关工作，不断提高服务水平。"


def lines(*pages: Sequence[Placed | str]) -> list[str]:
    return parse_pdf(pdf(pages), "a.pdf").lines


def test_line_breaks_of_the_margin_are_mended() -> None:
    assert lines(set_in_lines(FIRST, LONG)) == [FIRST, LONG]


def test_a_ragged_margin_still_shows_which_lines_were_full() -> None:
    """No word of the next line would have fitted: Latin words and signs do not part."""
    head = "本" * (WIDE - 2)
    page = [
        *set_in_lines(LONG, top=700),
        (LEFT, 600.0, SIZE, head), (LEFT, 572.0, SIZE, "information说明如下"),
        (LEFT, 544.0, SIZE, "乙" * (WIDE - 5)), (LEFT, 516.0, SIZE, "丙丁"),
    ]  # fmt: skip
    assert lines(page) == [LONG, head + "information说明如下", "乙" * (WIDE - 5), "丙丁"]


def test_two_latin_words_are_parted_by_a_space_and_an_address_by_none() -> None:
    words, url = "甲" * 25 + "open", "http://www.gov.cn/zhengce/content/2024-05/content_69"
    page = [
        *set_in_lines(LONG, top=740),
        (LEFT, 600.0, SIZE, words), (LEFT, 572.0, SIZE, "source软件"),
        (LEFT, 500.0, SIZE, "网址：" + url[:48]), (LEFT, 472.0, SIZE, url[48:]),
    ]  # fmt: skip
    assert lines(page)[1:] == [words + " source软件", "网址：" + url]


def test_a_paragraph_goes_on_across_a_page_break() -> None:
    placed = set_in_lines(FIRST, LONG, FIRST, top=700)
    first, second = placed[:4], [(x, 760.0 + y - placed[4][1], s, t) for x, y, s, t in placed[4:]]
    numbers = [(290.0, 50.0, 12.0, "—1—"), (290.0, 50.0, 12.0, "—2—")]
    assert lines([*first, numbers[0]], [*second, numbers[1]]) == [FIRST, LONG, FIRST]


def test_headings_titles_and_the_signature_stay_by_themselves() -> None:
    page = [
        (200.0, 790.0, 22.0, "某某市人民政府"), (150.0, 760.0, 22.0, "关于政务公开的通知"),
        *set_in_lines("第一条" + FIRST, "一、总体要求", "（一）" + LONG, top=700),
        (400.0, 400.0, SIZE, "某某市人民"), (376.0, 372.0, SIZE, "2024年5月8日"),
        (LEFT + 2 * SIZE, 344.0, SIZE, "（此件公开发布）"),
    ]  # fmt: skip
    assert lines(page) == [
        "某某市人民政府", "关于政务公开的通知", "第一条" + FIRST, "一、总体要求", "（一）" + LONG,
        "某某市人民", "2024年5月8日", "（此件公开发布）",
    ]  # fmt: skip


def test_a_full_line_before_an_indented_one_ends_its_paragraph() -> None:
    full = "甲" * 24 + "。"
    assert lines(set_in_lines(LONG, full, full, "乙" * 10)) == [LONG, full, full, "乙" * 10]


def test_a_number_cited_at_the_beginning_of_a_line_begins_no_paragraph() -> None:
    text = (
        "现在根据《某某市政务公开管理暂行实施办法细则》有关"
        + "第五十八条规定，烟草专卖零售许可证核发不收取费用。"
    )
    placed = set_in_lines(LONG, text)
    assert any(part[3].startswith("第五十八条") for part in placed)
    assert lines(placed) == [LONG, text]


@pytest.mark.parametrize(
    "number",
    [
        pytest.param("—{}—", id="dashes"),
        pytest.param("- {} -", id="hyphens"),
        pytest.param("第{}页 共3页", id="words"),
        pytest.param("{}/3", id="of"),
        pytest.param("{}", id="bare"),
    ],
)
def test_page_numbers_are_no_text(number: str) -> None:
    pages = [
        [*set_in_lines(LONG), (290.0, 40.0, 12.0, number.format(at)), (290.0, 400.0, SIZE, "3/5")]
        for at in (1, 2, 3)
    ]
    assert lines(*pages) == [LONG, "3/5"] * 3


def test_a_number_that_counts_no_pages_stays() -> None:
    pages = [[*set_in_lines(LONG), (290.0, 40.0, 12.0, number)] for number in ("2024", "77", "5")]
    assert lines(*pages) == [LONG, "2024", LONG, "77", LONG, "5"]


def test_running_headers_and_a_browsers_print_are_no_text() -> None:
    pages = [
        [
            (LEFT, 800.0, 10.0, f"某某市人民政府公报2024年第{at}期"), *set_in_lines(LONG),
            (LEFT, 30.0, 8.0, f"https://www.gov.cn/a.html      {at}/3"),
        ]
        for at in (1, 2, 3)
    ]  # fmt: skip
    assert lines(*pages) == [LONG] * 3
    once = [(30.0, 820.0, 8.0, "2024/5/8 14:30         关于政务公开的通知"), *set_in_lines(LONG)]
    assert lines([*once, (30.0, 20.0, 8.0, "https://www.gov.cn/a.html  1/1")]) == [LONG]


def test_a_running_head_may_be_larger_than_the_text_but_a_title_is_none() -> None:
    pages = [[(400.0, 800.0, 18.0, "T/YLBZ 002—2020"), *set_in_lines(LONG)] for _ in range(5)]
    title: list[Placed | str] = [(200.0, 800.0, 30.0, "T/YLBZ 002—2020"), *set_in_lines(LONG)]
    assert lines(title, *pages) == ["T/YLBZ 002—2020"] + [LONG] * 6


@pytest.mark.parametrize("number", ["i", "IV", "xii", "Ⅲ"])
def test_roman_page_numbers_are_no_text(number: str) -> None:
    assert lines([*set_in_lines(LONG), (290.0, 40.0, 12.0, number)]) == [LONG]


def test_entries_of_a_table_of_contents_are_lines_of_their_own() -> None:
    entries = [
        "第一章总则" + "…" * 20 + "1",
        "规范性引用文件" + "." * 38 + "12",
        "附录" + "·" * 24 + "IV",
    ]
    page = [(LEFT, 700.0 - 28 * at, SIZE, entry) for at, entry in enumerate(entries)]
    assert lines([*page, *set_in_lines(LONG, top=500)]) == [*entries, LONG]


def test_wide_space_behind_the_label_of_an_item_parts_no_cells() -> None:
    texts = ["第一条　　" + FIRST, "第二条　　" + LONG, "（一）　　" + LONG]
    assert lines(set_in_lines(*texts)) == [text.replace("　　", " ") for text in texts]


def test_items_begin_paragraphs_also_where_nothing_is_indented() -> None:
    page = set_in_lines("一、" + LONG[:27], "二、" + LONG, "第三部分" + FIRST, top=700, indent=0)
    assert lines(page) == ["一、" + LONG[:27], "二、" + LONG, "第三部分" + FIRST]


def test_letters_turned_round_by_a_negative_size_are_read_as_they_are_seen() -> None:
    content = [
        f"BT /F -16 Tf -1 0 0 -1 {LEFT} {y} Tm <{part.encode('utf-16-be').hex()}> Tj ET\n"
        for y, part in ((700, LONG[:27]), (672, LONG[27:54]), (644, LONG[54:]))
    ]
    assert lines(content) == [LONG]


def test_a_line_repeated_in_the_body_stays() -> None:
    pages = [[*set_in_lines(LONG), (LEFT, 400.0, SIZE, "申请人签名：")] for _ in range(4)]
    assert lines(*pages) == [LONG, "申请人签名："] * 4


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        pytest.param("服 务 指 南", "服务指南", id="spaces"),
        pytest.param("服　务　指　南", "服务指南", id="wide spaces"),
        pytest.param("目　　录", "目录", id="two characters"),
        pytest.param("文　　号：国发〔2024〕5号", "文号：国发〔2024〕5号", id="label"),
        pytest.param("第一章　总　　则", "第一章 总则", id="chapter"),
        pytest.param("第一条　为了公开", "第一条 为了公开", id="a space that parts"),
        pytest.param("open source", "open source", id="latin"),
        pytest.param("共 50 米", "共50米", id="Chinese and Latin"),
    ],
)
def test_letter_spacing_goes_and_spaces_that_part_stay(printed: str, read: str) -> None:
    assert lines([(LEFT, 700.0, SIZE, printed)]) == [read]


def test_glyphs_spread_without_spaces_are_one_word() -> None:
    spread = [(LEFT + at * 2 * SIZE, 700.0, SIZE, letter) for at, letter in enumerate("服务指南")]
    assert lines(spread) == ["服务指南"]


def test_the_cells_of_a_table_row_are_parted() -> None:
    rows = [("序号", "事项名称", "办理时限"), ("1", "落户", "5个工作日")]
    page = [
        (LEFT + 130 * column, 600.0 - 28 * at, SIZE, cell)
        for at, row in enumerate(rows) for column, cell in enumerate(row)
    ]  # fmt: skip
    assert lines([*set_in_lines(LONG), *page]) == [
        LONG, "序号  事项名称  办理时限", "1  落户  5个工作日",
    ]  # fmt: skip


def test_lines_of_neighbouring_cells_do_not_run_into_each_other() -> None:
    page = [
        (LEFT, 600.0, 10.0, "经营者"),
        (LEFT, 596.0, 10.0, "负责人"),
        (300.0, 598.0, 10.0, "张三"),
    ]
    assert "".join(lines(page)).replace("  张三", "") == "经营者负责人"


def test_bold_by_printing_twice_and_watermarks_are_read_once_and_not_at_all() -> None:
    page: list[Placed | str] = [
        (LEFT, 700.0, SIZE, "人人有责"), (LEFT + 0.4, 700.0, SIZE, "人人有责"),
        shown(200, 300, 1, "机密水印", "30 30 -30 30"),
    ]  # fmt: skip
    assert lines(page) == ["人人有责"]


def test_a_page_lying_on_its_side_is_read_upright() -> None:
    page = [
        shown(100, 100, 1, "横向表格第一行", "0 16 -16 0"), shown(130, 100, 1, "第二行", "0 16 -16 0"),
    ]  # fmt: skip
    assert lines(page) == ["横向表格第一行", "第二行"]


def test_invisible_characters_go_and_radicals_are_the_ideographs_they_look_like() -> None:
    text = "\u00ad政\u200b务\ufeff公⼯开⽤⼾⼈⺠⻔"
    [line] = lines([(LEFT, 700.0, SIZE, text)])
    assert line.replace(" ", "") == "政务公工开用户人民门"


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        pytest.param(
            "犌犅／犜３９６７７—２０２０", "GB／T３９６７７—２０２０", id="number of a standard"
        ),
        pytest.param("犵狅狏犲狉狀犿犲狀狋", "government", id="word"),
        pytest.param("股东李犇、犇犇公司", "股东李犇、犇犇公司", id="names"),
    ],
)
def test_slanted_letters_that_a_typesetter_keeps_among_ideographs(printed: str, read: str) -> None:
    assert lines([(LEFT, 700.0, SIZE, printed)]) == [read]


@pytest.mark.parametrize(
    ("title", "taken"),
    [
        pytest.param("关于政务公开的通知", "关于政务公开的通知", id="printed"),
        pytest.param("关于政务 公开的通知", "关于政务 公开的通知", id="printed but for spaces"),
        pytest.param("Markdown在线编辑器", "", id="not printed"),
        pytest.param("Microsoft Word - 关于政务公开的通知", "", id="Word"),
        pytest.param("关于政务公开的通知.doc", "", id="file name"),
        pytest.param("关于政务公开", "", id="half of it"),
        pytest.param("务公开的通知", "", id="the other half"),
        pytest.param("云澜市人民政府", "", id="letterhead"),
        pytest.param("¹ØÓÚÕþÎñ¹«¿ªµÄÍ¨Öª", "", id="wrong encoding"),
        pytest.param("Notice", "", id="no Chinese"),
        pytest.param("", "", id="none"),
    ],
)
def test_the_title_of_the_properties_is_taken_if_printed(title: str, taken: str) -> None:
    shown_title = "Microsoft Word - 关于政务公开的通知.doc Notice"
    page = [
        (LEFT, 790.0, 26.0, "云澜市人民政府"),
        (LEFT, 750.0, 22.0, "关于政务公开"),
        (LEFT, 720.0, 22.0, "的通知"),
        (LEFT, 690.0, 9.0, shown_title),
    ]
    assert parse_pdf(pdf([page], title=title), "a.pdf").title == taken


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(pdf([set_in_lines(LONG)], lock=True), "密码", id="encrypted"),
        pytest.param(pdf([[], []], image=True), "只有图像", id="image only"),
        pytest.param(
            pdf([[(9, 9, 9, "扫描全能王")]] * 2, image=True), "OCR", id="a scanner's mark"
        ),
        pytest.param(
            pdf([["0 0 m 1 2 3 4 5 6 c 7 8 l 9 9 l 9 8 l 9 7 l 9 6 l 9 5 l f\n" * 40]]),
            "只有图像",
            id="outlines",
        ),
        pytest.param(pdf([[]]), "没有文字", id="blank"),
        pytest.param(pdf([]), "没有页面", id="no pages"),
        pytest.param(pdf([[]] * 2_001), "2,000 页", id="too many pages"),
        pytest.param(b"", "损坏", id="empty"),
        pytest.param(b"%PDF-1.5\nnothing\n%%EOF", "损坏", id="nothing inside"),
        pytest.param("关于政务公开的通知".encode(), "损坏", id="text"),
        pytest.param(pdf([[(9, 9, 9, "\ue000" * 20 + "乱码")]]), "乱码", id="no encoding"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        parse_pdf(data, "a.pdf")


@pytest.mark.parametrize("share", [0.05, 0.2, 0.5, 0.8, 0.95, 0.99])
def test_a_truncated_file_is_refused(share: float) -> None:
    data = pdf([set_in_lines(FIRST, LONG)] * 3)
    with pytest.raises(Unreadable, match="不完整"):
        parse_pdf(data[: int(len(data) * share)], "a.pdf")


def test_an_update_cut_short_is_refused() -> None:
    """What went before it is whole: the file opens, and shows what no longer holds."""
    data = pdf([set_in_lines(LONG)])
    assert parse_pdf(data, "a.pdf").lines == [LONG]
    with pytest.raises(Unreadable, match="不完整"):
        parse_pdf(data + b"11 0 obj\n<</Length 9999>>stream\n" + b" " * 5_000, "a.pdf")


def test_an_image_beside_text_is_no_scan() -> None:
    assert parse_pdf(pdf([set_in_lines(LONG)], image=True), "a.pdf").lines == [LONG]


def test_what_is_written_in_the_fields_of_a_form_is_read_where_it_stands() -> None:
    page = [(LEFT, 700.0, SIZE, "申请人："), (LEFT, 660.0, SIZE, "住址：")]
    fields: list[tuple[str, Placed]] = [
        ("Widget", (LEFT + 4 * SIZE, 698.0, SIZE, "王芳")),
        ("FreeText", (LEFT + 3 * SIZE, 658.0, SIZE, "湖滨路")),
        ("Stamp", (300.0, 658.0, SIZE, "云澜市公安局")),
        ("Text", (300.0, 698.0, SIZE, "批注")),
    ]
    assert parse_pdf(pdf([page], fields=fields), "a.pdf").lines == ["申请人：王芳", "住址：湖滨路"]


EXPECTED = {
    "国徽法": (
        "一切组织和公民,都应当尊重和爱护国徽。",
        "(八)国家驻外使馆、领馆和其他外交代表机构;",
        "第十九条 本法自1991年10月1日起施行。",
    ),
    "国旗法": (
        "（三）外交部；",
        "第九条 国家倡导公民和组织在适宜的场合使用国旗及其图案，表达爱国情感。",
    ),
    "立法法": (
        "第四条 立法应当坚持以经济建设为中心，坚持改革开放，贯彻新发展理念，保障以中国式现代化全面推进中华民族伟大复兴。",
        "第六章 附则",
    ),
    "行政复议法": ("*第一节 行政复议范围", "第三条 行政复议工作坚持中国共产党的领导。"),
    "选举法": ("第十二章 附则", "选举委员会应当及时公布选举信息。"),
    "健康融入": (
        "发文机关：江西省人民政府办公厅",
        "文号：赣府厅发〔2025〕6号",
        "江西省人民政府办公厅关于将健康融入所有政策的意见",
        "各市、县（区）人民政府，省政府各部门：",
        "二、将健康融入经济建设，培育健康新质生产力",
        "2025年4月3日",
    ),
    "服务指南": (
        "烟草专卖零售许可证核发服务指南",
        "准予许可的作出烟草专卖零售许可证准予行政许可决定书，制作零售许可证正副本；不予许可的作出烟草专卖零售许可证不予行政许可决定书。",
        "（一）对不符合法定条件的申请人发放烟草专卖许可证或者超越法定职权发放烟草专卖许可证的；",
        "联系人  XXX  联系电话*  XXXXXXXXXXX",
        "公示公开，欢迎监督。",
    ),
}


def test_the_files_are_there(shared: Path) -> None:
    assert len(FILES) == 8


@pytest.mark.parametrize("path", FILES or [ABSENT], ids=lambda path: path.stem)
def test_a_file_of_the_corpus_gives_its_paragraphs(path: Path) -> None:
    if "image_only" in path.name:
        with pytest.raises(Unreadable, match="OCR"):
            parse_pdf(path.read_bytes(), path.name)
        return
    found = parse_pdf(path.read_bytes(), path.name)
    [expected] = [value for part, value in EXPECTED.items() if part in path.name]
    assert [line for line in expected if line not in found.lines] == []
    assert not any("水印" in line or line.strip("—").isdecimal() for line in found.lines)
