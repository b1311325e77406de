"""What a portrait is asked for with."""

import strawberry

from generation.briefs import PortraitBrief, Reference
from generation.request import Filing
from resolvers.jobs import Submission
from schema.enums import CreatureSize, CreatureType, PortraitFraming, PortraitPose, PortraitSubject
from schema.fields import described
from schema.inputs.ids import known
from schema.inputs.settings import Themed, given, make_submission


@strawberry.input(description="A character, an NPC or a monster to portray.")
class GeneratePortraitInput(Themed):
    """A portrait as a client asks for it."""

    subject: PortraitSubject = strawberry.field(
        default=PortraitSubject.CHARACTER, description="Who is portrayed."
    )
    name: str | None = described("Name of the subject and of the picture, 200 characters at most.")
    description: str | None = described(
        "Free words, 2,000 characters at most; joined with the fields below by the prompt builder."
    )
    species: str | None = described("Elf, dwarf, human, …; 200 characters at most.")
    character_class: str | None = described("Ranger, wizard, fighter, …; 200 characters at most.")
    appearance: str | None = described("Hair, eyes, scars, clothes; 2,000 characters at most.")
    equipment: list[str] | None = described("What the subject carries, 20 things at most.")
    pose: PortraitPose | None = strawberry.field(
        default=PortraitPose.NEUTRAL, description="What the subject is doing."
    )
    background: str | None = described("What is behind the subject, 200 characters at most.")
    framing: PortraitFraming | None = strawberry.field(
        default=PortraitFraming.BUST, description="How much of the subject the picture shows."
    )
    creature_type: CreatureType | None = described("Creature type of the SRD.")
    creature_size: CreatureSize | None = described("Size category of the SRD.")
    features: list[str] | None = described("Marks of a monster: horns, wings, …; 20 at most.")
    reference_image_id: strawberry.ID | None = described(
        "Take up the look of this picture: through the engine's IP-Adapter, or by painting over it."
    )
    reference_strength: float | None = strawberry.field(
        default=Reference.strength,
        description="How closely to keep to the reference: 0 not at all, 1 wholly.",
    )
    character_id: str | None = described("The character's id in the other services.")

    def submission(self) -> Submission:
        """What the queue gets; raises `Invalid` or `NotFound` by the field's name."""
        return make_submission(
            self.brief(),
            self.filing(),
            self.settings,
            theme=self.theme,
            variation=self.theme_variation,
        )

    def filing(self) -> Filing:
        """Under what the picture is kept."""
        return Filing(
            name=self.name,
            tags=tuple(self.tags or ()),
            character_id=self.character_id,
            campaign_id=self.campaign_id,
        )

    def brief(self) -> PortraitBrief:
        """What is to be seen; raises `NotFound` for a reference that is no image."""
        return PortraitBrief(
            subject=self.subject,
            name=self.name,
            description=self.description,
            species=self.species,
            character_class=self.character_class,
            appearance=self.appearance,
            equipment=tuple(self.equipment or ()),
            pose=given(self.pose, PortraitPose.NEUTRAL),
            background=self.background,
            framing=given(self.framing, PortraitFraming.BUST),
            creature_type=self.creature_type,
            creature_size=self.creature_size,
            features=tuple(self.features or ()),
            reference=self._reference(),
        )

    def _reference(self) -> Reference | None:
        image_id = known(self.reference_image_id, "Image", field="referenceImageId")
        if image_id is None:
            return None
        return Reference(image_id=str(image_id), strength=given(self.reference_strength, Reference.strength))
