"""The application factory: blueprints, default settings, security headers, around one engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask, Response
from flask.json.provider import DefaultJSONProvider

from search.engine import Engine
from web import text, urls
from web.api_v1 import documentation
from web.api_v1.routes import blueprint as api_v1
from web.export.routes import blueprint as export
from web.protect import limits, middleware
from web.protect.outage import Outage
from web.site import (
    addresses,
    error_pages,
    etags,
    feeds,
    gone,
    json_twins,
    ops,
    page_values,
    pages,
    preferences,
)
from web.site.assets import Assets
from web.site.printing.environment import PageEnvironment

HERE = Path(__file__).parent.parent

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",  # for browsers that know no frame-ancestors
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_ALWAYS = (*HEADERS.items(), ("Cache-Control", "no-cache"))
DEFAULTS: dict[str, object] = {
    "SITE_NAME": "政策文件检索",
    "SITE_URL": "",
    "EDITION": "",  # whatever else answers depend on: changes every ETag
    "ORIGINALS": True,
    "MAX_CONTENT_LENGTH": limits.LARGEST_BODY,
    "MAX_FORM_MEMORY_SIZE": limits.LARGEST_BODY,
    "RATE": limits.NO_LIMIT,  # `zhengce serve` has others
    "GLOBAL_RATE": limits.NO_LIMIT,
    "TRUSTED_PROXIES": 0,
    "ALLOWED_HOSTS": (),
    "METRICS": None,
    "CACHE_BYTES": 0,  # `zhengce serve` has more
}


def create_app(engine: Engine, config: Mapping[str, object] | None = None) -> Flask:
    """A site over ``engine``.

    Args:
        config: overrides of :data:`DEFAULTS` and of Flask's own settings.
    """
    app = _Site("web", root_path=str(HERE))
    app.config.from_mapping(DEFAULTS)
    app.config.from_mapping(config or {})
    app.extensions["zhengce"] = engine
    page_values.register(app)
    _printing(app)
    if metrics := app.config["METRICS"]:
        metrics.register(app)
    for blueprint in (
        pages.blueprint,
        json_twins.blueprint,
        ops.blueprint,
        export,
        feeds.blueprint,
        api_v1,
        documentation.blueprint,
    ):
        app.register_blueprint(blueprint)
    outage = app.extensions["zhengce-outage"] = Outage()
    error_pages.register(app, outage)
    etags.register(app, engine, outage)
    gone.register(app)
    preferences.register(app)
    app.after_request(_headers)
    addresses.register(app)
    middleware.register(app)
    return app


class _Site(Flask):
    """Flask, whose functions are all plain ones."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """``func``: Flask asks of a dozen functions, at every request, whether they are coroutines."""
        return func


def _printing(app: Flask) -> None:
    """How templates and JSON print values."""
    app.json = _Json(app)
    app.jinja_environment = PageEnvironment
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["count"] = text.count
    assets = Assets(app.wsgi_app, HERE / "static", "/static", HEADERS, app.config["METRICS"])
    app.wsgi_app = assets  # type: ignore[method-assign]
    app.jinja_env.globals["asset_url"] = assets.urls.__getitem__
    app.jinja_env.globals["absolute"] = partial(urls.absolute, app.config["SITE_URL"])
    app.jinja_env.globals["site_name"] = app.config["SITE_NAME"]


class _Json(DefaultJSONProvider):
    """The JSON of twins: in UTF-8, keys as they come, without a character that a reader obeys."""

    def dumps(self, obj: object, **kwargs: object) -> str:
        """``obj`` as JSON; all arguments but it are Flask's own, and mean nothing here."""
        return text.json_bytes(obj, default=self.default).decode()


def _headers(response: Response) -> Response:
    """The headers of every response, errors included."""
    brought = {name.lower() for name, _ in response.headers}
    for name, value in _ALWAYS:
        if name.lower() not in brought:  # an original file brings a stricter policy
            response.headers.add(name, value)
    return response
