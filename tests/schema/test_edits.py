"""Edits of stored pictures, through HTTP: what becomes of them, and what is refused before it is stored."""

import io
import json
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image, ImageDraw

from app.body_limit import BodyTooLarge, limited
from app.main import create_app
from app.settings import Settings
from app.wiring import assemble
from schema.uploads import LARGEST_FILE, LARGEST_PICTURE
from tests.graphql_client import GraphQLClient, Json, Refused
from tests.schema.conftest import Service
from tests.schema.test_operations import JOB, SMALL_GRID, portray, submit, worked_off

pytestmark = pytest.mark.asyncio(loop_scope="module")

INPAINT = f"mutation($input: InpaintImageInput!) {{ inpaintImage(input: $input) {{ job {{ {JOB} }} }} }}"


async def painted(service: Service, client: GraphQLClient, **settings: object) -> Json:
    """A small portrait in the library."""
    [job] = await worked_off(service, client, (await portray(client, **settings))["id"])
    return dict(job["images"][0])


def mask_file(size: tuple[int, int] = (256, 256), box: tuple[int, ...] | None = (40, 40, 99, 99)) -> bytes:
    """A PNG: white in the box, black elsewhere."""
    mask = Image.new("L", size)
    if box is not None:
        ImageDraw.Draw(mask).rectangle(box, fill=255)
    file = io.BytesIO()
    mask.save(file, "PNG")
    return file.getvalue()


async def inpaint(client: GraphQLClient, image_id: str, mask: bytes, **more: object) -> Json:
    """The job of an inpainting."""
    input_ = {"imageId": image_id, "mask": None, "prompt": "a scar", **more}
    return dict((await client.send_file(INPAINT, "input.mask", mask, input=input_))["inpaintImage"]["job"])


@pytest.mark.parametrize(
    ("mutation", "kind", "more"),
    [
        ("regenerateImage", "REGENERATE", {"change": "older"}),
        ("varyImage", "VARIATION", {"strength": 0.3}),
        ("upscaleImage", "UPSCALE", {"factor": 2}),
        ("restyleImage", "RESTYLE", {"theme": {"slug": "dark-gothic"}}),
    ],
)
async def test_an_edit_becomes_a_job_that_ends_well(
    service: Service, client: GraphQLClient, mutation: str, kind: str, more: dict[str, Any]
) -> None:
    image = await painted(service, client)
    job = await submit(client, mutation, imageId=image["id"], **more)
    assert (job["kind"], job["status"]) == (kind, "QUEUED")
    [done] = await worked_off(service, client, job["id"])
    assert (done["status"], done["error"]) == ("SUCCEEDED", None)
    assert (done["images"][0]["id"] == image["id"]) is (mutation == "regenerateImage")


async def test_regenerating_adds_a_revision_under_the_same_id(
    service: Service, client: GraphQLClient
) -> None:
    image = await painted(service, client)
    job = await submit(client, "regenerateImage", imageId=image["id"], change="with a white beard")
    assert "a white beard" in job["prompt"]
    await worked_off(service, client, job["id"])
    document = (
        "query($id: ID!) { image(id: $id) { revision sha256 width revisions { number sha256 job { id } } } }"
    )
    found = (await client.ask(document, id=image["id"]))["image"]
    assert (found["revision"], found["width"]) == (2, 256)
    newest, first = found["revisions"]
    assert (newest["number"], first["number"]) == (2, 1)
    assert newest["sha256"] == found["sha256"] != first["sha256"]
    assert newest["job"] == {"id": job["id"]}


async def test_an_inpainting_takes_its_mask_as_a_file(service: Service, client: GraphQLClient) -> None:
    image = await painted(service, client)
    job = await inpaint(client, image["id"], mask_file())
    assert job["kind"] == "INPAINT"
    [done] = await worked_off(service, client, job["id"])
    assert done["status"] == "SUCCEEDED"
    document = "query($id: ID!) { image(id: $id) { origin width height source { id } } }"
    found = (await client.ask(document, id=done["images"][0]["id"]))["image"]
    assert found == {"origin": "DERIVED", "width": 256, "height": 256, "source": {"id": image["id"]}}


