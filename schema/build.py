"""Puts the schema together, once."""

from collections.abc import Iterator
from contextlib import suppress

from graphql import GraphQLError, GraphQLSyntaxError
from strawberry import Schema
from strawberry.extensions import ParserCache, ValidationCache
from strawberry.schema.config import StrawberryConfig
from strawberry.types.execution import ExecutionContext

from schema.errors import told
from schema.mutation import Mutation
from schema.query import Query
from schema.said import SentVariables
from schema.scalars import SCALARS
from schema.subscription import Subscription
from schema.types.images import ImageRevision
from schema.types.jobs import GenerationBatch
from schema.types.overlays import ELEMENT_TYPES

CACHED_DOCUMENTS = 500


class ParsedDocuments(ParserCache):
    """Parsed documents, kept. One that cannot be parsed is left to the schema, which then fails in our way.

    Strawberry's own lets the syntax error pass through the hook, where a WebSocket has nobody to catch it.
    """

    def on_parse(self) -> Iterator[None]:
        """Parse by the cache."""
        context = self.execution_context
        with suppress(GraphQLSyntaxError):
            context.graphql_document = self.cached_parse_document(context.query, **context.parse_options)
        yield


class LimnerSchema(Schema):
    """Every error passes `process_errors` on its way to a client, over HTTP and WebSocket alike."""

    def process_errors(
        self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None
    ) -> None:
        """Put each error into the one form in which we fail; what nobody foresaw is logged there."""
        errors[:] = [told(error) for error in errors]


def build_schema() -> Schema:
    """The whole schema; it holds no state of any request."""
    return LimnerSchema(
        Query,
        Mutation,
        Subscription,
        types=[ImageRevision, GenerationBatch, *ELEMENT_TYPES],
        config=StrawberryConfig(scalar_map=SCALARS),
        extensions=[
            SentVariables,
            lambda: ParsedDocuments(CACHED_DOCUMENTS),
            lambda: ValidationCache(CACHED_DOCUMENTS),
        ],
    )
