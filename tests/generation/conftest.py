"""The tiny SDXL, built once for the session, and an engine over it.

torch is imported where it is used: most tests around here do without.
"""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from generation.engines.sdxl import SdxlConfig, SdxlEngine


@pytest.fixture(scope="session")
def sdxl_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cache directory in which the tiny model is built."""
    import torch

    torch.set_num_threads(1)  # pictures this small are slower on two
    return tmp_path_factory.mktemp("sdxl-cache")


@pytest.fixture(scope="session")
def tiny_folder(sdxl_cache: Path) -> Path:
    """The tiny model as a diffusers folder."""
    from generation.engines.sdxl.tiny import ensure_tiny

    return ensure_tiny(sdxl_cache)


@pytest.fixture(scope="session")
def sdxl_engine(sdxl_cache: Path) -> Iterator[SdxlEngine]:
    """A started engine on the tiny model, which makes a preview at every step."""
    engine = SdxlEngine(
        SdxlConfig(model="tiny", cache_dir=sdxl_cache, device="cpu", preview_every=1, preview_interval=0.0)
    )
    asyncio.run(engine.start())
    yield engine
    asyncio.run(engine.close())
