"""Enlarging by a model that spandrel can load, ESRGAN or one of its many relatives: tile by tile."""

import importlib.metadata
import importlib.util
import math
import pickle
import sys
from collections.abc import Collection, Generator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Protocol

import numpy as np
import structlog
import torch
from numpy.typing import NDArray
from PIL import Image
from safetensors import SafetensorError
from safetensors.torch import load_file

from generation.briefs import Box
from generation.engines.base import Rendering, StepDone
from generation.engines.sdxl.upscaler_file import SAFETENSORS, check_upscaler_file, damaged, upscaler_name
from generation.errors import EngineUnavailable
from generation.post_processing.regions import sized
from generation.tiling import cover

CPU_TILE = 256
CUDA_TILE = 512
_CHANNELS = 3
_log = structlog.get_logger()

Size = tuple[int, int]
Enlarging = Generator[StepDone, None, Rendering]
"""An enlargement under way: each turn enlarges one tile, the last one returns the picture."""


class Descriptor(Protocol):
    """The part of spandrel's `ImageModelDescriptor` that is used here."""

    purpose: str
    scale: int
    input_channels: int
    output_channels: int
    supports_half: bool
    dtype: torch.dtype
    device: torch.device

    def __call__(self, image: torch.Tensor) -> torch.Tensor:
        """Enlarge (1, channels, height, width), 0 to 1, `scale` times."""


class Upscaler:
    """A loaded model on its device."""

    def __init__(self, model: Descriptor, *, name: str, architecture: str, tile: int) -> None:
        self._model = model
        self._name = name
        self._architecture = architecture
        self._tile = tile

    @classmethod
    def load(cls, path: Path, device: str, *, tile: int | None = None) -> "Upscaler":
        """Load `path` (.safetensors or .pth) onto a torch device; no code that a file may hold is run.

        `tile` is the side of what is enlarged at a time, in pixels. Raises `EngineUnavailable` with a
        sentence where there is no such model.
        """
        check_upscaler_file(path)
        with _explained(path), _importable_spandrel():
            import spandrel  # noqa: PLC0415  # optional, and takes a while

            weights = spandrel.canonicalize_state_dict(_read_weights(path))
            try:
                found = spandrel.MAIN_REGISTRY.load(weights)
            except spandrel.UnsupportedModelError as error:
                raise EngineUnavailable(_foreign(path)) from error
            if not isinstance(found, spandrel.ImageModelDescriptor) or not _enlarges(found):
                raise EngineUnavailable(_foreign(path))
            # bfloat16 has no more steps below white than a picture has levels: it would show as banding
            half = device != "cpu" and found.supports_half
            found.to(torch.device(device), torch.float16 if half else torch.float32).eval()
        return cls(
            found,
            name=upscaler_name(path),
            architecture=str(found.architecture.name),
            tile=tile or (CPU_TILE if device == "cpu" else CUDA_TILE),
        )

    @property
    def description(self) -> str:
        """For people: the architecture, and how many times as wide and as high it makes a picture."""
        return f"{self._architecture}, {self._model.scale}×"

    def enlarge(self, image: Image.Image, factor: int) -> Enlarging:
        """Make `image` (RGB) `factor` times as wide and as high.

        As often as that takes; where the model's scale would overshoot, its tiles are made smaller again.
        """
        target = (image.width * factor, image.height * factor)
        passes = list(_passes(image.size, factor, self._model.scale))
        total = sum(1 for size, _ in passes for _ in cover(size, self._tile))
        done = 0
        for size, times in passes:
            canvas = Image.new("RGB", (size[0] * times, size[1] * times))
            boxes = list(cover(size, self._tile))
            for box in boxes:
                tile = self._enlarged(image.crop(box.corners), times)
                canvas.paste(tile, (box.left * times, box.top * times), _fading_in(box, boxes, times))
                done += 1
                yield StepDone(step=done, total=total)
            image = canvas
        return Rendering(image=sized(image, target), model=self._name, parameters=self._facts())

    def _enlarged(self, tile: Image.Image, times: int) -> Image.Image:
        """One tile, `times` as wide and as high."""
        model = self._model
        levels = torch.from_numpy(np.array(tile)).to(model.device, model.dtype) / 255
        enlarged = model(levels.permute(2, 0, 1)[None])[0].permute(1, 2, 0)
        levels = (enlarged.float() * 255).round().to("cpu", torch.uint8)
        return sized(Image.fromarray(levels.numpy()), (tile.width * times, tile.height * times))

    def _facts(self) -> dict[str, str | int | float | bool]:
        return {
            "upscaler": self._name,
            "upscaler_architecture": self._architecture,
            "upscaler_scale": self._model.scale,
            "upscaler_dtype": str(self._model.dtype).removeprefix("torch."),
            "spandrel": importlib.metadata.version("spandrel"),
        }


