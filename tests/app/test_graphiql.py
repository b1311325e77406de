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
import uvicorn
from playwright.async_api import Locator, Page, expect
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from app.graphiql_page import ASSETS, graphiql_page, graphiql_routes
from app.main import create_app
from app.settings import Settings
from app.wiring import assemble
from tests.browser import CHROMIUM, Visit, visit

# ─── the real application, and the page alone ───────────────────────────────


def limner(folder: Path) -> Starlette:
    """The whole application on SQLite, a directory and `sketch`."""
    parts = assemble(Settings.load(data_dir=folder))
    return create_app(parts, with_worker=True, on_crash=lambda: pytest.fail("the worker crashed"))


def page_alone(assets: Path = ASSETS) -> Starlette:
    """GraphiQL's page and its files, with nothing behind them."""
    page = graphiql_page(assets=assets)
    return Starlette(routes=[Route("/graphql", page), *graphiql_routes(assets=assets)])


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
def graphql_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a server with GraphiQL at `/graphql`."""
    require_bundle()
    with serving(limner(tmp_path_factory.mktemp("limner"))) as address:
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
    job_id = "".join(job[1].split())  # the editor breaks long lines
    await paste_over(page, variables_editor(page), json.dumps({"job": job_id}))
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
    with serving(page_alone(assets=tmp_path / "nothing")) as server:
        async with opened(server, tmp_path / "profile") as seen:
            await expect(seen.page.get_by_role("status")).to_contain_text("loads it from the CDN esm.sh")
            assert {urlsplit(url).netloc for url in seen.foreign} == {"esm.sh"}


# ─── the page over plain HTTP ───────────────────────────────────────────────


def test_page_lets_no_inline_script_run() -> None:
    require_bundle()
    response = TestClient(page_alone()).get("/graphql", headers={"Accept": "text/html"})
    policy = response.headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "default-src 'none';" in policy
    assert response.headers["x-content-type-options"] == "nosniff"


def test_files_of_the_page_may_be_kept_for_ever() -> None:
    require_bundle()
    client = TestClient(page_alone())
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
