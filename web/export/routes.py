"""Downloads: the results of a search as CSV or XLSX, the original file of a document."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from pathlib import PurePosixPath
from urllib.parse import quote

from flask import Blueprint, Response, abort, current_app, send_file
from flask.typing import ResponseReturnValue

from search.request import MAX_WINDOW
from search.results import SearchResult
from web import text, urls
from web.context import asked, engine, moved, site_url
from web.export import tables
from web.export.notes import notes
from web.export.workbook import as_xlsx
from web.views.originals import media_type
from web.views.sources import original_name

blueprint = Blueprint("exports", __name__)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_NAME = 60
"""Characters of a file name that come from what was typed."""


@blueprint.get("/search.csv")
def csv_table() -> ResponseReturnValue:
    """All results of a search that can be turned to, as CSV."""
    result = _everything()
    content = tables.as_csv(tables.rows(result.hits, site_url()))
    return _sent(content, "text/csv; charset=utf-8", result, ".csv")


@blueprint.get("/search.xlsx")
def xlsx_table() -> ResponseReturnValue:
    """The same as a workbook, with a sheet that says what it holds."""
    result = _everything()
    address = urls.absolute(site_url(), urls.export(replace(result.request, fold=asked().fold), ""))
    table = tables.rows(result.hits, site_url())
    content = as_xlsx(table, len(result.hits), notes(result, address, datetime.now().astimezone()))
    return _sent(content, XLSX, result, ".xlsx")


@blueprint.get("/documents/<id>/original")
def original(id: str) -> ResponseReturnValue:
    """The file that a document was read from, where it may be handed out; to be kept, not shown."""
    origin = engine().origin(id) if current_app.config["ORIGINALS"] else None
    kind = media_type(origin)
    if origin is None and (elsewhere := moved(id, urls.original)):
        return elsewhere
    if origin is None or origin.file is None or not kind:
        abort(404)
    plain = "original" + PurePosixPath(origin.name).suffix.lower()
    try:
        response = send_file(
            origin.file,
            mimetype=kind,
            download_name=plain,
            etag=f"{origin.file.stat().st_mtime_ns:x}-{origin.file.stat().st_size:x}",
            max_age=0,
        )
    except OSError:  # gone in this moment, or not to be read by this process
        abort(404)
    view = engine().document(id)
    _attach(response, original_name(view.document.title if view else "", origin), plain)
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; frame-ancestors 'none'; sandbox"
    )
    return response


def _everything() -> SearchResult:
    """What is asked for from the first document to the last that can be turned to, each on a line
    of its own; cards alone."""
    whole = replace(asked(), page=1, size=MAX_WINDOW, fold=False, excerpts=False)
    return engine().search(whole)


def _sent(content: bytes, kind: str, result: SearchResult, suffix: str) -> Response:
    response = Response(content, content_type=kind)
    response.headers["X-Total-Count"] = str(result.total)
    words = _nameable(result.request.q) or "全部文件"
    site = _nameable(current_app.config["SITE_NAME"])
    _attach(response, f"{site} {words} {datetime.now():%Y-%m-%d}{suffix}", f"results{suffix}")
    return response


def _nameable(words: str) -> str:
    """``words`` without what a file name may not hold anywhere."""
    return " ".join(re.sub(r"[^\w〔〕（）·—-]+", " ", words)[:LONGEST_NAME].split())


def _attach(response: Response, name: str, plain: str) -> None:
    """Have the answer saved as ``name``; as ``plain`` by clients that know ASCII alone."""
    words = text.seen(name).replace("/", " ").replace("\\", " ")
    encoded = "UTF-8''" + quote(words, safe="")
    response.headers.set(
        "Content-Disposition", "attachment", filename=plain, **{"filename*": encoded}
    )
