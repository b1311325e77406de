"""What is wrong with a model's files, each in one sentence that names the setting and says what to do."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog
import torch

from generation.engines.sdxl.memory import is_out_of_memory
from generation.errors import EngineUnavailable

_log = structlog.get_logger()


@contextmanager
def explained(setting: str, model: str, kind: str) -> Iterator[None]:
    """Whatever the libraries raise while they load `model`, a `kind`, becomes one sentence.

    Raises `EngineUnavailable`; the trace goes to the log. The end of memory passes as it is: whoever loads
    may be able to make room.
    """
    try:
        yield
    except EngineUnavailable:
        raise
    except PermissionError as error:
        raise EngineUnavailable(
            f"{setting} “{model}” may not be read ({error.filename}: permission denied); give the user as "
            "whom Limner runs the right to read it."
        ) from error
    except Exception as error:
        if is_out_of_memory(error):
            raise
        if "meta tensor" in str(error):
            raise EngineUnavailable(incomplete(setting, model)) from error
        _log.exception("sdxl.load_failed", setting=setting, model=model)
        reason = str(error).strip().splitlines() or [type(error).__name__]
        raise EngineUnavailable(
            f"{setting} “{model}” could not be loaded ({reason[0].rstrip('.')}); check that it is a "
            f"complete {kind}."
        ) from error


def incomplete(setting: str, model: str) -> str:
    """The sentence for a model of which weights are missing."""
    return f"{setting} “{model}” lacks some of its weights; fetch it again."


def check_whole(module: torch.nn.Module, setting: str, model: str) -> None:
    """Raise `EngineUnavailable` for weights that a file lacked: they stay on the meta device, unsaid."""
    if any(tensor.is_meta for tensor in module.state_dict().values()):
        raise EngineUnavailable(incomplete(setting, model))


def check_pickle_free(path: Path, setting: str, model: str) -> None:
    """Raise `EngineUnavailable` for a file that is no `.safetensors`: nothing else is read."""
    if path.is_file() and path.suffix != ".safetensors":
        raise EngineUnavailable(
            f"{setting} “{model}” is no .safetensors file, and nothing else is read, because pickled "
            "checkpoints can run code; convert it or fetch the .safetensors version."
        )
