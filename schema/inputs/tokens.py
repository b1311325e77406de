"""What a token is asked for with."""

import strawberry

from generation.briefs import PortraitBrief, TokenBorder, TokenBrief
from generation.request import Filing
from resolvers.errors import Invalid
from resolvers.jobs import Submission
from schema.enums import CreatureSize, TokenBackground, TokenBorderStyle, TokenShape
from schema.fields import described
from schema.inputs.ids import known, within
from schema.inputs.portraits import GeneratePortraitInput
from schema.inputs.settings import Filed, given, make_submission
from schema.scalars import Color, Upload


@strawberry.input(description="The frame around a token.")
class TokenBorderInput:
    """A frame as a client asks for it."""

    style: TokenBorderStyle = strawberry.field(default=TokenBorder.style, description="Material.")
    color: Color | None = strawberry.field(default=TokenBorder.color, description="Colour of the material.")
    width: float | None = strawberry.field(
        default=TokenBorder.width, description="Share of the radius, 0 to 0.3."
    )

    def value(self) -> TokenBorder:
        """The frame, with its defaults in place of nulls."""
        return TokenBorder(
            style=self.style,
            color=given(self.color, Color(TokenBorder.color)),
            width=given(self.width, TokenBorder.width),
        )


@strawberry.input(one_of=True, description="What a token is cut from: exactly one of these.")
class TokenSourceInput:
    """Exactly one of the three is set."""

    image_id: strawberry.ID | None = described("Cut from a stored picture; nothing is rendered.")
    upload: Upload | None = described("Cut from a file. Not served yet.")
    portrait: GeneratePortraitInput | None = described("Render the subject first.")


@strawberry.input(
    description="A playing piece to cut from a picture. Where the subject is rendered first, the portrait's"
    " own name, ids, tags and settings hold for what is not said here."
)
class GenerateTokenInput(Filed):
    """A token as a client asks for it."""

    source: TokenSourceInput = described("What it is cut from.")
    name: str | None = described("Name of the token, 200 characters at most.")
    creature_size: CreatureSize = strawberry.field(
        default=CreatureSize.MEDIUM, description="Size category; decides how many squares it covers."
    )
    shape: TokenShape = strawberry.field(default=TokenShape.CIRCLE, description="Outline.")
    border: TokenBorderInput | None = strawberry.field(
        default=strawberry.UNSET,
        description="The frame; a golden one where nothing is said, none where it is null.",
    )
    background: TokenBackground = strawberry.field(
        default=TokenBackground.TRANSPARENT, description="What is seen behind the subject."
    )
    background_color: Color | None = described("Colour behind the subject, for SOLID.")
    pixels_per_square: int | None = strawberry.field(
        default=TokenBrief.pixels_per_square, description="Pixels per grid square, 20 to 512."
    )
    character_id: str | None = described("The character's id in the other services.")

    def submission(self) -> Submission:
        """What the queue gets; raises `Invalid` or `NotFound` by the field's name."""
        if self.source.upload is not None:
            raise Invalid("Tokens cannot be cut from uploaded files yet.", field="source.upload")
        if self.source.portrait is not None:
            return self._of_portrait(self.source.portrait)
        image_id = known(self.source.image_id, "Image", field="source.imageId")
        brief = self._brief(source_image_id=str(image_id))
        return make_submission(brief, self._filing(), self.settings)

    def _of_portrait(self, portrait: GeneratePortraitInput) -> Submission:
        if self.settings is not None and portrait.settings is not None:
            raise Invalid(
                "Settings can be given for the token or for its portrait, not for both.",
                field="source.portrait.settings",
            )
        with within("source.portrait"):
            return make_submission(
                self._brief(portrait=portrait.brief()),
                self._filing_over(portrait.filing()),
                self.settings or portrait.settings,
                theme=portrait.theme,
                variation=portrait.theme_variation,
            )

    def _brief(
        self, *, source_image_id: str | None = None, portrait: PortraitBrief | None = None
    ) -> TokenBrief:
        return TokenBrief(
            source_image_id=source_image_id,
            portrait=portrait,
            name=self.name,
            creature_size=self.creature_size,
            shape=self.shape,
            border=self._border(),
            background=self.background,
            background_color=self.background_color,
            pixels_per_square=given(self.pixels_per_square, TokenBrief.pixels_per_square),
        )

    def _border(self) -> TokenBorder | None:
        if self.border is strawberry.UNSET:
            return TokenBorder()
        return self.border.value() if self.border else None

    def _filing(self) -> Filing:
        return Filing(
            name=self.name,
            tags=tuple(self.tags or ()),
            character_id=self.character_id,
            campaign_id=self.campaign_id,
        )

    def _filing_over(self, portrait: Filing) -> Filing:
        own = self._filing()
        return Filing(
            name=given(own.name, portrait.name),
            tags=tuple(dict.fromkeys((*own.tags, *portrait.tags))),
            character_id=given(own.character_id, portrait.character_id),
            campaign_id=given(own.campaign_id, portrait.campaign_id),
        )
