"""Column types and database-clock expressions that mean the same on PostgreSQL and SQLite."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, DateTime, Dialect, TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import FunctionElement


class UtcDateTime(TypeDecorator[datetime]):
    """An aware date-time in UTC; SQLite, which has no such type, stores it without its zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        """What a value is in Python."""
        return datetime

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive times; move the others to UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive date-time was about to be stored")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


JsonColumn = JSON().with_variant(JSONB(), "postgresql")
"""JSON text on SQLite, JSONB on PostgreSQL."""


class database_now(FunctionElement[datetime]):  # noqa: N801 - SQL functions are written in lower case
    """The database's clock, plus some seconds: leases are measured by one clock, not by each worker's own."""

    type = UtcDateTime()
    inherit_cache = True

    def __init__(self, plus_seconds: float = 0.0) -> None:
        super().__init__(plus_seconds)


@compiles(database_now, "postgresql")
def _now_on_postgresql(element: database_now, compiler: SQLCompiler, **options: Any) -> str:
    seconds = compiler.process(element.clauses, **options)
    return f"(clock_timestamp() + make_interval(secs => CAST({seconds} AS double precision)))"


@compiles(database_now, "sqlite")
def _now_on_sqlite(element: database_now, compiler: SQLCompiler, **options: Any) -> str:
    seconds = compiler.process(element.clauses, **options)
    # SQLAlchemy stores six decimals; SQLite's clock has three. Equal lengths keep text in the order of time.
    return f"(strftime('%Y-%m-%d %H:%M:%f', 'now', printf('%+.3f seconds', {seconds})) || '000')"


class has_tag(FunctionElement[bool]):  # noqa: N801 - SQL functions are written in lower case
    """Whether a JSON array of strings holds one."""

    type = Boolean()
    inherit_cache = True


@compiles(has_tag, "postgresql")
def _has_tag_on_postgresql(element: has_tag, compiler: SQLCompiler, **options: Any) -> str:
    array, tag = (compiler.process(clause, **options) for clause in element.clauses)
    return f"({array} @> jsonb_build_array(CAST({tag} AS text)))"


@compiles(has_tag, "sqlite")
def _has_tag_on_sqlite(element: has_tag, compiler: SQLCompiler, **options: Any) -> str:
    array, tag = (compiler.process(clause, **options) for clause in element.clauses)
    return f"EXISTS (SELECT 1 FROM json_each({array}) WHERE value = {tag})"
