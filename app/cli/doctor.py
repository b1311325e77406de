"""`limner doctor`: shows what is wrong, and what to do about it."""

import asyncio
import json
import logging

import typer
from rich.console import Console
from rich.markup import escape

from app.cli import terminal
from app.cli.failures import ExitCode
from app.doctor import Finding, State, examine
from app.settings import Settings

_COLOURS = {State.OK: "green", State.NOTE: "yellow", State.FAILED: "bold red"}


def diagnose(settings: Settings, *, as_json: bool) -> None:
    """Look at everything and show it; exits with 1 where an essential part fails."""
    logging.disable(logging.CRITICAL)  # what is to be known is in the findings
    findings = asyncio.run(_examine(settings, None if as_json else terminal.results()))
    is_well = not any(finding.is_fatal for finding in findings)
    if as_json:
        typer.echo(
            json.dumps({"ok": is_well, "findings": [_plain(finding) for finding in findings]}, indent=2)
        )
    if not is_well:
        raise typer.Exit(ExitCode.FAILED)


async def _examine(settings: Settings, console: Console | None) -> list[Finding]:
    findings = []
    async for finding in examine(settings):
        findings.append(finding)
        if console is not None:
            _show(console, finding)
    return findings


def _show(console: Console, finding: Finding) -> None:
    mark = f"[{_COLOURS[finding.state]}]{finding.state.value}[/]"
    console.print(f"{mark} {finding.part:<9} {escape(finding.detail)}")
    if finding.remedy:
        console.print(f"  {'':<9} [dim]→[/] {escape(finding.remedy)}")


def _plain(finding: Finding) -> dict[str, str | bool | None]:
    return {
        "part": finding.part,
        "state": finding.state.name,
        "detail": finding.detail,
        "remedy": finding.remedy,
        "essential": finding.is_essential,
    }
