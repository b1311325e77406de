"""GraphiQL as a developer meets it: in a browser, with the network cut."""

import json
import os
import re
import socket
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import strawberry
import uvicorn
from playwright.async_api import Locator, Page, expect
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from strawberry.asgi import GraphQL

from app.graphiql_page import ASSETS, graphiql_page, graphiql_routes
from tests.browser import CHROMIUM, Visit, visit

# ─── a server with the few operations that the welcome asks for ─────────────


@strawberry.type
class Viewer:
    name: str = "a developer"


@strawberry.type
class Image:
    name: str
    url: str


@strawberry.type
class GenerationJob:
    id: strawberry.ID
    status: str
    queue_position: int | None = None
    images: list[Image] = strawberry.field(default_factory=list)


@strawberry.type
class GenerationJobEvent:
    type: str
    progress: float
    stage: str
    job: GenerationJob


@strawberry.input
class ThemeRef:
    slug: str


@strawberry.input
class GeneratePortraitInput:
    name: str
    description: str
    theme: ThemeRef


@strawberry.type
class GenerationPayload:
    job: GenerationJob


@strawberry.type
class Query:
    @strawberry.field
    def viewer(self) -> Viewer:
        return Viewer()


@strawberry.type
class Mutation:
    @strawberry.mutation
    def generate_portrait(self, input: GeneratePortraitInput) -> GenerationPayload:  # noqa: A002  (GraphQL's name)
        return GenerationPayload(
            job=GenerationJob(id=strawberry.ID("job-1"), status="QUEUED", queue_position=1)
        )


@strawberry.type
class Subscription:
    @strawberry.subscription
    async def generation_job(self, id: strawberry.ID) -> AsyncIterator[GenerationJobEvent]:  # noqa: A002
        for step in range(4):
            job = GenerationJob(id=id, status="RUNNING")
            yield GenerationJobEvent(type="PROGRESS", progress=step / 4, stage="denoising", job=job)
        job = GenerationJob(id=id, status="SUCCEEDED", images=[Image(name="Maerith", url="/media/3f2a")])
        yield GenerationJobEvent(type="SUCCEEDED", progress=1.0, stage="storing", job=job)


class GraphQLWithPage(GraphQL[None, None]):
    """Strawberry's view with our page for browsers."""

    def __init__(self, page: Response) -> None:
        super().__init__(strawberry.Schema(Query, Mutation, Subscription))
        self.page = page

    async def render_graphql_ide(self, request: Request) -> Response:
        return self.page


def limner(assets: Path = ASSETS) -> Starlette:
    view = GraphQLWithPage(graphiql_page(assets=assets))
    endpoint = [Route("/graphql", view), WebSocketRoute("/graphql", view)]
    return Starlette(routes=[*endpoint, *graphiql_routes(assets=assets)])


