"""Fails when pytest skipped a test that nobody expected to be skipped.

``python check_skips.py ALLOWED JUNIT_XML`` compares every skipped test with the patterns in
``ALLOWED``: one a line, with the wildcards of ``fnmatch``, matched against
``tests.web.test_browser::test_home: the reason``; ``#`` begins a comment. Expected failures
(xfail) are not skips.
"""

from __future__ import annotations

import sys
from fnmatch import fnmatchcase
from pathlib import Path
from xml.etree import ElementTree


def read_patterns(path: Path) -> list[str]:
    """The patterns in ``path``, comments and empty lines left out."""
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def read_skips(report: Path) -> list[str]:
    """Every skipped test of a JUnit report as ``module::name: reason``."""
    skips = []
    for case in ElementTree.parse(report).iter("testcase"):
        for skipped in case.iter("skipped"):
            if skipped.get("type") == "pytest.xfail":
                continue
            reason = skipped.get("message", "")
            if reason == "collection skipped":  # a whole module: the reason is in the text
                reason = " ".join((skipped.text or "").split())
            skips.append(f"{case.get('classname')}::{case.get('name')}: {reason}")
    return skips


def main() -> int:
    """Compare and report; 1 if a skip is not on the list."""
    allowed, report = (Path(argument) for argument in sys.argv[1:3])
    patterns = read_patterns(allowed)
    skips = read_skips(report)
    unexpected = [s for s in skips if not any(fnmatchcase(s, pattern) for pattern in patterns)]
    for skip in unexpected:
        print(f"unexpected skip: {skip}", file=sys.stderr)
    print(f"skips: {len(skips)}, of them unexpected: {len(unexpected)}")
    return 1 if unexpected else 0


if __name__ == "__main__":
    sys.exit(main())
