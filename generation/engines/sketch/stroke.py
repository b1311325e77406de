"""`Stroke`: one step of a drawing, from the picture so far to the next."""

from collections.abc import Callable

from PIL.Image import Image

Stroke = Callable[[Image], Image]
"""Pure: answers with a new RGB picture and leaves the one that it was given alone."""
