"""The pictures under way: each has a model and is to begin, to take its next step, or to be decoded."""

from collections import deque
from collections.abc import Callable, Collection, Sequence
from functools import partial

import structlog
import torch

from generation.engines.sdxl.config import SdxlConfig, max_rows
from generation.engines.sdxl.failures import as_generation_error, log_failure
from generation.engines.sdxl.memory import free_memory
from generation.engines.sdxl.model_shelf import ModelShelf
from generation.engines.sdxl.picture import Picture
from generation.engines.sdxl.scheduling import Timetable
from generation.errors import GenerationError, OutOfMemory, RenderCancelled

_log = structlog.get_logger()


class UnderWay:
    """Takes pictures further, one piece of work at a time; whatever fails ends those it befell and no others.

    Where memory runs out, models that have nothing to do make room first.
    """

    def __init__(self, config: SdxlConfig, models: ModelShelf) -> None:
        self._deterministic = config.deterministic
        self._models = models
        self._timetable: Timetable[Picture] = Timetable(max_rows(config))
        self._stepped: deque[Picture] = deque()  # they wait for the decoder

    def __bool__(self) -> bool:
        return bool(self._timetable or self._stepped)

    @property
    def engines(self) -> Collection[str]:
        """Whose pictures these are; the models of these engines are needed."""
        return {picture.engine for picture in (*self._timetable, *self._stepped)}

    def join(self, picture: Picture) -> None:
        """Put a picture among those that are to begin."""
        self._timetable.join(picture)

    def advance(self) -> None:
        """Decode a picture, begin one, or let a company take a step; only where there is any."""
        if self._stepped:
            self._finish(self._stepped[0])
        elif newcomer := self._newcomer():
            self._advance(newcomer, newcomer.begin, repeatable=True)
        else:
            self._step(self._timetable.next_company())

    def drop_cancelled(self) -> None:
        """Let go of what nobody wants any more."""
        for picture in [picture for picture in (*self._timetable, *self._stepped) if picture.cancelled]:
            self._end(picture, RenderCancelled())

    def close(self) -> None:
        """Cancel everything."""
        for picture in (*self._timetable, *self._stepped):
            self._end(picture, RenderCancelled())

    def _newcomer(self) -> Picture | None:
        """Somebody whose place in the next call of its bucket is free, but who has not begun."""
        companies = self._timetable.companies()
        return next((picture for company in companies for picture in company if not picture.begun), None)

    def _finish(self, picture: Picture) -> None:
        if self._guard(picture, picture.finish, repeatable=True):
            self._stepped.remove(picture)

    def _step(self, company: Sequence[Picture]) -> None:
        """Call the UNet once for `company`, and let each take its own step."""
        predictions = self._predict(company)
        for picture, prediction in zip(company, predictions, strict=False):
            self._advance(picture, partial(picture.advance, prediction))

    def _predict(self, company: Sequence[Picture]) -> Sequence[torch.Tensor]:
        """What the UNet sees, picture by picture; nothing where the call failed."""
        counts = [picture.row_count for picture in company]
        least = self._timetable.row_limit(company[0].bucket) if self._deterministic else 0
        rows = [row for picture in company for row in picture.rows]
        filled = max(len(rows), least)
        try:
            model = company[0].model
            filled = model.rows_of_call(rows, least=least)
            prediction = model.predict(rows, fill_to=filled)
            return torch.split(prediction, counts)
        except Exception as error:  # noqa: BLE001  # the thread outlives every failure of a call
            log_failure(error, pictures=len(company), rows=filled)
            failure = as_generation_error(error)
        self._make_do(company, filled, failure)  # out here, where the trace no longer holds on to tensors
        return ()

    def _make_do(self, company: Sequence[Picture], rows: int, failure: GenerationError) -> None:
        """After a failed call: let it be tried again where that may help, else end its pictures."""
        if isinstance(failure, OutOfMemory) and self._find_memory(company, rows):
            return
        for picture in company:
            self._end(picture, failure)

    def _find_memory(self, company: Sequence[Picture], rows: int) -> bool:
        """Whether there is more memory for a call: an idle model's, or what fewer rows leave."""
        if self._models.make_room(self.engines):
            return True
        if not self._timetable.shrink(company, failed=rows):
            return False
        bucket = company[0].bucket
        limit = self._timetable.row_limit(bucket)
        _log.warning("sdxl.rows_halved", rows=rows, limit=limit, width=bucket.width, height=bucket.height)
        free_memory()
        return True

    def _advance(self, picture: Picture, act: Callable[[], None], *, repeatable: bool = False) -> None:
        """Let a picture begin or step; one that has no step left goes on to the decoder."""
        if self._guard(picture, act, repeatable=repeatable) and picture.stepped:
            self._timetable.leave(picture)
            self._stepped.append(picture)

    def _guard(self, picture: Picture, act: Callable[[], None], *, repeatable: bool) -> bool:
        """Whether `act` succeeded; whatever it raises ends this picture and no other.

        Where it only lacked memory that an idle model had, it comes again, if it is `repeatable`.
        """
        try:
            act()
        except Exception as error:  # noqa: BLE001  # the thread outlives every failure of a picture
            log_failure(error, seed=picture.spec.seed, scheduler=picture.spec.scheduler)
            failure = as_generation_error(error)
        else:
            return True
        # out here, where the trace no longer holds on to tensors
        if not (repeatable and isinstance(failure, OutOfMemory) and self._models.make_room(self.engines)):
            self._end(picture, failure)
        return False

    def _end(self, picture: Picture, failure: GenerationError) -> None:
        """End a picture without a result."""
        self._timetable.leave(picture)
        if picture in self._stepped:
            self._stepped.remove(picture)
        picture.end(failure)
        if isinstance(failure, OutOfMemory):
            free_memory()
