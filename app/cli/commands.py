"""The commands that run or look after the service itself.

The server's own modules are imported by the command that needs them: they bring half of the scientific Python
stack along, and `limner --help` should not wait for that.
"""

import asyncio
import os
import signal
import sys
import threading
from datetime import UTC, datetime, timedelta
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Annotated

import jwt
import typer

from app.cli import generate, terminal
from app.cli.failures import CommandFailed, ExitCode
from app.client.errors import ClientError
from app.logs import set_up_logging
from app.settings import BadSettings, Settings

app = typer.Typer(
    name="limner",
    help="Pictures for Dungeons & Dragons, made on your own GPU and served over GraphQL.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(generate.app, name="generate")

DataDir = Annotated[
    Path | None, typer.Option("--data-dir", help="Where database and pictures lie, unless set otherwise.")
]


def main() -> None:
    """Run the command; whatever was foreseen ends it with one line."""
    terminal.say_it_somehow()
    try:
        app()
    except BadSettings as error:
        terminal.say_failure(str(error))
        sys.exit(ExitCode.USAGE)
    except CommandFailed as error:
        terminal.say_failure(str(error))
        sys.exit(error.exit_code)
    except ClientError as error:
        terminal.say_failure(str(error))
        sys.exit(ExitCode.USAGE if error.is_usage else ExitCode.FAILED)


def load_settings(data_dir: Path | None = None) -> Settings:
    """The settings, with what the command line says over them; sets up logging."""
    settings = Settings.load(**({} if data_dir is None else {"data_dir": data_dir}))
    set_up_logging(settings.log_level)
    return settings


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"limner {version_of('limner')}")
        raise typer.Exit


@app.callback()
def _limner(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Say the version.")
    ] = False,
) -> None:
    """Options that stand before every command."""


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on; 0 takes a free one.")] = 8000,
    data_dir: DataDir = None,
    worker: Annotated[bool, typer.Option(help="Render in this process too.")] = True,
    until_stdin_ends: Annotated[
        bool, typer.Option("--until-stdin-ends", hidden=True, help="End with whoever started us.")
    ] = False,
) -> None:
    """Serve GraphQL, GraphiQL and media; render in the same process unless --no-worker."""
    settings = load_settings(data_dir)
    if until_stdin_ends:
        threading.Thread(target=_end_with_stdin, daemon=True).start()
    from app.server import serve as run_server  # noqa: PLC0415 - heavy

    sys.exit(run_server(settings, host=host, port=port, with_worker=worker))


def _end_with_stdin() -> None:
    """Wind down when the other end of standard input is closed, even by SIGKILL."""
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


@app.command()
def worker(data_dir: DataDir = None) -> None:
    """Work jobs off, in a process of its own."""
    settings = load_settings(data_dir)
    from app.worker_process import work  # noqa: PLC0415 - heavy

    asyncio.run(work(settings))


@app.command()
def schema() -> None:
    """Print the served GraphQL schema."""
    from schema.build import build_schema  # noqa: PLC0415 - heavy

    typer.echo(build_schema().as_str())


@app.command()
def migrate(data_dir: DataDir = None) -> None:
    """Bring the database's tables to where this version is."""
    typer.echo(f"database is at revision {asyncio.run(_migrate(load_settings(data_dir)))}")


async def _migrate(settings: Settings) -> str | None:
    from persistence import migrations  # noqa: PLC0415 - heavy
    from persistence.database import open_database  # noqa: PLC0415 - heavy

    database = open_database(settings.database_url)
    try:
        await migrations.migrate(database)
        return await migrations.current_revision(database)
    finally:
        await database.close()


@app.command()
def doctor(
    data_dir: DataDir = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Look at every part that the settings name, and say what to do about what fails."""
    settings = load_settings(data_dir)
    from app.cli.doctor import diagnose  # noqa: PLC0415 - heavy

    diagnose(settings, as_json=as_json)


@app.command()
def token(
    sub: Annotated[str, typer.Option(help="Whom the token names.")],
    role: Annotated[list[str] | None, typer.Option(help="A role; may be repeated.")] = None,
    name: Annotated[str | None, typer.Option(help="Name to show.")] = None,
    hours: Annotated[float, typer.Option(help="How long it holds.")] = 24.0,
) -> None:
    """Print an access token, signed with SECRET_KEY."""
    from app.auth import ALGORITHM  # noqa: PLC0415 - heavy

    secret = load_settings().secret_key
    if secret is None:
        raise BadSettings("SECRET_KEY: is not set; without it there is one local user and no token is needed")
    expires = datetime.now(UTC) + timedelta(hours=hours)
    claims = {"sub": sub, "name": name, "roles": role or ["player"], "exp": expires}
    typer.echo(jwt.encode(claims, secret, algorithm=ALGORITHM))
