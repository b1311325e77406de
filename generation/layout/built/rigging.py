"""What stands on the open deck of a ship: masts, hatches, guns, boats, wheel."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from generation.layout.built.hull import Hull
from generation.layout.furnishing import Furnisher, Placing, furnishing, spaces_under
from generation.layout.plan import Point, Prop, PropKind
from generation.layout.spaces import Space

STORES = (
    furnishing(PropKind.BARREL, Placing.WALL, 3, 0.7, 0.7),
    furnishing(PropKind.CRATE, Placing.WALL, 3, 0.85, 0.85),
    furnishing(PropKind.BARREL, Placing.CORNER, 2, 0.7, 0.7),
)
STAIRS = (furnishing(PropKind.STAIRS_DOWN, Placing.WALL, 1, 1.0, 1.8),)
LADDERED = 6  #: spaces of beam from which on there is a hold that one can walk down to
SHORT = 7  #: spaces of open deck
SPACES_PER_MAST = 7.5  #: of the open deck's length
SPACES_PER_GUN = 3


class Rigger:
    """Puts things on the open deck `floor` of one ship, never so that somebody cannot pass."""

    def __init__(self, rng: np.random.Generator, hull: Hull, furnisher: Furnisher, floor: set[Space]) -> None:
        self._rng = rng
        self._hull = hull
        self._furnisher = furnisher
        self._left = min(x for x, _ in floor)
        self._right = max(x for x, _ in floor) + 1
        self._floor = floor
        self.guns: list[Space] = []  #: where they stand

    def rig(self, masts: Sequence[float]) -> Iterator[Prop]:
        """Everything, what must be there first."""
        yield from self._wheel()
        yield from self._furnisher.furnish(STAIRS if self._hull.beam >= LADDERED else ())
        for at in masts:
            yield from self._mast(at)
        yield from self._hatches(masts)
        yield from self._guns()
        yield from self._boats(masts)
        yield from self._anchor()
        yield from self._furnisher.furnish(STORES)

    def masts(self) -> list[float]:
        """Where the masts stand, along the ship: evenly over the deck, and clear of the wheel."""
        length = self._right - self._left
        count = max(1, round(length / SPACES_PER_MAST))
        shares = np.linspace(0.36, 0.82, count) if count > 1 else np.array([0.58])
        return [float(x) + 0.5 for x in np.floor(self._left + shares * length)]

    def _stand(self, prop: Prop, spaces: set[Space] | None = None) -> Iterator[Prop]:
        if self._furnisher.claim(spaces or spaces_under(prop)):
            yield prop

    def _wheel(self) -> Iterator[Prop]:
        at = (self._left + 2.5, self._hull.keel)
        if self._right - self._left < SHORT:  # a tiller beside the way to the mast
            at = (self._left + 0.5, self._hull.keel + 1.0 - self._hull.beam % 2 / 2)
        yield from self._stand(Prop(kind=PropKind.HELM, position=at, width=0.9, height=0.9, rotation=90.0))

    def _mast(self, x: float) -> Iterator[Prop]:
        at = (x, self._hull.keel)
        foot = spaces_under(Prop(kind=PropKind.MAST, position=at, width=0.9, height=0.9))
        spar = round(self._hull.beam * 0.82, 2)
        prop = Prop(kind=PropKind.MAST, position=at, width=spar, height=1.0, rotation=90.0)
        if self._hull.beam < 5:
            prop = Prop(kind=PropKind.MAST, position=at, width=0.9, height=0.9)
        yield from self._stand(prop, foot)

    def _hatches(self, masts: Sequence[float]) -> Iterator[Prop]:
        """Gratings over the hold, between the masts; one walks over them."""
        broad = 2.0 if self._hull.beam % 2 == 0 else 1.0
        if self._hull.beam >= 7:
            broad += 2.0 if self._hull.beam % 2 else 0.0
        stops = [float(self._left), *masts, float(self._right)]
        for first, last in pairwise(stops):
            long = 2.0 if last - first >= 5 else 0.0
            prop = Prop(
                kind=PropKind.GRATE,
                position=(float(round((first + last) / 2)), self._hull.keel),
                width=long,
                height=broad,
            )
            if long and spaces_under(prop) <= self._furnisher.free:
                for space in sorted(spaces_under(prop)):
                    self._furnisher.reserve(space)
                yield prop

    def _guns(self) -> Iterator[Prop]:
        """Along both sides where these run straight, their muzzles outboard."""
        if self._hull.beam < 6:
            return
        top, bottom = self._hull.top, self._hull.top + self._hull.beam - 1
        for x in self._hull.straight[1::SPACES_PER_GUN]:
            for y, inward, turn in ((top, 1, 180.0), (bottom, -1, 0.0)):
                at = (x + 0.5, y + 0.5 + inward * 0.32)
                gun = Prop(kind=PropKind.CANNON, position=at, width=0.8, height=1.3, rotation=turn)
                if self._furnisher.claim({(x, y), (x, y + inward)}):
                    self.guns.append((x, y))
                    yield gun

    def _boats(self, masts: Sequence[float]) -> Iterator[Prop]:
        """Stowed beside the hatches, where the yards of the masts do not hang over them."""
        if self._hull.beam < 8:
            return
        for first, last in list(pairwise(masts))[:2] or [(masts[0], float(self._right))]:
            for side in (-1, 1):
                at: Point = ((first + last) / 2, self._hull.keel + side * (self._hull.beam / 4 + 0.4))
                boat = Prop(kind=PropKind.BOAT, position=at, width=1.3, height=3.2, rotation=90.0)
                yield from self._stand(boat)

    def _anchor(self) -> Iterator[Prop]:
        for space in sorted(self._floor, reverse=True):
            prop = Prop(
                kind=PropKind.ANCHOR,
                position=(space[0] + 0.5, space[1] + 0.5),
                width=0.9,
                height=0.95,
                rotation=270.0,
            )
            if self._furnisher.claim({space}):
                yield prop
                return
