"""Which form these tests have: a short one among the others, and the long one of ``make cluster-faults``."""

from __future__ import annotations

import os

FULL = os.environ.get("FAULTS") == "full"
"""Whether this is the long form, over the corpus."""
PACE = 20.0 if FULL else 5.0
"""Visits a second."""
QUERIES = 1000 if FULL else 50
"""So many different ones, and a few of every kind."""
NAME = "zhengce"
"""Under which all is published."""
