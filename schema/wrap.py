"""From rows to types: copies what both call by the same name."""

from dataclasses import fields
from typing import Any

from sqlmodel import SQLModel


def same_facts(cls: type, row: SQLModel, *, but: frozenset[str] = frozenset()) -> dict[str, Any]:
    """The values of a row's columns for those fields of a type that have the same name."""
    names = {field.name for field in fields(cls) if field.init} & set(type(row).model_fields)
    return {name: getattr(row, name) for name in names - but - {"id"}}
