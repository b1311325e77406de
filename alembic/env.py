"""Runs the migrations on a connection that `persistence.migrations` hands over."""

from typing import Literal

from alembic.autogenerate.api import AutogenContext
from sqlmodel.sql.sqltypes import AutoString

from alembic import context
from persistence.columns import JsonColumn, UtcDateTime
from persistence.migrations import is_ours
from persistence.tables import metadata


def render_item(kind: str, item: object, autogenerate: AutogenContext) -> str | Literal[False]:
    """Write our column types into new migrations the way a person would."""
    if kind != "type":
        return False
    if isinstance(item, UtcDateTime):
        autogenerate.imports.add("from persistence.columns import UtcDateTime")
        return "UtcDateTime()"
    if item is JsonColumn:
        autogenerate.imports.add("from persistence.columns import JsonColumn")
        return "JsonColumn"
    if isinstance(item, AutoString):
        return f"sa.String({item.length or ''})"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    include_object=is_ours,
    render_item=render_item,
)
with context.begin_transaction():
    context.run_migrations()
