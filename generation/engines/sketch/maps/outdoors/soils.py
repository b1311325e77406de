"""Which swatches make up a kind of ground, by what the land is like."""

from collections.abc import Callable
from functools import partial

from generation.engines.sketch.maps.outdoors import palette, swatches
from generation.engines.sketch.maps.outdoors.land import COLD, Land
from generation.engines.sketch.maps.outdoors.tile import Ramp, Swatch, Tile
from generation.engines.sketch.maps.styles import MapStyle
from generation.vocabulary import MapEnvironment, TerrainType

Weave = tuple[Callable[[Tile, Ramp], Swatch], Ramp]
"""How a swatch is made, and in which colours."""

LAWN = partial(swatches.grass, length=0.13, per_space=58.0)
MEADOW = partial(swatches.grass, length=0.23, per_space=84.0, lush=0.5)


def soil_for(kind: TerrainType, land: Land, style: MapStyle) -> tuple[Swatch, ...]:
    """The swatches of some ground; the second, where there is one, lies on the first in patches."""
    return tuple(_woven(f"{kind.value} {i}", each, land, style) for i, each in enumerate(_weaves(kind, land)))


def snow_soil(land: Land, style: MapStyle) -> Swatch:
    """Fresh snow."""
    return _woven("winter", (swatches.snow, palette.SNOW), land, style)


def weeds(land: Land, style: MapStyle) -> Swatch:
    """What grows in cracks."""
    return _woven("weeds", (LAWN, _grass_colors(land)), land, style)


def _woven(salt: str, weave: Weave, land: Land, style: MapStyle) -> Swatch:
    make, ramp = weave
    tile = Tile(land.chart.rng(f"soil {salt}"), land.chart.scale)
    return make(tile, palette.toned_ramp(ramp, style))


def _weaves(kind: TerrainType, land: Land) -> tuple[Weave, ...]:
    grass = _grass_colors(land)
    litter = palette.LITTER[land.chart.season]
    dusty = land.base is TerrainType.SAND
    earth = palette.PALE_EARTH if dusty else palette.EARTH
    town = land.chart.environment is MapEnvironment.TOWN
    plain: dict[TerrainType, tuple[Weave, ...]] = {
        TerrainType.GRASS: ((LAWN, grass), (MEADOW, grass)),
        TerrainType.TREES: ((swatches.litter, litter), (MEADOW, grass)),
        TerrainType.DIFFICULT: _rough_going(land),
        TerrainType.SAND: ((partial(swatches.sand, ripples=0.05), _sand_colors(land)),),
        TerrainType.SNOW: ((swatches.snow, palette.SNOW),),
        TerrainType.ICE: ((swatches.ice, palette.ICE),),
        TerrainType.ROAD: ((COBBLES, palette.COBBLE),) if town else ((swatches.earth, earth),),
        TerrainType.RUBBLE: ((swatches.scree, rock_colors(land)),),
        TerrainType.MOUNTAIN: ((swatches.rock, rock_colors(land)),),
        TerrainType.PIT: ((swatches.rock, rock_colors(land)),),
        TerrainType.FLOOR: ((COBBLES, palette.COBBLE),),
        TerrainType.WATER: ((swatches.earth, palette.MUD),),
        TerrainType.DEEP_WATER: ((swatches.earth, palette.MUD),),
    }
    return plain.get(kind, ((swatches.earth, earth),))


COBBLES = partial(swatches.stones, size=0.34)


def _rough_going(land: Land) -> tuple[Weave, ...]:
    """What makes going difficult here: mud, thorns, deep snow, loose stones."""
    if land.chart.environment is MapEnvironment.SWAMP:
        return ((swatches.mud, palette.MUD), (MEADOW, _grass_colors(land)))
    if land.base in COLD:
        return ((swatches.drifts, palette.SNOW),)
    if land.chart.environment is MapEnvironment.MOUNTAIN:
        return ((swatches.scree, rock_colors(land)),)
    if land.base is TerrainType.SAND:
        return ((swatches.thicket, palette.DRY), (partial(swatches.sand, ripples=0.03), _sand_colors(land)))
    return ((swatches.thicket, _grass_colors(land)),)


def _grass_colors(land: Land) -> Ramp:
    if land.chart.environment is MapEnvironment.SWAMP:
        return palette.MARSH
    return palette.GRASS[land.chart.season]


def _sand_colors(land: Land) -> Ramp:
    return palette.SAND if land.base is TerrainType.SAND else palette.BEACH


def rock_colors(land: Land) -> Ramp:
    """The colours of bare rock here."""
    if land.base is TerrainType.SAND:
        return palette.RED_ROCK
    return palette.COLD_ROCK if land.base in COLD else palette.ROCK
