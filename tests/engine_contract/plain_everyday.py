"""What is asked about in everyday words, in plain Python: which documents have the article."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from index.document import PolicyDocument
from index.schema.columns import Row
from index.statements.model import Article, Statements
from index.statements.names import article_at_end
from search.backend.reading import standing
from search.backend.selection import AskedArticles


def asked_about(
    articles: AskedArticles,
    documents: Sequence[PolicyDocument],
    rows: Sequence[Row],
    statements: Callable[[int], Statements],
) -> dict[int, float]:
    """The best score of the articles that each document has, the newest text in force of its work."""

    def has(number: int, work: int, article: Article) -> bool:
        if rows[number].work != work:
            return False
        identity = statements(number).identity
        single = article_at_end(documents[number].title)
        first, last = (single, single) if single else (identity.first, identity.last)
        return first <= article <= last

    found: dict[int, float] = {}
    for which, score in zip(articles.numbers, articles.scores, strict=True):
        place = articles.among[which]
        having = [number for number in range(len(documents)) if has(number, *place)]
        order = {n: (standing(documents[n].validity), -rows[n].dated) for n in having}
        for number in having:
            if order[number] == min(order.values()):
                found[number] = max(found.get(number, 0.0), score)
    return found
