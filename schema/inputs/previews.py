"""What a prompt preview is asked for with."""

import strawberry

from resolvers.context import Context
from resolvers.jobs import Submission
from resolvers.plans import FloorPlan
from schema.fields import described
from schema.inputs.ids import within
from schema.inputs.items import GenerateItemInput
from schema.inputs.maps import GenerateMapInput
from schema.inputs.portraits import GeneratePortraitInput
from schema.inputs.scenes import GenerateSceneInput


@strawberry.input(one_of=True, description="What would be asked for: exactly one of these.")
class PromptPreviewInput:
    """Exactly one of the four is set."""

    portrait: GeneratePortraitInput | None = described("A portrait.")
    item: GenerateItemInput | None = described("An item. Not served yet.")
    map: GenerateMapInput | None = described("A map.")
    scene: GenerateSceneInput | None = described("A scene. Not served yet.")

    @property
    def member(self) -> str:
        """Which of the four is set; paths of wrong fields begin with it."""
        return next(name for name in ("portrait", "item", "map", "scene") if getattr(self, name) is not None)

    async def plan(self, context: Context) -> FloorPlan | None:
        """The floor plan that a map brings along; raises as `submission`."""
        return await self.map.plan(context) if self.map else None

    def submission(self, plan: FloorPlan | None) -> Submission:
        """What the queue would get; raises `Invalid` or `NotFound` by the field's name."""
        asked: GeneratePortraitInput | GenerateItemInput | GenerateMapInput | GenerateSceneInput
        asked = getattr(self, self.member)
        with within(self.member):
            return asked.submission(plan) if isinstance(asked, GenerateMapInput) else asked.submission()
