"""Each kind of mistake, over a small invented collection; and what is unknown and right."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from index.document import PolicyDocument
from index.text.analysis import Analyzer
from search.embedded.engine import EmbeddedEngine
from search.facade.spelling.correcting import Correction, Speller
from search.facade.spelling.edits import Slip
from search.facade.suggest import Suggester
from search.language.lay import LayRow, LayTable
from search.language.sounds import Sounds
from search.query.interpretation import interpret
from search.request import SearchRequest
from search.weights import SLIPS

TITLES = (
    "住房公积金提取管理办法",
    "中华人民共和国劳动合同法",
    "基本医疗保险条例",
    "关于调整医保报销比例的通知",
    "建设工程质量管理条例",
    "历史文化街区保护办法",
    "行政许可法实施办法",
    "行政复议条例",
    "生活垃圾分类管理办法",
    "残疾人就业保障金征收办法",
    "检察官法",
    "监察官员任职办法",
    "法官法",
    "甲地开办企业办法",
)
BODY = "符合条件的职工退休年龄按照规定执行。居民可以申请低保申请表，领取社保卡和营业执照。"
DOCUMENTS = [
    PolicyDocument(id=f"{n}-{town}", title=f"{title}（{town}）", body=BODY)
    for n, title in enumerate(TITLES)
    for town in "子丑寅卯"
]


@pytest.fixture(scope="module")
def engine(engine_of: Callable[..., EmbeddedEngine]) -> EmbeddedEngine:
    return engine_of(*DOCUMENTS)


def meant(engine: EmbeddedEngine, q: str) -> str:
    return engine.search(SearchRequest(q=q)).suggestion


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        pytest.param("住公积金", "住房公积金", id="missing"),
        pytest.param("工程质管理", "工程质量管理", id="missing, within a longer run"),
        pytest.param("行政许法", "行政许可法", id="missing, rather than one more"),
        pytest.param("住房房公积金", "住房公积金", id="typed twice"),
        pytest.param("残疾人就业业保障金", "残疾人就业保障金", id="typed twice, beside a word"),
        pytest.param("生活垃啊圾分类", "生活垃圾分类", id="one more"),
        pytest.param("住公房积金", "住房公积金", id="swapped"),
        pytest.param("行政议复", "行政复议", id="swapped, at the end"),
        pytest.param("医报报销", "医保报销", id="read alike"),
        pytest.param("历史文华接区", "历史文化街区", id="two apart"),
        pytest.param("工城质两管理", "工程质量管理", id="two apart, in two words"),
        pytest.param("戒曲保护", "街区保护", id="two read alike"),
        pytest.param("退休年令", "退休年龄", id="what bodies write"),
        pytest.param("gongji金", "公积金", id="letters before characters"),
        pytest.param("劳动hetong法", "劳动合同法", id="letters between"),
        pytest.param("医保baoxiao", "医保报销", id="letters behind"),
        pytest.param("社保ka", "社保卡", id="one syllable, by bodies"),
        pytest.param("gongjijin tiqu", "公积金 提取", id="pinyin with a space"),
        pytest.param("gongjijintiqu", "公积金提取", id="pinyin without"),
        pytest.param("gjj提取", "公积金提取", id="initials"),
        pytest.param("ldhetongfa", "劳动合同法", id="initials and syllables"),
        pytest.param("公基金 ABC", "公积金 ABC", id="capitals stay"),
    ],
)
def test_mends(engine: EmbeddedEngine, q: str, expected: str) -> None:
    assert meant(engine, q) == expected


@pytest.mark.parametrize(
    "q",
    [
        pytest.param("监察官法", id="what is written as often, one sound away"),
        pytest.param("拼多多", id="a brand"),
        pytest.param("李佳琦直播", id="a name beside a word"),
        pytest.param("婺源县", id="a place"),
        pytest.param("开店办企业", id="another word than 开办"),
        pytest.param("GDP增速", id="an abbreviation in capitals"),
        pytest.param("5g网络", id="letters beside a digit"),
        pytest.param("chatgpt", id="letters that nothing reads so"),
        pytest.param("tlbf", id="letters that are the initials of two words"),
        pytest.param("banftl", id="more initials than syllables"),
        pytest.param("发改企业债券〔2017〕89号", id="the letters of a number"),
        pytest.param("我是7级伤残", id="two characters that say little"),
        pytest.param("常常加班", id="a word that has a character twice"),
        pytest.param("解脱法", id="a word that would lose a character"),
    ],
)
def test_leaves(engine: EmbeddedEngine, q: str) -> None:
    assert meant(engine, q) == ""


@pytest.fixture(scope="module")
def corrected(engine: EmbeddedEngine) -> Callable[..., Correction]:
    reading = engine._readings.current()  # noqa: SLF001 -- there is no other way to one
    sounds = Suggester(reading).sounds

    def corrected(q: str, *rows: LayRow) -> Correction:
        return Speller(reading, Analyzer(), sounds, LayTable(rows, ())).corrected(interpret(q))

    return corrected


def test_a_word_of_the_table_is_no_mistake(corrected: Callable[..., Correction]) -> None:
    assert corrected("住公积金").text == "住房公积金"
    assert not corrected("住公积金", LayRow("住公积金", ("住房公积金",)))


@pytest.mark.parametrize(
    ("q", "sure"),
    [
        pytest.param("住公积金", True, id="all of it is known then"),
        pytest.param("劳动hetong法", True, id="between neighbours"),
        pytest.param("hetong fuli", False, id="letters with nothing around them"),
    ],
)
def test_says_how_sure(corrected: Callable[..., Correction], q: str, sure: bool) -> None:
    assert corrected(q).sure is sure


def test_a_correction_of_nothing_is_none() -> None:
    assert not Correction()
    assert Correction("公积金")


def test_every_kind_of_mistake_has_its_cost() -> None:
    assert {slip.value for slip in Slip} == set(SLIPS)


def test_a_correction_compares_so_many_places(
    engine: EmbeddedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is looked up does not grow with what is typed, and what is known costs one look."""
    looked = 0
    real = Sounds.matches

    def counting(*given: object, **named: object) -> object:
        nonlocal looked
        looked += 1
        return real(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Sounds, "matches", counting)
    meant(engine, "住房公积金提取")
    assert looked == 0
    counts = []
    for typed in ("公基金踢取", "公基金踢取" * 3, "公基金踢取" * 30):
        looked = 0
        meant(engine, typed)
        counts.append(looked)
    assert max(counts) <= 120
    assert counts[2] <= counts[1] + 40
