"""The identity of a request: what decides how its pictures look, and nothing else."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

import orjson
from pydantic import TypeAdapter

from generation.briefs import TokenBrief, UpscaleBrief
from generation.request import GenerationRequest
from generation.spec import RenderSpec

_TOKEN: TypeAdapter[TokenBrief] = TypeAdapter(TokenBrief)


def request_digest(request: GenerationRequest, specs: Sequence[RenderSpec]) -> str:
    """SHA-256, hex, over the specs and what they don't say of the result; names and tags don't count."""
    parts: list[object] = [spec.digest for spec in specs]
    match request.brief:
        case TokenBrief() as brief:
            cut = replace(brief, portrait=None, name=None)
            parts.append(_TOKEN.dump_python(cut, mode="json"))
        case UpscaleBrief() as brief:
            parts += [brief.source.sha256, brief.factor]
    return hashlib.sha256(orjson.dumps([request.brief.kind, parts])).hexdigest()
