"""The application factory: blueprints, headers and errors put together around one engine."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import cast

from flask import Flask, Response, request
from flask.json.provider import DefaultJSONProvider

from search.engine import Engine
from web import text, urls
from web.api_v1 import doc_page as apidoc
from web.api_v1 import routes as v1
from web.export import routes as exports
from web.protect import middleware as guard
from web.site import errors, feeds, ops, pages, preferences
from web.site import etags as freshness
from web.site import json_twins as api
from web.site.assets import asset_urls

HERE = Path(__file__).parent.parent
YEAR = 365 * 24 * 3600

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
DEFAULTS: dict[str, object] = {
    "SITE_NAME": "政策文件检索",
    "SITE_URL": "",
    "EDITION": "",  # whatever else answers depend on: changes every ETag
    "ORIGINALS": True,
    "MAX_CONTENT_LENGTH": 16 * 1024,
    "MAX_FORM_MEMORY_SIZE": 16 * 1024,
    "SEND_FILE_MAX_AGE_DEFAULT": 3600,
    "RATE": 0.0,  # requests a second of one address; 0: no limit, as for the next
    "GLOBAL_RATE": 0.0,
    "TRUSTED_PROXIES": 0,
    "ALLOWED_HOSTS": (),
    "METRICS": None,
}


def create_app(engine: Engine, config: Mapping[str, object] | None = None) -> Flask:
    """A site over ``engine``.

    Args:
        config: overrides of :data:`DEFAULTS` and of Flask's own settings.
    """
    app = Flask("web", root_path=str(HERE))
    app.config.from_mapping(DEFAULTS)
    app.config.from_mapping(config or {})
    app.extensions["zhengce"] = engine
    _printing(app)
    if metrics := app.config["METRICS"]:
        metrics.register(app)
    for module in (pages, api, ops, exports, feeds, v1, apidoc):
        app.register_blueprint(module.blueprint)
    errors.register(app)
    freshness.register(app)
    preferences.register(app)
    app.after_request(_headers)
    guard.register(app)
    return app


def _printing(app: Flask) -> None:
    """How templates and JSON print values."""
    json = cast(DefaultJSONProvider, app.json)
    json.ensure_ascii = False
    json.sort_keys = False
    app.jinja_env.finalize = text.printable
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["count"] = text.count
    app.jinja_env.globals["asset_url"] = asset_urls(HERE / "static", "/static")
    app.jinja_env.globals["absolute"] = partial(urls.absolute, app.config["SITE_URL"])
    app.jinja_env.globals["site_name"] = app.config["SITE_NAME"]


def _headers(response: Response) -> Response:
    """The headers of every response, errors included."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)  # an original file brings a stricter policy
    if request.endpoint == "static" and response.status_code in (200, 304) and "v" in request.args:
        response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    elif request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-cache")
    return response
