"""The checksum that names a checkpoint in provenance, worked out beside the rendering and kept on disk."""

import hashlib
import threading
from pathlib import Path

import structlog

_CHUNK = 16 * 1024 * 1024
_log = structlog.get_logger()


class Fingerprint:
    """SHA-256 over a checkpoint's files, hex; `value` is None until it is known.

    Reading gigabytes takes a while, so a thread does it. What it found is kept in `cache_dir` for as long as
    the files keep their size and time.
    """

    def __init__(self, files: tuple[Path, ...], cache_dir: Path) -> None:
        self.value: str | None = None
        self._files = files
        self._cache_dir = cache_dir
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._find, name="sdxl-fingerprint", daemon=True)

    def start(self) -> None:
        """Begin to work it out."""
        self._thread.start()

    def close(self) -> None:
        """Stop working it out and wait until the thread has ended."""
        self._stop.set()
        self._thread.join()

    def _find(self) -> None:
        try:
            self._look_up()
        except OSError:
            _log.warning("sdxl.checksum_failed", files=[str(file) for file in self._files], exc_info=True)

    def _look_up(self) -> None:
        note = self._cache_dir / "checksums" / self._identity()
        if note.is_file():
            self.value = note.read_text(encoding="ascii")
        elif (value := self._compute()) is not None:
            note.parent.mkdir(parents=True, exist_ok=True)
            note.write_text(value, encoding="ascii")
            self.value = value

    def _identity(self) -> str:
        facts = [(str(file.resolve()), file.stat().st_size, file.stat().st_mtime_ns) for file in self._files]
        return hashlib.sha256(repr(facts).encode()).hexdigest()

    def _compute(self) -> str | None:
        checksum = hashlib.sha256()
        for file in self._files:
            with file.open("rb") as stream:
                while chunk := stream.read(_CHUNK):
                    if self._stop.is_set():
                        return None
                    checksum.update(chunk)
        return checksum.hexdigest()
