"""How the model libraries are told to behave inside a server, before they are imported."""

import os

_DEFAULTS = {
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "TRANSFORMERS_VERBOSITY": "error",
    "DIFFUSERS_VERBOSITY": "error",
    "TOKENIZERS_PARALLELISM": "false",
}


def prepare_environment() -> None:
    """No telemetry, no progress bars, no chatter, unless somebody has set it otherwise.

    The libraries read this once, when they are imported; so call it first.
    """
    for name, value in _DEFAULTS.items():
        os.environ.setdefault(name, value)
