"""One way to fail: every error carries a code, and what nobody foresaw is hidden but for a number."""

import structlog
from graphql import GraphQLError
from uuid_utils.compat import uuid7

from generation.errors import GenerationError
from persistence.errors import PersistenceError
from persistence.retrying import is_outage
from resolvers.errors import RequestError

log = structlog.get_logger(__name__)

RETRY_AFTER_OUTAGE = 5.0


def told(error: GraphQLError) -> GraphQLError:
    """The error as clients see it: with `extensions {code, field, details, retryAfter}`."""
    if error.extensions and "code" in error.extensions:
        return error
    message, extensions = _told(error)
    return GraphQLError(
        message,
        nodes=error.nodes,
        source=error.source,
        positions=error.positions,
        path=error.path,
        extensions={name: value for name, value in extensions.items() if value is not None},
    )


def _told(error: GraphQLError) -> tuple[str, dict[str, object]]:
    match error.original_error:
        case RequestError() as refused:
            return refused.message, {
                "code": refused.code,
                "field": refused.field,
                "details": refused.details,
                "retryAfter": refused.retry_after,
            }
        case GenerationError() as failed:
            return failed.message, {"code": failed.code, "field": failed.field}
        case PersistenceError() as failed:
            return failed.message, {"code": failed.code, "retryAfter": getattr(failed, "retry_after", None)}
        case None | GraphQLError():
            return error.message, {"code": "VALIDATION_ERROR"}
        case Exception() as outage if is_outage(outage):
            log.error("database away", error=str(outage))
            return "The database does not answer.", {
                "code": "STORAGE_ERROR",
                "retryAfter": RETRY_AFTER_OUTAGE,
            }
        case unforeseen:
            return _masked(error, unforeseen)


def _masked(error: GraphQLError, unforeseen: BaseException) -> tuple[str, dict[str, object]]:
    if error.path is None:
        # Before execution only a client's mistakes can be met: a literal or a variable that is no such value.
        return error.message, {"code": "VALIDATION_ERROR"}
    correlation_id = uuid7().hex
    log.error("unforeseen error", correlation_id=correlation_id, path=error.path, exc_info=unforeseen)
    message = f"Something unforeseen went wrong. Quote {correlation_id} when you report it."
    return message, {"code": "INTERNAL_ERROR", "details": {"correlationId": correlation_id}}
