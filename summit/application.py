"""Putting the house together: config, extensions, blueprints, error pages, commands."""

import logging
from importlib import import_module
from pathlib import Path
from wsgiref.headers import Headers

import structlog
from flask import Flask
from whitenoise import WhiteNoise

from config import Config
from summit import cli
from summit.database import init_database
from summit.jobs import worker
from summit.jobs.queue import init_queue
from summit.web import filters, locale
from summit.web.access import init_access
from summit.web.addresses import init_addresses
from summit.web.errors import init_errors
from summit.web.security import init_security

PROJECT = Path(__file__).resolve().parent.parent
FEATURES = (
    "mail",
    "accounts",
    "events",
    "registration",
    "companies",
    "calendar",
    "agenda",
    "meetings",
    "badges",
    "entrance",
    "desk",
)
TABLES = (
    "jobs",
    "mail",
    "audit",
    "accounts",
    "events",
    "registration",
    "companies",
    "credentials",
    "calendar",
    "agenda",
    "meetings",
    "badges",
    "entrance",
    "desk",
)

# What libraries say of their ordinary work would bury our own lines: Huey alone writes two for every mail.
LIBRARY_LEVELS = {
    "alembic": logging.WARNING,
    "huey": logging.WARNING,
    "weasyprint": logging.ERROR,
    "fontTools": logging.ERROR,
}


def create_app(config: Config) -> Flask:
    """Return the application for these settings."""
    app = Flask("summit", template_folder=str(PROJECT / "templates"), static_folder=str(PROJECT / "static"))
    app.config.update(SECRET_KEY=config.secret_key, TESTING=config.testing)
    app.extensions["summit_config"] = config
    _set_up_logging()
    init_database(app, config.database_url)
    init_queue(
        app,
        url=config.queue_url,
        database_url=config.database_url,
        var=config.var,
        secret=config.secret_key,
        memory=config.testing,
    )
    _set_up_web(app, config)
    for package in TABLES:
        import_module(f"summit.{package}.models")
    for feature in FEATURES:
        import_module(f"summit.{feature}.setup").init(app)
    worker.init_worker(app)
    cli.init_commands(app)
    _serve_static_files(app)
    return app


def _set_up_web(app: Flask, config: Config) -> None:
    init_addresses(app)
    init_security(
        app,
        secure=config.secure,
        trusted_proxies=config.trusted_proxies,
        upload_limit_mb=config.upload_limit_mb,
    )
    locale.init_locale(app)
    init_access(app)
    init_errors(app)
    filters.init_filters(app)


def _set_up_logging() -> None:
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    for library, level in LIBRARY_LEVELS.items():
        logging.getLogger(library).setLevel(level)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=True,
    )


def _serve_static_files(app: Flask) -> None:
    """Serve what lies under static/ without entering Flask."""
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(PROJECT / "static"),
        prefix="static/",
        max_age=24 * 3600,
        allow_all_origins=False,
        add_headers_function=_add_static_headers,
    )


def _add_static_headers(headers: Headers, path: str, url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
