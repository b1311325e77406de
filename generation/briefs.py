"""Briefs: what somebody asks to have painted, as plain frozen values.

A brief travels from the GraphQL input through the stored job to the worker unchanged, so it holds nothing
that the database, an engine or the clock could change.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field, JsonValue, TypeAdapter

from generation.extents import extent
from generation.vocabulary import (
    CreatureSize,
    CreatureType,
    GenerationJobKind,
    GridType,
    ImageKind,
    MapEnvironment,
    MapKind,
    PortraitFraming,
    PortraitPose,
    PortraitSubject,
    Season,
    TerrainType,
    TimeOfDay,
    TokenBackground,
    TokenBorderStyle,
    TokenShape,
)


@dataclass(frozen=True, kw_only=True)
class Grid:
    """The grid of a map; `size` is pixels per space."""

    type: GridType = GridType.SQUARE
    columns: int = 30
    rows: int = 20
    size: int = 70
    distance: float = 5.0  #: what one space stands for, in `units`
    units: str = "ft"
    color: str = "#000000"
    alpha: float = 0.2

    @property
    def width(self) -> int:
        """Pixels across."""
        return round(extent(self.type, self.columns, self.rows)[0] * self.size)

    @property
    def height(self) -> int:
        """Pixels down."""
        return round(extent(self.type, self.columns, self.rows)[1] * self.size)

    def to_json(self) -> dict[str, JsonValue]:
        """Plain JSON values, as a map's row keeps them."""
        plain: dict[str, JsonValue] = _GRID.dump_python(self, mode="json")
        return plain

    @staticmethod
    def from_json(data: Mapping[str, object]) -> "Grid":
        """The grid that `to_json` wrote; raises `pydantic.ValidationError` for anything else."""
        return _GRID.validate_python(data)


_GRID: TypeAdapter[Grid] = TypeAdapter(Grid)


@dataclass(frozen=True, kw_only=True)
class Reference:
    """A stored picture whose look a portrait takes up; `strength` 0 leaves it out, 1 follows it closely."""

    image_id: str
    sha256: str = ""  #: of its bytes when it was asked for; filled in when the request is planned
    strength: float = 0.6


@dataclass(frozen=True, kw_only=True)
class PortraitBrief:
    """A character, NPC or monster to portray."""

    kind: Literal[ImageKind.PORTRAIT] = ImageKind.PORTRAIT
    subject: PortraitSubject = PortraitSubject.CHARACTER
    name: str | None = None
    description: str | None = None
    species: str | None = None
    character_class: str | None = None
    appearance: str | None = None
    equipment: tuple[str, ...] = ()
    pose: PortraitPose = PortraitPose.NEUTRAL
    background: str | None = None
    framing: PortraitFraming = PortraitFraming.BUST
    creature_type: CreatureType | None = None
    creature_size: CreatureSize | None = None
    features: tuple[str, ...] = ()
    reference: Reference | None = None


@dataclass(frozen=True, kw_only=True)
class MapBrief:
    """A map to lay out and paint."""

    kind: Literal[ImageKind.MAP] = ImageKind.MAP
    map_kind: MapKind = MapKind.BATTLE
    environment: MapEnvironment | None = MapEnvironment.DUNGEON  #: None: lands of every kind
    name: str | None = None
    description: str | None = None
    grid: Grid = Grid()
    terrain: tuple[TerrainType, ...] = ()
    time_of_day: TimeOfDay = TimeOfDay.DAY
    season: Season = Season.SUMMER
    layout_seed: int
    rooms: int | None = None
    points_of_interest: int | None = None
    plan_sha256: str | None = None  #: of a stored floor plan that is painted; None: one is laid out


@dataclass(frozen=True, kw_only=True)
class TokenBorder:
    """The frame drawn around a token; `width` is a share of the radius, 0 to 0.3."""

    style: TokenBorderStyle = TokenBorderStyle.METAL
    color: str = "#c9a227"
    width: float = 0.08


