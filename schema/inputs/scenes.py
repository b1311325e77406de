"""What a scene is asked for with."""

import strawberry

from resolvers.errors import Invalid
from resolvers.jobs import Submission
from schema.enums import TimeOfDay
from schema.fields import described
from schema.inputs.settings import Themed


@strawberry.input(
    description="A moment in the story. Asked again in the same words within the cache time, the same picture"
    " answers. Not served yet."
)
class GenerateSceneInput(Themed):
    """A scene as a client asks for it."""

    description: str = described("What happens, 2,000 characters at most.")
    location: str | None = described("Where it happens, 200 characters at most.")
    mood: str | None = described("Tense, solemn, merry, …; 200 characters at most.")
    characters: list[str] | None = described("Who is there, 20 at most.")
    time_of_day: TimeOfDay | None = described("Light outdoors.")
    location_id: str | None = described("The location's id in the other services.")

    def submission(self) -> Submission:
        """Raises `Invalid`: no engine paints scenes."""
        raise Invalid("Scenes cannot be painted yet.")
