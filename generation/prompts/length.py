"""How long a prompt is for SDXL's text encoders, estimated without their vocabulary."""

import math
import re

from generation.themes.findings import FindingCode, FindingSeverity, PromptFinding

TOKENS_PER_CHUNK = 75  #: CLIP's window of 77 without its start and end
MOST_TOKENS = 3 * TOKENS_PER_CHUNK

_PIECES = re.compile(r"[a-z]+|[0-9]|[^\x00-\x7f]|[^\x80-\U0010ffff\sa-z0-9]+", re.IGNORECASE)
"""ASCII words, digits, other letters and signs one by one, runs of punctuation: as CLIP parts them."""

_LETTERS_PER_TOKEN = 7
_TOKENS_PER_FOREIGN_CHARACTER = 2  #: outside ASCII, the vocabulary knows bytes more than words


def estimate_tokens(prompt: str) -> int:
    """About how many CLIP tokens `prompt` takes: within a fifth for English, rather too many otherwise."""
    return sum(_tokens(piece) for piece in _PIECES.findall(prompt))


def check_length(prompt: str) -> list[PromptFinding]:
    """A warning where the encoders' attention to the end of the prompt is lost, else nothing."""
    tokens = estimate_tokens(prompt)
    if tokens <= MOST_TOKENS:
        return []
    return [
        PromptFinding(
            severity=FindingSeverity.WARNING,
            code=FindingCode.PROMPT_TOO_LONG,
            message=f"The prompt has about {tokens} tokens; what comes after {MOST_TOKENS} hardly counts.",
        )
    ]


def _tokens(piece: str) -> int:
    if not piece.isascii():
        return _TOKENS_PER_FOREIGN_CHARACTER
    if piece.isalpha():
        return math.ceil(len(piece) / _LETTERS_PER_TOKEN)
    return 1
