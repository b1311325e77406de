"""What can be found wrong with a prompt before anything is rendered (contract: PromptFinding)."""

from dataclasses import dataclass
from enum import StrEnum


class FindingSeverity(StrEnum):
    """Whether a finding stops a job."""

    WARNING = "warning"
    ERROR = "error"  #: no job is accepted


class FindingCode(StrEnum):
    """Which rule a finding comes from; the values are served as they are."""

    THEME_KIND = "THEME_KIND"
    FORBIDDEN_TERM = "FORBIDDEN_TERM"
    MISSING_TERM = "MISSING_TERM"
    PROMPT_TOO_LONG = "PROMPT_TOO_LONG"


@dataclass(frozen=True, kw_only=True)
class PromptFinding:
    """One thing found; `message` is a sentence for people, `term` the word it is about."""

    severity: FindingSeverity
    code: FindingCode
    message: str
    term: str | None = None
