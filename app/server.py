"""Runs the application under uvicorn."""

import ipaddress
import socket

import uvicorn

from app.main import create_app
from app.settings import BadSettings, Settings
from app.wiring import assemble

WEBSOCKET_FRAME_BYTES = 128 * 1024
GRACE_SECONDS = 10


class Server(uvicorn.Server):
    """Says `ready` once it answers, and remembers whether it broke."""

    def __init__(self, settings: Settings, *, host: str, port: int, with_worker: bool) -> None:
        self.crashed = False
        app = create_app(assemble(settings), with_worker=with_worker, on_crash=self.crash)
        super().__init__(
            uvicorn.Config(
                app,
                host=host,
                port=port,
                loop="uvloop",
                http="httptools",
                ws="websockets-sansio",
                ws_max_size=WEBSOCKET_FRAME_BYTES,
                log_config=None,
                access_log=False,
                timeout_graceful_shutdown=GRACE_SECONDS,
            )
        )

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then say where."""
        await super().startup(sockets=sockets)
        if self.started:
            for server in self.servers:
                for listening in server.sockets:
                    host, port = listening.getsockname()[:2]
                    shown = f"[{host}]" if ":" in host else host
                    print(f"ready http://{shown}:{port}", flush=True)  # noqa: T201 - what callers wait for

    def crash(self) -> None:
        """End because something that must run has broken."""
        self.crashed = True
        self.should_exit = True


def serve(settings: Settings, *, host: str, port: int, with_worker: bool) -> int:
    """Serve until a signal ends it; answers the exit status.

    Raises `BadSettings` for a host that others can reach where nobody has to say who they are.
    """
    if settings.secret_key is None and not _is_loopback(host):
        raise BadSettings(
            f"SECRET_KEY: is not set, so everybody who reaches {host} could do everything; "
            "set it, or listen on 127.0.0.1"
        )
    server = Server(settings, host=host, port=port, with_worker=with_worker)
    server.run()
    return 1 if server.crashed or not server.started else 0


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
