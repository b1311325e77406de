"""How the model libraries are told to behave inside a server, before they are imported."""

import os
from pathlib import Path

_DEFAULTS = {
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "TRANSFORMERS_VERBOSITY": "error",
    "DIFFUSERS_VERBOSITY": "error",
    "TOKENIZERS_PARALLELISM": "false",
    "TORCHINDUCTOR_FX_GRAPH_CACHE": "1",
}


def prepare_environment(compiled: Path | None = None) -> None:
    """No telemetry, no progress bars, no chatter, what is compiled kept in `compiled`; unless set otherwise.

    The libraries read this once, when they are imported; so call it first.
    """
    if compiled is not None:
        os.environ.setdefault("TORCHINDUCTOR_CACHE_DIR", str(compiled))
    for name, value in _DEFAULTS.items():
        os.environ.setdefault(name, value)
