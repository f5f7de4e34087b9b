"""How a search result is printed on a terminal, or as JSON."""

from __future__ import annotations

from dataclasses import asdict

import click

from index.document import Validity
from index.statements.names import cited_name
from search.results import Facet, Hit, Marks, Provision, SearchResult
from web.text import Marked, bracketed, iso, json_bytes, seen
from web.views.reasons import figures, reasons
from web.views.results import results_view
from web.views.understood import understood_view

FACET_VALUES = 12


def as_text(result: SearchResult, with_facets: bool = False, explain: bool = False) -> str:
    """The result as lines of text; colours are ANSI codes, which ``click.echo`` drops in pipes."""
    lines = [*map(seen, (*result.notices, *_understood(result)))]
    request = result.request
    lines.append(
        click.style(f"找到 {result.total:,} 件", bold=True)
        + (f"，并为 {result.groups:,} 条" if result.groups != result.total else "")
        + f"（{result.elapsed_ms:.0f} 毫秒，第 {request.page}/{result.last_page} 页）"
    )
    for one in result.provisions:
        lines += ["", *_provision(one)]
    first = (request.page - 1) * request.size + 1
    for number, hit in enumerate(result.hits, first):
        lines += ["", *_hit(number, hit)]
        if explain and hit.score:
            lines += [f"   {figures(hit)}", f"   {'；'.join(reasons(hit))}"]
    if not result.hits:
        lines.append("可换一个说法、减少检索词，或去掉筛选条件再试。")
    if with_facets:
        for facet in result.facets:
            lines += ["", click.style(facet.label, bold=True), f"  {facet_line(facet)}"]
    return "\n".join(lines)


def as_json(result: SearchResult) -> str:
    """The result as the JSON that ``/search.json`` gives."""
    return json_bytes(asdict(results_view(result)), indented=True).decode()


def facet_line(facet: Facet) -> str:
    """The most frequent values of a facet with their counts."""
    return "  ".join(
        f"{seen(value.label)} {value.count:,}" for value in facet.values[:FACET_VALUES]
    )


def padded(text: str, width: int) -> str:
    """``text`` filled up with spaces; an ideograph is two columns wide."""
    return text + " " * max(width - sum(1 + (not c.isascii()) for c in text), 1)


def _understood(result: SearchResult) -> list[str]:
    """How the query was read."""
    read = understood_view(result)
    lines = [f"您是不是要找：{read.suggestion.label}"] if read.suggestion else []
    if result.relaxation:
        lines.append(result.relaxation.message)
        lines += [" → ".join(read.steps)] if len(read.steps) > 1 else []
    if read.wordings:
        lines.append("；".join(read.wordings) + "（只按原词检索：--literal）。")
    return lines


def _provision(found: Provision) -> list[str]:
    """An article in full."""
    document = found.document
    name = click.style(
        seen(bracketed(cited_name(document.title)) + found.label + found.also), bold=True
    )
    cited = f"（引用本条的 {found.cited_by:,} 件）" if found.cited_by else ""
    lines = [f"{name}  [{document.validity}]{cited}"]
    lines += [
        f"   {_marked(line.text, line.marks)}" for line in Marked(found.text, found.marks).lines
    ]
    return [*lines, click.style(f"   {seen(document.id)}", dim=True)]


def _hit(number: int, hit: Hit) -> list[str]:
    document = hit.document
    title = _marked(document.title, hit.title_marks)
    pin = click.style(f"【{hit.pin}】", fg="red") if hit.pin else ""
    dated = document.written_on or document.published_on
    facts = [
        document.doc_number,
        " ".join(document.issuers),
        iso(dated),
        f"[{document.validity}]",
    ]
    lines = [f"{number}. {pin}{title}", "   " + "  ".join(seen(fact) for fact in facts if fact)]
    if hit.standing and hit.standing.newer:
        newer = hit.standing.newer
        is_coming = hit.standing.state is Validity.NOT_YET
        what = "现行文本" if is_coming else "有更新文本"
        lines.append(click.style(f"   {what}：{seen(newer.id)} {seen(newer.title)}", fg="yellow"))
    for snippet in hit.snippets:
        label = click.style(f"{seen(snippet.label)} ", fg="cyan") if snippet.label else ""
        lines.append(f"   {label}{_marked(snippet.text, snippet.marks)}")
    lines += [f"   {one}" for one in _folded(hit)]
    lines.append(click.style(f"   {seen(document.id)}", dim=True))
    return lines


def _folded(hit: Hit) -> list[str]:
    """What stands under one line: older texts of the work, the same text from other sources."""
    texts = [one.document.id for one in hit.versions if one.document]
    prints = [one.id for one in hit.reprints]
    said = [("历史文本", texts), ("其他来源", prints)]
    return [f"另有 {len(ids)} 个{what}：{'、'.join(map(seen, ids))}" for what, ids in said if ids]


def _marked(text: str, marks: Marks) -> str:
    pieces, at = [], 0
    for start, end in marks:
        pieces += [seen(text[at:start]), click.style(seen(text[start:end]), fg="yellow", bold=True)]
        at = end
    return "".join([*pieces, seen(text[at:])])
