"""The LoRAs that may be asked for, the `.safetensors` files of one folder, and those that a picture wears."""

from pathlib import Path

from generation.spec import LoraWeight, RenderSpec

SUFFIX = ".safetensors"


def list_loras(folder: Path | None) -> tuple[str, ...]:
    """Names of the LoRAs in `folder`, sorted; none where there is no such folder."""
    if folder is None or not folder.is_dir():
        return ()
    return tuple(sorted(path.stem for path in folder.iterdir() if path.suffix == SUFFIX and path.is_file()))


def worn_by(spec: RenderSpec) -> tuple[LoraWeight, ...]:
    """The LoRAs that count in a picture, by name and each once: the weights of one named twice add up."""
    weights: dict[str, float] = {}
    for lora in spec.loras:
        weights[lora.name] = weights.get(lora.name, 0.0) + lora.weight
    return tuple(LoraWeight(name=name, weight=weights[name]) for name in sorted(weights) if weights[name])
