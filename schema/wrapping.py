"""From any row to its GraphQL type."""

from collections.abc import Callable
from types import MappingProxyType
from typing import Any

from resolvers import nodes
from resolvers.context import Context
from schema import ids
from schema.relay import Node
from schema.types.images import Image, ImageRevision
from schema.types.jobs import GenerationBatch, GenerationJob
from schema.types.maps import Map
from schema.types.overlays import Overlay
from schema.types.themes import Theme
from schema.types.tokens import Token

_WRAPPERS: MappingProxyType[str, Callable[[Any], Node]] = MappingProxyType(
    {
        Image.node_name: Image.of,
        ImageRevision.node_name: ImageRevision.of,
        Map.node_name: Map.of,
        Overlay.node_name: Overlay.of,
        Token.node_name: Token.of,
        Theme.node_name: Theme.of,
        GenerationJob.node_name: GenerationJob.of,
        GenerationBatch.node_name: GenerationBatch.of,
    }
)


async def node_of(context: Context, global_id: str) -> Node | None:
    """Anything by its global id; None where there is no such thing, or it is somebody else's."""
    parts = ids.split(global_id)
    if parts is None:
        return None
    type_name, row_id = parts
    row = await nodes.find(context, type_name, row_id)
    return _WRAPPERS[type_name](row) if row is not None else None
