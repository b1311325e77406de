"""The life of the engine's thread: take in what is asked, render it, one picture at a time.

Everything that decides which picture takes the next step is in this file; what a step is lies in `denoising`,
and what a model is in `model`.
"""

import queue
from collections import deque
from contextlib import suppress

from generation.engines.base import PreviewMade, Rendering, StageReached, StepDone
from generation.engines.sdxl.config import SdxlConfig
from generation.engines.sdxl.denoising import Denoising
from generation.engines.sdxl.failures import as_generation_error, log_failure
from generation.engines.sdxl.messages import EngineState, LoadRequest, Message, Stop, Submission
from generation.engines.sdxl.model import SdxlModel, free_memory
from generation.engines.sdxl.previews import Previewer
from generation.errors import EngineUnavailable, RenderCancelled


class RenderLoop:
    """Owns the model and everything that touches it."""

    def __init__(self, config: SdxlConfig, inbox: "queue.SimpleQueue[Message]", state: EngineState) -> None:
        self._config = config
        self._inbox = inbox
        self._state = state
        self._waiting: deque[Submission] = deque()
        self._stopping = False
        self._model: SdxlModel | None = None
        self._previewer = Previewer(every=config.preview_every, interval=config.preview_interval)

    def run(self) -> None:
        """Render until `Stop` arrives."""
        while not self._stopping:
            self._take_in(wait=not self._waiting)
            if self._waiting and not self._stopping:
                self._serve(self._waiting.popleft())
        self._close()

    def _take_in(self, *, wait: bool) -> None:
        """Receive everything that has arrived and let go what was cancelled; `wait` for the first message."""
        with suppress(queue.Empty):
            while True:
                self._receive(self._inbox.get(block=wait))
                wait = False
        self._drop_cancelled()

    def _receive(self, message: Message) -> None:
        match message:
            case Submission():
                self._waiting.append(message)
            case LoadRequest():
                self._answer(message)
            case Stop():
                self._stopping = True

    def _answer(self, request: LoadRequest) -> None:
        try:
            self._loaded_model()
        except Exception as error:  # noqa: BLE001  # somebody waits for the answer
            log_failure(error, model=self._config.model)
            request.refuse(as_generation_error(error))
        else:
            request.accept()

    def _drop_cancelled(self) -> None:
        cancelled = [submission for submission in self._waiting if submission.handle.cancelled]
        for submission in cancelled:
            self._waiting.remove(submission)
            submission.refuse(RenderCancelled())

    def _loaded_model(self) -> SdxlModel:
        """The model; where an earlier attempt to load it failed, the reason may have gone by now."""
        if self._model is None:
            self._model = SdxlModel.load(self._config)
            self._state.device_name = self._model.device_name
            self._state.ready = True
        return self._model

    def _serve(self, submission: Submission) -> None:
        """Render one picture; whatever happens, its handle is settled."""
        try:
            rendering = self._render(submission)
        except Exception as error:  # noqa: BLE001  # the thread outlives every failure of a picture
            log_failure(error, seed=submission.spec.seed, scheduler=submission.spec.scheduler)
            failure = as_generation_error(error)
        else:
            submission.handle.finish(rendering)
            return
        free_memory()  # out here, where the trace no longer holds on to tensors
        submission.refuse(failure)

    def _render(self, submission: Submission) -> Rendering:
        spec, handle = submission.spec, submission.handle
        model = self._loaded_model()
        handle.report(StageReached(stage="encoding prompt"))
        denoising = model.begin(spec, submission.inputs.init_image)
        handle.report(StageReached(stage="denoising"))
        while not denoising.finished:
            self._stop_if_cancelled(submission)
            self._step(model, denoising, submission)
        self._stop_if_cancelled(submission)
        handle.report(StageReached(stage="decoding"))
        return model.decode(denoising.latents)

    def _stop_if_cancelled(self, submission: Submission) -> None:
        self._take_in(wait=False)
        if self._stopping or submission.handle.cancelled:
            raise RenderCancelled

    def _step(self, model: SdxlModel, denoising: Denoising, submission: Submission) -> None:
        before = denoising.step
        denoising.advance(model.predict(denoising.rows()))
        if denoising.step > before:
            submission.handle.report(StepDone(step=denoising.step, total=denoising.total))
            self._preview(denoising, submission)

    def _preview(self, denoising: Denoising, submission: Submission) -> None:
        step, handle = denoising.step, submission.handle
        if not denoising.finished and self._previewer.wants(step):
            latents = denoising.predicted_latents()
            self._previewer.make(latents, lambda image: handle.report(PreviewMade(image=image, step=step)))

    def _close(self) -> None:
        for submission in self._waiting:
            submission.refuse(RenderCancelled())
        self._waiting.clear()
        self._refuse_the_rest()
        self._previewer.close()
        if self._model is not None:
            self._model.close()
            self._model = None
        self._state.ready = False
        free_memory()

    def _refuse_the_rest(self) -> None:
        with suppress(queue.Empty):
            while True:
                message = self._inbox.get_nowait()
                if not isinstance(message, Stop):
                    message.refuse(EngineUnavailable("The sdxl engine has been closed."))