@dataclass(frozen=True, kw_only=True)
class TokenBrief:
    """A playing piece to cut from a picture: a stored one, or a portrait rendered first.

    Exactly one of `source_image_id` and `portrait` is set.
    """

    kind: Literal[ImageKind.TOKEN] = ImageKind.TOKEN
    source_image_id: str | None = None
    portrait: PortraitBrief | None = None
    name: str | None = None
    creature_size: CreatureSize = CreatureSize.MEDIUM
    shape: TokenShape = TokenShape.CIRCLE
    border: TokenBorder | None = TokenBorder()
    background: TokenBackground = TokenBackground.TRANSPARENT
    background_color: str | None = None
    pixels_per_square: int = 140

    @property
    def side(self) -> int:
        """Side of the finished token in pixels."""
        return round(self.creature_size.grid_squares * self.pixels_per_square)


Subject = PortraitBrief | MapBrief
"""What an engine can be asked to paint."""


@dataclass(frozen=True, kw_only=True)
class Box:
    """A part of a picture in pixels; `right` and `bottom` lie just outside of it, as Pillow counts."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        return self.right - self.left, self.bottom - self.top

    @property
    def corners(self) -> tuple[int, int, int, int]:
        """As Pillow's `crop` and `paste` take it."""
        return self.left, self.top, self.right, self.bottom


@dataclass(frozen=True, kw_only=True)
class Source:
    """The stored picture that another is made from, as it was when that was asked for; sizes are pixels."""

    image_id: str
    sha256: str
    width: int
    height: int
    subject: Annotated[Subject, Field(discriminator="kind")]  #: what it shows

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        return self.width, self.height


@dataclass(frozen=True, kw_only=True)
class Edit:
    """Something to be made from a stored picture."""

    source: Source


@dataclass(frozen=True, kw_only=True)
class RegenerateBrief(Edit):
    """The same subject rendered anew, as the next revision of the same image."""

    kind: Literal[GenerationJobKind.REGENERATE] = GenerationJobKind.REGENERATE
    change: str | None = None  #: words to add


@dataclass(frozen=True, kw_only=True)
class VariationBrief(Edit):
    """A picture like another; `strength` 0 keeps it, 1 forgets it."""

    kind: Literal[GenerationJobKind.VARIATION] = GenerationJobKind.VARIATION
    prompt: str | None = None  #: what it shows instead
    strength: float = 0.5


@dataclass(frozen=True, kw_only=True)
class InpaintBrief(Edit):
    """A part of a picture painted anew: where the stored mask, grey and of the same size, is white."""

    kind: Literal[GenerationJobKind.INPAINT] = GenerationJobKind.INPAINT
    mask_sha256: str
    masked: Box  #: the smallest box around everything that the mask shows
    prompt: str
    strength: float = 0.9


@dataclass(frozen=True, kw_only=True)
class UpscaleBrief(Edit):
    """A picture `factor` times as wide and as high; with `creativity` above 0, detail is painted into it."""

    kind: Literal[GenerationJobKind.UPSCALE] = GenerationJobKind.UPSCALE
    factor: int = 2
    creativity: float = 0.2

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the enlarged picture in pixels."""
        return self.source.width * self.factor, self.source.height * self.factor


@dataclass(frozen=True, kw_only=True)
class RestyleBrief(Edit):
    """A picture under another theme, which the request names."""

    kind: Literal[GenerationJobKind.RESTYLE] = GenerationJobKind.RESTYLE
    strength: float = 0.5


@dataclass(frozen=True, kw_only=True)
class EnhanceFaceBrief(Edit):
    """Every face of a picture repainted enlarged, and blended back."""

    kind: Literal[GenerationJobKind.ENHANCE_FACE] = GenerationJobKind.ENHANCE_FACE
    strength: float = 0.4


EditBrief = RegenerateBrief | VariationBrief | InpaintBrief | UpscaleBrief | RestyleBrief | EnhanceFaceBrief
Brief = PortraitBrief | MapBrief | TokenBrief | EditBrief
