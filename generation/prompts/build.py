"""The one door to the prompt builders: a builder for each kind of subject."""

from generation.briefs import MapBrief, Subject
from generation.prompts.map import map_prompt
from generation.prompts.portrait import portrait_prompt
from generation.prompts.prompt import Prompt
from generation.themes.theme import ThemeStyle


def build_prompt(subject: Subject, style: ThemeStyle, *, negative_prompt: str | None = None) -> Prompt:
    """The prompt for `subject` in `style`; the user's own `negative_prompt` comes before ours."""
    if isinstance(subject, MapBrief):
        return map_prompt(subject, style, negative_prompt=negative_prompt)
    return portrait_prompt(subject, style, negative_prompt=negative_prompt)
