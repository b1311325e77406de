"""The life of the engine's thread: take in what is asked, and render it all at once, a step at a time.

The loop does one thing after another: decode a picture that has taken its last step, begin one that is to
take its first, or call the UNet once for all pictures whose turn `scheduling` says it is. Between any two of
these it takes in what has arrived and lets go what was cancelled, and enlarges one tile of what is only to be
enlarged; so pictures join and leave between steps.
"""

import queue
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial

import structlog
import torch

from generation.engines.base import StageReached
from generation.engines.sdxl.config import SdxlConfig, max_rows
from generation.engines.sdxl.enlarger import Enlarger
from generation.engines.sdxl.failures import as_generation_error, log_failure
from generation.engines.sdxl.memory import free_memory
from generation.engines.sdxl.messages import EngineState, Enlargement, LoadRequest, Message, Stop, Submission
from generation.engines.sdxl.model import SdxlModel
from generation.engines.sdxl.picture import Picture
from generation.engines.sdxl.previews import Previewer
from generation.engines.sdxl.scheduling import Timetable
from generation.errors import EngineUnavailable, GenerationError, OutOfMemory, RenderCancelled

_log = structlog.get_logger()


class RenderLoop:
    """Owns the model and everything that touches it."""

    def __init__(self, config: SdxlConfig, inbox: "queue.SimpleQueue[Message]", state: EngineState) -> None:
        self._config = config
        self._inbox = inbox
        self._state = state
        self._stopping = False
        self._model: SdxlModel | None = None
        self._awaited: list[LoadRequest] = []  # to be answered once the model is ready
        self._previewer = Previewer(every=config.preview_every, interval=config.preview_interval)
        self._arrived: deque[Submission] = deque()
        self._timetable: Timetable[Picture] = Timetable(max_rows(config))
        self._stepped: deque[Picture] = deque()  # they wait for the decoder
        self._enlarger = Enlarger(config, state)

    def run(self) -> None:
        """Render until `Stop` arrives."""
        while not self._stopping:
            self._take_in()
            self._drop_cancelled()
            if not (self._stopping or self._idle):
                self._work()
        self._close()

    # ── what arrives ────────────────────────────────────────────────────────

    def _take_in(self) -> None:
        """Receive everything that has arrived; where there is nothing else to do, wait for it."""
        with suppress(queue.Empty):
            while not self._stopping:
                self._receive(self._inbox.get(block=self._idle))

    @property
    def _idle(self) -> bool:
        return not (self._arrived or self._stepped or self._timetable or self._enlarger or self._warming)

    @property
    def _warming(self) -> bool:
        return self._model is not None and not self._model.ready

    def _receive(self, message: Message) -> None:
        match message:
            case Submission():
                self._arrived.append(message)
            case Enlargement():
                self._enlarger.take(message)
            case LoadRequest():
                self._answer(message)
            case Stop():
                self._stopping = True

    def _answer(self, request: LoadRequest) -> None:
        try:
            self._loaded_model()
            self._enlarger.load()
        except Exception as error:  # noqa: BLE001  # somebody waits for the answer
            log_failure(error, model=self._config.model)
            request.refuse(as_generation_error(error))
        else:
            self._awaited.append(request)
            self._open_when_ready()

    def _loaded_model(self) -> SdxlModel:
        """The model; where an earlier attempt to load it failed, the reason may have gone by now."""
        if self._model is None:
            self._model = SdxlModel.load(self._config)
            self._state.device_name = self._model.device_name
            self._open_when_ready()
        return self._model

    def _open_when_ready(self) -> None:
        """Say so once the model is ready, and how far it is until then."""
        model = self._model
        self._state.ready = model is not None and model.ready
        self._state.stage = None if model is None else model.stage
        if self._state.ready:
            while self._awaited:
                self._awaited.pop().accept()
        elif self._state.stage is not None:
            for submission in self._arrived:
                submission.handle.report(StageReached(stage=self._state.stage))

    def _drop_cancelled(self) -> None:
        for submission in [arrived for arrived in self._arrived if arrived.handle.cancelled]:
            self._arrived.remove(submission)
            submission.refuse(RenderCancelled())
        for picture in [picture for picture in (*self._timetable, *self._stepped) if picture.cancelled]:
            self._end(picture, RenderCancelled())
        self._enlarger.drop_cancelled()

    # ── one piece of work ───────────────────────────────────────────────────

    def _work(self) -> None:
        """Do the one thing that comes next, after one tile of an enlargement."""
        if self._enlarger:
            self._enlarger.advance()
        if self._warming:
            self._loaded_model().warm_up()
            self._open_when_ready()
        elif self._arrived:
            self._enter(self._arrived.popleft())
        elif self._stepped:
            self._finish(self._stepped[0])
        elif newcomer := self._newcomer():
            self._advance(newcomer, newcomer.begin)
        elif self._timetable:
            self._step(self._timetable.next_company())

    def _enter(self, submission: Submission) -> None:
        """Put a submission into the timetable, or refuse it where there is no model for it."""
        try:
            picture = Picture(submission, self._loaded_model(), self._previewer.pace())
        except Exception as error:  # noqa: BLE001  # the thread outlives every failure of a picture
            log_failure(error, model=self._config.model)
            submission.refuse(as_generation_error(error))
        else:
            self._timetable.join(picture)

    def _newcomer(self) -> Picture | None:
        """Somebody whose place in the next call of its bucket is free, but who has not begun."""
        companies = self._timetable.companies()
        return next((picture for company in companies for picture in company if not picture.begun), None)

    def _finish(self, picture: Picture) -> None:
        if self._guard(picture, picture.finish):
            self._stepped.remove(picture)

    def _step(self, company: Sequence[Picture]) -> None:
        """Call the UNet once for `company`, and let each take its own step."""
        predictions = self._predict(company)
        for picture, prediction in zip(company, predictions, strict=False):
            self._advance(picture, partial(picture.advance, prediction))

    def _predict(self, company: Sequence[Picture]) -> Sequence[torch.Tensor]:
        """What the UNet sees, picture by picture; nothing where the call failed."""
        counts = [picture.row_count for picture in company]
        least = self._timetable.row_limit(company[0].bucket) if self._config.deterministic else 0
        rows = [row for picture in company for row in picture.rows]
        filled = max(len(rows), least)
        try:
            model = self._loaded_model()
            filled = model.rows_of_call(rows, least=least)
            prediction = model.predict(rows, fill_to=filled)
            return torch.split(prediction, counts)
        except Exception as error:  # noqa: BLE001  # the thread outlives every failure of a call
            log_failure(error, pictures=len(company), rows=filled)
            failure = as_generation_error(error)
        self._make_do(company, filled, failure)  # out here, where the trace no longer holds on to tensors
        return ()

    def _make_do(self, company: Sequence[Picture], rows: int, failure: GenerationError) -> None:
        """After a failed call: let it be tried with fewer rows where that may help, else end its pictures."""
        if isinstance(failure, OutOfMemory) and self._timetable.shrink(company, failed=rows):
            bucket = company[0].bucket
            limit = self._timetable.row_limit(bucket)
            _log.warning("sdxl.rows_halved", rows=rows, limit=limit, width=bucket.width, height=bucket.height)
            free_memory()
            return
        for picture in company:
            self._end(picture, failure)

    def _advance(self, picture: Picture, act: Callable[[], None]) -> None:
        """Let a picture begin or step; one that has no step left goes on to the decoder."""
        if self._guard(picture, act) and picture.stepped:
            self._timetable.leave(picture)
            self._stepped.append(picture)

    def _guard(self, picture: Picture, act: Callable[[], None]) -> bool:
        """Whether `act` succeeded; whatever it raises ends this picture and no other."""
        try:
            act()
        except Exception as error:  # noqa: BLE001  # the thread outlives every failure of a picture
            log_failure(error, seed=picture.spec.seed, scheduler=picture.spec.scheduler)
            failure = as_generation_error(error)
        else:
            return True
        self._end(picture, failure)  # out here, where the trace no longer holds on to tensors
        return False

    # ── the end ─────────────────────────────────────────────────────────────

    def _end(self, picture: Picture, failure: GenerationError) -> None:
        """End a picture without a result."""
        self._timetable.leave(picture)
        with suppress(ValueError):
            self._stepped.remove(picture)
        picture.end(failure)
        if isinstance(failure, OutOfMemory):
            free_memory()

    def _close(self) -> None:
        for picture in (*self._timetable, *self._stepped):
            self._end(picture, RenderCancelled())
        for submission in self._arrived:
            submission.refuse(RenderCancelled())
        self._arrived.clear()
        self._enlarger.close()
        for request in self._awaited:
            request.refuse(EngineUnavailable("The sdxl engine has been closed."))
        self._refuse_the_rest()
        self._previewer.close()
        if self._model is not None:
            self._model.close()
            self._model = None
        self._state.ready, self._state.stage = False, None
        free_memory()

    def _refuse_the_rest(self) -> None:
        with suppress(queue.Empty):
            while True:
                message = self._inbox.get_nowait()
                if not isinstance(message, Stop):
                    message.refuse(EngineUnavailable("The sdxl engine has been closed."))
