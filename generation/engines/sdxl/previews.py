"""Unfinished pictures: small, cheap, and made beside the rendering."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import torch
from PIL import Image

LARGEST_SIDE = 160

#: What a latent channel adds to red, green and blue (0 to 255), and what they start from. A linear fit to
#: SDXL's VAE by Timothy Alexis Vass, as diffusers' documentation on callbacks gives it.
_CHANNELS = ((60.0, 60.0, 60.0), (-60.0, -5.0, 10.0), (25.0, 15.0, -5.0), (-70.0, -50.0, -35.0))
_BASE = (150.0, 140.0, 130.0)


def preview_image(latents: torch.Tensor) -> Image.Image:
    """A picture of latents (1, 4, h, w) on the CPU: a pixel per latent, at most `LARGEST_SIDE` a side."""
    levels = torch.einsum("chw,cr->hwr", latents[0].float(), torch.tensor(_CHANNELS)) + torch.tensor(_BASE)
    image = Image.fromarray(levels.clamp(0, 255).to(torch.uint8).numpy())
    image.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    return image


class Snapshot:
    """Latents as they are at this point of the device's queue; `fetch` gets them from another thread.

    On a GPU the copy runs on a stream of its own. So it waits for what was queued before the snapshot and for
    nothing after it, and neither the GPU nor the thread that feeds it waits for the copy.
    """

    def __init__(self, latents: torch.Tensor) -> None:
        self._latents = latents
        self._made: torch.cuda.Event | None = None
        if latents.is_cuda:
            self._made = torch.cuda.Event()  # type: ignore[no-untyped-call] # torch leaves it untyped
            self._made.record(torch.cuda.current_stream(latents.device))

    def fetch(self) -> torch.Tensor:
        """The latents on the CPU."""
        if self._made is None:
            return self._latents
        stream = torch.cuda.Stream(self._latents.device)  # type: ignore[no-untyped-call] # one of a few kept ones
        with torch.cuda.stream(stream):
            stream.wait_event(self._made)
            self._latents.record_stream(stream)  # their memory is not used again before the copy is done
            return self._latents.cpu()


class PreviewPace:
    """Says when one picture is to have a preview: no oftener than is useful.

    A preview that comes too soon after the last one, or while that is still being made, is left out.
    """

    def __init__(self, thread: ThreadPoolExecutor, *, every: int, interval: float) -> None:
        self._thread = thread
        self._every = every
        self._interval = interval
        self._pending: Future[None] | None = None
        self._last = float("-inf")

    def wants(self, step: int) -> bool:
        """Whether a preview after `step` steps would be made now."""
        due = self._every > 0 and step > 0 and step % self._every == 0
        idle = self._pending is None or self._pending.done()
        return due and idle and time.monotonic() - self._last >= self._interval

    def make(self, latents: torch.Tensor, deliver: Callable[[Image.Image], None]) -> None:
        """Make a preview of `latents` soon and `deliver` it, from another thread."""
        self._last = time.monotonic()
        snapshot = Snapshot(latents)
        self._pending = self._thread.submit(lambda: deliver(preview_image(snapshot.fetch())))


class Previewer:
    """Turns latents into previews on a thread of its own, at each picture's own pace."""

    def __init__(self, *, every: int, interval: float) -> None:
        self._every = every
        self._interval = interval
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="sdxl-preview")

    def pace(self) -> PreviewPace:
        """The pace of one more picture."""
        return PreviewPace(self._thread, every=self._every, interval=self._interval)

    def close(self) -> None:
        """Finish what is begun and end the thread."""
        self._thread.shutdown()
