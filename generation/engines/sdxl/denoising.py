"""One picture on its way out of the noise.

A `Denoising` owns everything that is its picture's alone: scheduler, generator, latents. The UNet is shared:
`rows.predict_noise` takes the rows of any number of pictures of one size and text length, and each picture
then steps by itself. So what decides which pictures share a call lies outside of here.
"""

import inspect
import math
from collections.abc import Mapping

import diffusers
import torch
from PIL import Image

from generation.engines.sdxl.conditioning import Guidance
from generation.engines.sdxl.control import Control
from generation.engines.sdxl.deep_cache import DeepFeature
from generation.engines.sdxl.inpainting import Kept, latent_mask
from generation.engines.sdxl.latents import SCALE, draw_noise, encode_image
from generation.engines.sdxl.loras import worn_by
from generation.engines.sdxl.rows import Row
from generation.engines.sdxl.schedulers import SCHEDULERS
from generation.errors import InvalidBrief
from generation.spec import LoraWeight, RenderSpec

DEFAULT_STRENGTH = 0.6


def make_scheduler(name: str, config: Mapping[str, object]) -> diffusers.SchedulerMixin:
    """A fresh scheduler by its name in `SCHEDULERS`, over the checkpoint's own scheduler configuration."""
    recipe = SCHEDULERS[name]
    scheduler_class = getattr(diffusers, recipe.class_name)
    return scheduler_class.from_config(dict(config), **recipe.options)


def guided(spec: RenderSpec) -> bool:
    """Whether classifier-free guidance is done at all; at 1 it would change nothing."""
    return spec.guidance_scale > 1


