"""Enums of the contract: the product's word lists, served under their members' names and described.

The members themselves are what the lower layers work with, so nothing is translated on the way in. On the way
out, a row's word becomes a member again: `ImageKind(row.kind)`, `JobPriority(row.priority)`.
"""

from schema.enums.creatures import (
    CreatureSize,
    CreatureType,
    PortraitFraming,
    PortraitPose,
    PortraitSubject,
    TokenBackground,
    TokenBorderStyle,
    TokenShape,
)
from schema.enums.images import ImageFit, ImageFormat, ImageKind, ImageOrderField, ImageOrigin, OrderDirection
from schema.enums.items import ItemCategory, ItemQuality, ItemRarity, ItemWear
from schema.enums.jobs import (
    ErrorCode,
    FindingSeverity,
    GenerationJobEventType,
    GenerationJobKind,
    GenerationJobStatus,
    JobPriority,
)
from schema.enums.maps import (
    Audience,
    DiagonalRule,
    DoorState,
    EffectShape,
    GridType,
    MapEnvironment,
    MapExportFormat,
    MapKind,
    OverlayKind,
    Season,
    TerrainType,
    TimeOfDay,
    WallMaterial,
)

__all__ = [
    "Audience",
    "CreatureSize",
    "CreatureType",
    "DiagonalRule",
    "DoorState",
    "EffectShape",
    "ErrorCode",
    "FindingSeverity",
    "GenerationJobEventType",
    "GenerationJobKind",
    "GenerationJobStatus",
    "GridType",
    "ImageFit",
    "ImageFormat",
    "ImageKind",
    "ImageOrderField",
    "ImageOrigin",
    "ItemCategory",
    "ItemQuality",
    "ItemRarity",
    "ItemWear",
    "JobPriority",
    "MapEnvironment",
    "MapExportFormat",
    "MapKind",
    "OrderDirection",
    "OverlayKind",
    "PortraitFraming",
    "PortraitPose",
    "PortraitSubject",
    "Season",
    "TerrainType",
    "TimeOfDay",
    "TokenBackground",
    "TokenBorderStyle",
    "TokenShape",
    "WallMaterial",
]
