"""Set pieces: camps, stones, wrecks and lairs, as a game master would set them out on a table."""

import numpy as np
from shapely import LineString

from generation.layout.plan import PropKind, WallMaterial
from generation.layout.wilds.country import Line
from generation.layout.wilds.places import Spot
from generation.vocabulary import TerrainType


def camp(spot: Spot) -> None:
    """Tents and logs about a fire."""
    spot.put(PropKind.CAMPFIRE, 0, 0, 1.0, 1.0)
    tents = int(np.clip(spot.radius - 1, 1, 4))
    for x, y, facing in spot.ring(tents + 2, spot.radius * 0.62)[:tents]:
        spot.put(PropKind.TENT, x, y, 1.8, 2.0, facing + 90)
    for x, y, facing in spot.ring(2, 1.35)[: 1 + (spot.radius > 2.2)]:
        spot.put(PropKind.LOG, x, y, 1.3, 0.42, facing + 90)
    spot.scatter(PropKind.CRATE, 2, 0.75, inner=0.75, outer=0.9)
    spot.scatter(PropKind.BARREL, 1, 0.65, inner=0.75, outer=0.9)
    spot.note("Camp", "place", "The ashes are warm, and nobody is here")


def standing_stones(spot: Spot) -> None:
    """A ring of tall stones about an altar."""
    count = int(np.clip(round(spot.radius * 2.4), 5, 11))
    for x, y, facing in spot.ring(count, spot.radius * 0.72, jitter=0.08):
        spot.put(PropKind.BOULDER, x, y, 0.95, 0.6, facing + 90)
    spot.put(PropKind.ALTAR, 0, 0, 1.4, 0.8)
    spot.note("Standing stones", "place", "At dawn the shadows of all stones meet on the altar")


def clearing(spot: Spot) -> None:
    """Open ground with a stump or a fallen trunk."""
    spot.put(PropKind.STUMP, spot.radius * 0.3, 0.2, 0.8, 0.8)
    spot.put(PropKind.LOG, -spot.radius * 0.35, spot.radius * 0.3, min(spot.radius, 2.6), 0.6, 25)
    spot.scatter(PropKind.BUSH, 3, 0.8, inner=0.8, outer=0.95)


def pond(spot: Spot) -> None:
    """Still water with reeds."""
    area = spot.lay(TerrainType.WATER, spot.radius * 0.72)
    if spot.radius > 2.2:
        spot.lay(TerrainType.DEEP_WATER, spot.radius * 0.36)
    for x, y, _ in spot.ring(5, spot.radius * 0.74):
        spot.put(PropKind.REEDS, x, y, 0.9, 0.9)
    spot.area = area.buffer(0.8)


def ruin(spot: Spot) -> None:
    """The broken walls of a small house or a tower."""
    width, height = spot.radius * 1.15, spot.radius * 0.95
    x, y = width / 2, height / 2
    floor = [spot.at(*corner) for corner in ((-x, -y), (x, -y), (x, y), (-x, y))]
    walls = (
        [(-x, -y * 0.2), (-x, -y), (x * 0.3, -y)],
        [(x, -y * 0.7), (x, y), (x * 0.35, y)],
        [(-x * 0.4, y), (-x, y), (-x, y * 0.5)],
    )
    for wall in walls:
        line = LineString([spot.at(*point) for point in wall])
        spot.country.lines.append(Line(shape=line, material=WallMaterial.RUIN))
    spot.country.keep([LineString(floor).convex_hull], 0.6)
    spot.lay(TerrainType.RUBBLE, 0.9, x * 0.7, -y * 0.9)
    spot.scatter(PropKind.ROCKS, 3, 0.7, inner=0.3, outer=0.9)
    spot.put(PropKind.CHEST, -x * 0.6, -y * 0.6, 0.8, 0.6)
    spot.note("Under the rubble", "treasure", "A chest that whoever fled could not carry")


def ambush(spot: Spot) -> None:
    """A broken wagon, its load strewn about."""
    spot.put(PropKind.WAGON, 0, 0, 1.7, 2.8, 70)
    spot.scatter(PropKind.CRATE, 3, 0.8, inner=0.5)
    spot.scatter(PropKind.BARREL, 2, 0.7, inner=0.5)
    spot.put(PropKind.LOG, spot.radius * 0.5, spot.radius * 0.7, 2.4, 0.6, 10)
    spot.note("Broken wagon", "danger", "An axle sawn half through, and no horses")
    spot.note("Ambush", "ambush", "They wait for whoever stops to help", 0, -spot.radius)


def lair(spot: Spot) -> None:
    """Where something eats."""
    spot.scatter(PropKind.BONES, 4, 0.85)
    spot.scatter(PropKind.BOULDER, 3, 1.3, inner=0.8, outer=0.95)
    spot.note("Lair", "danger", "Gnawed bones, and a smell of wet fur")


def mushroom_ring(spot: Spot) -> None:
    """A ring of mushrooms that glow a little at night."""
    for x, y, facing in spot.ring(10, spot.radius * 0.6):
        size = float(spot.rng.uniform(0.35, 0.6))
        spot.put(PropKind.FUNGUS, x, y, size, size, facing)
    spot.note("Mushroom ring", "place", "Whoever steps inside hears music from below")


def shrine(spot: Spot) -> None:
    """A wayside shrine."""
    spot.put(PropKind.STATUE, 0, -0.6, 1.1, 1.1)
    spot.put(PropKind.BENCH, 0, 1.0, 1.4, 0.5)
    spot.scatter(PropKind.ROCKS, 2, 0.6, inner=0.7, outer=0.95)
    spot.note("Wayside shrine", "place", "Coins lie in the bowl; nobody takes them")
