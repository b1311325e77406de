"""Runs the real commands as processes of their own, without the settings of this machine."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

KEPT = ("PATH", "PYTHONPATH", "LANG", "TMPDIR")
READY = "ready "
SECONDS = 120


def environment(folder: Path, **settings: str) -> dict[str, str]:
    """What a command may know of this machine, with settings over it; the default data is in `folder`."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    own = {"HOME": str(folder), "DATA_DIR": str(folder / "data"), "OMP_NUM_THREADS": "1"}
    return kept | own | settings


def command(module: str, *arguments: str) -> list[str]:
    """The command line of a module of ours."""
    return [sys.executable, "-P", "-m", module, *arguments]


def limner(folder: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """What `limner` did and said, run in `folder`."""
    return subprocess.run(
        command("app.cli", *arguments),
        cwd=folder,
        env=environment(folder, **settings),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


@contextmanager
def started(folder: Path, *arguments: str, **settings: str) -> Iterator[subprocess.Popen[str]]:
    """`limner` as it runs; killed with what it started where the test leaves it running."""
    child = subprocess.Popen(
        command("app.cli", *arguments),
        cwd=folder,
        env=environment(folder, **settings),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        yield child
    finally:
        if child.poll() is None:
            child.kill()
        child.communicate()


@dataclass(frozen=True, kw_only=True)
class RunningServer:
    """A `limner serve` that answers."""

    address: str
    data_dir: Path


@contextmanager
def serving(folder: Path, **settings: str) -> Iterator[RunningServer]:
    """A server of the test's own, ended in order."""
    with (folder / "server.log").open("wb") as log:
        child = subprocess.Popen(
            command("app.cli", "serve", "--port", "0"),
            cwd=folder,
            env=environment(folder, **settings),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
    try:
        assert child.stdout is not None
        line = child.stdout.readline()
        assert line.startswith(READY), (folder / "server.log").read_text()
        yield RunningServer(address=line.removeprefix(READY).strip(), data_dir=folder / "data")
    finally:
        child.send_signal(signal.SIGTERM)
        child.communicate(timeout=SECONDS)


def read_until(child: subprocess.Popen[str], text: str) -> None:
    """Read what a command remarks until `text` comes."""
    assert child.stderr is not None
    for line in child.stderr:
        if text in line:
            return
    raise AssertionError(f"the command ended without a word of {text!r}")


def wait_until(holds: Callable[[], bool], seconds: float = 30) -> bool:
    """Whether a condition comes to hold within `seconds`."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
