"""A submission on its way through the engine: begun, stepped, decoded; it reports its own progress."""

from collections.abc import Sequence
from dataclasses import replace

import torch

from generation.engines.base import PreviewMade, StageReached, StepDone
from generation.engines.sdxl.denoising import Denoising, guided
from generation.engines.sdxl.loras import worn_by
from generation.engines.sdxl.messages import Submission
from generation.engines.sdxl.model import SdxlModel
from generation.engines.sdxl.previews import PreviewPace
from generation.engines.sdxl.rows import Row
from generation.engines.sdxl.scheduling import Bucket
from generation.errors import GenerationError


class Picture:
    """One picture; whatever its methods raise is its own affair and ends it alone."""

    def __init__(self, submission: Submission, model: SdxlModel, previews: PreviewPace) -> None:
        self.spec = submission.spec
        self.engine = submission.engine
        self.model = model
        self._submission = submission
        self._handle = submission.handle
        self._previews = previews
        self._bucket = replace(model.bucket(self.spec), model=submission.engine)
        self._denoising: Denoising | None = None
        self._rows: Sequence[Row] = ()

    @property
    def bucket(self) -> Bucket:
        """What it can share a call with."""
        return self._bucket

    @property
    def priority(self) -> int:
        """How urgent it is: 0 high, 1 normal, 2 low."""
        return self._submission.priority

    @property
    def row_count(self) -> int:
        """Rows that it brings into its next call: both sides of guidance, or one."""
        return len(self._rows) or (2 if guided(self.spec) else 1)

    @property
    def shallow(self) -> bool:
        """Whether its next call leaves out the UNet's deep layers."""
        return self._denoising is not None and self._denoising.shallow

    @property
    def loras(self) -> frozenset[str]:
        """Names of the LoRAs that it wears."""
        return frozenset(lora.name for lora in worn_by(self.spec))

    @property
    def rows(self) -> Sequence[Row]:
        """What the UNet is to look at for its next step."""
        return self._rows

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked to stop."""
        return self._handle.cancelled

    @property
    def begun(self) -> bool:
        """Whether its prompts are read and its noise is made."""
        return self._denoising is not None

    @property
    def stepped(self) -> bool:
        """Whether no step is left."""
        return self._denoising is not None and self._denoising.finished

    def begin(self) -> None:
        """Read the prompts, make the noise."""
        self._handle.report(StageReached(stage="encoding prompt"))
        self._denoising = self.model.begin(self.spec, self._submission.inputs)
        self._handle.report(StageReached(stage="denoising"))
        self._look_ahead(self._denoising)

    def advance(self, prediction: torch.Tensor) -> None:
        """Take one step by what the UNet saw in `rows`, (rows, 4, h, w)."""
        denoising = self._begun()
        before = denoising.step
        denoising.advance(prediction)
        if denoising.step > before:
            self._handle.report(StepDone(step=denoising.step, total=denoising.total))
            self._preview(denoising)
        self._look_ahead(denoising)

    def finish(self) -> None:
        """Decode the latents and hand the picture over."""
        self._handle.report(StageReached(stage="decoding"))
        self._handle.finish(self.model.decode(self._begun().latents, self.spec))

    def end(self, error: GenerationError) -> None:
        """End it without a picture."""
        self._submission.refuse(error)

    def _begun(self) -> Denoising:
        assert self._denoising is not None, "begin() comes first"
        return self._denoising

    def _look_ahead(self, denoising: Denoising) -> None:
        self._rows = () if denoising.finished else denoising.rows()

    def _preview(self, denoising: Denoising) -> None:
        step, handle = denoising.step, self._handle
        if not denoising.finished and self._previews.wants(step):
            latents = denoising.predicted_latents()
            self._previews.make(latents, lambda image: handle.report(PreviewMade(image=image, step=step)))
