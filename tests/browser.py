"""Headless Chromium for tests, kept to one server: what else a page asks for is refused and written down."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from playwright.async_api import (
    ConsoleMessage,
    Error,
    Page,
    Request,
    Route,
    WebSocket,
    async_playwright,
    expect,
)

expect.set_options(timeout=30_000)  # milliseconds: a busy machine is slow, not wrong

CHROMIUM = shutil.which("chromium")

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


@dataclass(kw_only=True)
class Visit:
    """A page in the browser and all that it did."""

    page: Page
    host: str  #: host and port of the only server that may be asked
    requests: list[str] = field(default_factory=list)
    sockets: list[str] = field(default_factory=list)
    received: list[str] = field(default_factory=list)  #: text frames over all WebSockets
    complaints: list[str] = field(default_factory=list)  #: errors and warnings on the console, exceptions

    async def watch(self) -> Self:
        self.page.on("request", self._on_request)
        self.page.on("websocket", self._on_socket)
        self.page.on("console", self._on_console)
        self.page.on("pageerror", self._on_error)
        await self.page.context.route("**/*", self._admit)
        return self

    @property
    def foreign(self) -> list[str]:
        """Addresses asked for that are not the server's own."""
        return [url for url in self.requests + self.sockets if not self._is_own(url)]

    def _is_own(self, url: str) -> bool:
        parts = urlsplit(url)
        return parts.scheme in {"data", "blob"} or parts.netloc == self.host

    async def _admit(self, route: Route) -> None:
        if self._is_own(route.request.url):
            await route.continue_()
        else:
            await route.abort("internetdisconnected")

    def _on_request(self, request: Request) -> None:
        self.requests.append(request.url)

    def _on_socket(self, socket: WebSocket) -> None:
        self.sockets.append(socket.url)
        socket.on("framereceived", lambda frame: self.received.append(str(frame)))

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    def _on_error(self, error: Error) -> None:
        self.complaints.append(str(error))


@asynccontextmanager
async def visit(url: str, *, profile: Path) -> AsyncIterator[Visit]:
    """Opens an address in a browser of its own, with an empty profile."""
    async with async_playwright() as playwright:
        context = await playwright.chromium.launch_persistent_context(
            profile,
            executable_path=CHROMIUM,
            args=ARGUMENTS,
            viewport={"width": 1280, "height": 800},
            permissions=["clipboard-read", "clipboard-write"],
        )
        try:
            seen = await Visit(page=context.pages[0], host=urlsplit(url).netloc).watch()
            await seen.page.goto(url)
            yield seen
        finally:
            await context.close()
