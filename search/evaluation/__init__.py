"""How good the ranking is: judged queries, measures, comparison of two configurations.

An operator judges a dictionary, a table of lay words or a weight with it before it goes live;
``zhengce evaluate`` prints it. The rooms: ``judged`` (queries and judgements), ``runs`` (what
was found, in TREC's format), ``measures``, ``significance``, and ``evaluate``, which asks.
"""

from search.evaluation.ask import Answers, ask
from search.evaluation.judged import JudgedQuery, judged_queries
from search.evaluation.measures import MEASURES, Row, per_query, summary
from search.evaluation.significance import paired_p
from search.evaluation.trec_run import Run, read_run, write_run

__all__ = [
    "MEASURES",
    "Answers",
    "JudgedQuery",
    "Row",
    "Run",
    "ask",
    "judged_queries",
    "paired_p",
    "per_query",
    "read_run",
    "summary",
    "write_run",
]
