"""What a policy document is, reading files, cutting text, and the index on disk.

The rooms, in the order data walks through them: ``readers`` (with ``labels``, ``dates``,
``doc_number``, ``issuers``, ``regions``, ``genre``, ``sections``) make a ``document`` of a
file (``reading``: in processes of their own) → ``fold`` and ``analysis`` cut its text → ``schema`` says which terms are kept →
``segment`` writes them (``parallel``: on several processors) → ``store`` publishes generations.
``ingest`` and ``sync`` lead the way, ``changes`` finds out what a run has to do; ``origin`` says
which file a document came from.
"""

from index.aliases import read_aliases
from index.analysis import Analyzer
from index.backup import backup, restore
from index.changes import Report
from index.check import check
from index.document import PolicyDocument, Rejected, Validity
from index.errors import ZhengceError
from index.ingest import rebuild_index, remove, update_index
from index.readers import Options, count_records, read_file
from index.readers.columns import parse_mapping
from index.sources import files_under
from index.store import Store
from index.sync import preview, sync_index

__all__ = [
    "Analyzer",
    "Options",
    "PolicyDocument",
    "Rejected",
    "Report",
    "Store",
    "Validity",
    "ZhengceError",
    "backup",
    "check",
    "count_records",
    "files_under",
    "parse_mapping",
    "preview",
    "read_aliases",
    "read_file",
    "rebuild_index",
    "remove",
    "restore",
    "sync_index",
    "update_index",
]
