"""Fails when an installed package is under the GPL or AGPL alone, or names no licence.

Of several licences (``MPL-1.1 OR GPL-2.0-only``) one may be chosen.

``python check_licences.py [--table]`` looks at every package of the environment it runs in.
``--table`` prints what docs/dependencies.md is written from: version, licence, installed size.
"""

from __future__ import annotations

import re
import sys
from importlib.metadata import Distribution, distributions
from pathlib import Path

REFUSED = re.compile(r"\b(A?GPL|GNU (Affero )?General Public)", re.IGNORECASE)
OURS = {"zhengce", "pip"}


def licence(dist: Distribution) -> str:
    """What a package declares: SPDX expression, classifiers, free text, else its licence file."""
    expression = dist.metadata.get("License-Expression")
    if expression:
        return expression
    classifiers = [
        line.split("::")[-1].strip()
        for line in dist.metadata.get_all("Classifier") or []
        if line.startswith("License ::")
    ]
    text = (dist.metadata.get("License") or "").strip().split("\n")[0]
    return "; ".join(name for name in classifiers if name != "OSI Approved") or text or _file(dist)


def is_refused(terms: str) -> bool:
    """Whether none of the licences that are offered can be taken."""
    return all(not one.strip() or REFUSED.search(one) for one in re.split(r"\bOR\b", terms))


def _file(dist: Distribution) -> str:
    """The first line of the licence file a package ships."""
    for file in dist.files or []:
        if file.name.upper().startswith(("LICENSE", "LICENCE", "COPYING")):
            return file.read_text(encoding="utf-8").strip().split("\n")[0]
    return ""


def installed_bytes(dist: Distribution) -> int:
    """The size of the package's files on disk, compiled ``.pyc`` files left out."""
    paths = (Path(str(file.locate())) for file in dist.files or [] if file.suffix != ".pyc")
    return sum(path.stat().st_size for path in paths if path.is_file())


def main() -> int:
    """Check every package; 1 if one is refused."""
    bad = 0
    found = sorted(distributions(), key=lambda dist: dist.metadata["Name"].lower())
    for dist in found:
        name, terms = dist.metadata["Name"], licence(dist)
        if "--table" in sys.argv:
            print(f"{name}\t{dist.version}\t{terms}\t{installed_bytes(dist) / 1e6:.1f}")
        if name not in OURS and is_refused(terms):
            print(f"{name} {dist.version}: licence {terms or 'not stated'}", file=sys.stderr)
            bad += 1
    print(f"licences: {len(found)} packages looked at, {bad} refused", file=sys.stderr)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
