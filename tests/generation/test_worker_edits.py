"""Edits of stored pictures by a real worker on both engines, and on both databases where that counts."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import structlog
from PIL import Image
from pydantic import TypeAdapter

from generation.briefs import (
    Box,
    EditBrief,
    EnhanceFaceBrief,
    Grid,
    InpaintBrief,
    MapBrief,
    PortraitBrief,
    Reference,
    RegenerateBrief,
    RestyleBrief,
    Source,
    Subject,
    UpscaleBrief,
    VariationBrief,
)
from generation.edits import face_box
from generation.engines.sdxl import SdxlConfig, SdxlEngine
from generation.layout import make_layout
from generation.layout.codec import layout_from_json
from generation.planning import SEED_LIMIT
from generation.post_processing.faces import find_faces
from generation.request import Filing, GenerationRequest, RenderSettings
from generation.spec import RenderSpec
from generation.vocabulary import ImageFormat
from generation.worker.cartography import draw
from generation.worker.originals import reference_inputs
from generation.worker.parts import part_seed
from persistence import images, maps
from persistence.job_events import read_message
from persistence.tables import GenerationJobRow, ImageRow, MapRow
from tests.factories import make_planned_job, make_portrait_job
from tests.sdxl import make_spec
from tests.workshop import Workshop, open_workshop

RANGER = PortraitBrief(description="an elven ranger")
MAP = MapBrief(layout_seed=3, grid=Grid(columns=12, rows=10, size=30))
SIDE = 256
SMALL_AREA = SIDE * SIDE  #: what the small SDXL takes at once, so that larger pictures come in parts


@pytest.fixture(scope="module")
def sdxl(sdxl_cache: Path) -> Iterator[SdxlEngine]:
    """The tiny SDXL, which paints whatever is larger than 256 × 256 pixels in parts."""
    config = SdxlConfig(
        model="tiny",
        cache_dir=sdxl_cache,
        device="cpu",
        working_pixels=SMALL_AREA,
        preview_every=1,
        preview_interval=0.0,
    )
    engine = SdxlEngine(config)
    asyncio.run(engine.start())
    yield engine
    asyncio.run(engine.close())


@pytest.fixture
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh database: SQLite where the test does not say otherwise."""
    url: str = request.getfixturevalue(f"{getattr(request, 'param', 'sqlite')}_url")
    return url


@pytest.fixture
async def workshop(database_url: str, directory_url: str, sdxl: SdxlEngine) -> AsyncIterator[Workshop]:
    """One with both engines."""
    async with open_workshop(database_url, directory_url, sdxl) as opened:
        yield opened


both_databases = pytest.mark.parametrize("database_url", ["sqlite", "postgres"], indirect=True)
both_engines = pytest.mark.parametrize("engine", ["sketch", "sdxl"])


