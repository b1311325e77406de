"""Where a server is, and as whom we speak to it."""

import ipaddress
import os
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlsplit

from app.client.errors import Unreachable

USUAL_ADDRESS = "http://127.0.0.1:8000"  #: where `limner serve` listens unless told otherwise
SERVER_VARIABLE = "LIMNER_SERVER"
TOKEN_VARIABLE = "LIMNER_TOKEN"


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """A server's address, without a trailing slash, and an access token where one is needed."""

    address: str
    token: str | None = field(default=None, repr=False)

    @classmethod
    def at(cls, address: str) -> Self:
        """By an address as people write it, with the access token of the environment.

        Raises `Unreachable` for what is no address.
        """
        whole = address if "://" in address else f"http://{address}"
        parts = urlsplit(whole)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise Unreachable(f"“{address}” is no server's address; write http://host:port.")
        base = whole.rstrip("/").removesuffix("/graphql")
        return cls(address=base, token=os.environ.get(TOKEN_VARIABLE) or None)

    @property
    def graphql(self) -> str:
        """Address of queries and mutations."""
        return f"{self.address}/graphql"

    @property
    def websocket(self) -> str:
        """Address of subscriptions."""
        return "ws" + self.graphql.removeprefix("http")

    @property
    def authorization(self) -> dict[str, str]:
        """The header, and the payload of `connection_init`, that say who we are; {} without a token."""
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    @property
    def is_loopback(self) -> bool:
        """Whether the server is on this machine, so that no proxy may come between."""
        host = urlsplit(self.address).hostname or ""
        try:
            return ipaddress.ip_address(host).is_loopback
        except ValueError:
            return host == "localhost"
