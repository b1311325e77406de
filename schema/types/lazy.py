"""Types that refer to each other in circles, by name."""

from typing import TYPE_CHECKING, Annotated

import strawberry

if TYPE_CHECKING:
    from schema.types.images import Image
    from schema.types.jobs import GenerationBatch, GenerationJob
    from schema.types.maps import Map
    from schema.types.overlays import Overlay
    from schema.types.themes import Theme
    from schema.types.tokens import Token

LazyImage = Annotated["Image", strawberry.lazy("schema.types.images")]
LazyJob = Annotated["GenerationJob", strawberry.lazy("schema.types.jobs")]
LazyBatch = Annotated["GenerationBatch", strawberry.lazy("schema.types.jobs")]
LazyMap = Annotated["Map", strawberry.lazy("schema.types.maps")]
LazyOverlay = Annotated["Overlay", strawberry.lazy("schema.types.overlays")]
LazyTheme = Annotated["Theme", strawberry.lazy("schema.types.themes")]
LazyToken = Annotated["Token", strawberry.lazy("schema.types.tokens")]
