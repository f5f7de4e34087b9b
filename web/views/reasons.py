"""为什么排在这里: the parts of a score in plain words, such as how many documents cite it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from index.document import Validity
from search.results import Hit
from web.text import count

SHOWN = 6
IN_FORCE, OVER = "现行有效", "不再施行，排在现行文件之后"
CITED_OFTEN = 3
"""Being cited is named from so many documents on."""
PASSAGE_SHARE = 0.1
"""The best passage, and being asked about in such words, are named when they bring so much of what
the terms bring."""


def reasons(hit: Hit) -> tuple[str, ...]:
    """What lifts a document to its place, the weightiest first; empty if it was not ranked."""
    score = hit.score
    if score is None:
        return ()
    found = [hit.pin] if hit.pin else []
    title = hit.document.title
    if titled := {title[start:end]: None for start, end in hit.title_marks}:
        found.append(f"标题含{_quoted(titled)}")
    if marked := {one.text[start:end]: None for one in hit.snippets for start, end in one.marks}:
        found.append(f"正文含{_quoted(marked)}")
    if score.passage > PASSAGE_SHARE * score.terms:
        found.append("检索词集中出现在同一段")
    if score.everyday > PASSAGE_SHARE * score.terms:
        found.append("人们常这样问其中的条文")
    if score.topic > 1:
        found.append("是所问事项的主要法规")
    if score.cited_by >= CITED_OFTEN:
        found.append(f"被 {count(score.cited_by)} 份文件引用")
    if score.force < 1:
        found.append(OVER)
    elif hit.document.validity is Validity.IN_FORCE:
        found.append(IN_FORCE)
    return tuple(found)


def figures(hit: Hit) -> str:
    """The same in numbers, for those who tune the ranking (JSON has them, no page); empty if it was
    not ranked."""
    score = hit.score
    if score is None:
        return ""
    everyday = f" + 问法 {score.everyday:.2f}" if score.everyday else ""
    force = f" × 效力 {score.force:.2f}" if score.force != 1 else ""
    return (
        f"得分 {score.total:.2f} =（检索词 {score.terms:.2f} + 段落 {score.passage:.2f}{everyday}）"
        f"× 引用 {score.authority:.3f} × 主题 {score.topic:.1f}{force}"
    )


def _quoted(words: Iterable[str]) -> str:
    """The first of some words, each in quotation marks."""
    return f"“{'”“'.join(islice(words, SHOWN))}”"
