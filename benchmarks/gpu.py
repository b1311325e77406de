"""SDXL on a GPU: pictures a second, latencies under a mix of work, and where the time of a tick goes.

`make bench-gpu` measures SDXL-base with random weights, ours beside the stock pipeline in the same process.
Without a GPU, `python -m benchmarks.gpu --model tiny --device cpu --sizes 256 --steps 4 --minutes 0.5` tries
all of it.
"""

import argparse
import asyncio
import itertools
import sys
import typing
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from importlib.metadata import version
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from generation.engines.sdxl import SdxlConfig, cuda_available
from generation.engines.sdxl.config import TINY
from generation.engines.sdxl.environment import prepare_environment
from generation.spec import RenderSpec

if typing.TYPE_CHECKING:
    import torch

    from benchmarks.rendering.bench import Bench
    from benchmarks.rendering.renderers import Variant

BASE = "base"
SECTIONS = ("throughput", "mix", "ticks")
PEERS = ("eager", "compiled", "batch")
OURS = "ours"
PACKAGES = ("torch", "diffusers", "transformers", "peft")
_GIVEN = {"model", "cache_dir", "device", "compile_sizes"}  # by options of their own
_OF_ENGINES = tuple(field.name for field in fields(SdxlConfig) if field.name not in _GIVEN)
_OF_REQUESTS = ("guidance_end", "cache_interval")  # fields of RenderSpec that give up likeness for speed
_TYPES = typing.get_type_hints(SdxlConfig) | typing.get_type_hints(RenderSpec)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the sections that are asked for, one after another."""
    options = _parse(arguments)
    if options.device == "cuda" and not cuda_available():
        sys.exit(
            "There is no CUDA device here. To try the benchmark itself, which says nothing about a GPU:\n"
            "python -m benchmarks.gpu --model tiny --device cpu --sizes 256 --steps 4 --minutes 0.5"
        )
    prepare_environment()
    from benchmarks.rendering import memory, mix, throughput, ticks  # noqa: PLC0415  # torch, after its environment

    runs = {"throughput": throughput.run, "mix": mix.run, "ticks": ticks.run}
    bench = _prepare(options)
    for section in options.section:
        asyncio.run(runs[section](bench))
        memory.release()


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.gpu", description=__doc__)
    add = parser.add_argument
    add("--section", type=_words(SECTIONS), default=SECTIONS, help=f"by commas, of {', '.join(SECTIONS)}")
    add("--minutes", type=float, default=4.0, help="for each section; what does not fit is left out")
    add("--model", default=BASE, help="base (random weights), tiny, or a diffusers folder")
    add("--device", choices=("cuda", "cpu"), default="cuda")
    add("--sizes", type=_numbers, default=(1024, 512), help="sides in pixels, by commas")
    add("--steps", type=_numbers, default=(30, 20))
    add("--jobs", type=_numbers, default=(1, 2, 4, 8, 16), help="that are asked for at once")
    add("--peers", type=_words(PEERS), default=PEERS, help=f"of {', '.join(PEERS)}, or none")
    add(
        "--loads",
        type=_shares,
        default=(0.9,),
        help="of the mix; 1 is all that the first in its table can do",
    )
    add("--mix-steps", type=_numbers, default=(8, 50), help="the fewest and the most")
    add("--seed", type=int, default=1, help="of the mix")
    add("--option", action="append", default=[], help="preview_every=0, or =0,2 to compare; again for others")
    add("--cache-dir", type=Path, default=Path.home() / ".cache" / "limner" / "benchmarks")
    add("--json", type=Path, help="file for all figures, rewritten after each")
    return parser.parse_args(arguments)


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(word) for word in text.split(","))


def _shares(text: str) -> tuple[float, ...]:
    return tuple(float(word) for word in text.split(","))


def _words(known: Sequence[str]) -> "typing.Callable[[str], tuple[str, ...]]":
    def parse(text: str) -> tuple[str, ...]:
        words = () if text == "none" else tuple(text.split(","))
        if unknown := set(words) - set(known):
            raise argparse.ArgumentTypeError(f"{', '.join(unknown)}: there are only {', '.join(known)}")
        return words

    return parse


def variants(options: Sequence[str]) -> dict[str, dict[str, typing.Any]]:
    """Every combination of options like "compile=false,true", by a name that tells it."""
    columns = [[(name, value) for value in values.split(",")] for name, _, values in map(_cut, options)]
    named = {}
    for combination in itertools.product(*columns):
        name = ", ".join([OURS, *(f"{name}={value}" for name, value in combination)])
        named[name] = {name: _value(name, value) for name, value in combination}
    return named


def _cut(option: str) -> tuple[str, str, str]:
    name, sign, values = option.partition("=")
    known = (*_OF_ENGINES, *_OF_REQUESTS)
    if name not in known or not sign:
        sys.exit(f"--option {option}: there are {', '.join(known)}, each with =VALUE")
    return name, sign, values


def _value(name: str, text: str) -> typing.Any:
    try:
        return TypeAdapter(_TYPES[name]).validate_python(None if text == "none" else text)
    except ValidationError as error:
        sys.exit(f"--option {name}={text}: {error.errors()[0]['msg']}")


def _prepare(options: argparse.Namespace) -> "Bench":
    """Find or make the model; say what is measured on what."""
    import torch  # noqa: PLC0415  # after its environment

    from benchmarks.rendering.bench import Bench  # noqa: PLC0415  # as above
    from benchmarks.rendering.random_base import ensure_random_base  # noqa: PLC0415  # as above
    from benchmarks.rendering.report import Report  # noqa: PLC0415  # as above
    from generation.engines.sdxl.tiny import ensure_tiny  # noqa: PLC0415  # as above

    device = torch.device(options.device)
    if options.model == BASE:
        folder = ensure_random_base(options.cache_dir, device)
    else:
        folder = ensure_tiny(options.cache_dir) if options.model == TINY else Path(options.model)
    facts = _facts(options, device)
    config = SdxlConfig(model=str(folder), cache_dir=options.cache_dir, device=options.device)
    report = Report(options.json, facts)
    report.say(", ".join(f"{name} {value}" for name, value in facts.items() if name != "command"))
    return Bench(
        folder=folder,
        device=device,
        variants=set_up(config, options.sizes, options.option),
        peers=options.peers,
        sides=options.sizes,
        steps=options.steps,
        jobs=options.jobs,
        loads=options.loads,
        mix_steps=options.mix_steps,
        seed=options.seed,
        seconds=60 * options.minutes,
        report=report,
    )


def set_up(config: SdxlConfig, sides: Sequence[int], options: Sequence[str]) -> dict[str, "Variant"]:
    """Our engine in every combination of `options`; one that compiles does so for just these `sides`."""
    from benchmarks.rendering.renderers import Variant  # noqa: PLC0415  # torch again

    config = replace(config, compile_sizes=tuple((side, side) for side in sides))
    return {
        name: Variant(
            config=replace(config, **{name: value for name, value in values.items() if name in _OF_ENGINES}),
            request={name: value for name, value in values.items() if name in _OF_REQUESTS},
        )
        for name, values in variants(options).items()
    }


def _facts(options: argparse.Namespace, device: "torch.device") -> Mapping[str, object]:
    from benchmarks.rendering.device import device_name, matmul_rate  # noqa: PLC0415  # torch again

    return {
        "model": options.model,
        "device": device_name(device),
        "matrix product, TFLOP/s": float(f"{matmul_rate(device):.3g}"),
        **{name: version(name) for name in PACKAGES},
        "command": " ".join(sys.argv[1:]),
    }


if __name__ == "__main__":
    main()
