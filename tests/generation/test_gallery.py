"""The gallery shows what is painted today."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from PIL import Image

from generation.vocabulary import MapEnvironment, MapKind

DOCS = Path(__file__).parents[2] / "docs"
FINENESS = 6  #: pixels that are compared as one, since WebP is lossy
TOLERATED = 2.0  #: levels, on average


def _load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("gallery", DOCS / "gallery.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


gallery = _load()
SCENES = {scene.name: scene for scene in gallery.SCENES}


@pytest.mark.parametrize("name", SCENES)
def test_picture_of_the_gallery_is_what_is_painted_today(name: str) -> None:
    """After a change of a painter or a layout: `python docs/gallery.py`, and look at what became of them."""
    with Image.open(DOCS / "gallery" / f"{name}.webp") as kept:
        stored = _coarse(kept)
    painted = _coarse(SCENES[name].paint())
    assert stored.shape == painted.shape
    assert np.abs(stored - painted).mean() < TOLERATED


def _coarse(picture: Image.Image) -> np.ndarray:
    return np.asarray(picture.convert("RGB").reduce(FINENESS), dtype=np.float32)


def test_every_environment_and_every_kind_of_land_is_in_the_gallery() -> None:
    assert set(MapEnvironment) <= set(SCENES)
    assert {MapKind.REGION, MapKind.WORLD} <= set(SCENES)
    assert {path.stem for path in (DOCS / "gallery").glob("*.webp")} == set(SCENES)


def test_the_gallerys_page_shows_every_picture() -> None:
    page = (DOCS / "gallery" / "README.md").read_text()
    assert [name for name in SCENES if f"({name}.webp)" not in page] == []
