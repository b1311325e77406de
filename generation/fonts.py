"""The typefaces that pictures are lettered in: Adobe's Source Serif and Source Sans (SIL OFL 1.1)."""

from importlib.resources import files
from pathlib import Path


def _file(package: str, name: str) -> Path:
    return Path(str(files(package) / "files" / name))


SERIF = _file("font_source_serif_pro", "SourceSerifPro-Regular.ttf")
SERIF_ITALIC = _file("font_source_serif_pro", "SourceSerifPro-It.ttf")
SERIF_BOLD = _file("font_source_serif_pro", "SourceSerifPro-Semibold.ttf")
SANS = _file("font_source_sans_pro", "SourceSansPro-Semibold.ttf")

SERIF_FAMILY = "Source Serif Pro"
SANS_FAMILY = "Source Sans Pro"
