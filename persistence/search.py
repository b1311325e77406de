"""Full-text search over images: PostgreSQL's tsvector, SQLite's FTS5, the same answers from both.

Text is folded before it is stored and before it is looked for: compatibility forms, case and accents go,
whatever is not a letter or a digit becomes a space. So both tokenizers see the same plain words.
"""

import unicodedata
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Integer, func, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import FunctionElement
from sqlmodel import col

from persistence.tables import ImageRow


def fold(text: str) -> str:
    """Plain lower-case words with single spaces between them."""
    # Compatibility forms may hide capitals (𝐀), and small letters may hide compatibility forms (ŉ).
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    kept = (char for char in decomposed if not unicodedata.combining(char))
    return " ".join("".join(char if char.isalnum() else " " for char in kept).split())


def search_text(parts: Iterable[str | None]) -> str:
    """What an image is found by, folded."""
    return fold(" ".join(part for part in parts if part))


class _Matches(FunctionElement[bool]):
    type = Boolean()
    inherit_cache = True


@compiles(_Matches, "postgresql")
def _matches_on_postgresql(element: _Matches, compiler: SQLCompiler, **options: Any) -> str:
    query = compiler.process(element.clauses, **options)
    return f"(to_tsvector('simple', images.search_text) @@ to_tsquery('simple', {query}))"


@compiles(_Matches, "sqlite")
def _matches_on_sqlite(element: _Matches, compiler: SQLCompiler, **options: Any) -> str:
    query = compiler.process(element.clauses, **options)
    found = f"SELECT rowid FROM fulltext_images WHERE fulltext_images MATCH {query}"
    return f"(images.id IN (SELECT image_id FROM fulltext_keys WHERE number IN ({found})))"


class _Query(FunctionElement[str]):
    inherit_cache = True


@compiles(_Query, "postgresql")
def _query_on_postgresql(element: _Query, compiler: SQLCompiler, **options: Any) -> str:
    return str(compiler.process(next(iter(element.clauses)), **options))


@compiles(_Query, "sqlite")
def _query_on_sqlite(element: _Query, compiler: SQLCompiler, **options: Any) -> str:
    return str(compiler.process(list(element.clauses)[1], **options))


def matches(query: str) -> ColumnElement[bool]:
    """Images in which every word of the query begins some word; every image where the query has no words."""
    words = fold(query).split()
    if not words:
        return literal(True)
    for_postgresql = " & ".join(f"{word}:*" for word in words)
    for_sqlite = " ".join(f'"{word}"*' for word in words)
    return _Matches(_Query(literal(for_postgresql), literal(for_sqlite)))


def relevance(query: str) -> ColumnElement[int]:
    """How often the query's words occur in an image's text; the same number on every database."""
    text = col(ImageRow.search_text)
    rank: ColumnElement[int] = literal(0)
    for word in fold(query).split():
        without = func.replace(text, word, "")
        missing = func.length(text, type_=Integer) - func.length(without, type_=Integer)
        rank = rank + missing // len(word)
    return rank
