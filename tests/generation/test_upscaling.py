"""Enlarging by a model: real architectures of spandrel with random weights, tile by tile."""

import asyncio
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from generation.engines.base import RenderHandle, Rendering, StepDone
from generation.engines.sdxl import SdxlConfig, SdxlEngine
from generation.engines.sdxl.upscaling import CPU_TILE, Enlarging, Upscaler
from generation.errors import EngineUnavailable, OutOfMemory, RenderCancelled
from generation.tiling import OVERLAP
from tests.sdxl import make_spec, open_engine
from tests.upscalers import compact_weights, write_upscaler


@pytest.fixture
def picture() -> Image.Image:
    """Soft colours with a hard edge; larger than a tile."""
    noise = np.random.default_rng(5).integers(0, 256, (9, 12, 3), dtype=np.uint8)
    image = Image.fromarray(noise).resize((300, 200), Image.Resampling.BICUBIC)
    image.paste("#402010", (120, 60, 180, 150))
    return image


@pytest.fixture
def upscaler_file(tmp_path: Path) -> Path:
    return write_upscaler(tmp_path / "compact-4x.safetensors")


def all_of(enlarging: Enlarging) -> tuple[list[StepDone], Rendering]:
    """Every step, and what came of them."""
    steps = []
    while True:
        try:
            steps.append(next(enlarging))
        except StopIteration as finished:
            return steps, finished.value


def enlarged(upscaler: Upscaler, image: Image.Image, factor: int) -> np.ndarray:
    return np.asarray(all_of(upscaler.enlarge(image, factor))[1].image, dtype=np.int16)


async def followed(handle: RenderHandle) -> tuple[list[StepDone], Rendering]:
    events = [event async for event in handle.events()]
    return [event for event in events if isinstance(event, StepDone)], await handle.result()


# ── the model ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize("suffix", [".safetensors", ".pth"])
@pytest.mark.parametrize(("scale", "factor"), [(4, 4), (4, 2), (2, 2), (2, 4), (3, 4), (3, 2)])
def test_any_scale_reaches_any_factor(
    tmp_path: Path, picture: Image.Image, suffix: str, scale: int, factor: int
) -> None:
    path = write_upscaler(tmp_path / f"model{suffix}", compact_weights(scale=scale))
    _, rendering = all_of(Upscaler.load(path, "cpu", tile=128).enlarge(picture, factor))
    assert rendering.image.size == (300 * factor, 200 * factor)
    back = rendering.image.resize(picture.size, Image.Resampling.BOX)
    assert np.corrcoef(np.asarray(back).ravel(), np.asarray(picture).ravel())[0, 1] > 0.9


def test_model_does_what_spandrel_makes_of_it(upscaler_file: Path, picture: Image.Image) -> None:
    ours = enlarged(Upscaler.load(upscaler_file, "cpu", tile=512), picture, 4)
    import spandrel

    model = spandrel.ModelLoader().load_from_file(upscaler_file).eval()
    levels = torch.from_numpy(np.array(picture)).permute(2, 0, 1)[None] / 255
    theirs = (model(levels)[0].permute(1, 2, 0) * 255).round().numpy()
    assert np.abs(ours - theirs).max() == 0


def test_tiles_show_no_seams(upscaler_file: Path, picture: Image.Image) -> None:
    whole = enlarged(Upscaler.load(upscaler_file, "cpu", tile=512), picture, 4)
    tiled = enlarged(Upscaler.load(upscaler_file, "cpu", tile=96), picture, 4)
    difference = np.abs(whole - tiled).max(axis=2)
    assert difference.max() <= 12  # where one tile fades into the next, its own rim still counts a little
    assert (difference > 1).mean() < 0.02


def test_every_tile_is_a_step(upscaler_file: Path, picture: Image.Image) -> None:
    steps, rendering = all_of(Upscaler.load(upscaler_file, "cpu", tile=128).enlarge(picture, 2))
    assert [step.step for step in steps] == list(range(1, len(steps) + 1))
    assert {step.total for step in steps} == {len(steps)}
    assert len(steps) == 3 * 2  # 300 × 200 by tiles of 128 that have an eighth in common
    assert OVERLAP == 0.125
    assert rendering.model == "compact-4x"
    assert rendering.parameters["upscaler"] == "compact-4x"
    assert rendering.parameters["upscaler_scale"] == 4


# ── files that are no upscalers ─────────────────────────────────────────────


