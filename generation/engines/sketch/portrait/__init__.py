"""Portraits, drawn: words become traits, traits become shapes, shapes are lit and painted."""

from generation.engines.sketch.portrait.painter import portrait_strokes

__all__ = ["portrait_strokes"]
