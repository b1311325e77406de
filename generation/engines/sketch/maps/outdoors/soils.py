"""Which swatches make up a kind of ground, by what the land is like."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from generation.engines.sketch.maps.outdoors import palette, swatches
from generation.engines.sketch.maps.outdoors.land import COLD, Land
from generation.engines.sketch.maps.outdoors.tile import Ramp, Swatch, Tile
from generation.engines.sketch.maps.styles import MapStyle
from generation.vocabulary import MapEnvironment, TerrainType


class Weave(NamedTuple):
    """How a swatch is made, and in which colours; those of one name are one."""

    name: str
    make: Callable[[Tile, Ramp], Swatch]
    ramp: Ramp


LAWN = partial(swatches.grass, length=0.13, per_space=58.0)
MEADOW = partial(swatches.grass, length=0.23, per_space=84.0, lush=0.5)
COBBLES = partial(swatches.stones, size=0.34)


def soil_for(kind: TerrainType, land: Land, style: MapStyle) -> tuple[Swatch, ...]:
    """The swatches of some ground; the second, where there is one, lies on the first in patches."""
    return tuple(_woven(weave, land, style) for weave in _weaves(kind, land))


def snow_soil(land: Land, style: MapStyle) -> Swatch:
    """Fresh snow."""
    return _woven(Weave("snow", swatches.snow, palette.SNOW), land, style)


def weeds(land: Land, style: MapStyle) -> Swatch:
    """What grows in cracks."""
    return _woven(_lawn(land), land, style)


def _woven(weave: Weave, land: Land, style: MapStyle) -> Swatch:
    if weave.name not in land.swatches:
        tile = Tile(land.chart.rng(f"soil {weave.name}"), land.chart.scale)
        land.swatches[weave.name] = weave.make(tile, palette.toned_ramp(weave.ramp, style))
    return land.swatches[weave.name]


def _weaves(kind: TerrainType, land: Land) -> tuple[Weave, ...]:
    rock = Weave("rock", swatches.rock, rock_colors(land))
    litter = Weave("litter", swatches.litter, palette.LITTER[land.chart.season])
    bed = _bed(land)
    paved = Weave("cobbles", COBBLES, palette.COBBLE)
    earth = Weave("earth", swatches.earth, palette.EARTH)
    if land.base is TerrainType.SAND:
        earth = Weave("dust", swatches.earth, palette.PALE_EARTH)
    plain: dict[TerrainType, tuple[Weave, ...]] = {
        TerrainType.GRASS: (_lawn(land), _meadow(land)),
        TerrainType.TREES: (litter, _meadow(land)),
        TerrainType.DIFFICULT: _rough_going(land),
        TerrainType.SAND: (_sand(land),),
        TerrainType.SNOW: (Weave("snow", swatches.snow, palette.SNOW),),
        TerrainType.ICE: (Weave("ice", swatches.ice, palette.ICE),),
        TerrainType.ROAD: (paved if land.chart.environment is MapEnvironment.TOWN else earth,),
        TerrainType.RUBBLE: (_scree(land),),
        TerrainType.MOUNTAIN: (rock,),
        TerrainType.PIT: (rock,),
        TerrainType.FLOOR: (paved,),
        TerrainType.WATER: (bed,),
        TerrainType.DEEP_WATER: (bed,),
    }
    return plain.get(kind, (earth,))


def _bed(land: Land) -> Weave:
    """What lies below the water."""
    if land.base in COLD:
        return Weave("ice", swatches.ice, palette.ICE)
    if land.base is TerrainType.SAND or land.chart.environment is MapEnvironment.COAST:
        return _sand(land)
    return Weave("bed", swatches.earth, palette.MUD)


def _lawn(land: Land) -> Weave:
    return Weave("lawn", LAWN, _grass_colors(land))


def _meadow(land: Land) -> Weave:
    return Weave("meadow", MEADOW, _grass_colors(land))


def _scree(land: Land) -> Weave:
    return Weave("scree", swatches.scree, rock_colors(land))


def _sand(land: Land) -> Weave:
    return Weave("sand", partial(swatches.sand, ripples=0.05), _sand_colors(land))


def _rough_going(land: Land) -> tuple[Weave, ...]:
    """What makes going difficult here: mud, thorns, deep snow, loose stones."""
    if land.chart.environment is MapEnvironment.SWAMP:
        return (Weave("mud", swatches.mud, palette.MUD), _meadow(land))
    if land.base in COLD:
        return (Weave("drifts", swatches.drifts, palette.SNOW),)
    if land.chart.environment is MapEnvironment.MOUNTAIN:
        return (_scree(land),)
    if land.base is TerrainType.SAND:
        return (Weave("thorns", swatches.thicket, palette.DRY), _sand(land))
    return (Weave("thicket", swatches.thicket, _grass_colors(land)),)


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
