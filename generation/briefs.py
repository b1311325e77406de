"""Briefs: what somebody asks to have painted, as plain frozen values.

A brief travels from the GraphQL input through the stored job to the worker unchanged, so it holds nothing
that the database, an engine or the clock could change.
"""

from dataclasses import dataclass
from typing import Literal

from generation.vocabulary import (
    CreatureSize,
    CreatureType,
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
        return self.columns * self.size

    @property
    def height(self) -> int:
        """Pixels down."""
        return self.rows * self.size


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


@dataclass(frozen=True, kw_only=True)
class MapBrief:
    """A map to lay out and paint."""

    kind: Literal[ImageKind.MAP] = ImageKind.MAP
    map_kind: MapKind = MapKind.BATTLE
    environment: MapEnvironment = MapEnvironment.DUNGEON
    name: str | None = None
    description: str | None = None
    grid: Grid = Grid()
    terrain: tuple[TerrainType, ...] = ()
    time_of_day: TimeOfDay = TimeOfDay.DAY
    season: Season = Season.SUMMER
    layout_seed: int
    rooms: int | None = None
    points_of_interest: int | None = None


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


Brief = PortraitBrief | MapBrief | TokenBrief
