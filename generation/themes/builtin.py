"""The themes that are shipped with the service, read from `themes.toml` beside this module."""

import tomllib
from functools import cache
from importlib.resources import files

from pydantic import TypeAdapter

from generation.themes.theme import Theme

_THEMES: TypeAdapter[dict[str, tuple[Theme, ...]]] = TypeAdapter(dict[str, tuple[Theme, ...]])


@cache
def load_builtin_themes() -> tuple[Theme, ...]:
    """Every built-in theme, parents before their children.

    Raises `pydantic.ValidationError` for an unknown key or a wrong value, `ValueError` for a slug that is
    used twice or a parent that does not come before its child.
    """
    source = files("generation.themes").joinpath("themes.toml").read_text(encoding="utf-8")
    return parse_themes(source)


def parse_themes(source: str) -> tuple[Theme, ...]:
    """The themes of a TOML document with one `[[themes]]` table each; raises as `load_builtin_themes`."""
    themes = _THEMES.validate_python(tomllib.loads(source))["themes"]
    known: set[str] = set()
    for theme in themes:
        if theme.slug in known:
            raise ValueError(f"The theme {theme.slug} is there twice.")
        if theme.parent is not None and theme.parent not in known:
            raise ValueError(f"The theme {theme.slug} inherits from {theme.parent}, which is not above it.")
        known.add(theme.slug)
    return themes
