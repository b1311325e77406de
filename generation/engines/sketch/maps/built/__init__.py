"""What people built above ground: floors under roofs, walls, windows, ships."""

from generation.engines.sketch.maps.built.floors import ink_interiors, paint_interiors
from generation.engines.sketch.maps.built.shadows import paint_wall_shadows
from generation.engines.sketch.maps.built.ship import ink_ship, paint_bowsprits, paint_ship
from generation.engines.sketch.maps.built.walls import ink_house_walls, paint_house_walls
from generation.engines.sketch.maps.built.windows import paint_windows

__all__ = [
    "ink_house_walls",
    "ink_interiors",
    "ink_ship",
    "paint_bowsprits",
    "paint_house_walls",
    "paint_interiors",
    "paint_ship",
    "paint_wall_shadows",
    "paint_windows",
]
