"""Themes: finding them, what they resolve to, and the built-in ones' rows."""

from collections.abc import Sequence
from uuid import UUID

from generation.themes import codecs
from generation.themes.builtin import load_builtin_themes
from generation.themes.theme import Theme, ThemeStyle, resolve_style
from persistence import themes
from persistence.database import Database
from persistence.tables import ThemeRow
from resolvers.context import Context
from resolvers.errors import Invalid
from resolvers.pages import Listing, PageArguments, list_page

LONGEST_SEARCH = 200


async def find(context: Context, *, theme_id: UUID | None = None, slug: str | None = None) -> ThemeRow | None:
    """A theme by its id or its slug."""
    async with context.database.reading() as session:
        return await themes.find(session, theme_id=theme_id, slug=slug)


async def page(context: Context, search: str | None, arguments: PageArguments) -> Listing[ThemeRow]:
    """Themes by slug."""
    if search is not None and len(search) > LONGEST_SEARCH:
        raise Invalid(f"search may have {LONGEST_SEARCH} characters.", field="search")
    return await list_page(context.database, themes.listing(search), themes.BY_SLUG, arguments)


async def children(context: Context, theme: ThemeRow) -> Sequence[ThemeRow]:
    """Themes that inherit from this one."""
    async with context.database.reading() as session:
        return await themes.children(session, theme.id)


async def resolved_style(context: Context, theme: ThemeRow, variation: str | None) -> ThemeStyle:
    """What holds after inheritance; raises `Invalid` for a variation that the theme does not have."""
    async with context.database.reading() as session:
        lineage = await themes.lineage(session, theme)
    chosen = None
    if variation is not None:
        found = as_theme(theme).variation(variation)
        if found is None:
            names = ", ".join(known.name for known in as_theme(theme).variations) or "none"
            raise Invalid(
                f"The theme {theme.slug} has no variation {variation!r}; it has {names}.",
                field="themeVariation",
            )
        chosen = found.style
    return resolve_style([codecs.STYLE.decode(row.style) for row in lineage], chosen)


def as_theme(row: ThemeRow) -> Theme:
    """The theme that a row tells of; its parent is left out."""
    return Theme(
        slug=row.slug,
        name=row.name,
        description=row.description,
        style=codecs.STYLE.decode(row.style),
        variations=codecs.VARIATIONS.decode(row.variations),
        rules=codecs.RULES.decode(row.rules),
    )


async def keep_built_in(database: Database) -> None:
    """Write the built-in themes into the database as they are shipped."""
    async with database.transaction() as session:
        for theme in load_builtin_themes():
            parent = await themes.find(session, slug=theme.parent) if theme.parent else None
            await themes.keep_built_in(session, _row(theme, parent))


def _row(theme: Theme, parent: ThemeRow | None) -> ThemeRow:
    return ThemeRow(
        slug=theme.slug,
        name=theme.name,
        description=theme.description,
        parent_id=parent.id if parent else None,
        style=codecs.STYLE.encode(theme.style),
        variations=codecs.VARIATIONS.encode(theme.variations),
        rules=codecs.RULES.encode(theme.rules),
        built_in=True,
    )
