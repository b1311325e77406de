"""The schedulers by the names that requests use, as data: no torch is needed to check a name.

Names are those of the field's user interfaces; classes and options are diffusers'. "karras" spaces the noise
levels as Karras et al. 2022 (arXiv 2206.00364) do. Schedulers that need packages of their own (torchsde) are
left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

Option = bool | int | float | str


@dataclass(frozen=True, kw_only=True)
class SchedulerRecipe:
    """A class of `diffusers`, and what is set in it beyond the checkpoint's own scheduler configuration."""

    class_name: str
    options: Mapping[str, Option] = field(default_factory=dict)


def _recipe(class_name: str, **options: Option) -> SchedulerRecipe:
    return SchedulerRecipe(class_name=class_name, options=MappingProxyType(options))


_MULTISTEP = "DPMSolverMultistepScheduler"
_SINGLESTEP = "DPMSolverSinglestepScheduler"

SCHEDULERS: Mapping[str, SchedulerRecipe] = MappingProxyType(
    {
        "euler": _recipe("EulerDiscreteScheduler"),
        "euler_karras": _recipe("EulerDiscreteScheduler", use_karras_sigmas=True),
        "euler_a": _recipe("EulerAncestralDiscreteScheduler"),
        "dpmpp_2m": _recipe(_MULTISTEP),
        "dpmpp_2m_karras": _recipe(_MULTISTEP, use_karras_sigmas=True),
        "dpmpp_2m_sde": _recipe(_MULTISTEP, algorithm_type="sde-dpmsolver++"),
        "dpmpp_2m_sde_karras": _recipe(_MULTISTEP, algorithm_type="sde-dpmsolver++", use_karras_sigmas=True),
        "dpmpp_3m": _recipe(_MULTISTEP, solver_order=3),
        "dpmpp_2s": _recipe(_SINGLESTEP, lower_order_final=True),
        "dpmpp_2s_karras": _recipe(_SINGLESTEP, lower_order_final=True, use_karras_sigmas=True),
        "dpm_2": _recipe("KDPM2DiscreteScheduler"),
        "dpm_2_a": _recipe("KDPM2AncestralDiscreteScheduler"),
        "heun": _recipe("HeunDiscreteScheduler"),
        "lms": _recipe("LMSDiscreteScheduler"),
        "deis": _recipe("DEISMultistepScheduler"),
        "unipc": _recipe("UniPCMultistepScheduler"),
        "ddim": _recipe("DDIMScheduler", clip_sample=False),
        "ddpm": _recipe("DDPMScheduler", clip_sample=False),
        "lcm": _recipe("LCMScheduler"),
        "tcd": _recipe("TCDScheduler"),
    }
)

SCHEDULER_NAMES = tuple(SCHEDULERS)
