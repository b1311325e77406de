"""What edits of stored pictures are asked for with."""

from dataclasses import replace
from uuid import UUID

import strawberry

from generation.briefs import (
    EditBrief,
    EnhanceFaceBrief,
    InpaintBrief,
    RegenerateBrief,
    RestyleBrief,
    Source,
    UpscaleBrief,
    VariationBrief,
)
from generation.request import Filing
from resolvers.jobs import Submission
from resolvers.masks import Mask
from schema.fields import described
from schema.inputs.ids import known
from schema.inputs.settings import RenderSettings, ThemeRef, given, make_submission
from schema.scalars import Upload


@strawberry.input
class EditInput:
    """What every edit has."""

    image_id: strawberry.ID = described("Global id of the picture to start from.")
    settings: RenderSettings | None = described(
        "How to render it; what is left out is as it was for the picture, where the same engine made that."
    )

    @property
    def source_id(self) -> UUID:
        """The image's key; raises `NotFound`."""
        row_id = known(self.image_id, "Image", field="imageId")
        assert row_id is not None, "imageId is required"
        return row_id

    def _submitted(
        self, brief: EditBrief, *, theme: ThemeRef | None = None, variation: str | None = None
    ) -> Submission:
        return make_submission(brief, Filing(), self.settings, theme=theme, variation=variation)


@strawberry.input(description="A picture to render anew, as the next revision of the same image.")
class RegenerateImageInput(EditInput):
    """One more revision."""

    change: str | None = described("Words to add to the prompt, 2,000 characters at most.")

    def submission(self, source: Source) -> Submission:
        """What the queue gets."""
        return self._submitted(RegenerateBrief(source=source, change=self.change))


@strawberry.input(description="A picture like another.")
class VaryImageInput(EditInput):
    """A variation."""

    strength: float | None = strawberry.field(
        default=VariationBrief.strength, description="0 keeps the picture, 1 forgets it."
    )
    prompt: str | None = described("What it is to show instead, 2,000 characters at most.")

    def submission(self, source: Source) -> Submission:
        """What the queue gets."""
        strength = given(self.strength, VariationBrief.strength)
        return self._submitted(VariationBrief(source=source, prompt=self.prompt, strength=strength))


@strawberry.input(description="A part of a picture to paint anew. Every pixel outside of the mask stays.")
class InpaintImageInput(EditInput):
    """A mask, and what is to be seen there."""

    mask: Upload = described("Grey picture of the same size: white is painted anew.")
    prompt: str = described("What is to be seen there, 2,000 characters at most.")
    strength: float | None = strawberry.field(
        default=InpaintBrief.strength, description="How much of what is there is forgotten, 0.01 to 1."
    )

    def submission(self, source: Source, mask: Mask) -> Submission:
        """What the queue gets."""
        brief = InpaintBrief(
            source=source,
            mask_sha256=mask.sha256,
            masked=mask.box,
            prompt=self.prompt,
            strength=given(self.strength, InpaintBrief.strength),
        )
        return replace(self._submitted(brief), attachments=(mask.png,))


@strawberry.input(description="A picture to make larger.")
class UpscaleImageInput(EditInput):
    """An enlargement."""

    factor: int = strawberry.field(default=UpscaleBrief.factor, description="2 or 4 times as wide and high.")
    creativity: float | None = strawberry.field(
        default=UpscaleBrief.creativity, description="0 only enlarges; more lets the engine paint detail."
    )

    def submission(self, source: Source) -> Submission:
        """What the queue gets."""
        creativity = given(self.creativity, UpscaleBrief.creativity)
        return self._submitted(UpscaleBrief(source=source, factor=self.factor, creativity=creativity))


@strawberry.input(description="A picture to paint in the style of a theme.")
class RestyleImageInput(EditInput):
    """A picture and a theme."""

    theme: ThemeRef = described("The look that it takes on.")
    theme_variation: str | None = described("Name of one of the theme's variations.")
    strength: float | None = strawberry.field(
        default=RestyleBrief.strength, description="0 keeps the picture, 1 forgets it."
    )

    def submission(self, source: Source) -> Submission:
        """What the queue gets."""
        brief = RestyleBrief(source=source, strength=given(self.strength, RestyleBrief.strength))
        return self._submitted(brief, theme=self.theme, variation=self.theme_variation)


@strawberry.input(description="A picture whose faces are to be worked out. A picture without one fails.")
class EnhanceFaceInput(EditInput):
    """A picture with a face."""

    strength: float | None = strawberry.field(
        default=EnhanceFaceBrief.strength, description="How far a face may change, 0.01 to 1."
    )

    def submission(self, source: Source) -> Submission:
        """What the queue gets."""
        strength = given(self.strength, EnhanceFaceBrief.strength)
        return self._submitted(EnhanceFaceBrief(source=source, strength=strength))
