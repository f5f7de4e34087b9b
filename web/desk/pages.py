"""The editors' pages as HTML and CSV: they read, keep nothing in a browser, and change nothing."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

from flask import Flask, Response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from index.errors import ZhengceError, system_says
from web import text, urls
from web.desk.rooms import BY_NAME, ROOMS
from web.desk.tables import Desk, Line, Room, Table
from web.export.tables import as_csv
from web.site.assets import Assets
from web.site.printing.environment import PageEnvironment

HERE = Path(__file__).parent.parent
PAGE = 50
"""Lines on one page."""
MOST = 10**9
"""No page has a higher number."""
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
}
LOOPBACK = "localhost"


@dataclass(frozen=True)
class Shown:
    """A line on a page: the cells before the link, the link, those behind it."""

    cells: tuple[tuple[str, str, str], ...]
    """Heading, words, address (empty: none)."""


@dataclass(frozen=True)
class Entry:
    """A room on the first page, with what it holds now."""

    title: str
    about: str
    url: str
    total: str
    note: str


@dataclass(frozen=True)
class RoomView:
    """A page of a room."""

    title: str
    about: str
    note: str
    total: str
    lines: tuple[Shown, ...]
    csv_url: str
    page: int
    last: int
    previous_url: str
    next_url: str


def create_desk(desk: Desk, site_url: str = "", hosts: tuple[str, ...] = ()) -> Flask:
    """The pages over what an index folder, an engine and a log tell.

    Args:
        site_url: where the public site is, for the links to its pages; empty: there are none.
        hosts: names by which this server may be asked, besides addresses and ``localhost``.
    """
    app = Flask("web", root_path=str(HERE), static_folder=None)
    app.jinja_environment = PageEnvironment
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    assets = Assets(app.wsgi_app, HERE / "static", "/static", HEADERS, None)
    app.wsgi_app = assets  # type: ignore[method-assign]
    app.jinja_env.globals["asset_url"] = assets.urls.__getitem__
    app.extensions["zhengce-desk"] = desk
    pages = _Pages(desk, site_url)
    app.add_url_rule("/", view_func=pages.home)
    app.add_url_rule("/<name>.csv", view_func=pages.csv)
    app.add_url_rule("/<name>", view_func=pages.room)
    app.register_error_handler(HTTPException, pages.nothing)
    app.before_request(lambda: _ours(hosts))
    app.after_request(_headers)
    return app


class _Pages:
    """What is answered at each address."""

    def __init__(self, desk: Desk, site_url: str) -> None:
        self._desk = desk
        self._site = site_url

    def home(self) -> ResponseReturnValue:
        """All rooms, and how much each holds."""
        return _page("desk/home.html", entries=tuple(map(self._entry, ROOMS)), site_url=self._site)

    def room(self, name: str) -> ResponseReturnValue:
        """A page of a room."""
        room = BY_NAME.get(name)
        if room is None:
            return self.nothing(None)
        asked = request.args.get("page", "1")
        wanted = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 10 else 1
        view = self._view(room, wanted)
        return _page("desk/room.html", view=view, site_url=self._site)

    def csv(self, name: str) -> ResponseReturnValue:
        """All lines of a room as a file, made as it is sent."""
        room = BY_NAME.get(name)
        if room is None:
            return self.nothing(None)
        table = self._table(room)
        if not table.is_known:
            return Response(f"{table.note}\n", 503, content_type="text/plain; charset=utf-8")
        response = Response(_written(room, table), content_type="text/csv; charset=utf-8")
        named = quote(f"{room.title}.csv", safe="")
        response.headers["Content-Disposition"] = (
            f"attachment; filename={room.name}.csv; filename*=UTF-8''{named}"
        )
        return response

    def nothing(self, error: HTTPException | None) -> ResponseReturnValue:
        """There is no such page: one that says so, and leads back."""
        code = error.code if error and error.code else 404
        return _page("desk/nothing.html", site_url=self._site)[0], code

    def _table(self, room: Room) -> Table:
        """What a room lists; what cannot be told is no error here."""
        try:
            return room.table(self._desk)
        except (ZhengceError, OSError) as error:
            return Table.unknown(_why(error))

    def _entry(self, room: Room) -> Entry:
        table = self._table(room)
        total = f"{text.count(table.total)} 项" if table.is_known else "不知道"
        return Entry(room.title, room.about, _address(f"/{room.name}"), total, table.note)

    def _view(self, room: Room, wanted: int) -> RoomView:
        table = self._table(room)
        last = max(1, -(-table.total // PAGE))
        page = min(max(1, wanted), last)
        note, lines = table.note, list[Line]()
        try:
            lines += table.some((page - 1) * PAGE, PAGE)
        except (ZhengceError, OSError) as error:
            note = _why(error)
        return RoomView(
            title=room.title,
            about=room.about,
            note=note,
            total=text.count(table.total),
            lines=tuple(self._shown(room, line) for line in lines),
            csv_url=f"/{room.name}.csv" if table.total else "",
            page=page,
            last=last,
            previous_url=_address(f"/{room.name}", page - 1) if page > 1 else "",
            next_url=_address(f"/{room.name}", page + 1) if page < last else "",
        )

    def _shown(self, room: Room, line: Line) -> Shown:
        address = urls.absolute(self._site, line.address) if self._site and line.address else ""
        return Shown(
            tuple(
                (column.label, text.seen(cell), address if at == room.links else "")
                for at, (column, cell) in enumerate(zip(room.columns, line.cells, strict=True))
            )
        )


def _why(error: ZhengceError | OSError) -> str:
    """Why something cannot be told, and what to do."""
    if isinstance(error, OSError) and not isinstance(error, ZhengceError):
        return f"暂时不能读取（{system_says(error)}）。请检查权限和磁盘。"
    return str(error)


def _written(room: Room, table: Table) -> Iterator[bytes]:
    """A table as CSV, a thousand lines at a time."""
    yield as_csv((), room.columns)
    lines: list[tuple[str, ...]] = []
    for line in table.every():
        lines.append(line.cleaned)
        if len(lines) == 1000:
            yield _rows(lines)
            lines = []
    yield _rows(lines)


def _rows(lines: list[tuple[str, ...]]) -> bytes:
    """Lines without headings and without the mark of the beginning."""
    return as_csv(lines, ()).removeprefix("\ufeff\r\n".encode())


def _page(template: str, **values: object) -> tuple[str, int]:
    elder = _is_elder()
    turned = {**request.args.to_dict(), "read": "" if elder else "elder"}
    query = urlencode({name: value for name, value in turned.items() if value})
    path = request.path if request.path.startswith("/") else "/"
    turn_url = quote(path, errors="replace") + (f"?{query}" if query else "")
    return (
        render_template(template, elder=elder, turn_url=turn_url, home_url=_address("/"), **values),
        200,
    )


def _address(path: str, page: int = 1) -> str:
    """An address of ours that keeps how its reader reads; there is no cookie to do so."""
    asked = {"page": str(page) if page > 1 else "", "read": "elder" if _is_elder() else ""}
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{path}?{query}" if query else path


def _is_elder() -> bool:
    return request.args.get("read") == "elder"


def _ours(hosts: tuple[str, ...]) -> Response | None:
    """A page of a stranger can have a browser ask us under a name of his that leads here: only addresses and names
    that we know are answered."""
    host = request.host.rsplit(":", 1)[0] if not request.host.endswith("]") else request.host
    if host.lower() in (LOOPBACK, *hosts):
        return None
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        words = f"不回答对域名“{text.seen(host)}”的请求；是自己的域名，请用 --allow-host 写明。\n"
        return Response(words, 400, content_type="text/plain; charset=utf-8")
    return None


def _headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers[name] = value
    response.headers["Cache-Control"] = "no-store"
    return response
