"""A prompt, positive and negative, and the order in which its parts are said."""

from collections.abc import Iterable
from dataclasses import dataclass

from generation.prompts.phrases import joined
from generation.themes.theme import ThemeStyle


@dataclass(frozen=True, kw_only=True)
class Prompt:
    """What the picture shows, and what it must not."""

    positive: str
    negative: str


def compose(
    said: Iterable[str | None],
    known: Iterable[str | None],
    style: ThemeStyle,
    *,
    quality: str,
    unwanted: Iterable[str | None],
) -> Prompt:
    """Put a prompt together: what was `said`, what we `known`ly add, the style, then words of quality.

    Text encoders weigh early words most and cut off late ones, so the user's words come before ours; only
    a theme's prefix, which the user chose as well, stands in front of them.
    """
    looks = (style.art_style, style.lighting, style.prompt_suffix)
    return Prompt(
        positive=joined([style.prompt_prefix, *said, *known, *looks, quality]),
        negative=joined(unwanted),
    )
