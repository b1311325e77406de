"""Maps as one picture each, with grid, features and overlays drawn in; made once, served from storage."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from generation.briefs import Grid
from generation.exports import seen_by
from generation.layout.codec import layout_from_json
from generation.layout.features import Features, features_of, features_to_json
from generation.overlays import REVISION
from generation.overlays.compositing import compose
from generation.overlays.features import beside
from generation.post_processing import Encoded, encode, open_image
from generation.vocabulary import Audience, ImageFormat, MapKind
from persistence.errors import ObjectMissing
from persistence.tables import MapRow, OverlayRow
from resolvers import drawings, images, overlays, pictures
from resolvers.context import Context
from resolvers.digests import key_digest
from resolvers.drawings import Drawing
from resolvers.errors import Invalid, NotFound
from resolvers.plans import plan_of

LARGEST_WIDTH = 60_000  #: pixels; of the widest map that there can be
LARGEST_WEBP = 16_383  #: pixels a side (RFC 9649, section 2.6); the other formats hold every map of ours
LETTERED = frozenset({MapKind.REGION, MapKind.WORLD})
"""Maps whose pictures name the places, lands and ways that they were laid out with, as an atlas does."""


@dataclass(frozen=True, kw_only=True)
class RenderOptions:
    """How a map is wanted; without `overlay_ids` all visible overlays are drawn, and `width` is in pixels."""

    overlay_ids: tuple[UUID, ...] | None = None
    grid: bool = True
    features: bool = True
    audience: Audience = Audience.GM
    format: ImageFormat = ImageFormat.WEBP
    width: int | None = None


@dataclass(frozen=True, kw_only=True)
class RenderedPicture:
    """A composed picture as it lies in storage; sizes are pixels."""

    sha256: str
    format: ImageFormat
    width: int
    height: int
    size_bytes: int
    content_type: str


@dataclass(frozen=True, kw_only=True)
class _Wanted:
    """All that a composed picture is made from, beside the map's painted picture."""

    grid: Grid
    features: Features | None
    overlays: tuple[Drawing, ...]
    options: RenderOptions

    @property
    def size(self) -> tuple[int, int]:
        """Pixels across and down."""
        own = self.grid.width, self.grid.height
        width = self.options.width
        return own if width is None or width >= own[0] else (width, max(1, round(width * own[1] / own[0])))

    @property
    def key(self) -> str:
        """Names the picture among all made from one painted picture: equal only where all else is equal."""
        facts = (
            REVISION,
            self.grid.to_json(),
            self.options.grid,
            self.features and features_to_json(self.features),
            [overlay.digest for overlay in self.overlays],
            self.size,
            self.options.format,
        )
        return f"render.{key_digest(facts)}"

    def make(self, files: Mapping[str, bytes], *, painted: str) -> Encoded:
        """The picture; `files` are the stored ones by their hashes, `painted` is the map's."""
        width, _ = self.size
        composed = compose(
            open_image(files[painted]),
            self.grid,
            grid_lines=self.options.grid,
            features=self.features,
            overlays=[overlay.svg(files) for overlay in self.overlays],
            width=width if width < self.grid.width else None,
        )
        return encode(composed, self.options.format)


async def render(context: Context, row: MapRow, options: RenderOptions) -> RenderedPicture:
    """The map as one picture for `options.audience`, made where it was not made before.

    Raises `Invalid` and `NotFound` by the field below `input`, `ObjectMissing` where the picture is gone, and
    `StorageError`.
    """
    grid = Grid.from_json(row.grid)
    wanted = _Wanted(
        grid=grid,
        features=await asyncio.to_thread(_features, row, options.audience) if options.features else None,
        overlays=await _drawings(context, await _overlays(context, row, options)),
        options=options,
    )
    _check_size(wanted)
    image = await images.of(context, row.image_id)
    painted = (await pictures.shown_to(context, options.audience, row, image)).sha256
    hashes = [painted, *(sha256 for overlay in wanted.overlays for sha256 in overlay.pictures.values())]
    gather = partial(_gathered, context, painted, hashes)
    file = await context.services.files.derive_from(
        painted, wanted.key, gather, partial(wanted.make, painted=painted)
    )
    width, height = wanted.size
    return RenderedPicture(
        sha256=file.sha256,
        format=options.format,
        width=width,
        height=height,
        size_bytes=file.size_bytes,
        content_type=file.content_type,
    )


async def _overlays(context: Context, row: MapRow, options: RenderOptions) -> list[OverlayRow]:
    """What is drawn over the map, the lowest first."""
    own = await overlays.of_map(context, row.id)
    known = {overlay.id for overlay in own}
    for number, overlay_id in enumerate(options.overlay_ids or ()):
        if overlay_id not in known:
            raise NotFound("The map has no such overlay.", field=f"overlayIds[{number}]")
    if options.overlay_ids is None:
        wanted = [overlay for overlay in own if overlay.visible]
    else:
        wanted = [overlay for overlay in own if overlay.id in options.overlay_ids]
    return [each for each in wanted if options.audience is Audience.GM or not each.gm_only]


async def _drawings(context: Context, rows: Sequence[OverlayRow]) -> tuple[Drawing, ...]:
    return tuple(await asyncio.gather(*(drawings.of_overlay(context, row) for row in rows)))


def _features(row: MapRow, audience: Audience) -> Features:
    """What the audience may know of and the map's picture does not show already."""
    features = features_of(seen_by(audience, plan_of(row)))
    if row.kind not in LETTERED:
        return features
    return beside(features_of(layout_from_json(row.layout)), features)


def _check_size(wanted: _Wanted) -> None:
    """Raise `Invalid` by `width` for a picture that no file of its format can hold."""
    width = wanted.options.width
    if width is not None and not 1 <= width <= LARGEST_WIDTH:
        raise Invalid(f"width must be 1 to {LARGEST_WIDTH:,} pixels, not {width:,}.", field="width")
    if wanted.options.format is ImageFormat.WEBP and max(wanted.size) > LARGEST_WEBP:
        sides = " × ".join(f"{side:,}" for side in wanted.size)
        problem = f"The picture would have {sides} pixels; a WebP file has at most {LARGEST_WEBP:,} a side."
        raise Invalid(f"{problem} Ask for a smaller width, or for PNG.", field="width")


async def _gathered(context: Context, painted: str, hashes: Sequence[str]) -> dict[str, bytes]:
    files = await drawings.stored_files(context.services.storage, hashes)
    if painted not in files:
        raise ObjectMissing
    return files
