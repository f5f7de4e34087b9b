"""Of the texts of a law the article is shown of that which is in force, or of the day or year asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from index.conventions.sections import find_sections
from index.document import PolicyDocument
from search.request import SearchRequest
from tests.conftest import EngineOf
from tests.support.laws import law_of


def test_the_text_in_force_is_shown(engine_of: EngineOf) -> None:
    texts = _revised()
    engine = engine_of(*texts)
    (shown,) = engine.search(SearchRequest("河道示例法第2条")).provisions
    assert (shown.document.id, shown.text) == ("new", "新的第二条。")
    result = engine.search(SearchRequest("河道示例法第五条"))
    assert not result.provisions, "the text in force has it not"
    assert result.hits[0].document.id == "new"


def test_an_older_text_is_shown_where_it_is_asked_for(engine_of: EngineOf) -> None:
    engine = engine_of(*_revised())
    for query in ("旧河道示例法第2条", "河道示例法(2001)第2条", "2005年河道示例法第2条"):
        result = engine.search(SearchRequest(query))
        (shown,) = result.provisions
        assert (shown.document.id, shown.text) == ("old", "旧的第二条。"), query
        assert result.hits[0].document.id == "old"
        assert result.hits[0].snippets[0].label == "第二条"
    result = engine.search(SearchRequest("河道示例法2020年第2条"))
    assert [one.document.id for one in result.provisions] == ["new"]
    result = engine.search(SearchRequest("河道示例法1999年第2条"))
    assert [one.document.id for one in result.provisions] == ["new"]
    assert "没有收录《河道示例法》1999 年时的文本。" in result.notices


def test_of_a_day_asked_for_the_text_of_that_day_is_shown(engine_of: EngineOf) -> None:
    engine = engine_of(*_revised())
    for day, id in ((date(2005, 1, 1), "old"), (date(2015, 1, 1), "new")):
        result = engine.search(SearchRequest("河道示例法第2条", on=day))
        assert [one.document.id for one in result.provisions] == [id]


def _revised() -> Sequence[PolicyDocument]:
    old = law_of(
        "old",
        "中华人民共和国河道示例法",
        "第一条　旧。",
        "第二条　旧的第二条。",
        "第三条　丙。",
        "第四条　丁。",
        day=date(2001, 5, 1),
    )
    new = law_of(
        "new",
        "中华人民共和国河道示例法",
        "第一条　新。",
        "第二条　新的第二条。",
        day=date(2011, 5, 1),
    )
    passed = (
        "（2001年5月1日全国人民代表大会常务委员会通过　2011年5月1日全国人民代表大会常务委员会修订）"
    )
    body = "\n".join((passed, *new.body.split("\n")[1:]))
    return old, replace(new, body=body, sections=tuple(find_sections(body)))
