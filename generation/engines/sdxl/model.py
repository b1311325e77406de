"""The loaded model as one thing: begin a picture, predict, decode. For the engine's thread alone."""

import importlib.metadata
from collections.abc import Sequence

import structlog
import torch
from PIL import Image

from generation.engines.base import Rendering, RenderInputs
from generation.engines.sdxl.adapters import LoraShelf
from generation.engines.sdxl.checkpoint import Checkpoint, load_checkpoint
from generation.engines.sdxl.conditioning import Guidance, count_chunks, encode_prompts
from generation.engines.sdxl.config import SdxlConfig
from generation.engines.sdxl.control import Control
from generation.engines.sdxl.controlnet import ControlNet
from generation.engines.sdxl.controlnet_files import load_controlnet
from generation.engines.sdxl.denoising import Denoising, begin_denoising, guided
from generation.engines.sdxl.fingerprint import Fingerprint
from generation.engines.sdxl.ip_adapter import IpAdapter
from generation.engines.sdxl.ip_adapter_files import load_ip_adapter
from generation.engines.sdxl.latents import decode_latents
from generation.engines.sdxl.loras import worn_by
from generation.engines.sdxl.prompt_cache import PromptCache
from generation.engines.sdxl.rows import Row, predict_noise
from generation.engines.sdxl.scheduling import Bucket
from generation.engines.sdxl.unets import Unets
from generation.spec import RenderSpec

_log = structlog.get_logger()


