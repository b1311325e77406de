"""What would be rendered, without rendering it."""

from typing import Self

import strawberry

from generation.prompts.check import PromptCheck as Check
from generation.themes.findings import PromptFinding as Finding
from resolvers.jobs import Preview
from schema.enums import FindingSeverity
from schema.fields import described
from schema.types.provenance import LoraWeight


@strawberry.type(description="Something found against a prompt.")
class PromptFinding:
    """A finding."""

    severity: FindingSeverity = described("Whether a job would be refused for it.")
    code: str = described(
        "CONTENT_POLICY, THEME_KIND, FORBIDDEN_TERM, MISSING_TERM, THEME_CONFLICT, PROMPT_TOO_LONG, …"
    )
    message: str = described("A sentence for people.")
    term: str | None = described("The word it is about.")

    @classmethod
    def of(cls, finding: Finding) -> Self:
        """The served form of a finding."""
        return cls(
            severity=finding.severity, code=finding.code.value, message=finding.message, term=finding.term
        )


@strawberry.type(description="What was found wrong with a prompt under a theme, before anything is rendered.")
class PromptCheck:
    """All findings."""

    ok: bool = described("Whether a job would be accepted.")
    findings: list[PromptFinding] = described("All of them, the reasons for a refusal among them.")

    @classmethod
    def of(cls, check: Check) -> Self:
        """The served form of a check."""
        return cls(ok=check.ok, findings=[PromptFinding.of(finding) for finding in check.findings])


@strawberry.type(description="What would be rendered, without rendering it.")
class PromptPreview:
    """A preview of a request."""

    prompt: str = described("What the engine would be asked for.")
    negative_prompt: str = described("What the engine would be asked to avoid.")
    width: int = described("Pixels across.")
    height: int = described("Pixels down.")
    num_inference_steps: int = described("Denoising steps.")
    guidance_scale: float = described("How closely the prompt would be followed.")
    scheduler: str = described("Name of the scheduler.")
    loras: list[LoraWeight] = described("LoRAs that would take part.")
    check: PromptCheck = described("What is found against it.")
    eta_seconds: float | None = described("Expected seconds of rendering.")
    cached: bool = described("True where the picture is already there.")

    @classmethod
    def of(cls, preview: Preview) -> Self:
        """The served form of a plan."""
        spec = preview.spec
        return cls(
            prompt=spec.prompt,
            negative_prompt=spec.negative_prompt,
            width=spec.width,
            height=spec.height,
            num_inference_steps=spec.num_inference_steps,
            guidance_scale=spec.guidance_scale,
            scheduler=spec.scheduler,
            loras=[LoraWeight.of(lora) for lora in spec.loras],
            check=PromptCheck.of(preview.check),
            eta_seconds=preview.eta_seconds,
            cached=preview.cached,
        )
