"""Which server a command speaks to: the one named, the one that answers here, or one of our own."""

import os
import shlex
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from app.cli.failures import BadUsage
from app.cli.private_server import PrivateServer, private_server
from app.client.client import recognize
from app.client.endpoint import SERVER_VARIABLE, USUAL_ADDRESS, Endpoint
from app.client.errors import NotLimner, Unreachable


@dataclass(frozen=True, kw_only=True)
class ChosenServer:
    """A server that answers; `later` says how to see its pictures once a private one has ended."""

    endpoint: Endpoint
    private: PrivateServer | None = None
    later: str | None = None

    def lasting(self, url: str) -> str:
        """An address of this server's, as it will be when the server runs where servers usually do."""
        return url.replace(self.endpoint.address, USUAL_ADDRESS, 1) if self.later else url


@asynccontextmanager
async def chosen_server(
    server: str | None, data_dir: Path | None, console: Console
) -> AsyncIterator[ChosenServer]:
    """The server to speak to; a private one ends with this context."""
    if server and data_dir:
        raise BadUsage("--server and --data-dir exclude each other: a server keeps its own pictures")
    named = server or (None if data_dir else os.environ.get(SERVER_VARIABLE))
    endpoint = await _running(named, data_dir)
    if endpoint is not None:
        yield ChosenServer(endpoint=endpoint)
        return
    why = "" if data_dir else f"No server answers at {USUAL_ADDRESS}. "
    console.print(f"[dim]{why}Starting a private one …[/]")
    async with private_server(data_dir) as private:
        later = "limner serve" + (f" --data-dir {escape(shlex.quote(str(data_dir)))}" if data_dir else "")
        yield ChosenServer(endpoint=Endpoint.at(private.address), private=private, later=later)


async def _running(named: str | None, data_dir: Path | None) -> Endpoint | None:
    """A server that was named must be there; the usual one may be."""
    if named:
        endpoint = Endpoint.at(named)
        await recognize(endpoint)
        return endpoint
    if data_dir:
        return None
    usual = Endpoint.at(USUAL_ADDRESS)
    try:
        await recognize(usual)
    except (Unreachable, NotLimner):
        return None
    return usual
