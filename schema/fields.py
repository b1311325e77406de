"""Small words of the schema's own language: described fields and arguments, the context's type."""

from typing import Annotated, Any

import strawberry
from strawberry.types import Info as StrawberryInfo

from resolvers.context import Context

Info = StrawberryInfo[Context, None]


def described(description: str) -> Any:
    """A plain field with a description. The type is the annotation's: dataclass fields are declared so."""
    return strawberry.field(description=description)


First = Annotated[
    int | None, strawberry.argument(description="How many from the start: 20 by default, 100 at most.")
]
After = Annotated[str | None, strawberry.argument(description="Cursor after which the page begins.")]
Last = Annotated[int | None, strawberry.argument(description="How many from the end: 100 at most.")]
Before = Annotated[str | None, strawberry.argument(description="Cursor before which the page ends.")]
GlobalId = Annotated[strawberry.ID, strawberry.argument(description="Global id.")]
