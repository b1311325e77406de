"""Maps' pictures as their audience may see them."""

from dataclasses import dataclass
from functools import partial

from pydantic import TypeAdapter

from generation.briefs import Grid, MapBrief
from generation.engines.sketch.covering import cover_hidden
from generation.layout.codec import layout_from_json
from generation.layout.discretion import hidden_ground
from generation.post_processing import Encoded, encode, open_image
from generation.post_processing.discretion import without_facts
from generation.post_processing.encoding import LOSSLESS_FORMATS
from generation.presets import SKETCH
from generation.spec import RenderSpec, Style
from generation.vocabulary import Audience, ImageFormat, MapEnvironment, MapKind
from persistence import jobs
from persistence.tables import GenerationJobRow, ImageRow, MapRow
from resolvers.context import Context
from resolvers.digests import key_digest

REVISION = 1  #: of what is painted here; a higher one makes pictures anew that were kept from before
_SPECS: TypeAdapter[tuple[RenderSpec, ...]] = TypeAdapter(tuple[RenderSpec, ...])


@dataclass(frozen=True, kw_only=True)
class ShownPicture:
    """A picture in storage; `sha256` is its key."""

    sha256: str
    format: ImageFormat


async def shown_to(context: Context, audience: Audience, row: MapRow, image: ImageRow) -> ShownPicture:
    """The map's picture for `audience`; raises `ObjectMissing` and `StorageError`.

    For players it does not tell what it was made from, and what only secret doors lead to is painted over.
    """
    if audience is Audience.GM:
        return ShownPicture(sha256=image.sha256, format=ImageFormat(image.format))
    async with context.database.reading() as session:
        job = await jobs.find(session, image.job_id) if image.job_id else None
    spec = _spec(row, image, job)
    facts = [REVISION, row.layout_digest, spec.digest]
    made = await context.services.files.derive(
        image.sha256, f"players.{key_digest(facts)}", partial(_discreet, row=row, spec=spec)
    )
    return ShownPicture(sha256=made.sha256, format=ImageFormat(made.content_type.removeprefix("image/")))


def _spec(row: MapRow, image: ImageRow, job: GenerationJobRow | None) -> RenderSpec:
    """How `sketch` would draw this map, in the style in which it was painted."""
    painted = _SPECS.validate_python(job.specs)[:1] if job else ()
    [style] = [spec.style for spec in painted] or [Style()]
    subjects = [spec.subject for spec in painted if isinstance(spec.subject, MapBrief)]
    [brief] = subjects or [
        MapBrief(
            map_kind=MapKind(row.kind),
            environment=MapEnvironment(row.environment) if row.environment else None,
            grid=Grid.from_json(row.grid),
            layout_seed=0,  # its floor plan is stored, and not laid out again
        )
    ]
    return RenderSpec(
        engine=SKETCH,
        subject=brief,
        style=style,
        prompt="",
        negative_prompt="",
        seed=(image.provenance or {}).get("seed", 0),
        width=image.width,
        height=image.height,
        num_inference_steps=1,
        guidance_scale=1.0,
        scheduler=SKETCH,
    )


def _discreet(data: bytes, *, row: MapRow, spec: RenderSpec) -> Encoded:
    bare = without_facts(data)
    layout = layout_from_json(row.layout)
    if hidden_ground(layout).is_empty:
        return bare
    format_ = bare.format if bare.format in LOSSLESS_FORMATS else ImageFormat.PNG
    return encode(cover_hidden(open_image(bare.data).convert("RGB"), layout, spec), format_)