@pytest.mark.parametrize(
    ("mask", "words"),
    [
        (mask_file((128, 256)), "128 × 256 pixels; the picture has 256 × 256"),
        (mask_file(box=None), "all black"),
        (b"no picture", "not a complete PNG"),
        (b"", "empty"),
    ],
)
async def test_a_mask_that_fits_not_is_refused(
    service: Service, client: GraphQLClient, mask: bytes, words: str
) -> None:
    image = await painted(service, client, seed=1)
    with pytest.raises(Refused) as caught:
        await inpaint(client, image["id"], mask)
    assert words in caught.value.error["message"]
    assert (caught.value.code, caught.value.field) == ("VALIDATION_ERROR", "mask")


@pytest.mark.parametrize(
    ("mutation", "field", "more"),
    [
        ("varyImage", "strength", {"strength": 1.5}),
        ("varyImage", "prompt", {"prompt": "x" * 2001}),
        ("varyImage", "settings.width", {"settings": {"width": 512}}),
        ("upscaleImage", "factor", {"factor": 3}),
        ("upscaleImage", "creativity", {"creativity": -0.1}),
        ("upscaleImage", "settings.count", {"creativity": 0.0, "settings": {"count": 2}}),
        ("regenerateImage", "settings.count", {"settings": {"count": 2}}),
        ("restyleImage", "theme", {"theme": {"slug": "no-such-theme"}}),
        ("restyleImage", "themeVariation", {"theme": {"slug": "dark-gothic"}, "themeVariation": "x" * 201}),
        ("enhanceFace", "strength", {"strength": 0.0}),
        ("enhanceFace", "settings.guidanceEnd", {"settings": {"guidanceEnd": 1.1}}),
        ("enhanceFace", "settings.cacheInterval", {"settings": {"cacheInterval": 0}}),
    ],
)
async def test_an_edit_that_cannot_be_made_is_refused_by_its_field(
    service: Service, client: GraphQLClient, mutation: str, field: str, more: dict[str, Any]
) -> None:
    image = await painted(service, client, seed=1)
    with pytest.raises(Refused) as caught:
        await submit(client, mutation, imageId=image["id"], **more)
    assert (caught.value.code, caught.value.field) == ("VALIDATION_ERROR", field)
    assert not (await client.ask("{ generationJobs(filter: {status: [QUEUED]}) { nodes { id } } }"))[
        "generationJobs"
    ]["nodes"]


async def test_a_picture_of_somebody_else_cannot_be_edited(service: Service, client: GraphQLClient) -> None:
    image = await painted(service, client, seed=1)
    async with service.client("somebody-else") as other:
        for mutation in ("varyImage", "regenerateImage", "upscaleImage", "enhanceFace"):
            with pytest.raises(Refused) as caught:
                await submit(other, mutation, imageId=image["id"])
            assert (caught.value.code, caught.value.field) == ("NOT_FOUND", "imageId")


async def test_a_token_is_cut_again_and_not_edited(service: Service, client: GraphQLClient) -> None:
    image = await painted(service, client, seed=1)
    job = await submit(client, "generateToken", source={"imageId": image["id"]})
    [token] = await worked_off(service, client, job["id"])
    with pytest.raises(Refused, match="is a token") as caught:
        await submit(client, "varyImage", imageId=token["images"][0]["id"])
    assert (caught.value.code, caught.value.field) == ("VALIDATION_ERROR", "imageId")


async def test_a_map_has_no_face(service: Service, client: GraphQLClient) -> None:
    job = await submit(client, "generateMap", kind="BATTLE", grid=SMALL_GRID)
    [made] = await worked_off(service, client, job["id"])
    with pytest.raises(Refused, match="a map has no face") as caught:
        await submit(client, "enhanceFace", imageId=made["images"][0]["id"])
    assert (caught.value.code, caught.value.field) == ("VALIDATION_ERROR", "imageId")


