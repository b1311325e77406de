"""Rows and values for tests: sensible in every field that a test doesn't care about."""

from typing import Any

from persistence.tables import GenerationJobRow, ImageRow


def make_job(**overrides: Any) -> GenerationJobRow:
    """A queued job that nothing has been done for."""
    values: dict[str, Any] = {
        "owner": "ada",
        "kind": "portrait",
        "engine": "sketch",
        "batch_key": "sketch",
        "request": {},
        "digest": "0" * 64,
    }
    return GenerationJobRow(**(values | overrides))


def make_image(**overrides: Any) -> ImageRow:
    """A portrait."""
    values: dict[str, Any] = {
        "owner": "ada",
        "kind": "portrait",
        "subtype": "character",
        "name": "Lia",
        "origin": "generated",
        "sha256": "ab" * 32,
        "format": "webp",
        "width": 512,
        "height": 512,
        "size_bytes": 1000,
        "placeholder": "",
    }
    return ImageRow(**(values | overrides))
