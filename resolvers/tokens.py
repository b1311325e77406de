"""Tokens, the playing pieces."""

from uuid import UUID

from persistence import tokens
from persistence.tables import TokenRow
from persistence.tokens import TokenQuery
from resolvers.context import Context
from resolvers.pages import Listing, PageArguments, list_page


async def find(context: Context, token_id: UUID) -> TokenRow | None:
    """One of the viewer's tokens."""
    async with context.database.reading() as session:
        return await tokens.find(session, token_id, context.owner)


async def page(context: Context, query: TokenQuery, arguments: PageArguments) -> Listing[TokenRow]:
    """The viewer's tokens that a query asks for, newest first."""
    statement = tokens.listing(context.owner, query)
    return await list_page(context.database, statement, tokens.NEWEST_FIRST, arguments)
