"""Every edit of a stored picture, end to end, on both engines: progress, previews, cancel, and the pixels."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image, ImageDraw

from tests.acceptance.conftest import Installation
from tests.acceptance.frontend import JOB, Frontend
from tests.acceptance.processes import serving
from tests.acceptance.stories import expect_picture, expect_previews, made, watched_to_success
from tests.graphql_client import Json

WIZARD = {"species": "human", "characterClass": "wizard", "framing": "FACE"}
SIDE = 256
INPAINT = f"mutation($input: InpaintImageInput!) {{ inpaintImage(input: $input) {{ job {{ {JOB} }} }} }}"


def rendering(engine: str, *, steps: int = 8, seed: int = 5) -> Json:
    """Settings of a small picture by this engine."""
    return {"engine": engine, "seed": seed, "numInferenceSteps": steps}


async def portrait(frontend: Frontend, engine: str) -> Json:
    settings = rendering(engine) | {"width": SIDE, "height": SIDE}
    return await made(frontend, "generatePortrait", WIZARD | {"settings": settings})


async def pixels(frontend: Frontend, image: Json) -> np.ndarray:
    """The picture's pixels as its address gives them, (height, width, 3)."""
    with Image.open(BytesIO((await frontend.get(image["url"])).content)) as picture:
        return np.asarray(picture.convert("RGB"), dtype=np.int16)


@pytest.mark.parametrize("engine", ["sketch", "sdxl"])
async def test_every_edit_goes_the_whole_way(alone: Installation, engine: str) -> None:
    async with serving(alone.room, alone.settings | {"SDXL_MODEL": "tiny"}) as (_, frontend):
        source = await portrait(frontend, engine)
        settings = rendering(engine, seed=9)
        for mutation, more in (
            ("varyImage", {"strength": 0.7}),
            ("restyleImage", {"strength": 0.7, "theme": {"slug": "dark-gothic"}}),
        ):
            job = await frontend.submit(mutation, {"imageId": source["id"], "settings": settings, **more})
            events = await watched_to_success(frontend, job)
            expect_previews(events)
            [image] = events[-1]["job"]["images"]
            await expect_picture(frontend, image, size=(SIDE, SIDE))
            assert image["source"] == {"id": source["id"]}
            assert (await pixels(frontend, image) != await pixels(frontend, source)).any()

        job = await frontend.submit(
            "upscaleImage", {"imageId": source["id"], "factor": 2, "creativity": 0.3, "settings": settings}
        )
        [larger] = (await watched_to_success(frontend, job))[-1]["job"]["images"]
        await expect_picture(frontend, larger, size=(2 * SIDE, 2 * SIDE))

        job = await frontend.submit("regenerateImage", {"imageId": source["id"], "settings": settings})
        [anew] = (await watched_to_success(frontend, job))[-1]["job"]["images"]
        assert anew["id"] == source["id"]
        assert anew["sha256"] != source["sha256"]


@pytest.mark.parametrize("engine", ["sketch", "sdxl"])
async def test_outside_of_the_mask_every_pixel_is_untouched(alone: Installation, engine: str) -> None:
    async with serving(alone.room, alone.settings | {"SDXL_MODEL": "tiny"}) as (_, frontend):
        source = await portrait(frontend, engine)
        mask = Image.new("L", (SIDE, SIDE))
        ImageDraw.Draw(mask).ellipse((100, 30, 200, 110), fill=255)
        file = BytesIO()
        mask.save(file, "PNG")
        input_ = {
            "imageId": source["id"],
            "mask": None,
            "prompt": "a red hat",
            "settings": rendering(engine, seed=2),
        }
        answer = await frontend.send_file(INPAINT, "input.mask", file.getvalue(), input=input_)
        [image] = (await watched_to_success(frontend, answer["inpaintImage"]["job"]))[-1]["job"]["images"]
        before, after = await pixels(frontend, source), await pixels(frontend, image)
        painted = np.asarray(mask) > 0
        assert (before[~painted] == after[~painted]).all()
        assert np.abs(before[painted] - after[painted]).mean() > 1


async def test_a_face_is_worked_out_and_nothing_else(alone: Installation) -> None:
    async with serving(alone.room, alone.settings | {"SDXL_MODEL": "tiny"}) as (_, frontend):
        settings = {"engine": "sketch", "seed": 5, "width": 512, "height": 512}
        source = await made(frontend, "generatePortrait", WIZARD | {"settings": settings})
        for engine in ("sketch", "sdxl"):
            input_ = {"imageId": source["id"], "strength": 0.6, "settings": rendering(engine)}
            job = await frontend.submit("enhanceFace", input_)
            [image] = (await watched_to_success(frontend, job))[-1]["job"]["images"]
            before, after = await pixels(frontend, source), await pixels(frontend, image)
            changed = (before != after).any(axis=2)
            assert 0.02 < changed.mean() < 0.8
            corners = (changed[:20, :20], changed[:20, -20:], changed[-20:, :20], changed[-20:, -20:])
            assert not any(corner.any() for corner in corners)


async def test_a_picture_without_a_face_fails_with_a_clear_word(alone: Installation) -> None:
    async with serving(alone.room, alone.settings | {"SDXL_MODEL": "tiny"}) as (_, frontend):
        noise = await portrait(frontend, "sdxl")
        job = await frontend.submit("enhanceFace", {"imageId": noise["id"]})
        last = (await frontend.watch_to_end(job["id"], after=0))[-1]["job"]
        assert (last["status"], last["attempt"]) == ("FAILED", 1)
        assert "face" in last["error"]["message"]
        assert not last["images"]


async def test_a_cancelled_edit_leaves_nothing_behind(alone: Installation) -> None:
    async with serving(alone.room, alone.settings | {"SDXL_MODEL": "tiny"}) as (_, frontend):
        source = await portrait(frontend, "sdxl")
        input_ = {"imageId": source["id"], "factor": 4, "creativity": 0.9}
        job = await frontend.submit("upscaleImage", input_ | {"settings": rendering("sdxl", steps=150)})
        async for event in frontend.watch(job["id"], after=0):
            if event["step"]:
                break
        await frontend.change("cancelJob", job["id"])
        last = (await frontend.watch_to_end(job["id"]))[-1]["job"]
        assert last["status"] == "CANCELLED"
        images = await frontend.ask("{ images { totalCount } }")
        assert images["images"]["totalCount"] == 1
