"""Generation jobs: submitting, finding, cancelling, trying again."""

import secrets
from dataclasses import dataclass, replace
from uuid import UUID

from pydantic import TypeAdapter

from generation.briefs import MapBrief, RegenerateBrief
from generation.engines.base import EngineInfo
from generation.layout import check_brief
from generation.planning import SEED_LIMIT, resolve_request
from generation.prompts.check import PromptCheck, check_prompt
from generation.request import GenerationRequest
from generation.spec import RenderSpec
from generation.themes.findings import FindingSeverity
from generation.themes.theme import ThemeStyle
from generation.validation import validate
from generation.vocabulary import ImageKind
from persistence import jobs, queue, workers
from persistence.events import Event
from persistence.job_events import CANCEL_TOPIC, WAKE_TOPIC, message_of
from persistence.jobs import JobQuery
from persistence.status import JobEventType, JobStatus
from persistence.tables import GenerationJobRow, ThemeRow
from resolvers import engines, sources, themes
from resolvers.context import Context
from resolvers.digests import request_digest
from resolvers.errors import Conflict, Invalid, NotFound, ThemeConflict
from resolvers.pages import Listing, PageArguments, list_page
from resolvers.sources import Origin

_SPECS: TypeAdapter[tuple[RenderSpec, ...]] = TypeAdapter(tuple[RenderSpec, ...])
LONGEST_KEY = 200


@dataclass(frozen=True, kw_only=True)
class Submission:
    """A request with what the queue needs to know of it; `priority` 0 is high, 2 is low."""

    request: GenerationRequest
    theme_id: UUID | None = None
    priority: int = 1
    idempotency_key: str | None = None
    batch_id: UUID | None = None
    origin: Origin | None = None  #: what an edit starts from
    attachments: tuple[bytes, ...] = ()  #: what the request names by its SHA-256 and storage may not have yet


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A request thought through: on which engine, under which theme, into which specs."""

    request: GenerationRequest
    engine: EngineInfo
    theme: ThemeRow | None
    specs: tuple[RenderSpec, ...]
    check: PromptCheck

    @property
    def digest(self) -> str:
        """Identity of what is asked for: equal digests give equal pictures."""
        return request_digest(self.request, self.specs)

    @property
    def first(self) -> RenderSpec | None:
        """The spec of the first picture; None where nothing is rendered."""
        return self.specs[0] if self.specs else None


async def plan(context: Context, submission: Submission) -> Plan:
    """Think a request through; raises what `submit` raises."""
    request = submission.request
    engine = await engines.choose(context, request.settings.engine)
    if submission.origin is not None:
        request = sources.inheriting(request, submission.origin, engine)
    validate(request, engine)
    _check_layout(request)
    theme = await _theme(context, submission)
    if theme is not None:
        request = replace(request, theme_slug=theme.slug)
    request = await sources.pinned(context, request)
    style = await themes.resolved_style(context, theme, request.theme_variation) if theme else ThemeStyle()
    seed = request.settings.seed if request.settings.seed is not None else secrets.randbelow(SEED_LIMIT)
    specs = resolve_request(request, engine=engine, style=style, seed=seed)
    kind = specs[0].kind if specs else ImageKind.TOKEN
    prompt = specs[0].prompt if specs else ""
    check = check_prompt(prompt, kind, themes.as_theme(theme) if theme else None)
    return Plan(request=request, engine=engine, theme=theme, specs=specs, check=check)


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What a request would render: the spec of its first picture, and what is known beforehand."""

    spec: RenderSpec
    check: PromptCheck
    eta_seconds: float | None
    cached: bool


async def preview(context: Context, submission: Submission) -> Preview:
    """Think a request through and tell; raises what `submit` raises, but for broken rules, which it tells."""
    planned = await plan(context, submission)
    spec = planned.first
    assert spec is not None, "only what is rendered can be previewed"
    job = _row(context, submission, planned)
    async with context.database.reading() as session:
        earlier = await jobs.answered_earlier(session, context.owner, planned.digest)
        usual = await jobs.mean_seconds(session, job)
    reused = planned.request.settings.reuse and earlier is not None
    return Preview(spec=spec, check=planned.check, eta_seconds=usual, cached=reused)


async def submit(context: Context, submission: Submission) -> GenerationJobRow:
    """Put a request into the queue, or answer it with an earlier identical one's pictures.

    Raises `Invalid`, `InvalidBrief`, `NotFound`, `ThemeConflict` or `QueueFull`; nothing is stored then.
    """
    if submission.idempotency_key is not None and not 1 <= len(submission.idempotency_key) <= LONGEST_KEY:
        raise Invalid(f"The key has 1 to {LONGEST_KEY} characters.", field="settings.idempotencyKey")
    planned = await plan(context, submission)
    _refuse_broken_rules(planned.check)
    for data in submission.attachments:
        await context.services.storage.put(data)
    row = _row(context, submission, planned)
    reuse = planned.request.settings.reuse and not isinstance(planned.request.brief, RegenerateBrief)
    async with context.database.transaction() as session:
        job = await jobs.enqueue(session, row, context.services.admission, reuse=reuse)
    if job is row and job.status == JobStatus.QUEUED:
        await context.services.bus.publish(message_of(job, JobEventType.QUEUED).event())
        await context.services.bus.publish(Event(topic=WAKE_TOPIC, payload={}))
    return job


