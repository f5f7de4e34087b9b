"""Promises about the project itself: what is pinned, what is written down, what is left out."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import shlex
import subprocess
import sys
import tomllib
from itertools import chain
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from web.cli.main import main

ROOT = Path(__file__).resolve().parents[1]
READMES = ("README.md", "README.zh-CN.md")
LOCKS = (
    "requirements-build.txt",
    "requirements.txt",
    "requirements-dev.txt",
    "requirements-bench.txt",
    "requirements-ocr.txt",
    "requirements-cluster.txt",
    ".ci/requirements-other-whoosh.txt",
)
SEED = "000_2f4712ac15e7aa84.txt"


def _git(*arguments: str) -> list[Path]:
    """The files git names, as absolute paths; skips where there is no git checkout."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    found = subprocess.run(
        ["git", "ls-files", "-z", *arguments], cwd=ROOT, check=True, capture_output=True
    )
    paths = (ROOT / name for name in found.stdout.decode().split("\0") if name)
    return sorted(path for path in paths if path.is_file())


def _own_files(*patterns: str) -> list[Path]:
    return _git("--cached", "--others", "--exclude-standard", "--", *patterns)


def _read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _project() -> dict[str, Any]:
    return tomllib.loads(_read("pyproject.toml"))


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _direct() -> list[str]:
    project = _project()
    groups = project["dependency-groups"].values()
    return [
        *project["build-system"]["requires"],
        *project["project"]["dependencies"],
        *(requirement for group in groups for requirement in group),
        *chain(*project["project"]["optional-dependencies"].values()),
    ]


def _locked() -> dict[str, str]:
    """Every locked package and its version; fails if two lock files disagree."""
    versions: dict[str, str] = {}
    for lock in LOCKS:
        for name, version in re.findall(r"^([A-Za-z0-9._-]+)==(\S+) \\$", _read(lock), re.M):
            assert versions.setdefault(_canonical(name), version) == version, f"{name} in {lock}"
    return versions


# --- dependencies ---------------------------------------------------------------------


def test_every_direct_dependency_is_pinned_and_locked() -> None:
    locked = _locked()
    for requirement in _direct():
        name, equals, version = requirement.partition("==")
        assert equals, f"{requirement} is not pinned"
        assert locked.get(_canonical(name)) == version, f"{requirement}: run `make lock`"


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_file_has_only_exact_versions_with_hashes(lock: str) -> None:
    entries = re.sub(r"\\\n\s*", "", _read(lock)).splitlines()
    for entry in entries:
        if entry.strip() and not entry.lstrip().startswith("#"):
            assert re.match(r"[A-Za-z0-9._-]+==\S+ --hash=sha256:[0-9a-f]{64}", entry), entry


def test_every_locked_package_is_explained() -> None:
    page = " ".join(_read("docs/dependencies.md").replace("|", " ").split()).lower()
    for name, version in _locked().items():
        assert f"{name} {version} " in page, f"docs/dependencies.md: {name} {version}"


# --- what is in the tree --------------------------------------------------------------


