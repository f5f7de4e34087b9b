"""What facets there are and what they are called stands in ``search.request`` alone.

A facet more, or another label, must not have to be written a second time in web. Words about one
facet (how its values are written, where the home page shows it) may name it.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

from search.request import FACETS
from web import urls

WEB = Path(urls.__file__).parent
MAY_NAME = {
    "api_v1/documentation.py": "how values are written",
    "api_v1/card_mapping.py": "fields of a document in the API",
    "api_v1/parameters.py": "which values are right",
    "cli/search_commands.py": "how values are written",
    "export/tables.py": "columns that are facets too",
    "views/document.py": "rows that are facets too",
    "views/examples.py": "an example of each kind of query, drawn from the index",
    "views/facets.py": "the facet with a period",
    "views/help.py": "which example explains which field",
    "views/home.py": "which facets the home page shows",
    "views/sources.py": "facts that another print of a text may state",
}
MAY_LABEL = {
    "export/notes.py": "whose word 有效性 is is said beside the column",
    "views/help.py": "发文机关: is a word of the query language here",
    "views/status.py": "how many documents are in which state",
}


def _holding(words: set[str]) -> dict[str, set[str]]:
    """Module -> which of ``words`` are strings of its own in it."""
    found = {}
    for file in sorted(WEB.rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        strings = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
        if held := words & {value for value in strings if isinstance(value, str)}:
            found[str(file.relative_to(WEB))] = held
    return found


def test_no_module_repeats_a_label() -> None:
    assert set(_holding(set(FACETS.values()))) == set(MAY_LABEL)


def test_modules_that_name_a_facet_have_a_reason_and_none_has_the_list() -> None:
    naming = _holding(set(FACETS))
    assert set(naming) == set(MAY_NAME)
    assert not [module for module, names in naming.items() if names == set(FACETS)]


def test_templates_know_no_facet() -> None:
    quoted = re.compile("|".join(rf"['\"]{name}['\"]" for name in FACETS))
    listed = "、".join(list(FACETS.values())[:2])
    for file in sorted(path for path in (WEB / "templates").rglob("*") if path.is_file()):
        source = re.sub(r"id=\"\w+\"", "", file.read_text(encoding="utf-8"))
        assert not quoted.search(source), file.name
        assert listed not in source, file.name


def test_the_script_calls_a_suggested_issuer_as_the_facet_is_called() -> None:
    script = (WEB / "static/zhengce.js").read_text(encoding="utf-8")
    assert f'issuer: "{FACETS["issuer"]}"' in script
