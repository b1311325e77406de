"""Who asks: access tokens over HTTP and WebSocket, and the one local user where there is no secret."""

import time
from collections.abc import Iterator
from pathlib import Path

import jwt
import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from app.auth import LOCAL, Authenticator
from app.main import create_app
from app.settings import Settings
from app.wiring import assemble
from resolvers.errors import Unauthenticated

SECRET = "s" * 64
VIEWER = {"query": "{ viewer { id name roles authenticated } }"}


def token(secret: str = SECRET, algorithm: str = "HS256", **claims: object) -> str:
    facts = {"sub": "ada", "name": "Ada", "roles": ["gm"], "exp": time.time() + 60} | claims
    known = {name: value for name, value in facts.items() if value is not None}
    return jwt.encode(known, secret, algorithm=algorithm)


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    """A server that wants access tokens."""
    parts = assemble(Settings.load(data_dir=tmp_path, secret_key=SECRET))
    app = create_app(parts, with_worker=False, on_crash=lambda: pytest.fail("crashed"))
    with TestClient(app) as opened:
        yield opened


def test_without_a_secret_there_is_one_local_user() -> None:
    assert Authenticator(secret=None).viewer(None) == LOCAL


def test_token_names_the_viewer(client: TestClient) -> None:
    headers = {"Authorization": f"Bearer {token()}"}
    viewer = client.post("/graphql", json=VIEWER, headers=headers).json()["data"]["viewer"]
    assert viewer == {"id": "ada", "name": "Ada", "roles": ["gm"], "authenticated": True}


@pytest.mark.parametrize(
    "shown",
    [
        None,
        "",
        "Basic YWRhOmFkYQ==",
        "Bearer nonsense",
        f"Bearer {token(secret='x' * 64)}",
        f"Bearer {token(exp=1)}",
        f"Bearer {token(exp=None)}",
        f"Bearer {token(sub=None)}",
        f"Bearer {token(algorithm='HS384')}",
        f"Bearer {jwt.encode({'sub': 'ada', 'exp': 9e9}, None, algorithm='none')}",
    ],
)
def test_whoever_shows_no_good_token_is_refused(client: TestClient, shown: str | None) -> None:
    headers = {} if shown is None else {"Authorization": shown}
    answer = client.post("/graphql", json=VIEWER, headers=headers)
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "UNAUTHENTICATED"


def test_expired_token_is_told_as_such() -> None:
    with pytest.raises(Unauthenticated, match="expired"):
        Authenticator(secret=SECRET).viewer(f"Bearer {token(exp=1)}")


def test_websocket_says_who_it_is_at_its_start(client: TestClient) -> None:
    with client.websocket_connect("/graphql", subprotocols=["graphql-transport-ws"]) as socket:
        socket.send_json({"type": "connection_init", "payload": {"Authorization": f"Bearer {token()}"}})
        assert socket.receive_json() == {"type": "connection_ack"}
        socket.send_json({"type": "subscribe", "id": "1", "payload": VIEWER})
        assert socket.receive_json()["payload"]["data"]["viewer"]["id"] == "ada"


@pytest.mark.parametrize("payload", [{}, {"Authorization": "Bearer nonsense"}, {"Authorization": 5}])
def test_websocket_without_a_good_token_is_closed_as_forbidden(
    client: TestClient, payload: dict[str, object]
) -> None:
    with client.websocket_connect("/graphql", subprotocols=["graphql-transport-ws"]) as socket:
        socket.send_json({"type": "connection_init", "payload": payload})
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_json()
    assert closed.value.code == 4403


def test_document_that_cannot_be_executed_leaves_the_socket_open(client: TestClient) -> None:
    with client.websocket_connect("/graphql", subprotocols=["graphql-transport-ws"]) as socket:
        socket.send_json({"type": "connection_init", "payload": {"Authorization": f"Bearer {token()}"}})
        socket.receive_json()
        socket.send_json({"type": "subscribe", "id": "1", "payload": {"query": "{ viewer {"}})
        refused = socket.receive_json()
        assert refused["type"] == "error"
        assert refused["payload"][0]["extensions"]["code"] == "VALIDATION_ERROR"
        socket.send_json({"type": "subscribe", "id": "2", "payload": VIEWER})
        assert socket.receive_json()["payload"]["data"]["viewer"]["id"] == "ada"