def test_nothing_names_a_registry_host() -> None:
    hosts = [("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("debian", "org")]
    hosts += [("maven", "org"), ("golang", "org"), ("crates", "io")]
    named = re.compile("|".join(rf"\b{re.escape('.'.join(host))}\b" for host in hosts))
    assert _files_with(named) == []


def test_nothing_names_a_path_of_one_machine() -> None:
    folders = "|".join(("work", "root", "home", "Users"))
    assert _files_with(re.compile(rf"(?<![\w.%/~-])/({folders})/\w")) == []


def _files_with(pattern: re.Pattern[str]) -> list[str]:
    found = []
    for path in _own_files():
        content = path.read_bytes()
        if b"\0" not in content:
            match = pattern.search(content.decode("utf-8", "replace"))
            found += [f"{path.relative_to(ROOT)}: {match[0]}"] if match else []
    return found


def test_git_ignores_no_file_of_the_packages() -> None:
    ignored = _git("--others", "--ignored", "--exclude-standard", "--", "index", "search", "web")
    assert [path for path in ignored if "__pycache__" not in path.parts] == []


@pytest.mark.parametrize("package", ["index", "search", "web"])
def test_a_package_has_few_rooms_at_the_top(package: str) -> None:
    tops = {path.relative_to(ROOT / package).parts[0] for path in _own_files(package)}
    assert len(tops - {"__init__.py", "py.typed"}) <= 14, sorted(tops)


LONG = {
    "make_documents of tests/web/fakes.py": "a list of documents, no steps",
    "document_page of web/views/document.py": "what a page shows, one part a line, no steps",
}
"""Functions of more than 45 lines, and why."""


def test_functions_are_short_but_for_a_reason() -> None:
    found = set()
    for path in _own_files("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= 45:
                found.add(f"{node.name} of {path.relative_to(ROOT)}")
    assert found == set(LONG), "shorten it; or take from the list what has become short"


def test_modules_are_short_and_say_what_they_are_for() -> None:
    sources = {path: path.read_text(encoding="utf-8") for path in _own_files("*.py")}
    assert [path for path, source in sources.items() if len(source.splitlines()) > 400] == []
    assert [p for p, source in sources.items() if not ast.get_docstring(ast.parse(source))] == []


def test_our_packages_import_no_pickle() -> None:
    for path in _own_files("index/*.py", "search/*.py", "web/*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in getattr(node, "names", []) if hasattr(alias, "name")]
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            unsafe = {"pickle", "_pickle", "dill", "shelve", "marshal"}
            assert not unsafe & {name.split(".")[0] for name in names}, path


def test_the_customers_document_is_unchanged(shared: Path) -> None:
    assert (ROOT / "seeds" / SEED).read_bytes() == (shared / "seed" / SEED).read_bytes()


# --- what is written down -------------------------------------------------------------


def test_the_installed_version_is_the_projects() -> None:
    assert importlib.metadata.version("zhengce") == _project()["project"]["version"]


def test_the_licence_is_the_one_pyproject_names() -> None:
    heading = {"MIT": "MIT License", "Apache-2.0": "Apache License"}
    licence = _project()["project"]["license"]
    assert heading[licence] in _read("LICENSE")[:200]
    for readme in READMES:
        assert licence in _read(readme)


@pytest.mark.parametrize("readme", READMES)
def test_a_readme_shows_the_two_commands_and_every_command(readme: str) -> None:
    text = _read(readme)
    assert "make demo" in text
    assert "make test" in text
    for name in _commands():
        assert f"zhengce {name}" in text, f"{readme}: zhengce {name}"


@pytest.mark.parametrize("readme", READMES)
def test_a_readme_shows_only_commands_and_options_there_are(readme: str) -> None:
    examples = "".join(re.findall(r"^```sh\n(.+?)^```$", _read(readme), re.M | re.S))
    for line in re.findall(r"^\.venv/bin/zhengce (.+)$", examples, re.M):
        words = shlex.split(line, comments=True)
        command = _commands()[words[0]]
        known = {option for parameter in command.params for option in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= known, line


def test_the_map_names_every_room() -> None:
    command = [sys.executable, str(ROOT / ".ci" / "module_map.py")]
    drawn = subprocess.run(command, check=True, capture_output=True).stdout.decode()
    assert drawn == _read("docs/modules.md"), "run `make map`"
    for path in _own_files("index/*.py", "search/*.py", "web/*.py"):
        room = f"**{path.parent.name}/**" if path.stem == "__init__" else f"`{path.stem}`"
        assert room in drawn or path.parent.parent == ROOT, path


LINKED = [
    *READMES,
    "CHANGELOG.md",
    *(f"docs/{name}.md" for name in ("architecture", "dependencies", "modules")),
]


@pytest.mark.parametrize("page", LINKED)
def test_relative_links_lead_somewhere(page: str) -> None:
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", _read(page)):
        assert ((ROOT / page).parent / target).exists(), f"{page}: {target}"


def test_every_command_explains_itself() -> None:
    overview = CliRunner().invoke(main, ["--help"]).output
    for name, command in _commands().items():
        assert name in overview
        assert command.help, f"zhengce {name} has no help text"


def _commands() -> dict[str, click.Command]:
    assert isinstance(main, click.Group)
    return {name: command for name, command in main.commands.items() if not command.hidden}


NAMED = re.compile(r"(?<!`)``?((?:index|search|web|tests|bench)(?:[./]\w+)+)``?(?!`)")
WRITTEN_BY_WHO_READS = {
    "index/readers/formats/asciidoc.py",
    "tests/index/readers/formats/test_asciidoc.py",
}
"""What docs/first-change.md lets its reader write."""


@pytest.mark.parametrize("patterns", [("*.md",), ("index/*.py", "search/*.py", "web/*.py")])
def test_what_docs_and_docstrings_name_is_there(patterns: tuple[str, ...]) -> None:
    missing = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in _own_files(*patterns)
        for name in NAMED.findall(path.read_text(encoding="utf-8"))
        if name not in WRITTEN_BY_WHO_READS and not _is_there(name)
    ]
    assert missing == []


def _is_there(name: str) -> bool:
    """Whether a path is a file or folder, or a dotted name a module and names that stand in it."""
    if "/" in name:
        return (ROOT / name).exists() or (ROOT / f"{name}.py").exists()
    parts = name.split(".")
    for count in range(len(parts), 0, -1):
        place = ROOT.joinpath(*parts[:count])
        module = place / "__init__.py" if place.is_dir() else place.with_name(f"{place.name}.py")
        if module.exists():
            text = module.read_text(encoding="utf-8")
            return all(re.search(rf"\b{part}\b", text) for part in parts[count:])
    return False
