"""Times methods where they are called, on whatever thread that is."""

import functools
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

import torch

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, kw_only=True)
class Span:
    """A call from its beginning to its end, in seconds of the host; on CUDA also as marks in its stream."""

    name: str
    start: float
    end: float
    marks: tuple[torch.cuda.Event, torch.cuda.Event] | None = None


class Stopwatch:
    """Collects a `Span` for every call of the methods that it watches, in the order of their ends."""

    def __init__(self, *, cuda: bool) -> None:
        self.spans: list[Span] = []
        self._cuda = cuda

    @contextmanager
    def watching(self, owner: type, *names: str, wait: bool = False) -> Iterator[None]:
        """Time these methods of `owner`; where `wait`, each call waits for the device at its end."""
        usual = {name: owner.__dict__[name] for name in names}
        for name, method in usual.items():
            setattr(owner, name, self._timed(name, method, wait=wait))
        try:
            yield
        finally:
            for name, method in usual.items():
                setattr(owner, name, method)

    def _timed(self, name: str, method: Callable[P, R], *, wait: bool) -> Callable[P, R]:
        @functools.wraps(method)
        def timed(*args: P.args, **kwargs: P.kwargs) -> R:
            began, first = time.perf_counter(), self._mark()
            try:
                return method(*args, **kwargs)
            finally:
                last = self._mark()
                if wait and self._cuda:
                    torch.cuda.synchronize()
                marks = None if first is None or last is None else (first, last)
                self.spans.append(Span(name=name, start=began, end=time.perf_counter(), marks=marks))

        return timed

    def _mark(self) -> torch.cuda.Event | None:
        if not self._cuda:
            return None
        mark = torch.cuda.Event(enable_timing=True)  # type: ignore[no-untyped-call] # torch has no types for it
        mark.record()
        return mark
