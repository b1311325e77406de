"""Everything that can be said against a prompt, at once (contract: PromptCheck)."""

from dataclasses import dataclass

from generation.prompts.length import check_length
from generation.themes.findings import FindingSeverity, PromptFinding
from generation.themes.rules import check_rules
from generation.themes.theme import Theme
from generation.vocabulary import ImageKind


@dataclass(frozen=True, kw_only=True)
class PromptCheck:
    """What was found; a job is accepted where it is `ok`."""

    findings: tuple[PromptFinding, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing worse than a warning was found."""
        return all(finding.severity is not FindingSeverity.ERROR for finding in self.findings)


def check_prompt(prompt: str, kind: ImageKind, theme: Theme | None = None) -> PromptCheck:
    """Check `prompt`, for a picture of `kind`, against the theme's rules and the encoders' length."""
    broken = check_rules(theme, kind, prompt) if theme else []
    return PromptCheck(findings=(*broken, *check_length(prompt)))
