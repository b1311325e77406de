"""What the text encoders made of prompts, kept: pictures of one job, and of one theme, share theirs."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

import torch

from generation.spec import LoraWeight

PROMPTS_KEPT = 256  #: a chunk of 77 prompt tokens takes 0.3 MB of the device in half precision


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What the text encoders made of a prompt: text (1, 77·n, 2048), pooled (1, 1280); sizes are SDXL's."""

    text: torch.Tensor
    pooled: torch.Tensor


@dataclass(frozen=True, kw_only=True)
class PromptKey:
    """All that a reading depends on: the words, in how many chunks, and what the text encoders wear."""

    prompt: str
    chunks: int
    loras: tuple[LoraWeight, ...]


class PromptCache:
    """The readings that were asked for last. For one thread."""

    def __init__(self, most: int = PROMPTS_KEPT) -> None:
        self._most = most
        self._readings: OrderedDict[PromptKey, Reading] = OrderedDict()  # the one asked for last comes last

    def get(self, key: PromptKey, read: Callable[[], Reading]) -> Reading:
        """The reading of `key`; `read` makes it where it is not kept."""
        reading = self._readings.pop(key, None) or read()
        self._readings[key] = reading
        if len(self._readings) > self._most:
            self._readings.popitem(last=False)
        return reading
