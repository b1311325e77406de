"""How the HTTP endpoints beside GraphQL fail: one shape, `{"error": {"code", "message", "details"}}`."""

from collections.abc import Mapping
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse

from generation.errors import InvalidBrief
from persistence.errors import DatabaseUnavailable, ObjectMissing, StorageError
from persistence.events.port import JsonObject
from persistence.retrying import is_outage

RETRY_AFTER_SECONDS = 5  #: what a client is told while storage or database are away

_CODES = {401: "UNAUTHENTICATED", 403: "FORBIDDEN", 404: "NOT_FOUND", 429: "RATE_LIMITED"}


def error_response(
    status: int,
    code: str,
    message: str,
    *,
    details: JsonObject | None = None,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """An answer that says what went wrong; `code` is one of the contract's ErrorCode. Never cached."""
    error = {"code": code, "message": message, "details": details}
    return JSONResponse({"error": error}, status, headers={"Cache-Control": "no-store"} | dict(headers or {}))


def foreseen(error: Exception) -> JSONResponse | None:
    """The answer to a failure that was foreseen; None for any other, which is nobody's to hide."""
    match error:
        case ObjectMissing():
            return error_response(HTTPStatus.NOT_FOUND, error.code, error.message)
        case StorageError():
            return _away(error.code, error.message)
        case InvalidBrief():
            status = HTTPStatus.UNPROCESSABLE_ENTITY
            return error_response(status, error.code, error.message, details={"field": error.field})
        case _ if isinstance(error, DatabaseUnavailable) or is_outage(error):
            return _away(DatabaseUnavailable.code, "The database did not answer.")
    return None


async def answer_http_exception(_request: Request, error: Exception) -> JSONResponse:
    """Starlette's own refusals (no such route, no such method) in our shape, as its exception handler."""
    assert isinstance(error, HTTPException)
    otherwise = "VALIDATION_ERROR" if error.status_code < 500 else "INTERNAL_ERROR"
    code = _CODES.get(error.status_code, otherwise)
    return error_response(error.status_code, code, error.detail, headers=error.headers)


def _away(code: str, message: str) -> JSONResponse:
    headers = {"Retry-After": str(RETRY_AFTER_SECONDS)}
    return error_response(HTTPStatus.SERVICE_UNAVAILABLE, code, message, headers=headers)
