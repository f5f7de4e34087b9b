"""A question is answered with the article that answers best, where that is clear."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from index.conventions.sections import find_sections
from index.document import PolicyDocument, Validity
from index.statements.model import Article
from index.statements.names import key_of, work_number
from search.facade.best_article import Looked, ranked_parts
from search.language.everyday import Asked
from search.request import SearchRequest, Sort
from search.results import Provision
from search.snippets import Sought, Text, needles_of, snippets
from tests.conftest import EngineOf

BODY = (
    "第一条 为了保护果树，制定本条例。\n第二条 种植石榴的，由林业部门发给补贴。\n补贴按株计算。\n"
    "第三条 移栽樱桃应当向林业部门登记。\n第四条 采摘桃子应当避开花期。"
)
QUESTION = "种植石榴由谁发给补贴？"


def law(id: str = "law", body: str = BODY, **values: object) -> PolicyDocument:
    """A rule for the whole country, in force."""
    made = PolicyDocument(
        id=id,
        title="果树条例",
        body=body,
        region="全国",
        validity=Validity.IN_FORCE,
        sections=find_sections(body),
    )
    return replace(made, **values)  # type: ignore[arg-type]


OTHERS = [
    PolicyDocument(id=f"n{at}", title=f"通知{at}", body=f"{at}月召开会议，研究工作。" * 9)
    for at in range(12)
]


def answered(
    engine_of: EngineOf, *documents: PolicyDocument, q: str = QUESTION, **values: object
) -> Provision | None:
    """The article above the ranking."""
    request = SearchRequest(q, **values)  # type: ignore[arg-type]
    found = engine_of(*documents, *OTHERS).search(request).provisions
    return found[0] if found else None


def test_the_article_stands_first_in_full(engine_of: EngineOf) -> None:
    found = answered(engine_of, law())
    assert found
    assert (found.document.id, found.label, found.anchor) == ("law", "第二条", "a2")
    assert found.text == "种植石榴的，由林业部门发给补贴。\n补贴按株计算。"
    assert not found.named
    assert next(found.text[start:end] for start, end in found.marks) == "种植石榴"


def test_not_of_a_text_in_force_no_more(engine_of: EngineOf) -> None:
    over = law(repealed_on=date(2020, 1, 1), effective_on=date(2001, 1, 1))
    assert answered(engine_of, over) is None


def test_what_holds_for_a_place_answers_questions_that_name_it(engine_of: EngineOf) -> None:
    local = law(title="杭州市果树条例", region="浙江省")
    assert answered(engine_of, local) is None
    assert answered(engine_of, local, q="杭州种植石榴由谁发给补贴？")
    assert answered(engine_of, local, q="浙江种植石榴由谁发给补贴？") is None
    assert answered(engine_of, law(region="浙江省"), q="杭州种植石榴由谁发给补贴？")
    assert answered(engine_of, law(region="浙江省"), selected=(("region", ("浙江省",)),))
    assert answered(engine_of, law(), q="杭州种植石榴由谁发给补贴？") is None


def test_nothing_answers_what_stands_so_in_a_document(engine_of: EngineOf) -> None:
    """A sentence of a text, or a title: that is what was looked for."""
    asked = "采摘桃子应当避开花期，种植石榴的由林业部门发给补贴，移栽樱桃"
    other = PolicyDocument(id="other", title="通告", body=f"会议指出，{asked}，请照此办理。")
    assert answered(engine_of, law(), q=asked)
    assert answered(engine_of, law(), other, q=asked) is None
    titled = replace(other, title=f"关于{asked}的通告", body="见附件。")
    assert answered(engine_of, law(), titled, q=asked) is None


def test_nothing_answers_the_title_of_a_notice_that_is_not_held(engine_of: EngineOf) -> None:
    """It is that notice which was looked for; of rules on a matter the article is wanted."""
    assert answered(engine_of, law(), q="关于种植石榴由林业部门发给补贴的通知") is None
    assert answered(engine_of, law(), q="关于种植石榴由林业部门发给补贴的规定")


def test_what_says_why_a_text_was_made_answers_nothing(engine_of: EngineOf) -> None:
    assert answered(engine_of, law(), q="为什么要保护果树？") is None
    assert answered(engine_of, law(), q="保护果树条例的目的是什么？")


def test_none_where_two_articles_answer_alike_and_hold_little(engine_of: EngineOf) -> None:
    body = "第一条 林业部门负责登记。\n第二条 林业部门负责补贴。\n第三条 附则。"
    typed = "林业部门怎么处理桃园发生的病虫害与火灾纠纷？"
    assert answered(engine_of, law(body=body), q=typed) is None


def test_two_prints_of_one_article_are_no_rivals(engine_of: EngineOf) -> None:
    assert answered(engine_of, law("a"), law("b", title="果树条例（汇编）"))


def test_only_for_questions_by_relevance_on_the_first_page(engine_of: EngineOf) -> None:
    assert answered(engine_of, law(), q="石榴") is None
    assert answered(engine_of, law(), page=2) is None
    assert answered(engine_of, law(), sort=Sort.NEWEST) is None
    assert answered(engine_of, law(), excerpts=False) is None


def test_excerpts_of_a_question_are_of_its_best_articles(engine_of: EngineOf) -> None:
    """Not the window with most words: every article of the first chapter has them all, and says nothing."""
    hit = engine_of(law(), *OTHERS).search(SearchRequest(QUESTION)).hits[0]
    assert "第二条" in [snippet.label for snippet in hit.snippets]
    shown = next(snippet for snippet in hit.snippets if snippet.label == "第二条")
    assert shown.text.startswith("…第二条 种植石榴的")


def test_a_few_words_show_where_they_stand(engine_of: EngineOf) -> None:
    hit = engine_of(law(), *OTHERS).search(SearchRequest("樱桃")).hits[0]
    assert [snippet.label for snippet in hit.snippets] == ["第三条"]


def test_an_article_that_is_meant_is_shown_whatever_its_words_are() -> None:
    """The seam of the everyday table: a work and an article, and how sure that is."""
    document = law()
    meant = Asked(((work_number(key_of("果树条例")), Article(4)),), (0,), (1.0,), (1.0,))
    looked = Looked(Sought((("石榴", 1.0),)), meant)
    text = Text(document.title, BODY, document.sections)
    (best,) = ranked_parts([text], looked)
    assert {document.sections[one.part.article].label: one.is_meant for one in best} == {
        "第二条": False,
        "第四条": True,
    }
    parts = [one.part for one in best]
    kept = [one.part for one in best if one.is_meant]
    shown = snippets(text, needles_of(["石榴"]), best=parts, anyway=kept)
    assert [snippet.label for snippet in shown] == ["第二条", "第四条"]
    assert shown[1].marks == ()
