"""`Rock`: how rock rises in steps out of the land."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from generation.engines.sketch.maps.texture import Field, smoothstep

STEPS = (0.0, 1.7, 3.6, 6.2)  #: spaces from the foot at which rock rises once more
FACE = 0.5  #: how wide a face is, seen from above, in spaces


@dataclass(frozen=True)
class Rock:
    """`inside` is spaces from the foot, positive inside; `sway` moves the inner steps about, in spaces."""

    inside: Field
    sway: Field

    @cached_property
    def seen(self) -> bool:
        """Whether there is any."""
        return bool(self.inside.max() > 0)

    @property
    def rises(self) -> list[Field]:
        """For each step that is reached, spaces up from its foot."""
        highest = float(self.inside.max())
        steps = [self.inside - at - (self.sway if at else np.float32(0)) for at in STEPS if at < highest]
        return [np.asarray(step, dtype=np.float32) for step in steps]

    @property
    def height(self) -> Field:
        """How high it stands, in steps of 1."""
        total = np.zeros_like(self.inside)
        for rise in self.rises:
            total += smoothstep(0.0, FACE, rise)
        return total
