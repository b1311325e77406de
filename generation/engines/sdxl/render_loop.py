"""The life of the engines' thread: take in what is asked, and render it all at once, a step at a time.

The loop does one thing after another: decode a picture that has taken its last step, begin one that is to
take its first, or call a UNet once for all pictures whose turn `scheduling` says it is. Between any two of
these it takes in what has arrived and lets go what was cancelled, and enlarges one tile of what is only to be
enlarged; so pictures join and leave between steps, and those of several models take turns.
"""

import queue
from collections.abc import Collection
from contextlib import suppress

from generation.engines.base import StageReached
from generation.engines.sdxl.arrivals import Arrivals
from generation.engines.sdxl.enlarger import Enlarger
from generation.engines.sdxl.failures import as_generation_error, as_unavailable, log_failure
from generation.engines.sdxl.memory import free_memory
from generation.engines.sdxl.messages import Enlargement, Message, OpenRequest, Release, Stop, Submission
from generation.engines.sdxl.model_shelf import ModelShelf
from generation.engines.sdxl.picture import Picture
from generation.engines.sdxl.previews import Previewer
from generation.engines.sdxl.thread import RenderThread
from generation.engines.sdxl.under_way import UnderWay
from generation.errors import EngineUnavailable, RenderCancelled


class RenderLoop:
    """Owns all models and everything that touches them."""

    def __init__(self, thread: RenderThread) -> None:
        config = next(iter(thread.configs.values()))
        self._inbox = thread.inbox
        self._states = thread.states
        self._stopping = False
        self._models = ModelShelf(thread.configs, thread.states, most=thread.loaded_models)
        self._awaited: list[OpenRequest] = []  # to be answered once their engines are ready
        self._previewer = Previewer(every=config.preview_every, interval=config.preview_interval)
        self._arrived = Arrivals()
        self._under_way = UnderWay(config, self._models)
        self._enlarger = Enlarger(config, thread.upscaler)

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
        return not (self._arrived or self._under_way or self._enlarger or self._models.warming)

    def _receive(self, message: Message) -> None:
        match message:
            case Submission():
                self._arrived.join(message)
                self._tell_what_is_waited_for()
            case Enlargement():
                self._enlarger.take(message)
            case OpenRequest():
                self._answer(message)
            case Release():
                self._release(message)
            case Stop():
                self._stopping = True

    def _answer(self, request: OpenRequest) -> None:
        """Make an engine ready; one whose model finds no place now is as ready as those not to be loaded."""
        try:
            if not (request.load and self._models.get(request.engine, self._under_way.engines)):
                self._models.check(request.engine)
            self._enlarger.load()
        except Exception as error:  # noqa: BLE001  # somebody waits for the answer
            log_failure(error, engine=request.engine)
            request.refuse(as_unavailable(as_generation_error(error)))
        else:
            self._awaited.append(request)
            self._tell_who_is_ready()

    def _release(self, message: Release) -> None:
        """Let an engine's model go, whose pictures are cancelled; whoever awaits it waits no longer."""
        self._drop_cancelled()
        self._refuse_awaiting({message.engine})
        self._models.release(message.engine)
        message.accept()

    def _refuse_awaiting(self, engines: Collection[str]) -> None:
        for request in [request for request in self._awaited if request.engine in engines]:
            self._awaited.remove(request)
            request.refuse(EngineUnavailable("The sdxl engine has been closed."))

    def _tell_who_is_ready(self) -> None:
        """Answer for engines that are ready by now, and say how far the one is that is warming up."""
        for request in [request for request in self._awaited if self._states[request.engine].ready]:
            self._awaited.remove(request)
            request.accept()
        if (engine := self._models.warming) and (stage := self._states[engine].stage):
            self._arrived.tell(stage, engines={engine})

    def _tell_what_is_waited_for(self) -> None:
        """Keep those informed who wait for a model's place, and do not let them seem to be stuck."""
        if self._arrived and not self._may_enter and self._arrived.first.engine not in self._models:
            self._arrived.remind("waiting for another model")

    def _drop_cancelled(self) -> None:
        self._arrived.drop_cancelled()
        self._under_way.drop_cancelled()
        self._enlarger.drop_cancelled()

    # ── one piece of work ───────────────────────────────────────────────────

    def _work(self) -> None:
        """Do the one thing that comes next, after one tile of an enlargement and one shape of a warm-up."""
        if self._enlarger:
            self._enlarger.advance()
        if engine := self._models.warming:
            self._models.warm_up(engine)
            self._tell_who_is_ready()
        if self._may_enter:
            self._enter(self._arrived.first)
        elif self._under_way:
            self._under_way.advance()
            self._tell_what_is_waited_for()

    @property
    def _may_enter(self) -> bool:
        """Whether there is a model, or a place for it, for whoever is first in line; all others wait."""
        return bool(self._arrived) and self._models.can_serve(
            self._arrived.first.engine, self._under_way.engines
        )

    def _enter(self, submission: Submission) -> None:
        """Put a submission into the timetable, or refuse it where its model cannot be loaded.

        It stays in line where the model proves to have no place yet, or has to warm up.
        """
        if submission.engine not in self._models:
            submission.handle.report(StageReached(stage="loading model"))
        try:
            model = self._models.get(submission.engine, self._under_way.engines)
            if model is None or not model.ready:
                self._tell_who_is_ready()
                return
            picture = Picture(submission, model, self._previewer.pace())
        except Exception as error:  # noqa: BLE001  # the thread outlives every failure of a picture
            log_failure(error, engine=submission.engine)
            submission.refuse(as_generation_error(error))
        else:
            self._under_way.join(picture)
        self._arrived.leave(submission)

    # ── the end ─────────────────────────────────────────────────────────────

    def _close(self) -> None:
        self._under_way.close()
        self._arrived.refuse_all(RenderCancelled())
        self._enlarger.close()
        self._refuse_awaiting(self._states)
        self._refuse_the_rest()
        self._previewer.close()
        self._models.close()
        free_memory()

    def _refuse_the_rest(self) -> None:
        with suppress(queue.Empty):
            while True:
                message = self._inbox.get_nowait()
                if not isinstance(message, Stop):
                    message.refuse(EngineUnavailable("The sdxl engine has been closed."))
