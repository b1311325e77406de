"""GraphiQL in the browser: a page that people find at the GraphQL endpoint, and the files it loads.

The files are bundled from npm at set-up (``app/graphiql/build.mjs``), so the page works with the network cut.
Where they are missing, the page takes the same packages from a CDN and says so.
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import quote

from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

ASSETS = Path(__file__).parent / "static" / "graphiql"  #: what `make install` builds
SOURCES = Path(__file__).parent / "graphiql"
PAGE = SOURCES / "page"

CDN = "https://esm.sh"

#: What the page may do in either form. Monaco writes style elements, hence 'unsafe-inline' for styles alone.
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",
    "font-src": "'self' data:",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
}


@dataclass(frozen=True, kw_only=True)
class _Parts:
    """What differs between the bundled page and the one from the CDN."""

    head: str
    notice: str
    policy: Mapping[str, str]


def graphiql_page(*, assets: Path = ASSETS) -> HTMLResponse:
    """The page, to be made once at start and sent any number of times.

    It asks the address that it is served at, over HTTP and WebSocket, and loads its files from `graphiql/…`
    beside that address (see `graphiql_routes`).
    """
    parts = _bundled(assets) if _is_built(assets) else _from_cdn()
    html = Template((PAGE / "page.html").read_text("utf-8")).substitute(
        head=parts.head,
        notice=parts.notice,
        icon="data:image/svg+xml," + quote((PAGE / "icon.svg").read_text("utf-8")),
        welcome=escape((PAGE / "welcome.graphql").read_text("utf-8")),
        variables=escape('{\n  "job": ""\n}'),
    )
    return HTMLResponse(html, headers=_headers(parts.policy))


def graphiql_routes(*, assets: Path = ASSETS) -> list[BaseRoute]:
    """The files of the page, under an address that names their content: browsers may keep them for ever."""
    directory = assets if _is_built(assets) else PAGE
    return [Mount(f"/graphiql/{_version(directory)}", ImmutableFiles(directory=directory))]


class ImmutableFiles(StaticFiles):
    """Files whose address changes with their content."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response


def _is_built(assets: Path) -> bool:
    return (assets / "index.js").is_file()


def _version(directory: Path) -> str:
    """Names the content of all files in a directory."""
    digest = hashlib.sha256()
    for file in sorted(directory.iterdir()):
        digest.update(file.name.encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _bundled(assets: Path) -> _Parts:
    base = f"graphiql/{_version(assets)}"
    return _Parts(head=_links(f"{base}/index.css", script=f"{base}/index.js"), notice="", policy=POLICY)


def _from_cdn() -> _Parts:
    base = f"graphiql/{_version(PAGE)}"
    versions = _package_versions()
    import_map = json.dumps({"imports": _imports(versions)})
    return _Parts(
        head=f'<script type="importmap">{import_map}</script>\n    '
        + _links(
            f"{CDN}/graphiql@{versions['graphiql']}/dist/style.css",
            f"{base}/page.css",
            script=f"{base}/cdn.js",
        ),
        notice=(PAGE / "cdn_notice.html").read_text("utf-8"),
        policy=_cdn_policy(import_map),
    )


def _links(*styles: str, script: str) -> str:
    links = [f'<link rel="stylesheet" href="{style}">' for style in styles]
    return "\n    ".join([*links, f'<script type="module" src="{script}"></script>'])


def _package_versions() -> dict[str, str]:
    """The versions that the bundle would be built from."""
    package = json.loads((SOURCES / "package.json").read_text("utf-8"))
    return dict(package["dependencies"])


def _imports(versions: Mapping[str, str]) -> dict[str, str]:
    """Import map for the CDN: each package once, so that all of them share one React and one GraphQL."""
    at = {name: f"{CDN}/{name}@{version}" for name, version in versions.items()}
    return {
        "react": at["react"],
        "react/": at["react"] + "/",
        "react-dom": at["react-dom"],
        "react-dom/": at["react-dom"] + "/",
        "graphql": at["graphql"],
        "graphql-ws": at["graphql-ws"],
        "graphiql": at["graphiql"] + "?standalone&external=react,react-dom,@graphiql/react,graphql",
        "graphiql/": at["graphiql"] + "/",
        "@graphiql/react": at["@graphiql/react"]
        + "?standalone&external=react,react-dom,graphql,@graphiql/toolkit,@emotion/is-prop-valid",
        "@graphiql/toolkit": at["@graphiql/toolkit"] + "?standalone&external=graphql,graphql-ws",
        "@emotion/is-prop-valid": "data:text/javascript,",  # optional to framer-motion, yet imported
    }


def _cdn_policy(import_map: str) -> dict[str, str]:
    digest = base64.b64encode(hashlib.sha256(import_map.encode()).digest()).decode()
    return {
        **POLICY,
        "script-src": f"'self' {CDN} blob: data: 'sha256-{digest}'",
        "style-src": f"{POLICY['style-src']} {CDN}",
        "font-src": f"{POLICY['font-src']} {CDN}",
        "connect-src": f"'self' {CDN}",
        "worker-src": "'self' blob:",
    }


def _headers(policy: Mapping[str, str]) -> dict[str, str]:
    return {
        "Content-Security-Policy": "; ".join(f"{name} {sources}" for name, sources in policy.items()),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cache-Control": "no-cache",
        "Vary": "Accept",
    }
