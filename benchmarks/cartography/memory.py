"""What a map of 4200 × 2800 pixels takes to draw and to export, each in a process of its own.

The memory is the most that the process ever held, less what it held before the work, when all was imported.
"""

import asyncio
import io
import multiprocessing
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks.cartography.layouts import paint
from generation.briefs import Grid, MapBrief
from generation.exports import ExportedMap, Picture, find_warnings, write
from generation.layout import make_layout
from generation.vocabulary import MapEnvironment, MapExportFormat

GRID = Grid(columns=30, rows=20, size=140)
KIB = 1024
STATUS = Path("/proc/self/status")
PEAK_RESET = Path("/proc/self/clear_refs")


async def run() -> None:
    """Print megabytes and seconds."""
    works: dict[str, Callable[[], object]] = {
        f"draw, {environment.value}": _Drawing(environment)
        for environment in (MapEnvironment.DUNGEON, MapEnvironment.FOREST, MapEnvironment.TOWN)
    }
    works |= {f"export, {format_.value}": _Export(format_) for format_ in MapExportFormat}
    fresh = multiprocessing.get_context("spawn")
    for name, work in works.items():
        with ProcessPoolExecutor(1, mp_context=fresh) as pool:
            loop = asyncio.get_running_loop()
            megabytes, seconds = await loop.run_in_executor(pool, _measured, work)
        print(f"{name:<44}{megabytes:>10.0f} MB{seconds:>10.2f} s")


def _measured(work: Callable[[], object]) -> tuple[float, float]:
    """Megabytes at the most, above what was held before, and seconds."""
    PEAK_RESET.write_text("5")  # proc_pid_clear_refs(5): the peak becomes what is held now
    before = _most_held()
    began = time.perf_counter()
    work()
    seconds = time.perf_counter() - began
    return (_most_held() - before) / 1e6, seconds


def _most_held() -> int:
    """Bytes: getrusage would count what the parent process held as well."""
    [line] = [line for line in STATUS.read_text().splitlines() if line.startswith("VmHWM:")]
    return int(line.split()[1]) * KIB


class _Drawing:
    def __init__(self, environment: MapEnvironment) -> None:
        self._brief = MapBrief(environment=environment, layout_seed=7, grid=GRID)

    def __call__(self) -> object:
        return paint(self._brief)


class _Export:
    """Writes a file and reads it back, as the service does; its picture is noise, so the file is large."""

    def __init__(self, format_: MapExportFormat) -> None:
        self._format = format_
        self._layout = make_layout(MapBrief(layout_seed=7, grid=GRID))
        noise = np.random.default_rng(7).integers(0, 255, (GRID.height, GRID.width, 3), dtype=np.uint8)
        file = io.BytesIO()
        Image.fromarray(noise).save(file, "PNG", compress_level=1)
        self._picture = file.getvalue()

    def __call__(self) -> object:
        map_ = ExportedMap(
            name="Noise",
            file_name="noise",
            grid=GRID,
            layout=self._layout,
            picture=Picture.of(self._picture),
            picture_url="https://limner.example/noise.png",
        )
        return find_warnings(self._format, write(self._format, map_).data)
