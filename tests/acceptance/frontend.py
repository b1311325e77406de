"""A frontend: GraphQL over HTTP, subscriptions over graphql-transport-ws, pictures over HTTP."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, aclosing
from typing import Self

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.graphql_client import GraphQLClient, Json, Refused

PATIENCE_SECONDS = 60

JOB = """
    id kind status progress stage step totalSteps attempt maxAttempts prompt negativePrompt seed engine cached
    worker priority queuePosition error { code message retryable details }
    images { id kind name url thumbnailUrl width height sha256 sizeBytes hasAlpha format
             source { id } provenance { engine model seed prompt } }
    map { id grid { columns rows size } layout { walls { points { x y } } } image { id } }
    token { id portrait { id } ringSubjectUrl }
"""
WATCH = f"""
    subscription($id: ID!, $after: Int) {{
      generationJob(id: $id, afterSequence: $after) {{
        sequence type progress stage step totalSteps at preview {{ dataUrl width height step }}
        job {{ {JOB} }}
      }}
    }}
"""


class Frontend(GraphQLClient):
    """Talks to the server at an address; enter its context first."""

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__(httpx.AsyncClient(base_url=address, timeout=PATIENCE_SECONDS))

    async def __aenter__(self) -> Self:
        await self.http.__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.http.aclose()

    async def get(self, address: str) -> httpx.Response:
        """What lies at an address, or at a path of the server."""
        return await self.http.get(address)

    async def submit(self, mutation: str, input_: Json) -> Json:
        """The job that a generation becomes, e.g. `submit("generatePortrait", {...})`."""
        type_ = f"{mutation[0].upper()}{mutation[1:]}Input!"
        document = f"mutation($input: {type_}) {{ {mutation}(input: $input) {{ job {{ {JOB} }} }} }}"
        return dict((await self.ask(document, input=input_))[mutation]["job"])

    async def job(self, job_id: str) -> Json:
        """A job as it stands."""
        document = f"query($id: ID!) {{ generationJob(id: $id) {{ {JOB} }} }}"
        return dict((await self.ask(document, id=job_id))["generationJob"])

    async def change(self, mutation: str, job_id: str) -> Json:
        """The job after `cancelJob` or `retryJob`."""
        document = f"mutation($id: ID!) {{ {mutation}(jobId: $id) {{ job {{ {JOB} }} }} }}"
        return dict((await self.ask(document, id=job_id))[mutation]["job"])

    async def watch_to_end(self, job_id: str, *, after: int | None = None) -> list[Json]:
        """All events of a job until its subscription completes."""
        async with aclosing(self.watch(job_id, after=after)) as events:
            return [event async for event in events]

    async def watch(self, job_id: str, *, after: int | None = None) -> AsyncIterator[Json]:
        """The events of a job as they come; ends where the server completes the subscription."""
        async with aclosing(self.subscribe(WATCH, id=job_id, after=after)) as answers:
            async for data in answers:
                yield data["generationJob"]

    async def subscribe(self, document: str, **variables: object) -> AsyncIterator[Json]:
        """The data of a subscription; raises `Refused`."""
        address = self.address.replace("http", "ws", 1) + "/graphql"
        async with AsyncExitStack() as stack:
            socket = await stack.enter_async_context(
                connect(address, subprotocols=[Subprotocol("graphql-transport-ws")], proxy=None)
            )
            await _send(socket, {"type": "connection_init"})
            assert (await _receive(socket))["type"] == "connection_ack"
            payload = {"query": document, "variables": variables}
            await _send(socket, {"id": "1", "type": "subscribe", "payload": payload})
            while (message := await _receive(socket))["type"] != "complete":
                yield _data(message)


def _data(message: Json) -> Json:
    if message["type"] == "error":
        raise Refused(message["payload"][0])
    assert message["type"] == "next", message
    if message["payload"].get("errors"):
        raise Refused(message["payload"]["errors"][0])
    return dict(message["payload"]["data"])


async def _send(socket: ClientConnection, message: Json) -> None:
    await socket.send(json.dumps(message))


async def _receive(socket: ClientConnection) -> Json:
    """The next message that is not a ping."""
    while True:
        async with asyncio.timeout(PATIENCE_SECONDS):
            message: Json = json.loads(await socket.recv())
        if message["type"] != "ping":
            return message
        await _send(socket, {"type": "pong"})
