"""`make demo`: a portrait, a token cut from it and a battle map, exported, through the public GraphQL API.

Everything lies in `demo/` afterwards; a server of its own does the work, with the engine that is set.
"""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from rich.console import Console

from app.cli import terminal
from app.cli.failures import CommandFailed, Interrupted
from app.cli.files import Target
from app.cli.painting import Brush, Painted, show, write
from app.cli.private_server import PrivateServer, private_server
from app.cli.running import run, unless
from app.client.client import LimnerClient, connect
from app.client.documents import Submission
from app.client.endpoint import USUAL_ADDRESS, Endpoint
from app.client.errors import ClientError
from app.client.results import Json

FOLDER = Path("demo")
DATA = FOLDER / ".limner"
PORTRAIT: Json = {
    "name": "Sylvara Nightbloom",
    "description": "an elven ranger with a scar, auburn hair and green eyes, in a moonlit forest",
    "species": "elf",
    "characterClass": "ranger",
    "theme": {"slug": "classic-fantasy"},
    "settings": {"seed": 7, "reuse": False},
}
MAP: Json = {
    "kind": "BATTLE",
    "environment": "DUNGEON",
    "name": "The Crypt of the Pale Queen",
    "description": "a flooded crypt with pillars, braziers and an old altar",
    "grid": {"columns": 30, "rows": 20, "size": 70},
    "rooms": 10,
    "layoutSeed": 12,
    "settings": {"seed": 7, "reuse": False},
}


def token_of(painted: Painted) -> Json:
    """A token cut from a portrait."""
    return {
        "source": {"imageId": painted.picture.id},
        "name": painted.picture.name,
        "pixelsPerSquare": 400,
        "settings": {"reuse": False},
    }


class Demo:
    """The demo on one server, into one folder."""

    def __init__(self, brush: Brush, folder: Path, console: Console) -> None:
        self._brush = brush
        self._folder = folder
        self._console = console

    async def run(self) -> list[Painted]:
        """Paint the three; answers them in order."""
        _, portrait = await self._paint("portrait", Submission.PORTRAIT, PORTRAIT)
        _, token = await self._paint("token", Submission.TOKEN, token_of(portrait))
        job, battle_map = await self._paint("battle-map", Submission.MAP, MAP)
        await self._keep_layout(job)
        await self._keep_export(job)
        return [portrait, token, battle_map]

    async def _paint(self, name: str, submission: Submission, request: Json) -> tuple[str, Painted]:
        target = Target(path=self._folder / f"{name}.webp")
        job, (painted,) = await self._brush.paint(name.replace("-", " "), submission, request, target)
        show(self._console, painted)
        return job, painted

    async def _keep_layout(self, job: str) -> None:
        layout = await self._brush.client.layout(job)
        path = self._folder / "battle-map.layout.json"
        await asyncio.to_thread(write, path, json.dumps(layout, indent=1).encode())
        self._console.print(f"[green]✔[/] [bold]{path}[/]  [dim]{_counted(layout)}[/]")

    async def _keep_export(self, job: str) -> None:
        """As Universal VTT, which holds the picture; other formats name an address, and this server ends."""
        data = await self._brush.client.export(job, "UNIVERSAL_VTT")
        path = self._folder / "battle-map.dd2vtt"
        await asyncio.to_thread(write, path, data)
        self._console.print(
            f"[green]✔[/] [bold]{path}[/]  [dim]for virtual tabletops, {len(data):,} bytes[/]"
        )


def main() -> None:
    """Run the demo; whatever goes wrong ends it with a sentence."""
    terminal.say_it_somehow()
    try:
        run(_demo(terminal.results()))
    except CommandFailed as error:
        terminal.say_failure(str(error))
        sys.exit(error.exit_code)


async def _demo(console: Console) -> None:
    DATA.mkdir(parents=True, exist_ok=True)
    console.print("[dim]Starting a private server …[/]")
    async with private_server(DATA) as server:
        endpoint = Endpoint.at(server.address)
        async with _explained_by_log(server), connect(endpoint) as client:
            engine = await _introduce(client, console)
            demo = Demo(Brush(client=client, console=console), FOLDER, console)
            pictures = await unless(server.trouble(engine), demo.run())
    _show_the_way(console, pictures, endpoint)


@asynccontextmanager
async def _explained_by_log(server: PrivateServer) -> AsyncIterator[None]:
    """Where something goes wrong, the server's log goes with it."""
    try:
        yield
    except Interrupted:
        raise
    except (ClientError, CommandFailed) as error:
        raise CommandFailed(f"{error}\nThe server said:\n{server.last_words}") from error


async def _introduce(client: LimnerClient, console: Console) -> str:
    """Say what paints; answers its name."""
    engine = next(engine for engine in await client.engines() if engine.is_default)
    console.print(f"[dim]Painting with {engine.name} ({engine.model}, {engine.device}).[/]")
    return engine.name


def _counted(layout: Json) -> str:
    """What a floor plan has most to tell about."""
    plan = layout["layout"]
    return ", ".join(f"{len(plan[part])} {part}" for part in ("rooms", "doors", "lights"))


def _show_the_way(console: Console, pictures: Sequence[Painted], endpoint: Endpoint) -> None:
    console.print(f"\nEverything lies in {FOLDER}/. To look further:")
    console.print(f"  [bold]DATA_DIR={DATA} make serve[/]")
    console.print(f"  {USUAL_ADDRESS}/graphql  [dim]GraphiQL, to paint your own[/]")
    for painted in pictures:
        url = painted.picture.url.replace(endpoint.address, USUAL_ADDRESS, 1)
        console.print(f"  {url}  [dim]{painted.path.stem}[/]")


if __name__ == "__main__":
    main()