async def test_an_edit_stays_under_the_theme_of_its_source(service: Service, client: GraphQLClient) -> None:
    job = await submit(
        client,
        "generatePortrait",
        theme={"slug": "dark-gothic"},
        themeVariation="blood-moon",
        settings={"width": 256, "height": 256, "negativePrompt": "hats"},
    )
    [made] = await worked_off(service, client, job["id"])
    varied = await submit(client, "varyImage", imageId=made["images"][0]["id"])
    assert varied["theme"] == {"slug": "dark-gothic"}
    assert varied["request"]["theme_variation"] == "blood-moon"
    assert varied["negativePrompt"].startswith("hats")
    assert varied["prompt"] == made["prompt"]


async def test_the_same_edit_again_is_answered_at_once_but_a_revision_never_is(
    service: Service, client: GraphQLClient
) -> None:
    image = await painted(service, client)
    settings = {"seed": 5}
    first = await submit(client, "varyImage", imageId=image["id"], settings=settings)
    enlarged = await submit(client, "upscaleImage", imageId=image["id"], creativity=0.0)
    await worked_off(service, client, first["id"], enlarged["id"])
    assert (await submit(client, "varyImage", imageId=image["id"], settings=settings))["cached"]
    assert (await submit(client, "upscaleImage", imageId=image["id"], creativity=0.0))["cached"]
    anew = await submit(client, "regenerateImage", imageId=image["id"], settings=settings)
    await worked_off(service, client, anew["id"])
    assert not (await submit(client, "regenerateImage", imageId=image["id"], settings=settings))["cached"]


async def test_a_portrait_takes_up_the_look_of_a_reference(service: Service, client: GraphQLClient) -> None:
    image = await painted(service, client, seed=1)
    made = await portray(client, seed=2)
    job = await submit(
        client,
        "generatePortrait",
        description="a ranger",
        referenceImageId=image["id"],
        referenceStrength=0.9,
        settings={"width": 256, "height": 256, "seed": 2},
    )
    plain, referred = await worked_off(service, client, made["id"], job["id"])
    assert (plain["status"], referred["status"]) == ("SUCCEEDED", "SUCCEEDED")
    assert job["request"]["brief"]["reference"]["strength"] == 0.9
    with pytest.raises(Refused) as caught:
        await submit(client, "generatePortrait", referenceImageId=made["id"])
    assert (caught.value.code, caught.value.field) == ("NOT_FOUND", "referenceImageId")
    with pytest.raises(Refused) as caught:
        await submit(client, "generatePortrait", referenceImageId=image["id"], referenceStrength=2.0)
    assert (caught.value.code, caught.value.field) == ("VALIDATION_ERROR", "referenceStrength")


async def test_a_form_that_a_browser_would_send_unasked_is_turned_away(tmp_path: Path) -> None:
    parts = assemble(Settings.load(data_dir=tmp_path, _env_file=None))
    app = create_app(parts, with_worker=False, on_crash=lambda: pytest.fail("the application crashed"))
    form = {"operations": json.dumps({"query": "{ viewer { id } }"}), "map": "{}"}
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://limner.test") as browser,
    ):
        files = {"0": ("file", b"x")}
        refused = await browser.post("/graphql", data=form, files=files)
        assert refused.status_code == 400
        assert "GraphQL-Preflight" in refused.json()["error"]["message"]
        asked = await browser.post("/graphql", data=form, files=files, headers={"GraphQL-Preflight": "1"})
        assert asked.json()["data"]["viewer"]["id"]


async def test_a_file_that_is_too_large_is_turned_away(service: Service, client: GraphQLClient) -> None:
    image = await painted(service, client, seed=1)
    with pytest.raises(Refused, match="larger than") as caught:
        await inpaint(client, image["id"], b"x" * (LARGEST_PICTURE + 1))
    assert caught.value.field == "mask"
    files = {"0": ("file", b"x" * (LARGEST_FILE + 2 * 1024 * 1024))}
    answer = await client.http.post("/graphql", data={"operations": "{}", "map": "{}"}, files=files)
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "FILE_TOO_LARGE")


async def test_a_body_is_counted_as_it_arrives() -> None:
    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": b"12345", "more_body": True}

    counted = limited({"headers": []}, receive, 9)
    assert (await counted())["body"] == b"12345"
    with pytest.raises(BodyTooLarge):
        await counted()
