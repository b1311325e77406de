"""Where pictures go: the file's name decides about the format, and nothing is overwritten unasked."""

import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.cli.failures import BadUsage
from app.client.results import Picture

#: Endings of file names with the contract's words for them.
FORMATS = {".webp": "WEBP", ".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".avif": "AVIF"}
LONGEST_SLUG = 60


@dataclass(frozen=True, kw_only=True)
class Target:
    """Where pictures are to go: to `path`, or, without one, beside us under their own names."""

    path: Path | None = None

    @property
    def file_format(self) -> str:
        """The contract's word for the format."""
        return FORMATS[self.path.suffix.lower()] if self.path else "WEBP"

    def check(self) -> None:
        """Raise `BadUsage` where nothing could be written, before anything is painted."""
        if self.path is None:
            return
        if self.path.suffix.lower() not in FORMATS:
            raise BadUsage(f"-o {self.path}: the name must end in {', '.join(FORMATS)}")
        if not self.path.absolute().parent.is_dir():
            raise BadUsage(f"-o {self.path}: there is no folder {self.path.parent}")
        if self.path.is_dir():
            raise BadUsage(f"-o {self.path}: is a folder")

    def paths(self, pictures: Sequence[Picture]) -> list[Path]:
        """A path for each picture; several get numbers."""
        if self.path is None:
            taken: set[Path] = set()
            return [_unused(_slug(picture.name), taken) for picture in pictures]
        if len(pictures) == 1:
            return [self.path]
        return [self.path.with_stem(f"{self.path.stem}-{number + 1}") for number in range(len(pictures))]


def _slug(name: str) -> str:
    """`An elven ranger` → `an-elven-ranger`; letters of any script stay."""
    words = re.findall(r"\w+", unicodedata.normalize("NFC", name).lower())
    slug = ""
    for word in words:
        if len(slug) + len(word) >= LONGEST_SLUG:
            break
        slug = f"{slug}-{word}" if slug else word
    return slug or "picture"


def _unused(slug: str, taken: set[Path]) -> Path:
    path = next(path for path in _numbered(slug) if path not in taken and not path.exists())
    taken.add(path)
    return path


def _numbered(slug: str) -> Iterator[Path]:
    yield Path(f"{slug}.webp")
    for number in itertools.count(2):
        yield Path(f"{slug}-{number}.webp")