class Denoising:
    """A picture between its noise and its last step.

    `rows()` is what the UNet is to look at next; `advance()` takes what it saw. Latents stay in float32.
    """

    def __init__(
        self,
        *,
        scheduler: diffusers.SchedulerMixin,
        generator: torch.Generator,
        guidance: Guidance,
        guidance_scale: float,
        latents: torch.Tensor,
        timesteps: torch.Tensor,
        loras: tuple[LoraWeight, ...] = (),
        kept: Kept | None = None,
        control: Control | None = None,
        guidance_end: float = 1.0,
        cache_interval: int = 1,
    ) -> None:
        self.latents = latents
        self._loras = loras
        self._scheduler = scheduler
        self._order: int = scheduler.order
        self._step_options = _step_options(scheduler, generator)
        self._guidance = guidance
        self._guidance_scale = guidance_scale
        self._timesteps = timesteps  # on the CPU, where a scheduler can read them without waiting for a GPU
        self._shown_timesteps = timesteps.to(latents.device, torch.float32)
        self._signals: list[float] = scheduler.alphas_cumprod.cpu()[timesteps.long()].tolist()
        self._kept = kept
        self._control = control
        self._guided_steps = round(guidance_end * self.total)
        self._cache_interval = cache_interval
        self._deep = (DeepFeature(), DeepFeature()) if cache_interval > 1 else (None, None)
        self._index = 0
        self._input: torch.Tensor = latents
        self._prediction: torch.Tensor = torch.zeros_like(latents)

    @property
    def finished(self) -> bool:
        """Whether no step is left."""
        return self._index == len(self._timesteps)

    @property
    def total(self) -> int:
        """Steps in all; a second-order scheduler looks twice at most of them."""
        return -(-len(self._timesteps) // self._order)

    @property
    def step(self) -> int:
        """Steps done."""
        return self.total if self.finished else self._index // self._order

    @property
    def shallow(self) -> bool:
        """Whether the next call leaves out the deep layers and takes what they gave last."""
        return self._index % self._cache_interval != 0

    def rows(self) -> list[Row]:
        """The rows of the next call: negative and positive where guidance is done, else one."""
        timestep = self._timesteps[self._index]
        self._input = self._scheduler.scale_model_input(self.latents, timestep)
        negative = self._guidance.negative if self.step < self._guided_steps else None
        return [
            Row(
                latents=self._input,
                timestep=self._shown_timesteps[self._index],
                conditioning=side,
                loras=self._loras,
                control=self._control,
                deep=deep,
                shallow=self.shallow,
            )
            for side, deep in zip((negative, self._guidance.positive), self._deep, strict=True)
            if side is not None
        ]

    def advance(self, prediction: torch.Tensor) -> None:
        """Take one step by what the UNet saw in `rows()`, (rows, 4, h, w)."""
        negative, positive = prediction[:1], prediction[-1:]
        if len(prediction) > 1:
            positive = negative + self._guidance_scale * (positive - negative)
        timestep = self._timesteps[self._index]
        stepped = self._scheduler.step(
            positive, timestep, self.latents, return_dict=False, **self._step_options
        )
        self.latents = stepped[0]
        self._prediction = positive
        self._index += 1
        if self._kept is not None:
            following = self._timesteps[self._index : self._index + 1]
            self.latents = self._kept.put_back(self.latents, self._scheduler, following)

    def predicted_latents(self) -> torch.Tensor:
        """The finished latents as far as they can be told after the step just taken."""
        predicted = self._predicted()
        return predicted if self._kept is None else self._kept.put_back_clean(predicted)

    def _predicted(self) -> torch.Tensor:
        """DDIM's predicted x0.

        What the UNet is shown is variance-preserving whatever the scheduler, √ᾱ·x0 + √(1-ᾱ)·noise, so one
        formula fits them all (Song et al. 2021, arXiv 2010.02502, equation 12).
        """
        signal = self._signals[max(self._index - 1, 0)]
        root, rest = math.sqrt(signal), math.sqrt(1 - signal)
        kind = self._scheduler.config.prediction_type
        if kind == "v_prediction":
            return root * self._input - rest * self._prediction
        if kind == "sample":
            return self._prediction
        return (self._input - rest * self._prediction) / max(root, 1e-3)


@torch.no_grad()
def begin_denoising(
    pipeline: diffusers.StableDiffusionXLPipeline,
    spec: RenderSpec,
    guidance: Guidance,
    *,
    init_image: Image.Image | None = None,
    mask_image: Image.Image | None = None,
    control: Control | None = None,
) -> Denoising:
    """Noise for `spec`, or `init_image` (RGB, the spec's size) as far back into noise as its strength says.

    With `mask_image` (L, white is painted anew) what is not masked stays as it is in `init_image`. The order
    in which the generator is drawn from (VAE sample, then noise) is the stock pipeline's.
    """
    device, size = pipeline.unet.device, (spec.height, spec.width)
    scheduler = make_scheduler(spec.scheduler, pipeline.scheduler.config)
    _set_timesteps(scheduler, spec)
    start = 0 if init_image is None else _first_step(spec) * scheduler.order
    if hasattr(scheduler, "set_begin_index"):  # those that look back at earlier steps have it
        scheduler.set_begin_index(start)
    timesteps = scheduler.timesteps[start:]
    generator = torch.Generator("cpu").manual_seed(spec.seed)
    clean = None if init_image is None else encode_image(pipeline.vae, init_image, generator)
    noise = draw_noise(size, generator, device)
    kept = None if clean is None or mask_image is None else _keep(clean, noise, mask_image, generator)
    from_noise = clean is None or (kept is not None and start == 0)
    return Denoising(
        scheduler=scheduler,
        generator=generator,
        guidance=guidance,
        guidance_scale=spec.guidance_scale,
        latents=_first_latents(scheduler, None if from_noise else clean, noise, timesteps),
        timesteps=timesteps,
        loras=worn_by(spec),
        kept=kept,
        control=control,
        guidance_end=spec.guidance_end,
        cache_interval=spec.cache_interval,
    )


def _keep(
    clean: torch.Tensor, noise: torch.Tensor, mask_image: Image.Image, generator: torch.Generator
) -> Kept:
    size = (clean.shape[-2] * SCALE, clean.shape[-1] * SCALE)
    draw_noise(size, generator, clean.device)  # stock encodes the masked picture too, if only to drop it
    return Kept(latents=clean, noise=noise, mask=latent_mask(mask_image, size).to(clean.device))


def _first_latents(
    scheduler: diffusers.SchedulerMixin,
    kept: torch.Tensor | None,
    noise: torch.Tensor,
    timesteps: torch.Tensor,
) -> torch.Tensor:
    if kept is not None and len(timesteps) == 0:  # a strength of 0 keeps the picture
        return kept
    latents: torch.Tensor
    if kept is None:
        latents = noise * scheduler.init_noise_sigma
    else:
        latents = scheduler.add_noise(kept, noise, timesteps[:1])
    return latents


def _set_timesteps(scheduler: diffusers.SchedulerMixin, spec: RenderSpec) -> None:
    try:
        scheduler.set_timesteps(spec.num_inference_steps, device="cpu")
    except ValueError as error:
        raise InvalidBrief(
            f"The scheduler {spec.scheduler} cannot make a picture in {spec.num_inference_steps} steps.",
            field="settings.numInferenceSteps",
        ) from error


def _first_step(spec: RenderSpec) -> int:
    """How many of the steps a picture that is painted over leaves out; only at a strength of 0 all of them.

    Stock leaves out the same, but refuses what it rounds to no step: 4 steps at a strength of 0.2. We take
    the last one then. More and smaller steps would come closer to the strength, but also to timesteps that a
    few-step checkpoint was not distilled for, and it would not be the number of steps that was asked for.
    """
    steps = spec.num_inference_steps
    strength = DEFAULT_STRENGTH if spec.strength is None else spec.strength
    return steps - min(max(int(steps * strength), strength > 0), steps)


def _step_options(scheduler: diffusers.SchedulerMixin, generator: torch.Generator) -> dict[str, object]:
    """What this scheduler's `step` takes of the things that the stock pipeline passes."""
    known = inspect.signature(scheduler.step).parameters
    options: dict[str, object] = {"generator": generator, "eta": 0.0}
    return {name: value for name, value in options.items() if name in known}
