"""How a visitor wants to read: 长者模式 and 繁體, kept in a cookie and nowhere else.

``POST /reading`` sets it, works without a script, and leads back to where the visitor was.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import quote

from flask import Blueprint, Flask, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Request

from web.site import traditional

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

blueprint = Blueprint("preferences", __name__)

COOKIE = "reading"
_LONGEST = 40
"""Characters of a cookie that are looked at."""
A_YEAR = 365 * 24 * 3600
_QUERY = "!$&'()*+,;=:@/?%-._~"
"""What may stand in a query as it is."""
LONGEST_BACK = 4000
"""A longer address is not carried through the form: the visitor is led home."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """``elder``: large type, high contrast, simple layout. ``traditional``: 繁體 characters."""

    elder: bool = False
    traditional: bool = False

    @classmethod
    def from_cookie(cls, value: str) -> Preferences:
        """Read the cookie; what is not known is left out."""
        known = value[:_LONGEST].split("-")
        return cls("elder" in known, "traditional" in known)

    @property
    def cookie(self) -> str:
        """The value of the cookie; empty for the defaults."""
        chosen = (("elder", self.elder), ("traditional", self.traditional))
        return "-".join(name for name, is_on in chosen if is_on)

    @property
    def language(self) -> str:
        """The language of the page, for its ``lang``."""
        return "zh-Hant" if self.traditional else "zh-Hans"


def preferences() -> Preferences:
    """What the visitor of this request wants."""
    return wanted_by(request.environ)


def wanted_by(environ: WSGIEnvironment) -> Preferences:
    """The same of any request; most send no cookie."""
    if COOKIE not in environ.get("HTTP_COOKIE", ""):
        return USUAL
    return Preferences.from_cookie(Request(environ).cookies.get(COOKIE, ""))


USUAL = Preferences()
"""What nobody asked for."""


def register(app: Flask) -> None:
    """Let the pages of ``app`` follow the preferences of their visitors."""
    app.register_blueprint(blueprint)
    app.context_processor(lambda: {"reading": preferences(), "back": _here()})
    traditional.register(app, lambda: preferences().traditional)


@blueprint.post("/reading")
def choose() -> ResponseReturnValue:
    """Turn one preference on or off."""
    now = preferences()
    changed = {
        "elder": replace(now, elder=not now.elder),
        "traditional": replace(now, traditional=not now.traditional),
    }.get(request.form.get("turn", ""), now)
    answer = redirect(_local(request.form.get("back", "")), 303)
    if changed.cookie:
        answer.set_cookie(
            COOKIE,
            changed.cookie,
            max_age=A_YEAR,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure,
        )
    else:
        answer.delete_cookie(COOKIE, httponly=True, samesite="Lax", secure=request.is_secure)
    return answer


def _here() -> str:
    """The address of the page that is being made, to come back to."""
    query = request.query_string
    here = quote(request.path) + (f"?{quote(query, safe=_QUERY)}" if query else "")
    return here if request.method in ("GET", "HEAD") and len(here) <= LONGEST_BACK else "/"


def _local(address: str) -> str:
    """``address`` if it lies on this site, else the home page."""
    is_path = address.startswith("/") and not address.startswith("//")
    is_plain = is_path and "\\" not in address and address.isprintable()
    return address if is_plain and len(address) <= LONGEST_BACK else "/"
