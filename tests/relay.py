"""A relay before a real server: what is between may break, and here it can be made to."""

import asyncio
import contextlib
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit


class Relay:
    """Passes bytes between a port of loopback and a server; can go silent, cut, and end."""

    def __init__(self, url: str, default_port: int, *, port: int = 0) -> None:
        address = urlsplit(url)
        self._url = address
        self._target = (address.hostname or "127.0.0.1", address.port or default_port)
        self._port = port
        self._server: asyncio.Server | None = None
        self._flows: set[asyncio.Task[None]] = set()
        self._silent: set[asyncio.Task[None]] = set()
        self._is_silent = False
        self._bytes_left: int | None = None

    @property
    def url(self) -> str:
        """The server's address, by way of this relay."""
        credentials = self._url.netloc.rpartition("@")[0]
        netloc = f"{credentials}@" * bool(credentials) + f"127.0.0.1:{self._port}"
        return self._url._replace(netloc=netloc).geturl()

    def go_silent(self) -> None:
        """Keep the open connections but pass nothing on: half-open, as after a cable is pulled."""
        self._silent |= self._flows

    def stay_silent(self) -> None:
        """Go silent on the open connections and on those to come."""
        self._is_silent = True

    def cut(self) -> None:
        """Close every open connection."""
        for flow in self._flows:
            flow.cancel()

    def cut_once_after(self, count: int) -> None:
        """Cut every connection when the server has sent so many bytes more; then pass on as before."""
        self._bytes_left = count

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._connect, "127.0.0.1", self._port)
        self._port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server is not None
        self._server.close()
        self.cut()
        await asyncio.gather(*self._flows, return_exceptions=True)

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server_reader, server_writer = await asyncio.open_connection(*self._target)
        for source, sink in ((reader, server_writer), (server_reader, writer)):
            flow = asyncio.create_task(self._pass_on(source, sink, from_server=source is server_reader))
            self._flows.add(flow)
            flow.add_done_callback(self._flows.discard)

    async def _pass_on(
        self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, *, from_server: bool
    ) -> None:
        try:
            with contextlib.suppress(ConnectionError):
                while data := await source.read(65536):
                    if not self._is_silent and asyncio.current_task() not in self._silent:
                        sink.write(data)
                        await sink.drain()
                    if from_server:
                        self._count(len(data))
        finally:
            sink.close()

    def _count(self, passed: int) -> None:
        if self._bytes_left is None:
            return
        self._bytes_left -= passed
        if self._bytes_left < 0:
            self._bytes_left = None
            self.cut()
