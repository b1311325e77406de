"""`limner generate`: has a picture painted, by a server that runs or by a private one."""

import base64
import binascii
from enum import StrEnum
from typing import Annotated

import typer

from app.cli import terminal
from app.cli.common_options import CommonOptions, Json, with_common_options, without_nothing
from app.cli.failures import BadUsage
from app.cli.files import Target
from app.cli.painting import Brush, Painted, show
from app.cli.running import run, unless
from app.cli.server_choice import ChosenServer, chosen_server
from app.client.client import connect
from app.client.documents import Submission

app = typer.Typer(help="Paint a portrait, a battle map or a token.", no_args_is_help=True)

Description = Annotated[
    str, typer.Argument(help="What is to be seen, in your own words.", show_default=False)
]


class Environment(StrEnum):
    """Where a battle map lies."""

    DUNGEON = "dungeon"
    CAVE = "cave"


@app.command()
@with_common_options
def portrait(common: CommonOptions, description: Description) -> None:
    """Portray a character, an NPC or a monster."""
    request = {"description": description, **common.look, **common.filing, "settings": common.settings}
    run(_generate(common, "portrait", Submission.PORTRAIT, request))


@app.command(name="map")
@with_common_options
def battle_map(
    common: CommonOptions,
    description: Annotated[str | None, typer.Argument(help="Its mood and furnishing.")] = None,
    *,
    environment: Annotated[Environment, typer.Option(help="Where it lies.")] = Environment.DUNGEON,
    columns: Annotated[int | None, typer.Option(help="Squares across.")] = None,
    rows: Annotated[int | None, typer.Option(help="Squares down.")] = None,
    size: Annotated[int | None, typer.Option(help="Pixels per square.")] = None,
) -> None:
    """Lay out a battle map and paint it. The seed holds for both."""
    request: Json = {
        "kind": "BATTLE",
        "environment": environment.name,
        "grid": without_nothing(columns=columns, rows=rows, size=size),
        **without_nothing(description=description, layoutSeed=common.seed),
        **common.look,
        **common.filing,
        "settings": common.settings,
    }
    run(_generate(common, "battle map", Submission.MAP, request))


@app.command()
@with_common_options
def token(
    common: CommonOptions,
    source: Annotated[str, typer.Argument(help="Id of a stored picture, or words for a new one.")],
) -> None:
    """Cut a playing piece from a stored picture, or from a portrait painted first."""
    request = {"source": _token_source(common, source), **common.filing, "settings": common.settings}
    run(_generate(common, "token", Submission.TOKEN, request))


def _token_source(common: CommonOptions, source: str) -> Json:
    if not _is_image_id(source):
        return {"portrait": {"description": source, **common.look}}
    if common.look:
        raise BadUsage("--theme: nothing is painted where a token is cut from a stored picture")
    return {"imageId": source}


def _is_image_id(text: str) -> bool:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).startswith(b"Image:")
    except (binascii.Error, ValueError):
        return False


async def _generate(common: CommonOptions, title: str, submission: Submission, request: Json) -> None:
    target = Target(path=common.output)
    target.check()
    remarks, results = terminal.remarks(), terminal.results()
    async with (
        chosen_server(common.server, common.data_dir, remarks) as server,
        connect(server.endpoint) as client,
    ):
        brush = Brush(client=client, console=remarks)
        engine = common.engine or await client.default_engine()
        work = brush.paint(title, submission, request, target)
        if server.private:
            work = unless(server.private.trouble(engine), work)
        _, pictures = await work
        for painted in pictures:
            show(results, painted)
            _show_addresses(painted, server)
        if server.later:
            remarks.print(f"[dim]The addresses answer while this runs: {server.later}[/]")


def _show_addresses(painted: Painted, server: ChosenServer) -> None:
    results = terminal.results()
    results.print(f"  [dim]{server.lasting(painted.picture.url)}[/]")
    results.print(f"  [dim]image {painted.picture.id}[/]")
