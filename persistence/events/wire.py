"""How an event travels between processes: one JSON object, small enough for PostgreSQL's NOTIFY."""

import logging

import orjson

from persistence.events.port import Event

log = logging.getLogger(__name__)

#: NOTIFY takes payloads "shorter than 8000 bytes" (PostgreSQL's documentation); every bus keeps to it.
MAX_BYTES = 7_999


def encode(event: Event) -> bytes | None:
    """The event as UTF-8 JSON; None, and a line in the log, where it is too large to travel."""
    message = orjson.dumps({"topic": event.topic, "payload": event.payload})
    if len(message) <= MAX_BYTES:
        return message
    log.error("The event %s is too large to be told: %d bytes", event.topic, len(message))
    return None


def decode(message: str | bytes) -> Event | None:
    """The event; None, and a line in the log, for what somebody else sent on our channel."""
    try:
        fields = orjson.loads(message)
        return Event(topic=fields["topic"], payload=fields["payload"])
    except (orjson.JSONDecodeError, KeyError, TypeError):
        log.warning("The event bus carried a message that is not Limner's; it is left alone")
        return None
