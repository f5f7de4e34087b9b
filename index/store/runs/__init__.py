"""What happened last: the runs of whatever writes an index, kept beside its generations."""

from index.store.runs.model import (
    DONE,
    FAILED,
    KILLED,
    OUTCOMES,
    PARTLY,
    REFUSED,
    RUNNING,
    SUCCESSFUL,
    Counts,
    Failure,
    Run,
)
from index.store.runs.reading import last_runs, last_successful

__all__ = [
    "DONE",
    "FAILED",
    "KILLED",
    "OUTCOMES",
    "PARTLY",
    "REFUSED",
    "RUNNING",
    "SUCCESSFUL",
    "Counts",
    "Failure",
    "Run",
    "last_runs",
    "last_successful",
]
