"""Runs every benchmark, or those named: `python -m benchmarks graphql queue`."""

import asyncio
import sys

from benchmarks import graphql, maps, overlays, painting, queue, sdxl

BENCHMARKS = {
    "graphql": graphql.run,
    "queue": queue.run,
    "painting": painting.run,
    "maps": maps.run,
    "overlays": overlays.run,
    "sdxl": sdxl.run,
}


async def main(names: list[str]) -> None:
    """Run benchmarks one after another and print their tables."""
    for name in names or list(BENCHMARKS):
        print(f"\n── {name} " + "─" * (60 - len(name)))
        await BENCHMARKS[name]()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
