"""The LoRAs that may be asked for: the `.safetensors` files of one folder, by their names."""

from pathlib import Path

SUFFIX = ".safetensors"


def list_loras(folder: Path | None) -> tuple[str, ...]:
    """Names of the LoRAs in `folder`, sorted; none where there is no such folder."""
    if folder is None or not folder.is_dir():
        return ()
    return tuple(sorted(path.stem for path in folder.iterdir() if path.suffix == SUFFIX and path.is_file()))