class SdxlModel:
    """A checkpoint with its LoRAs, ControlNet, IP-Adapter and checksum."""

    def __init__(
        self,
        checkpoint: Checkpoint,
        unets: Unets,
        loras: LoraShelf,
        fingerprint: Fingerprint,
        name: str,
        *,
        controlnet: ControlNet | None = None,
        ip_adapter: IpAdapter | None = None,
    ) -> None:
        self._checkpoint = checkpoint
        self._pipeline = checkpoint.pipeline
        self._unets = unets
        self._prompts = PromptCache()
        self._loras = loras
        self._controlnet = controlnet
        self._ip_adapter = ip_adapter
        self._fingerprint = fingerprint
        self._name = name

    @classmethod
    def load(cls, config: SdxlConfig) -> "SdxlModel":
        """Load the configured checkpoint; raises `EngineUnavailable` where that cannot be done."""
        checkpoint = load_checkpoint(config)
        unets = Unets(checkpoint.pipeline, config)  # before anything is put into the one that they copy
        controlnet, ip_adapter = load_controlnet(config, checkpoint), load_ip_adapter(config, checkpoint)
        fingerprint = Fingerprint(checkpoint.weights, config.cache_dir)
        fingerprint.start()
        return cls(
            checkpoint,
            unets,
            LoraShelf(checkpoint.pipeline, config.lora_dir),
            fingerprint,
            config.model_name,
            controlnet=controlnet,
            ip_adapter=ip_adapter,
        )

    @property
    def device_name(self) -> str:
        """The device as people know it: "cpu", or the GPU's product name."""
        device = self._checkpoint.device
        return device.type if device.type == "cpu" else torch.cuda.get_device_name(device)

    @property
    def ready(self) -> bool:
        """Whether everything is compiled that is to be."""
        return self._unets.compiled is None or self._unets.compiled.waiting == 0

    @property
    def stage(self) -> str | None:
        """How far it is on its way to being ready, or what went wrong there; None where all is well."""
        compiled = self._unets.compiled
        if compiled is None or (self.ready and not compiled.failed):
            return None
        if compiled.failed:
            return "not compiled: the log says why"
        return f"warming up {len(compiled.shapes) - compiled.waiting + 1} of {len(compiled.shapes)}"

    def warm_up(self) -> None:
        """Go one step further towards being ready."""
        assert self._unets.compiled is not None, "without it there is nothing to warm up"
        _log.info("sdxl.warming_up", stage=self.stage)
        self._unets.compiled.compile_next()

    def bucket(self, spec: RenderSpec) -> Bucket:
        """What a picture must have in common with others to share calls with them; reads new LoRAs."""
        chunks = count_chunks(
            self._pipeline,
            prompt=spec.prompt,
            negative_prompt=spec.negative_prompt,
            guided=guided(spec),
        )
        return Bucket(
            height=spec.height,
            width=spec.width,
            chunks=chunks,
            loras=self._loras.indivisible(worn_by(spec)),
            ip_adapter_scale=spec.ip_adapter_scale,
            cached=spec.cache_interval > 1,
        )

    def begin(self, spec: RenderSpec, inputs: RenderInputs | None = None) -> Denoising:
        """Read the prompts, as the picture's own LoRAs have them read, and `inputs`, and make the noise."""
        inputs = inputs or RenderInputs()
        loras = worn_by(spec)
        with self._loras.worn([loras]):
            guidance = encode_prompts(
                self._pipeline,
                prompt=spec.prompt,
                negative_prompt=spec.negative_prompt,
                guided=guided(spec),
                size=(spec.height, spec.width),
                cache=self._prompts,
                loras=loras,
            )
        init_image = inputs.init_image
        if init_image is not None:
            size = (spec.width, spec.height)
            init_image = init_image.convert("RGB").resize(size, Image.Resampling.LANCZOS)
        return begin_denoising(
            self._pipeline,
            spec,
            self._with_reference(guidance, spec, inputs),
            init_image=init_image,
            mask_image=inputs.mask_image,
            control=self._control(spec, inputs),
        )

    def _with_reference(self, guidance: Guidance, spec: RenderSpec, inputs: RenderInputs) -> Guidance:
        if self._ip_adapter is None or spec.ip_adapter_scale is None or inputs.reference_image is None:
            return guidance
        return self._ip_adapter.show(guidance, inputs.reference_image, spec.ip_adapter_scale)

    def _control(self, spec: RenderSpec, inputs: RenderInputs) -> Control | None:
        scale, image = spec.controlnet_conditioning_scale, inputs.control_image
        if self._controlnet is None or scale is None or image is None:
            return None
        return self._controlnet.control(image, scale, (spec.height, spec.width))

    def rows_of_call(self, rows: Sequence[Row], *, least: int = 0) -> int:
        """How many rows a call takes for `rows`, all of one bucket: `least` or more."""
        return self._unets.rows_of_call(rows, least=least)

    def predict(self, rows: Sequence[Row], *, fill_to: int = 0) -> torch.Tensor:
        """One call of the UNet over `rows`, all of one bucket; see `predict_noise`.

        Where rows keep to drawings, one call of the ControlNet for all of them comes before.
        """
        if self._ip_adapter is not None:
            self._ip_adapter.put_on(rows[0].conditioning.ip_adapter_scale)
        residuals = None if self._controlnet is None else self._controlnet.residuals(rows, fill_to=fill_to)
        loras = [row.loras for row in rows]
        unet = self._unets.pick(rows, fill_to=fill_to)
        with self._loras.worn(loras + loras[-1:] * (fill_to - len(rows))):
            return predict_noise(unet, rows, fill_to=fill_to, residuals=residuals)

    def decode(self, latents: torch.Tensor, spec: RenderSpec) -> Rendering:
        """The finished picture of `spec`, and what made it."""
        return Rendering(
            image=decode_latents(self._pipeline.vae, latents),
            model=self._name,
            model_hash=self._fingerprint.value,
            parameters={
                "device": self.device_name,
                "dtype": str(self._checkpoint.dtype).removeprefix("torch."),
                "torch": torch.__version__,
                "diffusers": importlib.metadata.version("diffusers"),
                **self._companions(spec),
            },
        )

    def _companions(self, spec: RenderSpec) -> dict[str, str]:
        """The models beside the checkpoint that had a part in a picture."""
        names = {}
        if self._controlnet is not None and spec.controlnet_conditioning_scale is not None:
            names["controlnet"] = self._controlnet.name
        if self._ip_adapter is not None and spec.ip_adapter_scale is not None:
            names["ip_adapter"] = self._ip_adapter.name
        return names

    def close(self) -> None:
        """End what runs beside the rendering."""
        self._fingerprint.close()
