"""What is special about pictures made from stored ones: what they show, how far they go, in which parts."""

from dataclasses import replace

from generation.briefs import (
    Box,
    Brief,
    Edit,
    EditBrief,
    EnhanceFaceBrief,
    InpaintBrief,
    MapBrief,
    PortraitBrief,
    RegenerateBrief,
    RestyleBrief,
    Subject,
    TokenBrief,
    UpscaleBrief,
    VariationBrief,
)
from generation.engines.base import EngineInfo
from generation.presets import working_size
from generation.tiling import Size, tiles
from generation.vocabulary import PortraitFraming

CONTEXT = 0.5  #: how much of its own size a part is shown with around it, so that it is painted to fit
SQUAREST = 2.0  #: the longest shape in which a part is painted, where the picture has room around it


def edited_subject(brief: EditBrief) -> Subject:
    """What the picture shall show: the source's subject, in the words that the brief brings.

    Only what is rendered from nothing takes up another picture's look again; the rest starts from a picture
    that has it, and a part of one may show something else altogether.
    """
    subject = brief.source.subject
    if isinstance(subject, PortraitBrief) and not isinstance(brief, RegenerateBrief):
        subject = replace(subject, reference=None)
    match brief:
        case RegenerateBrief(change=str(change)):
            return replace(subject, description=", ".join(filter(None, (subject.description, change))))
        case VariationBrief(prompt=str(prompt)) if isinstance(subject, PortraitBrief):
            return PortraitBrief(subject=subject.subject, framing=subject.framing, description=prompt)
        case VariationBrief(prompt=str(prompt)) | InpaintBrief(prompt=prompt):
            return replace(subject, description=prompt)
        case EnhanceFaceBrief() if isinstance(subject, PortraitBrief):
            return replace(subject, framing=PortraitFraming.FACE)
        case _:
            return subject


def shown_subject(brief: Brief) -> Subject | None:
    """What a finished picture shows, as far as its brief can tell; None for a token cut from a stored one."""
    match brief:
        case RegenerateBrief() | VariationBrief():
            return edited_subject(brief)
        case Edit():
            return brief.source.subject
        case TokenBrief():
            return brief.portrait
        case PortraitBrief() | MapBrief():
            return brief


def edited_strength(brief: EditBrief) -> float | None:
    """How far the picture goes from its source: 0 keeps it, 1 forgets it; None: starts from nothing."""
    match brief:
        case UpscaleBrief():
            return brief.creativity
        case RegenerateBrief():
            return None
        case VariationBrief() | InpaintBrief() | RestyleBrief() | EnhanceFaceBrief():
            return brief.strength


def edited_size(brief: EditBrief, engine: EngineInfo) -> Size:
    """The size in pixels at which the engine paints: the whole picture, or each of its parts."""
    match brief:
        case InpaintBrief():
            part = painted_box(brief, engine)
            return working_size(part.size, engine, enlarged=part.size != brief.source.size)
        case UpscaleBrief():
            return working_size(next(tiles(brief.size, engine)).size, engine)
        case EnhanceFaceBrief():
            side = min(brief.source.size)
            return working_size((side, side), engine, enlarged=True)
        case RegenerateBrief() | VariationBrief() | RestyleBrief():
            return working_size(brief.source.size, engine)


def painted_box(brief: InpaintBrief, engine: EngineInfo) -> Box:
    """What is painted anew together with what it must fit to; the mask decides what of it is kept."""
    whole = Box(left=0, top=0, right=brief.source.width, bottom=brief.source.height)
    if engine.working_pixels is None or whole.right * whole.bottom <= engine.working_pixels:
        return whole
    return with_context(brief.masked, brief.source.size)


def with_context(part: Box, picture: Size) -> Box:
    """`part` with something of what lies around it, not too long, within a picture of this size."""
    width, height = (round(side * (1 + 2 * CONTEXT)) for side in part.size)
    width, height = max(width, round(height / SQUAREST)), max(height, round(width / SQUAREST))
    left, right = _around(part.left, part.right, width, picture[0])
    top, bottom = _around(part.top, part.bottom, height, picture[1])
    return Box(left=left, top=top, right=right, bottom=bottom)


def face_box(face: Box, picture: Size) -> Box:
    """A square about a face with something of what lies around it, within a picture of this size."""
    side = min(round(max(face.size) * (1 + 2 * CONTEXT)), *picture)
    left, right = _around(face.left, face.right, side, picture[0])
    top, bottom = _around(face.top, face.bottom, side, picture[1])
    return Box(left=left, top=top, right=right, bottom=bottom)


def _around(start: int, end: int, wanted: int, limit: int) -> tuple[int, int]:
    """A stretch of `wanted` about the middle of another, moved into 0 to `limit`."""
    length = min(wanted, limit)
    first = min(max(0, (start + end - length) // 2), limit - length)
    return first, first + length


def is_map(brief: EditBrief) -> bool:
    """Whether the picture is one that lies under a grid."""
    return isinstance(brief.source.subject, MapBrief)
