"""The page ``/api`` that documents the public API: addresses, examples, parameters, limits, errors."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from index.document import Validity
from index.errors import ZhengceError
from search.related import KINDS
from search.request import (
    DEFAULT_SIZE,
    FACETS,
    MAX_QUERY,
    MAX_SELECTED,
    MAX_SIZE,
    MAX_WINDOW,
    UNSTATED,
)
from web import urls
from web.api_v1.parameters import FACET_LISTS, RELATIONS, SEARCH
from web.context import engine, site_url
from web.protect import wordings
from web.views.results import FormView

blueprint = Blueprint("apidoc", __name__)


@blueprint.get(urls.API, strict_slashes=False)
def page() -> ResponseReturnValue:
    """What can be asked, and how."""
    return render_template("api.html", view=api_view(site_url(), _some_document()))


def _some_document() -> str:
    """The id of a document that is there, for the example; empty if there is none."""
    try:
        first = engine().listing(0, 1)
    except ZhengceError:  # what is written here holds without an index too
        return ""
    return first[0].id if first else ""


@dataclass(frozen=True, slots=True)
class EndpointView:
    """One address of the API, an example that can be followed, and the same for curl."""

    path: str
    name: str
    what: str
    example: str
    curl: str


@dataclass(frozen=True, slots=True)
class ParameterView:
    """One parameter: what it is called, what it may hold, how often it may be given."""

    name: str
    what: str
    often: str


@dataclass(frozen=True, slots=True)
class ErrorView:
    """One status, its place on the page, and what is said of it."""

    status: int
    anchor: str
    title: str
    what: str


@dataclass(frozen=True, slots=True)
class ApiView:
    """Everything the page prints that is not plain text."""

    form: FormView
    endpoints: tuple[EndpointView, ...]
    parameters: tuple[ParameterView, ...]
    errors: tuple[ErrorView, ...]
    contract: str
    window: int = MAX_WINDOW
    size: int = MAX_SIZE
    selected: int = MAX_SELECTED


_ENDPOINTS: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    ("search", "检索", "检索文件，返回一页结果、摘录、各类筛选值的件数。", {"q": "科技创新", "size": "5"}),
    (
        "facets",
        "分类件数",
        "全部文件或一次检索的各类筛选值，逐项列全（主题分类两级都列）。",
        {"q": "科技创新", "facet": "genre"},
    ),
    (
        "documents/{id}",
        "文件",
        "一份文件的全部内容：元数据、是否有效、正文、章节、附件、其他文本、相近文件。id 取自检索结果。",
        {"q": "科技创新"},
    ),
    (
        "documents/{id}/relations",
        "文件之间的关系",
        "一份文件是否有效及其依据的原句，它的依据、引用、被引用、修改、废止、印发、解读、版本沿革。",
        {},
    ),
    ("suggest", "输入提示", "输入到一半时可能要找的标题、文号、机关和词语，可用拼音。", {"q": "kjcx"}),
    ("status", "收录情况", "收录多少件、索引何时建立、最新文件的日期。", {}),
    ("openapi.yaml", "接口说明", "本接口的 OpenAPI 3.1 说明，可用来生成客户端。", {}),
)  # fmt: skip

_TEXT = f"最多 {MAX_QUERY} 个字，写法与检索框相同"
_VALUES = {
    "issuer": "，规范名称或通用简称",
    "year": f"，四位数字，或“{UNSTATED}”",
    "genre": "，如 通知、条例",
    "topic": "，一级，或用斜线隔开的两级",
    "validity": f"：{'、'.join(Validity)}",
}
"""Facet -> how its values are written, where that needs words."""
_WHAT = {
    "q": f"检索词；{_TEXT}。不写就是全部文件。",
    "in": "在哪里检索：all 全文（默认）、title 标题、number 发文字号。",
    **{name: f"{label}{_VALUES.get(name, '')}。" for name, label in FACETS.items()},
    "within": f"在结果中检索：结果还要含有这些词，不放宽；{_TEXT}。",
    "from": "日期不早于；写作 2023、2023-05 或 2023-05-12。",
    "to": "日期不晚于；写法同上，不能早于 from。",
    "on": "某一天，写作 2015-06-01：只列那一天有效的；文件和关系以那一天的状态列出。",
    "fold": "1（默认）历史文本和其他来源并在一条结果之下；0 各列一条。",
    "literal": "1 只按原词检索；0（默认）同时检索其他说法。",
    "plain": "检索词里的机关（issuer）、文种（genre）、地区（region）、日期（period）、次序（sort）不作筛选，按原词检索；all 全部。",
    "sort": "relevance 相关程度（默认）、newest 日期从新到旧、oldest 从旧到新。",
    "page": "第几页，从 1 起。",
    "size": f"每页几件，1 至 {MAX_SIZE}，默认 {DEFAULT_SIZE}；关系是每类几件。",
    "kind": f"只用于 relations：只列这一类：{'、'.join(KINDS)}。",
    "facet": f"只用于 facets：只列哪些分类，{'、'.join(FACETS)}；不写就全列。",
}


def api_view(site: str, id: str = "") -> ApiView:
    """The examples, parameters and errors of the page.

    Args:
        site: the address of this site.
        id: a document to be the example; empty if there is none.
    """
    known = {**SEARCH, **FACET_LISTS, **RELATIONS}
    return ApiView(
        form=FormView(),
        endpoints=tuple(_endpoint(*row, site=site, id=id) for row in _ENDPOINTS),
        parameters=tuple(
            ParameterView(name, _WHAT[name], "可重复。" if parameter.repeats else "")
            for name, parameter in known.items()
        ),
        errors=tuple(
            ErrorView(status, f"error-{status}", words.title, words.message)
            for status, words in wordings.API.items()
        ),
        contract=f"{urls.API_V1}/openapi.yaml",
    )


def _endpoint(
    path: str, name: str, what: str, params: dict[str, str], *, site: str, id: str
) -> EndpointView:
    query = f"?{urlencode(params)}" if params else ""
    example = f"{urls.API_V1}/{path.replace('{id}', quote(id, safe=''))}{query}"
    if "{id}" in path and not id:
        example = ""
    return EndpointView(
        path=f"{urls.API_V1}/{path}",
        name=name,
        what=what,
        example=example,
        curl=f"curl {shlex.quote(urls.absolute(site, example))}" if example else "",
    )
