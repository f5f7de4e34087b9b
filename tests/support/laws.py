"""Laws of a few articles, for tests of what is read of articles."""

from __future__ import annotations

from datetime import date

from index.conventions.sections import find_sections
from index.document import PolicyDocument


def law_of(
    id: str, title: str, *articles: str, day: date = date(2010, 1, 1), region: str = "全国"
) -> PolicyDocument:
    """A law, its commencement behind ``articles``, of the people's congress of ``region``.

    Args:
        day: of its adoption, promulgation and commencement.
    """
    by = "全国人民代表大会常务委员会" if region == "全国" else f"{region}人民代表大会常务委员会"
    head = f"（{day.year}年{day.month}月{day.day}日{by}通过）"
    last = f"第{'一二三四五六七八九'[len(articles)]}条　本法自{day.year}年{day.month}月{day.day}日起施行。"
    body = "\n".join((head, *articles, last))
    return PolicyDocument(
        id=id,
        title=title,
        body=body,
        published_on=day,
        region=region,
        genre="法律" if region == "全国" else "地方性法规",
        sections=tuple(find_sections(body)),
    )