class Trap:
    """What a hostile file may hold: unpickled carelessly, it runs code."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self.path,)


def write_bad_file(kind: str, folder: Path) -> Path:
    path = folder / ("model.pth" if "pth" in kind else "model.safetensors")
    match kind:
        case "missing":
            pass
        case "truncated" | "truncated pth":
            write_upscaler(path)
            path.write_bytes(path.read_bytes()[:-500])
        case "foreign" | "foreign pth":
            write_upscaler(path, {"unet.weight": torch.zeros(3)})
        case "gray":
            write_upscaler(path, compact_weights(channels=1))
        case "restoring":
            write_upscaler(path, compact_weights(scale=1))
        case "trap pth":
            torch.save({"params": Trap(folder / "sprung")}, path)
        case "folder":
            path.mkdir()
        case _:
            path = path.with_suffix(".onnx")
            path.write_bytes(b"onnx")
    return path


BAD = {
    "missing": "is not there",
    "truncated": "damaged or only half there",
    "truncated pth": "damaged or only half there",
    "foreign": "is nothing that enlarges",
    "foreign pth": "is nothing that enlarges",
    "gray": "is nothing that enlarges",
    "restoring": "is nothing that enlarges",
    "trap pth": "is nothing that enlarges",
    "folder": "is not there",
    "onnx": "is no upscaler",
}


@pytest.mark.parametrize(("kind", "reason"), BAD.items())
def test_bad_file_is_told_in_one_sentence(tmp_path: Path, kind: str, reason: str) -> None:
    path = write_bad_file(kind, tmp_path)
    with pytest.raises(EngineUnavailable, match=reason) as caught:
        Upscaler.load(path, "cpu")
    assert caught.value.message.startswith(f"UPSCALER_MODEL “{path.name}” ")
    assert caught.value.message.count(". ") == 0
    assert str(tmp_path) not in caught.value.message
    assert not (tmp_path / "sprung").exists()


async def test_engine_without_a_good_upscaler_says_so_and_interpolates(
    sdxl_cache: Path, tmp_path: Path, picture: Image.Image
) -> None:
    path = write_bad_file("foreign", tmp_path)
    async with open_engine(sdxl_cache, upscaler=path) as engine:
        _, rendering = await followed(engine.enlarge(picture, 2))
        info = engine.info
    assert rendering.parameters == {"upscaler": "lanczos"}
    assert np.array_equal(rendering.image, picture.resize((600, 400), Image.Resampling.LANCZOS))
    assert info.upscaler is None
    assert info.detail is not None
    assert "is nothing that enlarges" in info.detail


def test_damaged_file_is_told_before_anything_is_loaded(sdxl_cache: Path, tmp_path: Path) -> None:
    path = write_bad_file("truncated", tmp_path)
    info = SdxlEngine(SdxlConfig(model="tiny", cache_dir=sdxl_cache, upscaler=path)).info
    assert info.upscaler is None
    assert info.detail is not None
    assert "damaged" in info.detail


# ── the engine ──────────────────────────────────────────────────────────────


async def test_engine_enlarges_by_its_upscaler_tile_by_tile(
    sdxl_cache: Path, upscaler_file: Path, picture: Image.Image
) -> None:
    async with open_engine(sdxl_cache, upscaler=upscaler_file) as engine:
        steps, rendering = await followed(engine.enlarge(picture, 2))
        info = engine.info
    assert np.array_equal(rendering.image, enlarged(Upscaler.load(upscaler_file, "cpu"), picture, 2))
    assert len(steps) == 2
    assert rendering.model == "compact-4x"
    assert (info.upscaler, info.detail) == ("compact-4x", "Loaded.")


async def test_enlargement_and_rendering_take_turns(sdxl_cache: Path, upscaler_file: Path) -> None:
    order: list[str] = []

    async def note(name: str, handle: RenderHandle) -> None:
        async for event in handle.events():
            order.extend([name] if isinstance(event, StepDone) else [])

    image = Image.new("RGB", (CPU_TILE * 12, 64))
    async with open_engine(sdxl_cache, upscaler=upscaler_file) as engine:
        handles = {
            "render": engine.submit(make_spec(num_inference_steps=5)),
            "enlarge": engine.enlarge(image, 2),
        }
        await asyncio.gather(*(note(name, handle) for name, handle in handles.items()))
    between = order[order.index("render") : len(order) - order[::-1].index("render")]
    assert (order.count("render"), order.count("enlarge")) == (5, 14)
    assert between.count("enlarge") in range(3, 7)  # one between two steps; events may arrive a little late


async def test_cancelled_enlargement_stops_between_tiles(sdxl_cache: Path, upscaler_file: Path) -> None:
    async with open_engine(sdxl_cache, upscaler=upscaler_file) as engine:
        handle = engine.enlarge(Image.new("RGB", (CPU_TILE * 8, CPU_TILE)), 4)
        steps = []
        async for event in handle.events():
            if isinstance(event, StepDone):
                steps.append(event)
                handle.cancel()
        with pytest.raises(RenderCancelled):
            await handle.result()
    assert len(steps) < steps[0].total


async def test_closing_cancels_an_enlargement(sdxl_cache: Path, upscaler_file: Path) -> None:
    async with open_engine(sdxl_cache, upscaler=upscaler_file) as engine:
        handle = engine.enlarge(Image.new("RGB", (CPU_TILE * 8, CPU_TILE)), 4)
        await anext(handle.events())
    with pytest.raises(RenderCancelled):
        await handle.result()


@contextmanager
def memory_left(size: int) -> Iterator[None]:
    """Let this process have `size` bytes more than it has, and no more."""
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (used + size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


async def test_enlargement_that_does_not_fit_ends_alone(sdxl_cache: Path, tmp_path: Path) -> None:
    hungry = write_upscaler(
        tmp_path / "hungry.safetensors", compact_weights(scale=2, features=8192, layers=0)
    )
    async with open_engine(sdxl_cache, upscaler=hungry) as engine:
        with memory_left(1 << 30):
            large = engine.enlarge(Image.new("RGB", (CPU_TILE, CPU_TILE)), 2)
            small = engine.enlarge(Image.new("RGB", (16, 16)), 2)
            rendered = engine.submit(make_spec(num_inference_steps=2))
            with pytest.raises(OutOfMemory):
                await large.result()
            assert (await small.result()).image.size == (32, 32)
            assert (await rendered.result()).image.size == (256, 256)
