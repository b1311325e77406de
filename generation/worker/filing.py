"""Puts finished artworks into storage and makes the rows that tell of them.

Bytes first, then rows: what a crash between the two leaves behind is bytes that no row names.
"""

from dataclasses import dataclass
from uuid import UUID

import orjson
from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncSession

from generation.briefs import TokenBorder
from generation.errors import SourceGone
from generation.layout.codec import layout_to_json, plan_digest
from generation.layout.features import features_of, features_to_json
from generation.post_processing import Encoded, encode, thumbhash
from generation.post_processing.encoding import LOSSLESS_FORMATS
from generation.request import Filing, GenerationRequest
from generation.vocabulary import ImageFormat
from generation.worker.artwork import Artwork, MapFacts, TokenFacts
from generation.worker.held import HeldJob
from generation.worker.studio import Studio
from persistence import images, jobs
from persistence.search import search_text
from persistence.tables import GenerationJobRow, ImageRow, JsonObject, MapRow, Picture, TokenRow

_BORDER: TypeAdapter[TokenBorder | None] = TypeAdapter(TokenBorder | None)
LOSSLESS = 100


@dataclass(frozen=True, kw_only=True)
class StoredArtwork:
    """An artwork whose bytes are in storage."""

    artwork: Artwork
    encoded: Encoded
    sha256: str
    placeholder: str
    ring_subject_sha256: str | None = None


async def store(studio: Studio, artwork: Artwork) -> StoredArtwork:
    """Put the bytes of an artwork into storage."""
    encoded = await studio.in_pool(_encode, studio, artwork)
    ring_subject = None
    if artwork.token is not None:
        ring = await studio.in_pool(encode, artwork.token.ring_subject, ImageFormat.WEBP, quality=LOSSLESS)
        ring_subject = (await studio.storage.put(ring.data)).sha256
    return StoredArtwork(
        artwork=artwork,
        encoded=encoded,
        sha256=(await studio.storage.put(encoded.data)).sha256,
        placeholder=await studio.in_pool(thumbhash, artwork.image),
        ring_subject_sha256=ring_subject,
    )


def _encode(studio: Studio, artwork: Artwork) -> Encoded:
    format_, quality = studio.image_format, studio.image_quality
    if artwork.lossless:
        format_, quality = format_ if format_ in LOSSLESS_FORMATS else ImageFormat.WEBP, LOSSLESS
    return encode(
        artwork.image, format_, quality=quality, exact=artwork.lossless, provenance=artwork.provenance
    )


async def keep(
    session: AsyncSession, held: HeldJob, request: GenerationRequest, stored: list[StoredArtwork]
) -> list[ImageRow]:
    """Make the rows of a job's artworks, and say that the job answers with them.

    Raises `SourceGone` where the image that an artwork revises was deleted meanwhile.
    """
    rows: dict[int, ImageRow] = {}
    for work in stored:
        if work.artwork.revises is not None:
            row = await _revise(session, held.job, work.artwork.revises, work)
        else:
            row = await _add(session, held.job, request.filing, work, _source_id(work.artwork, rows))
        rows[id(work.artwork)] = row
    await jobs.link_images(session, held.id, [row.id for row in rows.values()])
    return list(rows.values())


async def _revise(
    session: AsyncSession, job: GenerationJobRow, image_id: str, work: StoredArtwork
) -> ImageRow:
    before = await images.find(session, UUID(image_id), job.owner)
    told = _told_of_rendering(before.provenance) if before else {}
    row = await images.revise(session, UUID(image_id), job.owner, _picture(job, work))
    if row is None:
        raise SourceGone
    kept = {name: fact for name, fact in row.details.items() if told.get(name) != fact}
    row.details = kept | work.artwork.details
    row.search_text = search_text([row.name, row.description, *row.tags, job.prompt])
    return row


def _told_of_rendering(provenance: JsonObject | None) -> JsonObject:
    """What an image's details say of how it was rendered: provenance says it too, and says it first."""
    told: JsonObject = (provenance or {}).get("parameters", {})
    return told


async def _add(
    session: AsyncSession,
    job: GenerationJobRow,
    filing: Filing,
    work: StoredArtwork,
    source_id: UUID | None,
) -> ImageRow:
    row = await images.add(session, _image_row(job, work.artwork.filing or filing, work, source_id))
    if work.artwork.map is not None:
        session.add(_map_row(row, work.artwork.map))
    if work.artwork.token is not None:
        session.add(_token_row(row, work.artwork.token, work))
    return row


def _source_id(artwork: Artwork, rows: dict[int, ImageRow]) -> UUID | None:
    match artwork.source:
        case Artwork() as made:
            return rows[id(made)].id
        case str() as stored:
            return UUID(stored)
        case None:
            return None


def _image_row(
    job: GenerationJobRow, filing: Filing, work: StoredArtwork, source_id: UUID | None
) -> ImageRow:
    artwork = work.artwork
    return ImageRow(
        owner=job.owner,
        kind=artwork.kind.value,
        subtype=artwork.subtype,
        name=artwork.name,
        description=artwork.description,
        origin="generated" if artwork.source is None else "derived",
        tags=list(filing.tags),
        theme_id=job.theme_id,
        source_id=source_id,
        character_id=filing.character_id,
        campaign_id=filing.campaign_id,
        location_id=filing.location_id,
        details=artwork.details,
        search_text=search_text([artwork.name, artwork.description, *filing.tags, job.prompt]),
        **_picture(job, work).model_dump(),
    )


def _picture(job: GenerationJobRow, work: StoredArtwork) -> Picture:
    """What the bytes of an artwork are, and which job made them."""
    provenance = work.artwork.provenance
    return Picture(
        sha256=work.sha256,
        format=work.encoded.format.value,
        width=work.encoded.width,
        height=work.encoded.height,
        size_bytes=len(work.encoded.data),
        has_alpha=work.encoded.has_alpha,
        placeholder=work.placeholder,
        provenance=orjson.loads(provenance.to_json()) if provenance else None,
        job_id=job.id,
    )


def _map_row(image: ImageRow, facts: MapFacts) -> MapRow:
    layout = layout_to_json(facts.layout)
    return MapRow(
        image_id=image.id,
        owner=image.owner,
        name=image.name,
        kind=facts.brief.map_kind.value,
        environment=facts.brief.environment.value if facts.brief.environment else None,
        grid=facts.brief.grid.to_json(),
        layout=layout,
        features=features_to_json(features_of(facts.layout)),
        layout_digest=plan_digest(layout),
        campaign_id=image.campaign_id,
        location_id=image.location_id,
    )


def _token_row(image: ImageRow, facts: TokenFacts, work: StoredArtwork) -> TokenRow:
    assert work.ring_subject_sha256 is not None
    brief = facts.brief
    return TokenRow(
        image_id=image.id,
        portrait_id=image.source_id,
        owner=image.owner,
        name=image.name,
        creature_size=brief.creature_size.value,
        pixels_per_square=brief.pixels_per_square,
        shape=brief.shape.value,
        border=_BORDER.dump_python(brief.border, mode="json"),
        ring_subject_sha256=work.ring_subject_sha256,
        character_id=image.character_id,
    )
