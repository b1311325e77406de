"""What a model's files say of themselves, and what is wrong with them; no weights are read.

A safetensors file begins with the length of its header (8 bytes, little-endian) and the header itself, JSON
that says where each tensor lies (so the format's own description). So one that was cut short is known by its
length.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from safetensors import SafetensorError, safe_open

from generation.errors import EngineUnavailable

Shapes = Mapping[str, tuple[int, ...]]
"""Of a file's tensors, by name."""

_LONGEST_HEADER = 100_000_000  # what the format allows
_LFS_POINTER = b"version https://git-lfs"


def tensor_shapes(file: Path) -> Shapes:
    """The tensors in `file`; raises `EngineUnavailable` with what is wrong where it is not whole."""
    try:
        with (
            file.open("rb"),
            safe_open(file, framework="pt") as tensors,
        ):  # opened first to say what forbids it
            names = tensors.keys()  # what was opened cannot be gone through itself
            return {name: tuple(tensors.get_slice(name).get_shape()) for name in names}
    except SafetensorError as error:
        raise EngineUnavailable(f"The checkpoint “{file}” {_what_is_wrong(file)}") from error


def read_config(file: Path) -> dict[str, object]:
    """What a configuration (JSON) says; raises `EngineUnavailable` where it is damaged."""
    try:
        config = json.loads(file.read_text(encoding="utf-8"))
    except ValueError:
        config = None
    if not isinstance(config, dict):
        raise EngineUnavailable(f"The file “{file}” is damaged; fetch it again.")
    return config


def missing_files(folder: Path, modules: Sequence[str], tokenizers: Sequence[str]) -> list[str]:
    """What a diffusers folder with these parts ought to have and has not, as people name it."""
    return [
        *(name for part in modules for name in missing_of_module(folder / part)),
        *(part for part in tokenizers if not any((folder / part).glob("*.json"))),
        *(name for name in ["scheduler/scheduler_config.json"] if not (folder / name).is_file()),
    ]


def missing_of_module(part: Path) -> Iterator[str]:
    """What a folder with one module ought to have and has not, as people name it."""
    if not (part / "config.json").is_file():
        yield f"{part.name}/config.json"
    if not any(part.glob("*.safetensors")):
        yield f"{part.name}/*.safetensors"
    for index in part.glob("*.safetensors.index*.json"):
        named = read_config(index).get("weight_map")
        shards = sorted(set(named.values())) if isinstance(named, dict) else []
        gone = [f"{part.name}/{shard}" for shard in shards if not (part / shard).is_file()]
        yield from gone if len(gone) < len(shards) else []  # none of them: it is of another precision


def weights_variant(folder: Path) -> str | None:
    """The suffix of the weights' files in `folder`, where there are only those in half precision."""
    files = set(folder.glob("*.safetensors"))
    return "fp16" if files and files == set(folder.glob("*.fp16*.safetensors")) else None


def _what_is_wrong(file: Path) -> str:
    """How a sentence about a file that is no whole safetensors file goes on."""
    size = file.stat().st_size
    with file.open("rb") as stream:
        start = stream.read(len(_LFS_POINTER))
        stream.seek(8)
        length = int.from_bytes(start[:8], "little")
        header = stream.read(length) if length <= _LONGEST_HEADER else b""
    if size == 0:
        return "is empty; fetch it again."
    if start == _LFS_POINTER:
        return "is a pointer of Git LFS and not the weights themselves; run git lfs pull, or fetch it again."
    if not header.startswith(b"{"):
        return "is no safetensors file, whatever its name says; fetch it again."
    if len(header) < length:
        return f"is only partly there ({size:,} bytes); fetch it again."
    whole = 8 + length + _data_length(header)
    if size < whole:
        return f"is only partly there ({size:,} of {whole:,} bytes); fetch it again."
    return "is damaged; fetch it again."


def _data_length(header: bytes) -> int:
    """Bytes that the tensors take by what the header says; 0 where it says nothing sound."""
    try:
        entries = json.loads(header)
        return int(max(entry["data_offsets"][1] for name, entry in entries.items() if name != "__metadata__"))
    except (ValueError, KeyError, IndexError, TypeError, AttributeError):
        return 0
