"""How checkpoints that were distilled to a few steps are sampled, and how they are told; no torch in here.

Sources are the makers' model cards: `stabilityai/sdxl-turbo` (Sauer et al. 2023, arXiv 2311.17042),
`ByteDance/SDXL-Lightning` (Lin et al. 2024, arXiv 2402.13929), `latent-consistency/lcm-lora-sdxl` (Luo et al.
2023, arXiv 2311.05556), `tianweiy/DMD2` (Yin et al. 2024, arXiv 2405.14867), `ByteDance/Hyper-SD` (Ren et al.
2024, arXiv 2404.13686). Where a card says a guidance of 0 we say 1: neither does any.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from generation.engines.base import TRAINED_PIXELS, Sampling
from generation.engines.sdxl.config import TINY, TINY_PIXELS, SdxlConfig
from generation.engines.sdxl.schedulers import Option

_TRAILING: Mapping[str, Option] = MappingProxyType({"timestep_spacing": "trailing"})
_STEPS = re.compile(r"(\d+)[-_ ]?steps?", re.IGNORECASE)
_ITSELF = re.compile(r"sd[-_ ]?xl[-_ ]?turbo", re.IGNORECASE)  #: as Stability's own is named
_TURBO_PIXELS = 512 * 512
_CFG_PRESERVED = 5.0  #: the least of what Hyper-SD's card gives for those that keep guidance, 5 to 8


@dataclass(frozen=True, kw_only=True)
class FewSteps:
    """What a checkpoint was distilled for; the options go into the configuration of every scheduler."""

    name: str
    sampling: Sampling
    scheduler_options: Mapping[str, Option] = field(default_factory=dict)
    pixels: int = TRAINED_PIXELS  #: the area that it was trained on

    @property
    def detail(self) -> str:
        """One sentence for people."""
        steps, guidance = self.sampling.num_inference_steps, self.sampling.guidance_scale
        unguided = "without guidance" if guidance <= 1 else f"at a guidance scale of {guidance:g}"
        return f"A {self.name} checkpoint: {steps} steps {unguided}, unless a request says otherwise."


def few_steps(config: SdxlConfig) -> FewSteps | None:
    """The preset that `config` names, or with "auto" the checkpoint's own; None for one that takes its time.

    It is told from the checkpoint's name, else from the scheduler configuration of a folder on this machine.
    """
    if config.preset == "none":
        return None
    name: str | None = config.preset
    if config.preset == "auto":
        name = _told_by_name(config.model_name) or _told_by_scheduler(config)
    return None if name is None else _PRESETS[name](config.model_name)


def trained_pixels(config: SdxlConfig) -> int:
    """The area on which the checkpoint was trained, and at which it therefore paints best."""
    if config.model == TINY:
        return TINY_PIXELS
    preset = few_steps(config)
    return TRAINED_PIXELS if preset is None else preset.pixels


def _turbo(model: str) -> FewSteps:
    """SDXL-Turbo itself was trained on 512²; others called turbo are merged with what was on 1024²."""
    merged = _NAMES["turbo"].search(model) and not _ITSELF.search(model)
    preset = _preset("turbo", 4, "euler_a", _TRAILING)
    return preset if merged else replace(preset, pixels=_TURBO_PIXELS)


def _lightning(model: str) -> FewSteps:
    steps = _steps_in(model, (1, 2, 4, 8), usually=4)
    options = {**_TRAILING, "prediction_type": "sample"} if steps == 1 else _TRAILING
    return _preset("lightning", steps, "euler", options)


def _lcm(model: str) -> FewSteps:
    return _preset("lcm", _steps_in(model, range(2, 9), usually=4), "lcm", {})


def _dmd2(_: str) -> FewSteps:
    """Trained at the timesteps 999, 749, 499 and 249; out of 100 LCM's scheduler chooses just these."""
    return _preset("dmd2", 4, "lcm", {"original_inference_steps": 100})


def _hyper(model: str) -> FewSteps:
    steps = _steps_in(model, (1, 2, 4, 8, 12), usually=8)
    guidance = _CFG_PRESERVED if re.search("cfg", model, re.IGNORECASE) else 1.0
    return _preset("hyper", steps, "tcd" if steps == 1 else "ddim", _TRAILING, guidance)


def _preset(
    name: str, steps: int, scheduler: str, options: Mapping[str, Option], guidance: float = 1.0
) -> FewSteps:
    sampling = Sampling(num_inference_steps=steps, guidance_scale=guidance, scheduler=scheduler)
    return FewSteps(name=name, sampling=sampling, scheduler_options=options)


_PRESETS: Mapping[str, Callable[[str], FewSteps]] = MappingProxyType(
    {"turbo": _turbo, "lightning": _lightning, "lcm": _lcm, "dmd2": _dmd2, "hyper": _hyper}
)
_NAMES: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        name: re.compile(pattern, re.IGNORECASE)
        for name, pattern in {
            "dmd2": "dmd2",
            "hyper": "hyper[-_ ]?sd|(?<![a-z])hyper(?![a-z])",
            "lightning": "lightning",
            "lcm": "(?<![a-z])lcm(?![a-z])",
            "turbo": "turbo",
        }.items()
    }
)


def _steps_in(model: str, offered: "range | tuple[int, ...]", *, usually: int) -> int:
    """The steps that the checkpoint's name says ("4step", "8-steps"), where there is such a one."""
    said = _STEPS.search(model)
    return int(said[1]) if said and int(said[1]) in offered else usually


def _told_by_name(model: str) -> str | None:
    return next((name for name, pattern in _NAMES.items() if pattern.search(model)), None)


def _told_by_scheduler(config: SdxlConfig) -> str | None:
    """Trailing timesteps alone tell little: models trained to a terminal SNR of zero have them as well."""
    file = Path(config.model).expanduser() / "scheduler" / "scheduler_config.json"
    try:
        scheduler = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):  # no folder here, or one that will not load either
        return None
    distilled = scheduler.get("timestep_spacing") == "trailing" and not scheduler.get(
        "rescale_betas_zero_snr"
    )
    match scheduler.get("_class_name"):
        case "LCMScheduler":
            return "lcm"
        case "TCDScheduler":
            return "hyper"
        case "EulerAncestralDiscreteScheduler" if distilled:
            return "turbo"
        case "EulerDiscreteScheduler" if distilled and scheduler.get("prediction_type") != "v_prediction":
            return "lightning"
    return None