@contextmanager
def serving(app: Starlette) -> Iterator[str]:
    """Serves an application on loopback and gives its address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        try:
            yield "http://{}:{}".format(*listener.getsockname())
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture(scope="module")
def graphql_server() -> Iterator[str]:
    """Address of a server with GraphiQL at `/graphql`."""
    require_bundle()
    with serving(limner()) as address:
        yield address


# ─── the page in a browser ──────────────────────────────────────────────────


def require(found: bool, what: str) -> None:
    """Skips where a part is missing, except in CI, where nothing may be missing."""
    if not found and os.environ.get("CI") == "true":
        pytest.fail(f"{what} is missing")
    if not found:
        pytest.skip(f"{what} is missing")


def require_bundle() -> None:
    require((ASSETS / "index.js").is_file(), "GraphiQL's bundle (npm builds it)")


@asynccontextmanager
async def opened(server: str, profile: Path) -> AsyncIterator[Visit]:
    require(CHROMIUM is not None, "chromium")
    async with visit(f"{server}/graphql", profile=profile) as seen:
        yield seen


@pytest.fixture
async def graphiql(graphql_server: str, tmp_path: Path) -> AsyncIterator[Visit]:
    """GraphiQL, open in a browser that reaches nothing but the server."""
    async with opened(graphql_server, tmp_path) as seen:
        await expect(query_editor(seen.page)).to_contain_text("PaintPortrait")
        yield seen


def query_editor(page: Page) -> Locator:
    return page.locator(".graphiql-query-editor")


def variables_editor(page: Page) -> Locator:
    return page.locator("section[aria-label='Variables'] .graphiql-editor:not(.hidden)")


def answer(page: Page) -> Locator:
    return page.locator(".result-window")


async def paste_over(page: Page, editor: Locator, text: str) -> None:
    """Pastes, since on typing the editor adds brackets of its own."""
    await page.evaluate("text => navigator.clipboard.writeText(text)", text)
    await editor.locator(".view-lines").click()
    await page.keyboard.press("Control+A")
    await page.keyboard.press("Control+V")


async def run_operation(page: Page, name: str) -> None:
    """Chooses one of the operations in the editor from the menu of the run button."""
    await page.get_by_role("button", name="Execute query").click()
    await page.get_by_role("menuitem", name=name).click()


async def test_query_pasted_into_graphiql_is_answered(graphiql: Visit) -> None:
    page = graphiql.page
    await paste_over(page, query_editor(page), "query WhoAmI { viewer { __typename } }")
    await expect(page.get_by_role("tab", name="WhoAmI")).to_be_visible()
    await page.keyboard.press("Control+Enter")
    await expect(answer(page)).to_contain_text('"__typename": "Viewer"')
    assert graphiql.foreign == []
    assert graphiql.complaints == []


async def test_welcome_paints_a_portrait_and_watches_it_to_the_end(graphiql: Visit) -> None:
    page = graphiql.page
    await run_operation(page, "PaintPortrait")
    await expect(answer(page)).to_contain_text("QUEUED")
    job = re.search(r'"id":\s*"([^"]+)"', await answer(page).inner_text())
    assert job is not None
    await paste_over(page, variables_editor(page), json.dumps({"job": job[1]}))
    await run_operation(page, "WatchPortrait")
    await expect(answer(page)).to_contain_text("SUCCEEDED")
    events = [frame for frame in graphiql.received if json.loads(frame)["type"] == "next"]
    assert len(events) > 1
    assert graphiql.foreign == []
    assert graphiql.complaints == []


async def test_editor_marks_what_the_schema_does_not_have(graphiql: Visit) -> None:
    page = graphiql.page
    await paste_over(page, query_editor(page), "{ dragon }")
    await expect(query_editor(page).locator(".squiggly-error")).to_be_visible()
    assert graphiql.foreign == []
    assert graphiql.complaints == []


async def test_reload_keeps_what_was_written(graphiql: Visit) -> None:
    page = graphiql.page
    await paste_over(page, variables_editor(page), '{"job": "job-7"}')
    await page.wait_for_function("() => localStorage.getItem('graphiql:tabState').includes('job-7')")
    await page.reload()
    await expect(query_editor(page)).to_contain_text("PaintPortrait")
    await expect(variables_editor(page)).to_contain_text("job-7")
    await expect(page.get_by_role("tab")).to_have_count(1)


async def test_page_without_its_bundle_says_that_it_needs_a_cdn(tmp_path: Path) -> None:
    with serving(limner(assets=tmp_path / "nothing")) as server:
        async with opened(server, tmp_path / "profile") as seen:
            await expect(seen.page.get_by_role("status")).to_contain_text("loads it from the CDN esm.sh")
            assert {urlsplit(url).netloc for url in seen.foreign} == {"esm.sh"}


# ─── the page over plain HTTP ───────────────────────────────────────────────


def test_page_lets_no_inline_script_run() -> None:
    require_bundle()
    response = TestClient(limner()).get("/graphql", headers={"Accept": "text/html"})
    policy = response.headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "default-src 'none';" in policy
    assert response.headers["x-content-type-options"] == "nosniff"


def test_files_of_the_page_may_be_kept_for_ever() -> None:
    require_bundle()
    client = TestClient(limner())
    page = client.get("/graphql", headers={"Accept": "text/html"}).text
    script = re.search(r'src="(graphiql/[^"]+)"', page)
    assert script is not None
    response = client.get(f"/{script[1]}")
    assert "javascript" in response.headers["content-type"]
    assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
    again = client.get(f"/{script[1]}", headers={"If-None-Match": response.headers["etag"]})
    assert again.status_code == 304


def test_other_content_has_another_address(tmp_path: Path) -> None:
    addresses = set()
    for content in ("one", "two"):
        (tmp_path / "index.js").write_text(content)
        page = bytes(graphiql_page(assets=tmp_path).body).decode()
        addresses.update(re.findall(r'src="(graphiql/[^"]+/index.js)"', page))
    assert len(addresses) == 2