def _row(context: Context, submission: Submission, planned: Plan) -> GenerationJobRow:
    first = planned.first
    return GenerationJobRow(
        owner=context.owner,
        kind=planned.request.brief.kind.value,
        priority=submission.priority,
        engine=planned.engine.name,
        batch_key=f"{planned.engine.name}:{first.width}x{first.height}" if first else planned.engine.name,
        batch_id=submission.batch_id,
        request=planned.request.to_json(),
        specs=_SPECS.dump_python(planned.specs, mode="json"),
        digest=planned.digest,
        prompt=first.prompt if first else "",
        negative_prompt=first.negative_prompt if first else "",
        seed=first.seed if first else 0,
        theme_id=planned.theme.id if planned.theme else None,
        idempotency_key=submission.idempotency_key,
        total_steps=sum(spec.num_inference_steps for spec in planned.specs),
    )


def _check_layout(request: GenerationRequest) -> None:
    if isinstance(request.brief, MapBrief) and request.brief.plan_sha256 is None:
        check_brief(request.brief)


async def _theme(context: Context, submission: Submission) -> ThemeRow | None:
    slug, theme_id = submission.request.theme_slug, submission.theme_id
    if slug is None and theme_id is None:
        if submission.request.theme_variation is not None:
            raise Invalid("A variation needs a theme.", field="themeVariation")
        return None
    found = await themes.find(context, theme_id=theme_id, slug=slug)
    if found is None and theme_id is not None:
        raise NotFound("There is no such theme.", field="theme.id")
    if found is None:
        raise Invalid(f"There is no theme {slug!r}.", field="theme")
    return found


def _refuse_broken_rules(check: PromptCheck) -> None:
    for finding in check.findings:
        if finding.severity is FindingSeverity.ERROR:
            details: dict[str, object] = {"finding": finding.code.value, "term": finding.term}
            raise ThemeConflict(finding.message, field="theme", details=details)


async def submit_edit(context: Context, origin: Origin, submission: Submission) -> GenerationJobRow:
    """Submit an edit of a stored picture; what it leaves unsaid is as it was for that. Raises as `submit`."""
    if submission.theme_id is None and submission.request.theme_slug is None:
        submission = _under_theme_of(submission, origin)
    return await submit(context, replace(submission, origin=origin))


def _under_theme_of(submission: Submission, origin: Origin) -> Submission:
    variation = origin.request.theme_variation if origin.request and origin.theme_id else None
    request = replace(submission.request, theme_variation=variation)
    return replace(submission, request=request, theme_id=origin.theme_id)


async def find(context: Context, job_id: UUID) -> GenerationJobRow | None:
    """One of the viewer's jobs."""
    async with context.database.reading() as session:
        return await jobs.find(session, job_id, context.owner)


async def page(context: Context, query: JobQuery, arguments: PageArguments) -> Listing[GenerationJobRow]:
    """The viewer's jobs that a query asks for, newest first."""
    statement = jobs.listing(context.owner, query)
    return await list_page(context.database, statement, jobs.NEWEST_FIRST, arguments)


async def cancel(context: Context, job_id: UUID) -> GenerationJobRow:
    """Cancel a job: at once where it waits, at its next step where it runs.

    A job that has ended answers as it is. Raises `NotFound`.
    """
    async with context.database.transaction() as session:
        known = await jobs.find(session, job_id, context.owner)
        if known is None:
            raise NotFound("There is no such job.", field="jobId")
        job = await queue.cancel(session, job_id)
    if job is None:
        return known
    if job.status == JobStatus.CANCELLED:
        await context.services.bus.publish(message_of(job, JobEventType.CANCELLED).event())
    else:
        told = Event(topic=f"{CANCEL_TOPIC}.{job.id}", payload={"job_id": str(job.id)})
        await context.services.bus.publish(told)
    return job


async def retry(context: Context, job_id: UUID) -> GenerationJobRow:
    """Put a failed or cancelled job back into the queue; raises `NotFound` or `Conflict`."""
    async with context.database.transaction() as session:
        known = await jobs.find(session, job_id, context.owner)
        if known is None:
            raise NotFound("There is no such job.", field="jobId")
        job = await queue.retry(session, known)
    if job is None:
        raise Conflict(f"A job that is {known.status} cannot be tried again.", field="jobId")
    await context.services.bus.publish(message_of(job, JobEventType.QUEUED).event())
    await context.services.bus.publish(Event(topic=WAKE_TOPIC, payload={}))
    return job


async def position(context: Context, job: GenerationJobRow) -> int | None:
    """1 for the next job to start; None for one that does not wait."""
    if job.status != JobStatus.QUEUED:
        return None
    async with context.database.reading() as session:
        return await queue.position(session, job)


async def eta_seconds(context: Context, job: GenerationJobRow) -> float | None:
    """Expected seconds until a job has ended, from recent ones like it; None while unknown."""
    if job.status not in (JobStatus.QUEUED, JobStatus.RUNNING):
        return None
    async with context.database.reading() as session:
        usual = await jobs.mean_seconds(session, job)
        if usual is None:
            return None
        if job.status == JobStatus.RUNNING:
            return usual * (1.0 - job.progress)
        ahead = await queue.position(session, job) or 1
        servers = max(1, len(await workers.live(session)))
    return usual * (1 + (ahead - 1) // servers)
