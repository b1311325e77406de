"""Who asks: whoever an access token (a JWT) names, or, without SECRET_KEY, the one local user."""

from dataclasses import dataclass, field

import jwt

from resolvers.context import Viewer
from resolvers.errors import Unauthenticated

LOCAL = Viewer(id="local", name="You", roles=("admin",), authenticated=False)
ALGORITHM = "HS256"
_SCHEME = "bearer "


@dataclass(frozen=True, kw_only=True)
class Authenticator:
    """Tells who asks. Without a secret there is one local user, and the server binds to loopback only."""

    secret: str | None = field(repr=False)

    def viewer(self, authorization: str | None) -> Viewer:
        """Who shows this Authorization header; raises `Unauthenticated`."""
        if self.secret is None:
            return LOCAL
        if authorization is None or not authorization.lower().startswith(_SCHEME):
            raise Unauthenticated("Show an access token: Authorization: Bearer …")
        return self._read(authorization[len(_SCHEME) :].strip(), self.secret)

    def _read(self, token: str, secret: str) -> Viewer:
        try:
            claims = jwt.decode(
                token, secret, algorithms=[ALGORITHM], leeway=10, options={"require": ["sub", "exp"]}
            )
        except jwt.ExpiredSignatureError as error:
            raise Unauthenticated("The access token has expired.") from error
        except jwt.InvalidTokenError as error:
            raise Unauthenticated("The access token is not one of ours.") from error
        roles = claims.get("roles", ())
        return Viewer(
            id=claims["sub"],
            name=claims.get("name"),
            roles=tuple(role for role in roles if isinstance(role, str)) if isinstance(roles, list) else (),
        )
