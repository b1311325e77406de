"""How a stored picture becomes another one: varied, restyled, painted over under a mask, enlarged."""

from collections.abc import Sequence

from PIL import Image

from generation.briefs import EnhanceFaceBrief, InpaintBrief, RestyleBrief, UpscaleBrief, VariationBrief
from generation.edits import painted_box
from generation.engines.base import Rendering, RenderInputs
from generation.layout.plan import MapLayout
from generation.post_processing.regions import blend, mask_shares, sized, with_alpha_of
from generation.request import GenerationRequest
from generation.spec import RenderSpec
from generation.worker.artwork import Artwork
from generation.worker.cartography import draw, outlines
from generation.worker.desk import Desk, Facts, PictureEdit
from generation.worker.enlarging import upscale
from generation.worker.faces import enhance_faces
from generation.worker.held import HeldJob
from generation.worker.originals import load_original, load_picture
from generation.worker.studio import Studio, gather_in_order


async def make_edit(
    studio: Studio,
    held: HeldJob,
    request: GenerationRequest,
    brief: PictureEdit,
    specs: Sequence[RenderSpec],
) -> list[Artwork]:
    """What becomes of a stored picture; raises `SourceGone` where it is not there any more."""
    original = await load_original(studio, held, brief)
    desk = Desk(studio=studio, held=held, request=request, brief=brief, specs=specs, original=original)
    match brief:
        case VariationBrief() | RestyleBrief():
            return await _repaint(desk, brief)
        case InpaintBrief():
            return await _inpaint(desk, brief)
        case UpscaleBrief():
            return await upscale(desk, brief)
        case EnhanceFaceBrief():
            return await enhance_faces(desk, brief)


async def _repaint(desk: Desk, brief: VariationBrief | RestyleBrief) -> list[Artwork]:
    """The whole picture painted over; a map keeps to its floor plan."""
    renderings = await gather_in_order([_painted_over(desk, spec) for spec in desk.specs])
    told = {"strength": brief.strength}
    images = [
        await desk.studio.in_pool(_as_large_as, desk.original.picture, rendering.image)
        for rendering in renderings
    ]
    return [
        desk.artwork(image, desk.provenance(spec, rendering, told), told)
        for spec, rendering, image in zip(desk.specs, renderings, images, strict=True)
    ]


async def _painted_over(desk: Desk, spec: RenderSpec) -> Rendering:
    in_pool, layout = desk.studio.in_pool, desk.layout
    original = await in_pool(sized, desk.original.opaque, (spec.width, spec.height))
    inputs = RenderInputs(
        layout=layout, init_image=original, control_image=await in_pool(_outlines, spec, layout, original)
    )
    return await desk.studio.render(desk.held, spec, inputs)


def _outlines(spec: RenderSpec, layout: MapLayout | None, original: Image.Image) -> Image.Image | None:
    """What a map keeps to: its floor plan, or where none was ever made, what can be seen of it."""
    if spec.controlnet_conditioning_scale is None:
        return None
    return outlines(spec, original if layout is None else draw(spec, layout))


def _as_large_as(picture: Image.Image, painted: Image.Image) -> Image.Image:
    """What was painted, as large and as transparent as the picture that it was painted over."""
    return with_alpha_of(sized(painted, picture.size), picture)


async def _inpaint(desk: Desk, brief: InpaintBrief) -> list[Artwork]:
    """Painted anew where the mask is white, and the very same picture everywhere else."""
    in_pool, picture = desk.studio.in_pool, desk.original.picture
    mask = await in_pool(_grey, await load_picture(desk.studio, brief.mask_sha256))
    box = painted_box(brief, desk.engine)
    painter = await desk.parts_of(desk.original.opaque)
    renderings = await gather_in_order([painter.paint(spec, box, mask) for spec in desk.specs])
    desk.held.reach("blending")
    shares = await in_pool(lambda: mask_shares(mask.crop(box.corners)))
    images = [await in_pool(blend, picture, rendering.image, box, shares) for rendering in renderings]
    told = {"strength": brief.strength}
    recorded: Facts = {**told, "mask_image": brief.mask_sha256}
    return [
        desk.artwork(image, desk.provenance(spec, rendering, recorded), told, lossless=True)
        for spec, rendering, image in zip(desk.specs, renderings, images, strict=True)
    ]


def _grey(mask: Image.Image) -> Image.Image:
    return mask.convert("L")
