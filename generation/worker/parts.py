"""Parts of a picture, painted one by one: cut out, painted over, brought back to their size."""

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from PIL import Image

from generation.briefs import Box
from generation.engines.base import Rendering, RenderInputs
from generation.layout.plan import MapLayout
from generation.planning import SEED_LIMIT
from generation.post_processing.regions import cut, sized
from generation.spec import RenderSpec
from generation.worker.held import HeldJob
from generation.worker.studio import PREVIEW_SIDE, Studio, gather_in_order

AT_ONCE = 8  #: parts of one job in an engine's hands, so that a large picture doesn't fill its memory


class Proof:
    """A whole picture, small, in which the parts show as far as they are painted."""

    def __init__(self, picture: Image.Image) -> None:
        self._scale = min(1.0, PREVIEW_SIDE / max(picture.size))
        self._small = picture.resize(self._scaled(*picture.size), reducing_gap=2.0)

    def show(self, box: Box, part: Image.Image) -> Image.Image:
        """The whole picture with a part of it, of any size, put in its place."""
        self._small.paste(part.convert("RGB").resize(self._scaled(*box.size)), self._placed(box))
        return self._small.copy()

    def _scaled(self, width: int, height: int) -> tuple[int, int]:
        return max(1, round(width * self._scale)), max(1, round(height * self._scale))

    def _placed(self, box: Box) -> tuple[int, int]:
        return round(box.left * self._scale), round(box.top * self._scale)


@dataclass(frozen=True, kw_only=True)
class PartPainter:
    """Paints parts of one picture (RGB) for one job."""

    studio: Studio
    held: HeldJob
    picture: Image.Image
    proof: Proof
    layout: MapLayout | None = None  #: of a map: for whoever paints all of it at once
    control: Image.Image | None = None  #: as large as the picture: what its parts keep to
    gate: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    @classmethod
    async def of(
        cls,
        studio: Studio,
        held: HeldJob,
        picture: Image.Image,
        layout: MapLayout | None = None,
        control: Image.Image | None = None,
    ) -> "PartPainter":
        """A painter of parts of `picture`."""
        proof = await studio.in_pool(Proof, picture)
        return cls(studio=studio, held=held, picture=picture, proof=proof, layout=layout, control=control)

    async def paint_all(self, spec: RenderSpec, boxes: Sequence[Box]) -> list[Rendering]:
        """Every one of these parts painted by a seed of its own, each as large as its box."""
        seeded = [replace(spec, seed=part_seed(spec.seed, number)) for number in range(len(boxes))]
        return await gather_in_order([self.paint(spec, box) for spec, box in zip(seeded, boxes, strict=True)])

    async def paint(self, spec: RenderSpec, box: Box, mask: Image.Image | None = None) -> Rendering:
        """One part painted over at the spec's size; `mask` (L) is as large as the picture."""
        size = spec.width, spec.height
        async with self.gate:
            control = await self.studio.in_pool(cut, self.control, box, size) if self.control else None
            inputs = RenderInputs(
                layout=self.layout if box.size == self.picture.size else None,
                init_image=await self.studio.in_pool(cut, self.picture, box, size),
                mask_image=await self.studio.in_pool(cut, mask, box, size) if mask else None,
                control_image=control,
            )
            show = partial(self.proof.show, box)
            rendering = await self.studio.render(self.held, spec, inputs, show=show)
            return replace(rendering, image=await self.studio.in_pool(sized, rendering.image, box.size))


def part_seed(seed: int, number: int) -> int:
    """The seed of a picture's part: the picture's own for the first; no two parts share their noise."""
    if number == 0:
        return seed
    digest = hashlib.sha256(f"{seed}:{number}".encode()).digest()
    return int.from_bytes(digest[:8]) % SEED_LIMIT
