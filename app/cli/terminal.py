"""What commands say: results on standard output, everything else on standard error."""

import sys

from rich.console import Console
from rich.markup import escape


def say_it_somehow() -> None:
    """On a terminal without our letters, show question marks rather than break."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def results() -> Console:
    """For what was asked for; lines are never broken, so that programs can read them."""
    return Console(highlight=False, soft_wrap=True)


def remarks() -> Console:
    """For progress and everything said by the way."""
    return Console(stderr=True, highlight=False, soft_wrap=True)


def say_failure(message: str) -> None:
    """One line (or a few, where a server's log is part of it) about what went wrong."""
    remarks().print(f"[bold red]limner:[/] {escape(message)}")
