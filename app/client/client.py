"""An asynchronous client: operations over HTTP, subscriptions over WebSocket, media by download."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Mapping
from contextlib import aclosing, asynccontextmanager, contextmanager

import httpx2
from gql import Client, GraphQLRequest
from gql.client import AsyncClientSession
from gql.transport.exceptions import (
    TransportConnectionFailed,
    TransportError,
    TransportQueryError,
    TransportServerError,
)
from gql.transport.httpx import HTTPXAsyncTransport
from gql.transport.websockets import WebsocketsTransport

from app.client import documents
from app.client.documents import Submission
from app.client.endpoint import Endpoint
from app.client.errors import ClientError, JobEnded, NotLimner, Refused, Unreachable
from app.client.results import EngineFacts, JobProgress, JobResult, JobStatus, Json

ANSWER_SECONDS = 60.0
PROBE_SECONDS = 2.0
RECONNECT_DELAYS = (0.1, 0.3, 1.0, 2.0, 4.0, 8.0)  #: seconds before each try; then we give up

Variables = Mapping[str, object]


class LimnerClient:
    """Speaks to one server; made by `connect`. Every method raises `ClientError`."""

    def __init__(self, endpoint: Endpoint, session: AsyncClientSession, http: httpx2.AsyncClient) -> None:
        self._endpoint = endpoint
        self._session = session
        self._http = http

    async def engines(self) -> tuple[EngineFacts, ...]:
        """What the server paints with."""
        answer = await self._ask(documents.ENGINES)
        return tuple(EngineFacts.of(engine) for engine in answer["engines"])

    async def default_engine(self) -> str:
        """Name of the engine that paints where none is asked for."""
        return next(engine.name for engine in await self.engines() if engine.is_default)

    async def submit(self, submission: Submission, request: Variables) -> str:
        """Launch a rendering; the id of its job."""
        answer = await self._ask(submission.document, {"input": dict(request)})
        return str(answer[submission.field]["job"]["id"])

    async def cancel(self, job_id: str) -> JobStatus:
        """Cancel a job; where it stands then (one that runs ends at its next step)."""
        answer = await self._ask(documents.CANCEL, {"job": job_id})
        return JobStatus(answer["cancelJob"]["job"]["status"])

    async def result(self, job_id: str, file_format: str | None = None) -> JobResult:
        """What became of a job, with addresses of its pictures in `file_format` (the contract's word).

        Raises `JobEnded` where it failed or was cancelled.
        """
        job = (await self._ask(documents.RESULT, {"job": job_id, "format": file_format}))["generationJob"]
        if error := job["error"]:
            raise JobEnded(f"{error['message']} [{error['code']}]")
        if job["status"] != JobStatus.SUCCEEDED:
            raise JobEnded(f"The job is {job['status'].lower()}.")
        return JobResult.of(job, file_format)

    async def layout(self, job_id: str) -> Json:
        """Name, grid and floor plan of the map that a job made, as the API tells them."""
        answer = await self._ask(documents.LAYOUT, {"job": job_id})
        layout: Json = answer["generationJob"]["map"]
        return layout

    async def export(self, job_id: str, file_format: str) -> bytes:
        """The map that a job made, as a file for a virtual tabletop, e.g. `UNIVERSAL_VTT`."""
        answer = await self._ask(documents.EXPORT, {"job": job_id, "format": file_format})
        return await self.download(answer["generationJob"]["map"]["export"]["url"])

    async def follow(self, job_id: str) -> AsyncGenerator[JobProgress, None]:
        """How far a job is, until it has ended; a lost connection is made again."""
        after: int | None = None
        failures = 0
        while True:
            try:
                async with aclosing(self._listen(job_id, after)) as events:
                    async for progress in events:
                        after, failures = progress.sequence, 0
                        yield progress
                        if progress.status.is_final:
                            return
            except (TransportConnectionFailed, TransportServerError, OSError) as loss:
                if failures == len(RECONNECT_DELAYS):
                    raise Unreachable(f"The connection to {self._endpoint.address} was lost.") from loss
            await asyncio.sleep(RECONNECT_DELAYS[min(failures, len(RECONNECT_DELAYS) - 1)])
            failures += 1

    async def download(self, url: str) -> bytes:
        """A stored file, whole."""
        try:
            response = await self._http.get(url)
        except httpx2.HTTPError as error:
            raise Unreachable(f"{url} could not be fetched: {_reason(error)}.") from error
        if not response.is_success:
            raise ClientError(f"{url} answered {response.status_code}.")
        return response.content

    async def _ask(self, document: str, variables: Variables | None = None) -> Json:
        with _explained(self._endpoint):
            return await self._session.execute(_request(document, variables))

    async def _listen(self, job_id: str, after: int | None) -> AsyncGenerator[JobProgress, None]:
        """The events of one connection."""
        endpoint = self._endpoint
        transport = WebsocketsTransport(
            url=endpoint.websocket,
            init_payload=endpoint.authorization,
            subprotocols=[WebsocketsTransport.GRAPHQLWS_SUBPROTOCOL],
            connect_args={"proxy": None} if endpoint.is_loopback else {},
        )
        request = _request(documents.FOLLOW, {"job": job_id, "after": after})
        async with Client(transport=transport) as session:
            with _explained_refusal():
                async with aclosing(session.subscribe(request)) as answers:
                    async for answer in answers:
                        yield JobProgress.of(answer["generationJob"])


@asynccontextmanager
async def connect(endpoint: Endpoint) -> AsyncIterator[LimnerClient]:
    """A client of the server there; nothing is sent yet."""
    trust_env = not endpoint.is_loopback  # where proxies are named
    transport = HTTPXAsyncTransport(
        url=endpoint.graphql, headers=endpoint.authorization, timeout=ANSWER_SECONDS, trust_env=trust_env
    )
    async with (
        Client(transport=transport, execute_timeout=ANSWER_SECONDS) as session,
        httpx2.AsyncClient(timeout=ANSWER_SECONDS, trust_env=trust_env) as http,
    ):
        yield LimnerClient(endpoint, session, http)


async def recognize(endpoint: Endpoint) -> None:
    """Raise `Unreachable` where nothing answers, `NotLimner` where something else does."""
    trust_env = not endpoint.is_loopback
    try:
        async with httpx2.AsyncClient(timeout=PROBE_SECONDS, trust_env=trust_env) as http:
            live = await http.get(f"{endpoint.address}/health/live")
            answer = await http.post(
                endpoint.graphql, json={"query": documents.RECOGNIZE}, headers=endpoint.authorization
            )
    except httpx2.HTTPError as error:
        raise Unreachable(f"No server answers at {endpoint.address}: {_reason(error)}.") from error
    if not (live.is_success and _speaks_as_limner(answer)):
        raise NotLimner(f"Whatever answers at {endpoint.address} is no Limner.")


def _speaks_as_limner(answer: httpx2.Response) -> bool:
    """Also true of a server that wants to see an access token first."""
    try:
        told = answer.json()
    except ValueError:
        return False
    known = told.get("data") == {"__type": {"name": "GenerationJob"}}
    return known or (told.get("error") or {}).get("code") == "UNAUTHENTICATED"


def _request(document: str, variables: Variables | None) -> GraphQLRequest:
    return GraphQLRequest(document, variable_values=dict(variables or {}))


@contextmanager
def _explained(endpoint: Endpoint) -> Iterator[None]:
    """Whatever gql raises becomes one of our errors, with a sentence."""
    try:
        with _explained_refusal():
            yield
    except TransportConnectionFailed as error:
        raise Unreachable(f"{endpoint.address} does not answer: {error}.") from error
    except TransportServerError as error:
        if error.code == 401:
            raise Refused(
                "The server wants a valid access token in LIMNER_TOKEN.", code="UNAUTHENTICATED"
            ) from error
        raise ClientError(f"{endpoint.address} answered {error.code or error}.") from error
    except TimeoutError as error:
        raise Unreachable(f"{endpoint.address} took longer than {ANSWER_SECONDS:g} s.") from error
    except TransportError as error:
        raise NotLimner(f"{endpoint.address} answers in no way that Limner would.") from error


@contextmanager
def _explained_refusal() -> Iterator[None]:
    try:
        yield
    except TransportQueryError as error:
        first = (error.errors or [{}])[0]
        extensions = first.get("extensions") or {}
        raise Refused(
            first.get("message", str(error)),
            code=extensions.get("code", "INTERNAL_ERROR"),
            field=extensions.get("field"),
        ) from error


def _reason(error: Exception) -> str:
    return str(error).rstrip(".") or type(error).__name__