def _passes(size: Size, factor: int, scale: int) -> Iterator[tuple[Size, int]]:
    """The size before each pass, and how many times as large the pass makes it."""
    reached = 1
    while reached < factor:
        times = min(scale, math.ceil(factor / reached))
        yield (size[0] * reached, size[1] * reached), times
        reached *= times


def _fading_in(box: Box, boxes: Sequence[Box], times: int) -> Image.Image:
    """A mask (L) for the enlarged tile: it fades in over what it shares with those to its left and above.

    Laid down one by one like this, tiles take Pillow a moment each; `join_tiles` would take seconds for all
    of them at the end, and hold up whatever else the engine's thread renders.
    """
    width, height = box.size
    across = _rise(box.left, {other.left for other in boxes}, width, times)
    down = _rise(box.top, {other.top for other in boxes}, height, times)
    return Image.fromarray(np.round(np.outer(down, across) * 255).astype(np.uint8))


def _rise(start: int, starts: Collection[int], length: int, times: int) -> NDArray[np.float64]:
    """0 to 1 over what a stretch has in common with the one before it, then 1 to its end."""
    before = max((other for other in starts if other < start), default=start - length)
    common = (before + length - start) * times
    return np.asarray(np.minimum((np.arange(length * times) + 0.5) / max(common, 0.5), 1), dtype=np.float64)


def _enlarges(model: Descriptor) -> bool:
    """Not a model that removes noise, restores faces, or works on more or less than RGB."""
    channels = (model.input_channels, model.output_channels)
    return model.purpose == "SR" and model.scale > 1 and channels == (_CHANNELS, _CHANNELS)


def _read_weights(path: Path) -> dict[str, torch.Tensor]:
    if path.suffix.lower() == SAFETENSORS:
        return load_file(path)
    weights: dict[str, torch.Tensor] = torch.load(path, map_location="cpu", weights_only=True)
    return weights


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Whatever the libraries raise while they load becomes one sentence; the trace goes to the log."""
    try:
        yield
    except EngineUnavailable:
        raise
    except ModuleNotFoundError as error:
        raise EngineUnavailable(
            f"UPSCALER_MODEL “{path.name}” needs {error.name}; install limner[upscaler]."
        ) from error
    except (SafetensorError, EOFError) as error:
        _log.warning("upscaler.unreadable", file=path.name, reason=str(error))
        raise EngineUnavailable(damaged(path)) from error
    except pickle.UnpicklingError as error:  # something else than weights, which may be code
        _log.warning("upscaler.refused", file=path.name, reason=str(error))
        raise EngineUnavailable(_foreign(path)) from error
    except Exception as error:
        _log.exception("upscaler.load_failed", file=path.name)
        raise EngineUnavailable(
            f"UPSCALER_MODEL “{path.name}” could not be loaded; the log says why."
        ) from error


def _foreign(path: Path) -> str:
    return (
        f"UPSCALER_MODEL “{path.name}” is nothing that enlarges; "
        "use a super-resolution model in RGB that spandrel knows, such as Real-ESRGAN."
    )


@contextmanager
def _importable_spandrel() -> Iterator[None]:
    """Stands in for torchvision where that is not installed, for as long as spandrel is imported.

    Two architectures that enlarge nothing import three names from it. Installing it for them would be
    dangerous: one that was not built with the very torch that is here breaks transformers, and thereby SDXL.
    """
    if "spandrel" in sys.modules or importlib.util.find_spec("torchvision") is not None:
        yield
        return
    functional = ModuleType("torchvision.transforms.functional")
    functional.__dict__.update(dict.fromkeys(("InterpolationMode", "rotate", "normalize")))
    stand_ins = {
        "torchvision": ModuleType("torchvision"),
        "torchvision.transforms": ModuleType("torchvision.transforms"),
        functional.__name__: functional,
    }
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        for name in stand_ins:
            sys.modules.pop(name)
