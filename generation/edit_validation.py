"""Refuses edits that cannot be made, by the name of the GraphQL field that is wrong."""

from generation.briefs import (
    Edit,
    EditBrief,
    EnhanceFaceBrief,
    InpaintBrief,
    RegenerateBrief,
    RestyleBrief,
    UpscaleBrief,
    VariationBrief,
)
from generation.edits import is_map
from generation.field_path import FieldPath
from generation.request import RenderSettings

LARGEST = 40_000_000  #: pixels of the largest picture that is made
FACTORS = (2, 4)


def check_edit(brief: EditBrief, settings: RenderSettings, root: FieldPath) -> None:
    """Raise `InvalidBrief` with `field` for an edit that cannot be made, whatever the engine."""
    match brief:
        case RegenerateBrief():
            root.text(change=brief.change)
        case VariationBrief():
            root.between(0, 1, strength=brief.strength)
            root.text(prompt=brief.prompt)
        case InpaintBrief():
            root.between(0.01, 1, strength=brief.strength)
            root.text(prompt=brief.prompt)
        case UpscaleBrief():
            _check_enlarging(brief, root)
        case RestyleBrief():
            root.between(0, 1, strength=brief.strength)
        case EnhanceFaceBrief():
            _check_face(brief, root)
    _check_settings(brief, settings, root / "settings")


def _check_enlarging(brief: UpscaleBrief, root: FieldPath) -> None:
    root.between(0, 1, creativity=brief.creativity)
    if brief.factor not in FACTORS:
        raise root.refuse("factor", f"is {brief.factor}; it must be 2 or 4")
    width, height = brief.size
    if width * height > LARGEST:
        size = f"{width:,} × {height:,} pixels"
        raise root.refuse("factor", f"makes a picture of {size}; at most {LARGEST:,} are allowed")


def _check_face(brief: EnhanceFaceBrief, root: FieldPath) -> None:
    root.between(0.01, 1, strength=brief.strength)
    if is_map(brief):
        raise root.refuse("imageId", "is a map, and a map has no face")


def _check_settings(brief: Edit, settings: RenderSettings, path: FieldPath) -> None:
    """A picture keeps its size unless it is rendered from nothing, and one revision is one picture."""
    anew = isinstance(brief, RegenerateBrief)
    if not anew and settings.width is not None:
        raise path.refuse("width", "cannot be set here: the picture's size follows from its source")
    if not anew and settings.height is not None:
        raise path.refuse("height", "cannot be set here: the picture's size follows from its source")
    if settings.count != 1 and anew:
        raise path.refuse("count", f"is {settings.count}; a revision is one picture")
    if settings.count != 1 and isinstance(brief, UpscaleBrief) and brief.creativity == 0:
        raise path.refuse("count", f"is {settings.count}; an enlargement without creativity is one picture")
