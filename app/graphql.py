"""The GraphQL endpoint: HTTP, graphql-transport-ws, and GraphiQL for browsers."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import orjson
from cross_web import AsyncHTTPRequestAdapter, HTTPException
from graphql import GraphQLError
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket
from strawberry import Schema
from strawberry.asgi import GraphQL
from strawberry.exceptions import ConnectionRejectionError
from strawberry.http import GraphQLHTTPResponse, GraphQLRequestData
from strawberry.subscriptions import GRAPHQL_TRANSPORT_WS_PROTOCOL
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import BaseGraphQLTransportWSHandler
from strawberry.types.unset import UnsetType

from app.auth import Authenticator
from app.body_limit import BodyTooLarge, limited
from app.http_errors import error_response
from resolvers.context import Context, Services
from resolvers.errors import RequestError, Unauthenticated
from resolvers.media import MediaAddresses
from schema.uploads import LARGEST_FILE

SUBSCRIPTIONS_PER_SOCKET = 20
PREFLIGHT_HEADERS = ("GraphQL-Preflight", "Apollo-Require-Preflight", "X-Apollo-Operation-Name")
MISSHAPEN = (
    "A request is a JSON object with a query; one with files has a map of lists of places in it, such as"
    ' {"0": ["variables.input.mask"]}.'
)
LARGEST_BODY = LARGEST_FILE + 1024 * 1024  #: bytes of a request: a file, and the document around it


class WebSocketHandler(BaseGraphQLTransportWSHandler[Context, None]):
    """Answers a document that cannot be executed with `error`, and leaves its sibling subscriptions alone."""

    @staticmethod
    def _get_pre_execution_close_reason(_error: GraphQLError) -> str | None:
        return None


class GraphQLEndpoint(GraphQL[Context, None]):
    """One address for queries, mutations, subscriptions and GraphiQL."""

    graphql_transport_ws_handler_class = WebSocketHandler

    def __init__(
        self,
        schema: Schema,
        *,
        services: Services,
        addresses: MediaAddresses,
        authenticator: Authenticator,
        graphiql: HTMLResponse,
        origins: Sequence[str] = (),
    ) -> None:
        super().__init__(
            schema,
            subscription_protocols=(GRAPHQL_TRANSPORT_WS_PROTOCOL,),
            max_subscriptions_per_connection=SUBSCRIPTIONS_PER_SOCKET,
            allowed_origins=origins,
            multipart_uploads_enabled=True,
        )
        self._services = services
        self._addresses = addresses
        self._authenticator = authenticator
        self._graphiql = graphiql

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer; what never came to be an operation is refused in the same form as everything else."""
        try:
            await super().__call__(scope, limited(scope, receive, LARGEST_BODY), send)
        except BodyTooLarge as error:
            await error_response(413, "FILE_TOO_LARGE", error.message)(scope, receive, send)
        except RequestError as error:
            status = 401 if isinstance(error, Unauthenticated) else 400
            await error_response(status, error.code, error.message)(scope, receive, send)

    async def run(self, request: Request | WebSocket, *args: Any, **kwargs: Any) -> Any:
        """Strawberry's own refusals come as plain text; ours are JSON."""
        try:
            return await super().run(request, *args, **kwargs)
        except HTTPException as error:
            return error_response(error.status_code, "VALIDATION_ERROR", error.reason)
        finally:
            if isinstance(request, Request):
                await request.close()  # the files that came with it

    async def parse_http_body(
        self, request: AsyncHTTPRequestAdapter
    ) -> GraphQLRequestData | list[GraphQLRequestData]:
        """Strawberry takes it for granted that a body is an object with places for its files."""
        try:
            return await super().parse_http_body(request)
        except (AttributeError, IndexError, TypeError, ValueError) as error:
            raise HTTPException(400, MISSHAPEN) from error

    async def parse_multipart(self, request: AsyncHTTPRequestAdapter) -> dict[str, str]:
        """Take files in, from pages that the browser asked us about first.

        Browsers send forms from anybody's page without asking; any header that a form cannot have makes them
        ask (https://github.com/jaydenseric/graphql-multipart-request-spec, "Server security").
        """
        if not any(request.headers.get(name) for name in (*PREFLIGHT_HEADERS, "Authorization")):
            names = ", ".join(PREFLIGHT_HEADERS)
            raise HTTPException(400, f"A request with files needs one of these headers: {names}.")
        return await super().parse_multipart(request)

    async def get_context(self, request: Request | WebSocket, response: Response | WebSocket) -> Context:
        """Who asks, and with what to answer. A WebSocket's client says who it is a message later."""
        authorization = request.headers.get("authorization")
        says_later = isinstance(request, WebSocket) and authorization is None
        return Context(
            services=self._services,
            identity=None if says_later else self._authenticator.viewer(authorization),
            addresses=self._addresses_for(request),
        )

    def _addresses_for(self, request: Request | WebSocket) -> MediaAddresses:
        """Media lie where the client found this endpoint, unless PUBLIC_MEDIA_URL says otherwise."""
        if self._addresses.base_url:
            return self._addresses
        scheme = {"ws": "http", "wss": "https"}.get(request.url.scheme, request.url.scheme)
        return replace(self._addresses, base_url=f"{scheme}://{request.url.netloc}")

    async def on_ws_connect(self, context: Context) -> UnsetType | dict[str, object] | None:
        """Learn who asks from `connection_init`, where no header said it."""
        if context.identity is None:
            shown = (context.connection_params or {}).get("Authorization")
            try:
                context.identity = self._authenticator.viewer(shown if isinstance(shown, str) else None)
            except Unauthenticated as error:
                raise ConnectionRejectionError from error
        return await super().on_ws_connect(context)

    async def render_graphql_ide(self, request: Request) -> Response:
        """GraphiQL, from our own assets."""
        return self._graphiql

    def encode_json(self, data: object) -> str | bytes:
        """By orjson. Always text: bytes would make binary WebSocket frames, which clients refuse."""
        return orjson.dumps(data).decode()

    def decode_json(self, data: str | bytes) -> object:
        """By orjson; its error is a JSONDecodeError, as Strawberry expects."""
        return orjson.loads(data)

    def create_response(
        self, response_data: GraphQLHTTPResponse | list[GraphQLHTTPResponse], sub_response: Response
    ) -> Response:
        """Answers are for whoever asked, and for now."""
        response = super().create_response(response_data, sub_response)
        response.headers["Cache-Control"] = "no-store"
        return response
