"""Checks a prompt against the consistency rules of its theme."""

import re
import unicodedata
from collections.abc import Iterator

from generation.themes.findings import FindingCode, FindingSeverity, PromptFinding
from generation.themes.theme import Theme
from generation.vocabulary import ImageKind


def check_rules(theme: Theme, kind: ImageKind, text: str) -> list[PromptFinding]:
    """Everything in which `text`, for a picture of `kind`, breaks the theme's rules.

    Terms are whole words; case, Unicode form and spacing do not matter.
    """
    return [*_wrong_kind(theme, kind), *_forbidden_terms(theme, text), *_missing_terms(theme, text)]


def _wrong_kind(theme: Theme, kind: ImageKind) -> Iterator[PromptFinding]:
    if theme.rules.kinds and kind not in theme.rules.kinds:
        allowed = ", ".join(theme.rules.kinds)
        yield _error(
            FindingCode.THEME_KIND, f"The theme {theme.name} is for {allowed} only, not for a {kind}.", kind
        )


def _forbidden_terms(theme: Theme, text: str) -> Iterator[PromptFinding]:
    for term in theme.rules.forbidden_terms:
        if _says(text, term):
            yield _error(
                FindingCode.FORBIDDEN_TERM, f"“{term}” does not go with the theme {theme.name}.", term
            )


def _missing_terms(theme: Theme, text: str) -> Iterator[PromptFinding]:
    for term in theme.rules.required_terms:
        if not _says(text, term):
            yield _error(FindingCode.MISSING_TERM, f"The theme {theme.name} asks for “{term}”.", term)


def _error(code: FindingCode, message: str, term: str) -> PromptFinding:
    return PromptFinding(severity=FindingSeverity.ERROR, code=code, message=message, term=str(term))


def _says(text: str, term: str) -> bool:
    pattern = rf"(?<!\w){re.escape(_folded(term))}(?!\w)"
    return re.search(pattern, _folded(text)) is not None


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
