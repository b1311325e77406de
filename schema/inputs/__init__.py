"""Inputs of the contract. Each turns itself into plain values that the layers below work with."""

from schema.inputs.edits import (
    EnhanceFaceInput,
    InpaintImageInput,
    RegenerateImageInput,
    RestyleImageInput,
    UpscaleImageInput,
    VaryImageInput,
)
from schema.inputs.filters import GenerationJobFilter, ImageFilter, ImageOrder, MapFilter, TokenFilter
from schema.inputs.items import GenerateItemInput
from schema.inputs.map_changes import UpdateMapInput
from schema.inputs.maps import GenerateMapInput, GridInput
from schema.inputs.overlays import CreateOverlayInput, MapRenderInput, UpdateOverlayInput
from schema.inputs.points import PointInput
from schema.inputs.portraits import GeneratePortraitInput
from schema.inputs.previews import PromptPreviewInput
from schema.inputs.scenes import GenerateSceneInput
from schema.inputs.settings import LoraWeightInput, RenderSettings, ThemeRef
from schema.inputs.tokens import GenerateTokenInput, TokenBorderInput, TokenSourceInput

__all__ = [
    "CreateOverlayInput",
    "EnhanceFaceInput",
    "GenerateItemInput",
    "GenerateMapInput",
    "GeneratePortraitInput",
    "GenerateSceneInput",
    "GenerateTokenInput",
    "GenerationJobFilter",
    "GridInput",
    "ImageFilter",
    "ImageOrder",
    "InpaintImageInput",
    "LoraWeightInput",
    "MapFilter",
    "MapRenderInput",
    "PointInput",
    "PromptPreviewInput",
    "RegenerateImageInput",
    "RenderSettings",
    "RestyleImageInput",
    "ThemeRef",
    "TokenBorderInput",
    "TokenFilter",
    "TokenSourceInput",
    "UpdateMapInput",
    "UpdateOverlayInput",
    "UpscaleImageInput",
    "VaryImageInput",
]
