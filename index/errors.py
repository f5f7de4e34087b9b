"""Errors a person can do something about.

    ZhengceError                 message is safe to show, in Chinese, and names the next step
     ├─ IndexMissing             there is no index where one was expected
     ├─ IndexOutdated            the index was built by another analyser or schema
     ├─ IndexDamaged             the pointer or a generation cannot be read
     ├─ IndexBusy                another process is writing
     └─ SourceError              a folder or file the operator named cannot be read

Everything else is a defect and propagates.
"""

from __future__ import annotations


class ZhengceError(Exception):
    """Base of all errors whose message may be shown to an operator or a visitor."""


class IndexMissing(ZhengceError):
    """No index at the given place."""


class IndexOutdated(ZhengceError):
    """The terms in the index were shaped by another schema, analyser or dictionary."""


class IndexDamaged(ZhengceError):
    """The index is there but cannot be read."""


class IndexBusy(ZhengceError):
    """Another process holds the writer's lock."""


class SourceError(ZhengceError):
    """A path named by the operator does not exist or cannot be read."""