def noise(width: int, height: int, mode: str = "RGB", seed: int = 0) -> Image.Image:
    """A picture in which no pixel is like its neighbour; half of it transparent where it has alpha."""
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width, len(mode)), dtype=np.uint8)
    if mode == "RGBA":
        pixels[..., 3] = np.where(np.arange(width) < width // 2, 0, 255)
    return Image.fromarray(pixels)


def source_of(row: ImageRow, subject: Subject = RANGER) -> Source:
    """What an edit of this image starts from."""
    return Source(
        image_id=str(row.id), sha256=row.sha256, width=row.width, height=row.height, subject=subject
    )


def job_for(
    workshop: Workshop,
    brief: EditBrief,
    engine: str = "sketch",
    filing: Filing | None = None,
    **settings: Any,
) -> GenerationJobRow:
    """A job for an edit, of few steps."""
    request = GenerationRequest(
        brief=brief,
        filing=filing or Filing(),
        settings=RenderSettings(**({"num_inference_steps": 2} | settings)),
    )
    return make_planned_job(request, engine=workshop.studio.engine(engine).info)


async def keep_mask(workshop: Workshop, size: tuple[int, int], box: Box) -> str:
    """Store a mask that is white in `box` alone."""
    mask, file = Image.new("L", size), BytesIO()
    mask.paste(255, box.corners)
    mask.save(file, "PNG")
    return (await workshop.studio.storage.put(file.getvalue())).sha256


async def make_map(workshop: Workshop) -> tuple[ImageRow, MapRow]:
    """A map as the sketch engine draws it."""
    [row] = await workshop.made(make_planned_job(GenerationRequest(brief=MAP)))
    return row, await map_of(workshop, row)


async def map_of(workshop: Workshop, image: ImageRow) -> MapRow:
    async with workshop.database.reading() as session:
        return (await maps.by_image_ids(session, [image.id]))[image.id]


async def failed(workshop: Workshop, row: GenerationJobRow) -> dict[str, Any]:
    """How a job fails that must fail at its first attempt."""
    async with workshop.working():
        [job_id] = await workshop.enqueue(row)
        job = await workshop.until(job_id, "failed", "succeeded")
    assert (job.status, job.attempt) == ("failed", 1)
    assert job.error is not None
    return dict(job.error)


# ── variations ──────────────────────────────────────────────────────────────


@both_databases
@both_engines
async def test_a_variation_is_filed_like_its_source_and_beside_it(workshop: Workshop, engine: str) -> None:
    source = await workshop.keep_picture(
        noise(280, 200), name="Lia", description="A ranger", tags=["elf"], character_id="c1", campaign_id="x"
    )
    brief = VariationBrief(source=source_of(source), strength=0.6)
    filing = Filing(tags=("moss", "elf"), campaign_id="y")
    first, second = await workshop.made(job_for(workshop, brief, engine, filing, count=2))
    for row in (first, second):
        assert (row.kind, row.subtype, row.name, row.description) == (
            "portrait",
            "character",
            "Lia",
            "A ranger",
        )
        assert (row.origin, row.source_id, row.revision) == ("derived", source.id, 1)
        assert (row.tags, row.character_id, row.campaign_id) == (["elf", "moss"], "c1", "y")
        assert (row.width, row.height, row.details) == (
            280,
            200,
            {"operation": "variation", "strength": 0.6},
        )
        assert row.provenance is not None
        assert row.provenance["parameters"]["image"] == source.sha256
    assert first.sha256 != second.sha256
    assert source.sha256 not in {first.sha256, second.sha256}
    assert [row.provenance["seed"] for row in (first, second) if row.provenance] == [7, 8]


async def test_a_variation_starts_from_the_pixels_of_its_source(workshop: Workshop) -> None:
    sources = [await workshop.keep_picture(noise(SIDE, SIDE, seed=seed)) for seed in (1, 2)]
    briefs = [VariationBrief(source=source_of(source), strength=0.5) for source in sources]
    one, other = await workshop.made(*[job_for(workshop, brief, "sdxl") for brief in briefs])
    assert one.sha256 != other.sha256


@both_engines
async def test_a_varied_cut_out_stays_cut_out(workshop: Workshop, engine: str) -> None:
    picture = noise(SIDE, SIDE, "RGBA")
    source = await workshop.keep_picture(picture)
    brief = VariationBrief(source=source_of(source))
    [row] = await workshop.made(job_for(workshop, brief, engine))
    assert row.has_alpha
    made = await workshop.picture(row)
    assert made.getchannel("A").tobytes() == picture.getchannel("A").tobytes()


# ── maps ────────────────────────────────────────────────────────────────────


@both_databases
@both_engines
async def test_a_restyled_map_keeps_its_floor_plan(workshop: Workshop, engine: str) -> None:
    source, plan = await make_map(workshop)
    brief = RestyleBrief(source=source_of(source, MAP), strength=0.7)
    [row] = await workshop.made(job_for(workshop, brief, engine))
    made = await map_of(workshop, row)
    assert (row.kind, row.width, row.height) == ("map", source.width, source.height)
    assert row.id != source.id
    assert (made.layout_digest, made.layout, made.grid) == (plan.layout_digest, plan.layout, plan.grid)
    assert made.features == plan.features


@both_databases
async def test_an_edited_map_keeps_the_features_that_it_was_given_since(workshop: Workshop) -> None:
    source, plan = await make_map(workshop)
    places = [{"id": "x", "name": "Well", "kind": "well", "position": [1.0, 2.0]}]
    async with workshop.database.transaction() as session:
        row = await maps.find(session, plan.id, plan.owner)
        assert row is not None
        row.features = row.features | {"points_of_interest": places}
    [made] = await workshop.made(job_for(workshop, VariationBrief(source=source_of(source, MAP))))
    copy = await map_of(workshop, made)
    assert [place["name"] for place in copy.features["points_of_interest"]] == ["Well"]
    assert copy.layout_digest == plan.layout_digest


@both_databases
async def test_an_enlarged_map_keeps_its_floor_plan_on_a_larger_grid(workshop: Workshop) -> None:
    source, plan = await make_map(workshop)
    brief = UpscaleBrief(source=source_of(source, MAP), factor=2, creativity=0)
    [row] = await workshop.made(job_for(workshop, brief))
    made = await map_of(workshop, row)
    assert made.layout_digest == plan.layout_digest
    assert made.grid == plan.grid | {"size": 60}
    assert (row.width, row.height) == (2 * source.width, 2 * source.height)


@both_databases
@both_engines
async def test_a_regenerated_map_stays_the_same_map(workshop: Workshop, engine: str) -> None:
    source, plan = await make_map(workshop)
    brief = RegenerateBrief(source=source_of(source, MAP), change="flooded")
    [row] = await workshop.made(job_for(workshop, brief, engine, width=SIDE, height=SIDE))
    assert (row.id, row.revision, row.width, row.height) == (source.id, 2, source.width, source.height)
    assert await map_of(workshop, row) == plan


async def test_a_regenerated_map_is_painted_from_the_plan_that_it_has(workshop: Workshop) -> None:
    source, plan = await make_map(workshop)
    elsewhere = replace(MAP, layout_seed=99)
    job = job_for(workshop, RegenerateBrief(source=source_of(source, elsewhere)))
    [spec] = TypeAdapter(tuple[RenderSpec, ...]).validate_python(job.specs)
    [row] = await workshop.made(job)
    stored, drawn_anew = layout_from_json(plan.layout), make_layout(elsewhere)
    painted = await workshop.picture(row)
    assert difference(painted, draw(spec, stored)) < 4
    assert difference(painted, draw(spec, drawn_anew)) > 12


def difference(one: Image.Image, other: Image.Image) -> float:
    """How far two pictures are from each other, in levels of 255, per pixel and channel."""
    return float(np.abs(np.asarray(one, dtype=float) - np.asarray(other, dtype=float)).mean())


# ── under a mask ────────────────────────────────────────────────────────────


@both_engines
@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
async def test_beside_the_mask_every_stored_pixel_is_the_source_s(
    workshop: Workshop, engine: str, mode: str
) -> None:
    picture = noise(300, 280, mode)
    source = await workshop.keep_picture(picture)
    box = Box(left=120, top=90, right=220, bottom=200)
    brief = InpaintBrief(
        source=source_of(source),
        mask_sha256=await keep_mask(workshop, picture.size, box),
        masked=box,
        prompt="a scar",
    )
    [row] = await workshop.made(job_for(workshop, brief, engine))
    before, after = np.asarray(picture), np.asarray(await workshop.picture(row))
    beside = np.ones(before.shape[:2], dtype=bool)
    beside[box.top : box.bottom, box.left : box.right] = False
    assert (after[beside] == before[beside]).all()
    assert (after[..., 3:] == before[..., 3:]).all()
    assert (after[~beside][:, :3] != before[~beside][:, :3]).mean() > 0.9
    assert row.details == {"operation": "inpaint", "strength": 0.9}


async def test_an_exact_picture_is_not_kept_in_a_format_that_loses_something(
    sqlite_url: str, directory_url: str
) -> None:
    async with open_workshop(sqlite_url, directory_url, image_format=ImageFormat.JPEG) as workshop:
        picture = noise(64, 64)
        source, box = await workshop.keep_picture(picture), Box(left=0, top=0, right=20, bottom=20)
        mask = await keep_mask(workshop, picture.size, box)
        brief = InpaintBrief(source=source_of(source), mask_sha256=mask, masked=box, prompt="a scar")
        variation = VariationBrief(source=source_of(source))
        exact, free = await workshop.made(job_for(workshop, brief), job_for(workshop, variation))
        corner = (30, 30, 64, 64)
        assert (await workshop.picture(exact)).crop(corner).tobytes() == picture.crop(corner).tobytes()
    assert (exact.format, free.format) == ("webp", "jpeg")


async def test_those_who_watch_a_part_being_painted_see_the_whole_picture(workshop: Workshop) -> None:
    source = await workshop.keep_picture(noise(600, 300))
    box = Box(left=10, top=10, right=80, bottom=70)
    mask = await keep_mask(workshop, (600, 300), box)
    brief = InpaintBrief(source=source_of(source), mask_sha256=mask, masked=box, prompt="a scar")
    async with workshop.studio.bus.subscribe("jobs.*") as events:
        await workshop.made(job_for(workshop, brief, "sdxl", num_inference_steps=4))
        await workshop.studio.bus.close()
        previews = [message.preview async for event in events if (message := read_message(event)).preview]
    assert previews
    assert {(preview.width, preview.height) for preview in previews if preview} == {(160, 80)}


# ── enlarged ────────────────────────────────────────────────────────────────


async def test_a_picture_that_is_only_enlarged_is_told_so(workshop: Workshop) -> None:
    provenance = {"engine": "sketch", "model": "limner-sketch", "prompt": "an elf", "negative_prompt": ""}
    numbers = {"seed": 5, "num_inference_steps": 9, "guidance_scale": 1.0, "scheduler": "sketch"}
    size = {"width": 100, "height": 60, "generator": "limner 0.0.1", "parameters": {"strokes": 9}}
    known = await workshop.keep_picture(noise(100, 60), provenance=provenance | numbers | size)
    uploaded = await workshop.keep_picture(noise(100, 60, seed=1), origin="uploaded")
    briefs = [UpscaleBrief(source=source_of(row), factor=4, creativity=0) for row in (known, uploaded)]
    one, other = await workshop.made(*[job_for(workshop, brief) for brief in briefs])
    for row, image in ((one, known), (other, uploaded)):
        assert (row.width, row.height, row.origin) == (400, 240, "derived")
        assert row.details == {"operation": "upscale", "factor": 4, "creativity": 0}
        assert row.provenance is not None
        parameters = {"upscaler": "lanczos", "factor": 4, "creativity": 0, "tiles": 0}
        assert row.provenance["parameters"].items() >= parameters.items()
        assert row.provenance["parameters"]["image"] == image.sha256
    assert one.provenance is not None
    assert (one.provenance["prompt"], one.provenance["parameters"]["strokes"]) == ("an elf", 9)


@both_engines
async def test_detail_is_painted_into_an_enlarged_picture_tile_by_tile(
    workshop: Workshop, engine: str
) -> None:
    source = await workshop.keep_picture(noise(SIDE, SIDE, "RGBA"))
    plain = UpscaleBrief(source=source_of(source), factor=2, creativity=0)
    detailed = UpscaleBrief(source=source_of(source), factor=2, creativity=0.5)
    enlarged, row = await workshop.made(*[job_for(workshop, each, engine) for each in (plain, detailed)])
    assert (row.width, row.height, row.has_alpha) == (512, 512, True)
    assert row.provenance is not None
    assert row.provenance["parameters"]["tiles"] == (9 if engine == "sdxl" else 1)
    assert row.provenance["parameters"]["upscaler"] == "lanczos"
    before, after = await workshop.picture(enlarged), await workshop.picture(row)
    assert after.getchannel("A").tobytes() == before.getchannel("A").tobytes()
    assert after.convert("RGB").tobytes() != before.convert("RGB").tobytes()


def test_no_two_parts_of_a_picture_share_their_noise() -> None:
    seeds = [part_seed(7, number) for number in range(200)]
    assert seeds[0] == 7
    assert len({*seeds, *(part_seed(8, number) for number in range(200))}) == 400
    assert all(0 <= seed < SEED_LIMIT for seed in seeds)


async def test_progress_over_many_parts_never_goes_back(workshop: Workshop) -> None:
    source = await workshop.keep_picture(noise(SIDE, SIDE))
    brief = UpscaleBrief(source=source_of(source), factor=2, creativity=0.5)
    async with workshop.studio.bus.subscribe("jobs.*") as events:
        await workshop.made(job_for(workshop, brief, "sdxl", num_inference_steps=4))
        await workshop.studio.bus.close()
        told = [read_message(event) async for event in events]
    progress = [message.progress for message in told]
    assert progress == sorted(progress)
    assert any(0.2 < share < 0.8 for share in progress)
    assert told[-1].progress == 1
    assert told[-1].step == told[-1].total_steps == 9 * 2


async def test_a_cancelled_job_of_many_parts_ends_and_stores_nothing(workshop: Workshop) -> None:
    source = await workshop.keep_picture(noise(SIDE, SIDE))
    brief = UpscaleBrief(source=source_of(source), factor=4, creativity=0.9)
    async with workshop.studio.bus.subscribe("jobs.*") as events, workshop.working(lease_seconds=60):
        [job_id] = await workshop.enqueue(job_for(workshop, brief, "sdxl", num_inference_steps=10))
        async for event in events:
            if read_message(event).step > 0:
                break
        await workshop.cancel(job_id)
        job = await workshop.until(job_id, "cancelled", "failed", "succeeded")
    assert (job.status, job.error) == ("cancelled", None)
    assert job.step < job.total_steps
    assert [row.id for row in await workshop.images()] == [source.id]


# ── faces ───────────────────────────────────────────────────────────────────


async def keep_two_faces(workshop: Workshop) -> ImageRow:
    """Two portraits side by side with much room around them."""
    drawn = await workshop.made(make_portrait_job(), make_portrait_job(seed=8))
    canvas = Image.new("RGB", (900, 300), "#506070")
    for row, left in zip(drawn, (20, 600), strict=True):
        canvas.paste(await workshop.picture(row), (left, 20))
    return await workshop.keep_picture(canvas, name="Twins")


@both_engines
async def test_every_face_is_repainted_and_nothing_beside_them(workshop: Workshop, engine: str) -> None:
    source = await keep_two_faces(workshop)
    picture = await workshop.picture(source)
    faces = find_faces(picture)
    assert len(faces) == 2
    brief = EnhanceFaceBrief(source=source_of(source), strength=0.8)
    [row] = await workshop.made(job_for(workshop, brief, engine))
    changed = (np.asarray(await workshop.picture(row)) != np.asarray(picture)).any(axis=2)
    for face in faces:
        assert changed[face.top : face.bottom, face.left : face.right].mean() > 0.5
        box = face_box(face, picture.size)
        changed[box.top : box.bottom, box.left : box.right] = False
    assert not changed.any()
    assert (row.name, row.origin) == ("Twins", "derived")
    assert row.details == {"operation": "enhance_face", "strength": 0.8, "faces": 2}


async def test_a_picture_without_a_face_fails_at_once_and_says_why(workshop: Workshop) -> None:
    source = await workshop.keep_picture(Image.linear_gradient("L").convert("RGB"))
    with structlog.testing.capture_logs() as logged:
        error = await failed(workshop, job_for(workshop, EnhanceFaceBrief(source=source_of(source))))
    assert {entry["log_level"] for entry in logged} <= {"info"}
    assert error == {
        "code": "VALIDATION_ERROR",
        "message": "No face was found in this picture, so there is none to enhance.",
        "retryable": False,
    }


# ── revisions ───────────────────────────────────────────────────────────────


@both_databases
@both_engines
async def test_a_regenerated_picture_stays_the_same_image_and_keeps_its_past(
    workshop: Workshop, engine: str
) -> None:
    source = await workshop.keep_picture(noise(SIDE, SIDE), name="Lia", tags=["elf"], search_text="lia elf")
    brief = RegenerateBrief(source=source_of(source), change="with a scar")
    [row] = await workshop.made(job_for(workshop, brief, engine, width=SIDE, height=SIDE))
    assert (row.id, row.revision, row.origin, row.source_id) == (source.id, 2, "generated", None)
    assert (row.name, row.tags) == ("Lia", ["elf"])
    assert "scar" in row.search_text
    assert row.sha256 != source.sha256
    assert row.provenance is not None
    assert "with a scar" in row.provenance["prompt"]
    async with workshop.database.reading() as session:
        history = await images.revisions(session, [source.id])
    assert [(old.number, old.sha256) for old in history] == [(2, row.sha256), (1, source.sha256)]
    assert await workshop.studio.storage.get(source.sha256)
    assert [image.id for image in await workshop.images()] == [source.id]


async def test_a_regenerated_picture_is_not_told_to_be_what_it_was_before(workshop: Workshop) -> None:
    source = await workshop.keep_picture(noise(SIDE, SIDE))
    [larger] = await workshop.made(job_for(workshop, UpscaleBrief(source=source_of(source), creativity=0)))
    async with workshop.database.transaction() as session:
        row = await images.find(session, larger.id, larger.owner)
        assert row is not None
        row.details = row.details | {"painter": "Ada"}
    [anew] = await workshop.made(job_for(workshop, RegenerateBrief(source=source_of(larger))))
    assert (anew.id, anew.details) == (larger.id, {"painter": "Ada"})


@both_databases
async def test_two_regenerations_at_once_give_two_revisions(workshop: Workshop) -> None:
    source = await workshop.keep_picture(noise(SIDE, SIDE))
    brief = RegenerateBrief(source=source_of(source))
    both = [job_for(workshop, brief, "sdxl", width=SIDE, height=SIDE) for _ in range(2)]
    rows = await workshop.made(*both)
    assert [row.id for row in rows] == [source.id, source.id]
    async with workshop.database.reading() as session:
        assert [old.number for old in await images.revisions(session, [source.id])] == [3, 2, 1]


@both_databases
async def test_a_picture_that_is_deleted_while_it_is_regenerated_gets_no_revision(workshop: Workshop) -> None:
    source = await workshop.keep_picture(noise(SIDE, SIDE))
    row = job_for(workshop, RegenerateBrief(source=source_of(source)), width=512, height=512)
    async with workshop.studio.bus.subscribe("jobs.*") as events, workshop.working():
        [job_id] = await workshop.enqueue(row)
        async for event in events:
            if read_message(event).progress > 0:
                break
        await workshop.delete(source)
        job = await workshop.until(job_id, "failed", "succeeded")
    assert (job.status, job.attempt, job.error and job.error["code"]) == ("failed", 1, "NOT_FOUND")
    async with workshop.database.reading() as session:
        assert len(await images.revisions(session, [source.id])) == 1


# ── what is gone ────────────────────────────────────────────────────────────


async def test_a_deleted_picture_is_not_regenerated(workshop: Workshop) -> None:
    source = await workshop.keep_picture(noise(SIDE, SIDE))
    await workshop.delete(source)
    error = await failed(workshop, job_for(workshop, RegenerateBrief(source=source_of(source))))
    assert (error["code"], error["retryable"]) == ("NOT_FOUND", False)


async def test_an_edit_of_bytes_that_are_gone_fails_for_good(workshop: Workshop) -> None:
    source = await workshop.keep_picture(noise(64, 64))
    await workshop.studio.storage.delete(source.sha256)
    error = await failed(workshop, job_for(workshop, VariationBrief(source=source_of(source))))
    assert error == {
        "code": "NOT_FOUND",
        "message": "The picture that this was to be made from is gone.",
        "retryable": False,
    }


async def test_an_edit_starts_from_the_picture_as_it_was_when_it_was_asked_for(workshop: Workshop) -> None:
    source = await workshop.keep_picture(noise(64, 48))
    brief = UpscaleBrief(source=source_of(source), factor=2, creativity=0)
    await workshop.made(job_for(workshop, RegenerateBrief(source=source_of(source)), width=256, height=256))
    [row] = await workshop.made(job_for(workshop, brief))
    assert (row.width, row.height) == (128, 96)
    assert row.provenance is not None
    assert row.provenance["parameters"]["image"] == source.sha256


# ── references ──────────────────────────────────────────────────────────────


def portrait_after(workshop: Workshop, sha256: str, engine: str = "sdxl") -> GenerationJobRow:
    """A portrait that takes up the look of stored bytes."""
    reference = Reference(image_id="any", sha256=sha256)
    brief = PortraitBrief(description="an elven ranger", reference=reference)
    settings = RenderSettings(width=SIDE, height=320, num_inference_steps=2)
    request = GenerationRequest(brief=brief, settings=settings)
    return make_planned_job(request, engine=workshop.studio.engine(engine).info)


async def test_a_portrait_without_an_adapter_is_painted_over_its_reference(workshop: Workshop) -> None:
    stored = [await workshop.keep_picture(noise(500, 100, seed=seed)) for seed in (1, 2)]
    one, other = await workshop.made(*[portrait_after(workshop, row.sha256) for row in stored])
    assert (one.width, one.height, one.origin) == (SIDE, 320, "generated")
    assert one.provenance is not None
    assert one.provenance["parameters"]["reference_image"] == stored[0].sha256
    assert one.provenance["strength"] == 0.4
    assert one.sha256 != other.sha256


async def test_a_portrait_whose_reference_is_gone_fails_for_good(workshop: Workshop) -> None:
    error = await failed(workshop, portrait_after(workshop, "ab" * 32))
    assert (error["code"], error["retryable"]) == ("NOT_FOUND", False)


async def test_an_adapter_gets_the_middle_of_the_reference_as_large_as_the_picture(
    workshop: Workshop,
) -> None:
    picture = Image.new("RGB", (500, 100), "red")
    picture.paste("green", (200, 0, 300, 100))
    stored = await workshop.keep_picture(picture)
    reference = Reference(image_id="any", sha256=stored.sha256)
    spec = make_spec(subject=PortraitBrief(reference=reference), width=SIDE, height=SIDE)
    over = await reference_inputs(workshop.studio, spec)
    beside = await reference_inputs(workshop.studio, replace(spec, ip_adapter_scale=0.6))
    assert (over.reference_image, beside.init_image) == (None, None)
    for image in (over.init_image, beside.reference_image):
        assert image is not None
        assert image.size == (SIDE, SIDE)
        assert image.crop((16, 0, 240, SIDE)).getcolors() == [(224 * SIDE, (0, 128, 0))]
