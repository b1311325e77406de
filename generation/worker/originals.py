"""The stored pictures that a job starts from: their rows, their bytes, their floor plans."""

from dataclasses import dataclass, replace
from uuid import UUID

from PIL import Image, ImageOps

from generation.briefs import Edit, Grid, MapBrief, PortraitBrief
from generation.engines.base import RenderInputs
from generation.errors import SourceGone
from generation.layout.codec import layout_from_bytes
from generation.layout.features import plan_from_json
from generation.layout.plan import MapLayout
from generation.post_processing import flatten, open_image
from generation.post_processing.regions import Size, opaque
from generation.spec import RenderSpec
from generation.worker.artwork import MapFacts
from generation.worker.held import HeldJob
from generation.worker.studio import NO_INPUTS, Studio
from persistence import images, maps
from persistence.errors import ObjectMissing
from persistence.tables import ImageRow


@dataclass(frozen=True, kw_only=True)
class Original:
    """A stored picture that another one is made from."""

    row: ImageRow
    picture: Image.Image  #: RGB or RGBA, as it was when the job was asked for
    opaque: Image.Image  #: RGB, without a trace of what is transparent
    map: MapFacts | None


async def load_original(studio: Studio, held: HeldJob, brief: Edit) -> Original:
    """What `brief` starts from; raises `SourceGone`."""
    row = await load_row(studio, held, brief.source.image_id)
    picture = await load_picture(studio, brief.source.sha256)
    return Original(
        row=row,
        picture=picture,
        opaque=await studio.in_pool(opaque, picture),
        map=await load_map(studio, row, brief.source.subject),
    )


async def load_row(studio: Studio, held: HeldJob, image_id: str) -> ImageRow:
    """The row of one of the owner's images; raises `SourceGone`."""
    async with studio.database.reading() as session:
        row = await images.find(session, UUID(image_id), held.job.owner)
    if row is None:
        raise SourceGone
    return row


async def load_picture(studio: Studio, sha256: str) -> Image.Image:
    """The picture (RGB or RGBA) of stored bytes; raises `SourceGone`."""
    return await studio.in_pool(open_image, await _load(studio, sha256))


async def _load(studio: Studio, sha256: str) -> bytes:
    try:
        return await studio.storage.get(sha256)
    except ObjectMissing as error:
        raise SourceGone from error


async def load_plan(studio: Studio, sha256: str) -> MapLayout:
    """The floor plan of stored bytes; raises `SourceGone`."""
    return await studio.in_pool(layout_from_bytes, await _load(studio, sha256))


async def load_map(studio: Studio, row: ImageRow, subject: PortraitBrief | MapBrief) -> MapFacts | None:
    """The plan of the map that an image shows, grid and features as they are now; None for what is no map."""
    if not isinstance(subject, MapBrief):
        return None
    async with studio.database.reading() as session:
        stored = (await maps.by_image_ids(session, [row.id])).get(row.id)
    if stored is None:
        return None
    brief = replace(subject, grid=Grid.from_json(stored.grid))
    layout = await studio.in_pool(plan_from_json, stored.layout, stored.features)
    return MapFacts(brief=brief, layout=layout)


async def reference_inputs(studio: Studio, spec: RenderSpec) -> RenderInputs:
    """What a portrait starts from: nothing, or the picture whose look it takes up; raises `SourceGone`.

    An engine without an IP-Adapter paints over that picture.
    """
    reference = spec.subject.reference if isinstance(spec.subject, PortraitBrief) else None
    if reference is None:
        return NO_INPUTS
    stored = await load_picture(studio, reference.sha256)
    picture = await studio.in_pool(_filling, stored, (spec.width, spec.height))
    if spec.ip_adapter_scale is not None:
        return RenderInputs(reference_image=picture)
    return RenderInputs(init_image=picture)


def _filling(picture: Image.Image, size: Size) -> Image.Image:
    """As much of the middle of a picture as fills `size`."""
    return ImageOps.fit(flatten(picture), size, Image.Resampling.LANCZOS)
