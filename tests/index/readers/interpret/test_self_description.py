"""What a text states of itself: its head, its promulgation, its signature."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from index.document import PolicyDocument
from index.errors import SourceError
from index.readers.aliases import read_aliases
from index.readers.formats.text import parse_text
from index.readers.interpret.document import document_of


@pytest.mark.parametrize(("text", "title", "number", "first"), [
    pytest.param("云澜市人民政府令\n第7号\n现公布《云澜市停车管理办法》，自2024年1月1日起施行。\n市长 某某\n2023年11月1日",
                 "云澜市停车管理办法", "云澜市人民政府令第7号", "现公布", id="an order"),
    pytest.param("云澜市人民政府\n关于加强河道\n管 理 的 通 知\n云政发〔2024〕8号\n各区：\n正文。",
                 "云澜市人民政府关于加强河道管理的通知", "云政发〔2024〕8号", "各区", id="a title over three lines"),
    pytest.param("云澜市财政局文件\n云财〔2024〕8号\n关于预算的\n通知（试行）\n各区：\n正文。",
                 "关于预算的通知（试行）", "云财〔2024〕8号", "各区", id="a letterhead"),
    pytest.param("附件2\n停车收费标准\n一、总则\n正文。", "停车收费标准", "", "一、", id="an annex"),
    pytest.param("停车管理条例\n（2020年1月2日云澜市第五届人民代表大会常务委员会第三次会议通过\n2020年2月3日公布）\n第一条 正文。",
                 "停车管理条例", "", "（2020", id="a law"),
    pytest.param("云澜市人民政府关于河道问题的批复云政函〔1994〕6号水利局：你局请示收悉。" + "现批复如下。" * 30,
                 "云澜市人民政府关于河道问题的批复", "云政函〔1994〕6号", "水利局", id="line breaks lost"),
])  # fmt: skip
def test_heads_as_they_are_laid_out(text: str, title: str, number: str, first: str) -> None:
    document = document_of(parse_text(text, "a.txt"))
    assert isinstance(document, PolicyDocument)
    assert (document.title, document.doc_number) == (title, number)
    assert document.body.startswith(first)


@pytest.mark.parametrize(("text", "issuers", "effective"), [
    pytest.param("甲条例\n（2020年1月2日云澜市第五届人民代表大会常务委员会第三次会议通过 自2020年5月1日起施行）\n第一条 甲。",
                 ("云澜市人民代表大会常务委员会",), date(2020, 5, 1), id="promulgation"),
    pytest.param("关于甲的通知\n各区：\n本通知自印发之日起施行。\n云澜市财政局\n云澜市税务局\n2024年3月5日",
                 ("云澜市财政局", "云澜市税务局"), date(2024, 3, 5), id="signature"),
    pytest.param("关于甲的通知\n各区：\n执行期限为2024年1月1日至2025年12月31日。", (), date(2024, 1, 1), id="a term"),
    pytest.param("关于甲的通知\n各区：\n《乙办法》自2019年1月1日起施行以来，成效明显。", (), None, id="another's"),
])  # fmt: skip
def test_what_a_text_states_of_itself(
    text: str, issuers: tuple[str, ...], effective: date | None
) -> None:
    document = document_of(parse_text(text, "a.txt"))
    assert isinstance(document, PolicyDocument)
    assert (document.issuers, document.effective_on) == (issuers, effective)


def test_an_operators_names_of_issuers(tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_text("别名,规范名称\n市大数据局,云澜市数据局\n", encoding="gbk")
    names = read_aliases(tmp_path / "names.csv")
    document = document_of(parse_text("名称: 甲办法\n发文机关: 市大数据局\n\n正文", "a.txt"), names)
    assert isinstance(document, PolicyDocument)
    assert document.issuers == ("云澜市数据局",)
    assert document.issuers_as_written == ("市大数据局",)
    (tmp_path / "names.csv").write_text("别名\n只有一列\n", encoding="utf-8")
    with pytest.raises(SourceError, match="第 2 行应有两列"):
        read_aliases(tmp_path / "names.csv")
