"""The options that all commands share which have something painted."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import wraps
from pathlib import Path
from typing import Annotated, Concatenate, ParamSpec, get_type_hints

import typer

Own = ParamSpec("Own")
Json = dict[str, object]


@dataclass(frozen=True, kw_only=True)
class CommonOptions:
    """How to paint, where, and into which file; the annotations are what Typer makes options from."""

    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write; its ending decides the format.")
    ] = None
    theme: Annotated[str | None, typer.Option(help="Slug of a theme, e.g. dark-gothic.")] = None
    variation: Annotated[str | None, typer.Option(help="Variation of the theme.")] = None
    negative: Annotated[str | None, typer.Option(help="What to keep out of the picture.")] = None
    seed: Annotated[int | None, typer.Option(help="The same seed paints the same picture.")] = None
    steps: Annotated[int | None, typer.Option(help="Denoising steps.")] = None
    width: Annotated[int | None, typer.Option(help="Pixels.")] = None
    height: Annotated[int | None, typer.Option(help="Pixels.")] = None
    engine: Annotated[str | None, typer.Option(help="sketch, sdxl, …; else the server's default.")] = None
    count: Annotated[int, typer.Option(help="How many pictures, each with its own seed.")] = 1
    name: Annotated[str | None, typer.Option(help="Name to keep it under.")] = None
    tag: Annotated[list[str] | None, typer.Option(help="A word to find it by; may be repeated.")] = None
    server: Annotated[
        str | None, typer.Option(help="The server's address; else LIMNER_SERVER, else whichever answers.")
    ] = None
    data_dir: Annotated[
        Path | None, typer.Option(help="Paint with a private server that keeps its pictures here.")
    ] = None

    @property
    def settings(self) -> Json:
        """The API's RenderSettings."""
        return without_nothing(
            seed=self.seed,
            width=self.width,
            height=self.height,
            numInferenceSteps=self.steps,
            engine=self.engine,
            negativePrompt=self.negative,
            count=self.count,
        )

    @property
    def filing(self) -> Json:
        """Under what the API keeps the picture."""
        return without_nothing(name=self.name, tags=self.tag)

    @property
    def look(self) -> Json:
        """The theme, as the API takes it."""
        theme = {"slug": self.theme} if self.theme else None
        return without_nothing(theme=theme, themeVariation=self.variation)


def without_nothing(**values: object) -> Json:
    """What was said at all."""
    return {name: value for name, value in values.items() if value is not None}


def with_common_options(command: Callable[Concatenate[CommonOptions, Own], None]) -> Callable[..., None]:
    """A command with the common options behind its own, which it gets as its first argument."""

    @wraps(command)
    def run(**values: object) -> None:
        common = {field.name: values.pop(field.name) for field in fields(CommonOptions)}
        command(CommonOptions(**common), **values)  # type: ignore[arg-type,call-arg] # Typer has checked them

    own = list(inspect.signature(command).parameters.values())[1:]
    annotations = get_type_hints(command, include_extras=True) | get_type_hints(
        CommonOptions, include_extras=True
    )
    shared = [
        inspect.Parameter(
            field.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=field.default,
            annotation=annotations[field.name],
        )
        for field in fields(CommonOptions)
    ]
    run.__signature__ = inspect.Signature([*own, *shared])  # type: ignore[attr-defined] # what Typer reads
    run.__annotations__ = annotations
    return run
