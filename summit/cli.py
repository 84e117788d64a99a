"""Commands: flask prepare, worker, create-owner, seed, demo-sign-ins, meetings."""

import click
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask, current_app, url_for
from flask.cli import with_appcontext
from flask_migrate import upgrade

from summit import seed
from summit.accounts.rules import LinkPurpose
from summit.accounts.services import ensure_account, grant_role
from summit.accounts.services.links import make_link
from summit.clock import utcnow
from summit.database import db, transaction
from summit.jobs.worker import run_worker
from summit.meetings.commands import meetings
from summit.permissions import Role

STAGES = [stage.value for stage in seed.Stage]


def init_commands(app: Flask) -> None:
    """Register our commands."""
    for command in (prepare, worker, create_owner, seed_demo, demo_sign_ins, meetings):
        app.cli.add_command(command)


@click.command("prepare")
@click.option("--sign-ins", is_flag=True, help="Afterwards print how to sign in to the demo.")
@with_appcontext
def prepare(sign_ins: bool) -> None:
    """Bring the database to the newest shape and, in demo mode, fill an empty one."""
    if not _is_at_head():
        upgrade()
    if not current_app.extensions["summit_config"].demo:
        return
    if seed.is_empty():
        click.echo("Seeding the demo edition …", err=True)
        seed.plant(seed.Stage.OPEN)
    if sign_ins:
        _print_sign_ins()


def _is_at_head() -> bool:
    directory = current_app.extensions["migrate"].directory
    script = ScriptDirectory.from_config(_alembic_config(directory))
    with db.engine.connect() as connection:
        present: str | None = MigrationContext.configure(connection).get_current_revision()
    newest: str | None = script.get_current_head()
    return present == newest


def _alembic_config(directory: str) -> AlembicConfig:
    config = AlembicConfig()
    config.set_main_option("script_location", directory)
    return config


@click.command("worker")
@click.option("--threads", default=2, show_default=True, help="How many jobs at once.")
@with_appcontext
def worker(threads: int) -> None:
    """Send mails and do background jobs until stopped."""
    run_worker(current_app._get_current_object(), threads)  # type: ignore[attr-defined]


@click.command("create-owner")
@click.argument("email")
@with_appcontext
def create_owner(email: str) -> None:
    """Make the owner of all editions and print the one-time link to set a password."""
    now = utcnow()
    with transaction():
        account = ensure_account(email, language="en")
        grant_role(account.id, Role.OWNER, None, granted_by=None)
        secret = make_link(account.id, LinkPurpose.SET_PASSWORD, "", now=now)
    base_url = current_app.extensions["summit_config"].base_url
    with current_app.test_request_context(base_url=base_url):
        click.echo(url_for("accounts.set_password", secret=secret, _external=True))


@click.command("seed")
@click.option("--stage", type=click.Choice(STAGES), default="open", show_default=True)
@click.option("--if-empty", is_flag=True, help="Do nothing where there already is an edition.")
@with_appcontext
def seed_demo(stage: str, if_empty: bool) -> None:
    """Plant the demo edition with its fictional delegates."""
    if if_empty and not seed.is_empty():
        return
    seed.plant(seed.Stage(stage))


@click.command("demo-sign-ins")
@with_appcontext
def demo_sign_ins() -> None:
    """Print how to sign in to the demo."""
    _print_sign_ins()


def _print_sign_ins() -> None:
    for line in seed.sign_in_lines():
        click.echo(line)
