"""Prints docs/modules.md: every room of index, search and web, with the first words of its docstring.

``make map`` writes it; a test compares it with the tree, so that no module is unnamed.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

PACKAGES = ("index", "search", "web")
HEAD = """# The rooms

Written by `make map` from the docstrings, and compared with the tree by a test: change a docstring,
not this page. [architecture.md](architecture.md) says how the rooms work together and why.
"""


def main() -> None:
    """Print the page."""
    root = Path(__file__).resolve().parents[1]
    print(HEAD)
    for name in PACKAGES:
        print(f"## {name}\n\n{said_by(root / name / '__init__.py')}\n")
        print("\n".join(rooms(root / name)) + "\n")


def rooms(folder: Path, depth: int = 0) -> Iterator[str]:
    """A line for each module and folder of modules, folders first."""
    for path in sorted(folder.iterdir(), key=lambda path: (path.is_file(), path.name)):
        if path.is_dir() and any(path.rglob("*.py")):
            yield f"{'  ' * depth}- **{path.name}/**: {said_by(path / '__init__.py')}".rstrip(": ")
            yield from rooms(path, depth + 1)
        elif path.suffix == ".py" and path.stem != "__init__":
            yield f"{'  ' * depth}- `{path.stem}`: {said_by(path)}"


def said_by(module: Path) -> str:
    """The first paragraph of its docstring, on one line; of a folder of scripts, nothing."""
    if not module.exists():
        return ""
    said = ast.get_docstring(ast.parse(module.read_text(encoding="utf-8"))) or ""
    return " ".join(said.partition("\n\n")[0].split()).replace("``", "`")


if __name__ == "__main__":
    sys.exit(main())
