"""The identity of a request: what decides how its pictures look, and nothing else."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

import orjson
from pydantic import TypeAdapter

from generation.briefs import TokenBrief
from generation.request import GenerationRequest
from generation.spec import RenderSpec

_TOKEN: TypeAdapter[TokenBrief] = TypeAdapter(TokenBrief)


def request_digest(request: GenerationRequest, specs: Sequence[RenderSpec]) -> str:
    """SHA-256, hex, over the specs and, for tokens, how they are cut; names and tags don't count."""
    parts: list[object] = [spec.digest for spec in specs]
    if isinstance(request.brief, TokenBrief):
        cut = replace(request.brief, portrait=None, name=None)
        parts.append(_TOKEN.dump_python(cut, mode="json"))
    return hashlib.sha256(orjson.dumps([request.brief.kind, parts])).hexdigest()
