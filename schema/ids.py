"""Relay's global ids: opaque to clients, a type's name and a row's key to us."""

import base64
import binascii
from uuid import UUID


def encode(type_name: str, row_id: UUID) -> str:
    """The id that clients see."""
    return base64.urlsafe_b64encode(f"{type_name}:{row_id}".encode()).decode().rstrip("=")


def split(global_id: str) -> tuple[str, UUID] | None:
    """The type's name and the row's key; None for what `encode` never wrote."""
    try:
        padded = global_id + "=" * (-len(global_id) % 4)
        text = base64.b64decode(padded, altchars=b"-_", validate=True).decode("ascii")
        type_name, _, key = text.partition(":")
        row_id = UUID(key)
    except (binascii.Error, ValueError):
        return None
    return (type_name, row_id) if encode(type_name, row_id) == global_id else None


def decode(global_id: str, type_name: str) -> UUID | None:
    """The row's key, where the id is one of this type."""
    parts = split(global_id)
    return parts[1] if parts is not None and parts[0] == type_name else None
