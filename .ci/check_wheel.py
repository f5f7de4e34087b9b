"""Fails when the wheel lacks a file of ours: ``python check_wheel.py WHEEL``.

Every file git tracks under index/, search/ and web/ must be inside, under the same name.
"""

from __future__ import annotations

import subprocess
import sys
import zipfile


def main() -> int:
    """Compare the wheel with the tree; 1 if anything is missing."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "index", "search", "web"], check=True, capture_output=True
    )
    tracked = {name for name in listed.stdout.decode().split("\0") if name}
    with zipfile.ZipFile(sys.argv[1]) as wheel:
        packed = set(wheel.namelist())
    missing = sorted(tracked - packed)
    for name in missing:
        print(f"not in the wheel: {name}", file=sys.stderr)
    strangers = sorted(
        name
        for name in packed
        if name.split("/")[0] not in {"index", "search", "web"} and ".dist-info/" not in name
    )
    for name in strangers:
        print(f"unexpected in the wheel: {name}", file=sys.stderr)
    print(f"wheel: {len(packed)} files, {len(missing)} missing, {len(strangers)} unexpected")
    return 1 if missing or strangers or not tracked else 0


if __name__ == "__main__":
    sys.exit(main())
