"""Identities: of requests by how their pictures look, of derived files by what they are made from."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

import orjson
from pydantic import TypeAdapter

from generation.briefs import TokenBrief, UpscaleBrief
from generation.request import GenerationRequest
from generation.spec import RenderSpec

_TOKEN: TypeAdapter[TokenBrief] = TypeAdapter(TokenBrief)


_KEY_LENGTH = 32  # of a SHA-256 in hex, so that a file's whole key has 64 characters at most


def key_digest(facts: object) -> str:
    """The part of a derived file's key that tells it from others; `facts` are JSON."""
    return hashlib.sha256(orjson.dumps(facts, option=orjson.OPT_SORT_KEYS)).hexdigest()[:_KEY_LENGTH]


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
