"""A first look at the file that UPSCALER_MODEL names, without torch, which takes seconds to import."""

import zipfile
from pathlib import Path

from safetensors import SafetensorError, safe_open

from generation.errors import EngineUnavailable

SAFETENSORS = ".safetensors"
SUFFIXES = (SAFETENSORS, ".pth")
_PICKLE = b"\x80"  #: how a .pth begins that torch before 1.6 wrote; later ones are zip archives


def upscaler_name(path: Path) -> str:
    """An upscaler as others may know it: the name of its file, not where that lies."""
    return path.stem


def upscaler_fault(path: Path | None) -> str | None:
    """One sentence on why `path` can be no upscaler; None where it looks whole, or where there is no path."""
    try:
        if path is not None:
            check_upscaler_file(path)
    except EngineUnavailable as error:
        return error.message
    return None


def check_upscaler_file(path: Path) -> None:
    """Raise `EngineUnavailable` where `path` is missing, cut short, or no file of weights."""
    if path.suffix.lower() not in SUFFIXES:
        raise EngineUnavailable(
            f"UPSCALER_MODEL “{path.name}” is no upscaler; name a file that ends in {' or '.join(SUFFIXES)}."
        )
    if not path.is_file():
        raise EngineUnavailable(f"UPSCALER_MODEL “{path.name}” is not there; name the file of an upscaler.")
    try:
        whole = _is_whole(path)
    except OSError as error:
        raise EngineUnavailable(
            f"UPSCALER_MODEL “{path.name}” cannot be read; give us the right to read the file."
        ) from error
    if not whole:
        raise EngineUnavailable(damaged(path))


def damaged(path: Path) -> str:
    """What to say of a file that is cut short."""
    return f"UPSCALER_MODEL “{path.name}” is damaged or only half there; fetch it again."


def _is_whole(path: Path) -> bool:
    if path.suffix.lower() != SAFETENSORS:
        with path.open("rb") as stream:
            return stream.read(1) == _PICKLE or zipfile.is_zipfile(stream)
    try:
        with safe_open(path, framework="np"):
            return True
    except SafetensorError:
        return False
