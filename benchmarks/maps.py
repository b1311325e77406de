"""Every figure that is wished for of maps: laying out, painting, exporting, walking and seeing.

The wishes, on one core: a dungeon of 60 × 40 in 200 ms and one of 200 × 200 in 3 s, a world of 2048² pixels
in 5 s; path, reachable and visibility within 50 ms each on 60 × 40; the export of 4200 × 2800 pixels within
400 MB. Overlays have a table of their own: `overlays`.
"""

from benchmarks.cartography import layouts, memory, tactics


async def run() -> None:
    """Print all tables."""
    for title, part in (
        ("plans", layouts.run),
        ("walking and seeing", tactics.run),
        ("memory", memory.run),
    ):
        print(f"\n{title}")
        await part()
