"""How each kind of growth looks in this land: what it is drawn by, and in which colours."""

from collections.abc import Callable
from dataclasses import dataclass

from generation.engines.sketch.maps.outdoors import palette, plants, stones, trees
from generation.engines.sketch.maps.outdoors.land import COLD, Land
from generation.engines.sketch.maps.outdoors.mold import Canvas
from generation.engines.sketch.maps.outdoors.tile import Ramp
from generation.layout.plan import PropKind
from generation.vocabulary import MapEnvironment, Season, TerrainType

Draw = Callable[[Canvas], None]


@dataclass(frozen=True)
class Part:
    """One colour of a thing; of several ramps each thing gets one."""

    draw: Draw
    ramps: tuple[Ramp, ...]


@dataclass(frozen=True, kw_only=True)
class Species:
    """A kind of growth: its parts from below, and how it stands in the light."""

    parts: tuple[Part, ...]
    tall: float = 0.3  #: how far its shadow reaches at noon, as a share of its size
    relief: float = 0.3  #: how much its slopes catch the light
    crown: bool = False  #: spreads above the heads of people


def species_of(kind: PropKind, land: Land) -> Species:
    """The species of a kind of prop."""
    season = Season.WINTER if land.base in COLD else land.chart.season
    makers: dict[PropKind, Callable[[Season, Land], Species]] = {
        PropKind.BROADLEAF: _broadleaf,
        PropKind.CONIFER: _conifer,
        PropKind.PALM: _palm,
        PropKind.DEAD_TREE: _dead_tree,
        PropKind.BUSH: _bush,
        PropKind.REEDS: _reeds,
        PropKind.LILY_PADS: _lily_pads,
        PropKind.CACTUS: _cactus,
        PropKind.STUMP: _stump,
        PropKind.LOG: _log,
        PropKind.BOULDER: _boulder,
        PropKind.ROCKS: _rocks,
        PropKind.ICE_SPIKE: _ice_spike,
    }
    return makers[kind](season, land)


def _broadleaf(season: Season, land: Land) -> Species:
    if season is Season.WINTER:
        return Species(parts=(Part(trees.bare_tree, (palette.SNOWY_TWIGS,)),), tall=0.22, crown=True)
    ramps = palette.MARSH_LEAVES if land.chart.environment is MapEnvironment.SWAMP else palette.LEAVES[season]
    return Species(parts=(Part(trees.broadleaf, ramps),), tall=0.24, relief=0.34, crown=True)


def _conifer(season: Season, _: Land) -> Species:
    ramps = palette.SNOWY_NEEDLES if season is Season.WINTER else palette.NEEDLES
    return Species(parts=(Part(trees.conifer, ramps),), tall=0.34, relief=0.34, crown=True)


def _palm(_: Season, __: Land) -> Species:
    return Species(parts=(Part(trees.palm, palette.FRONDS),), tall=0.34, relief=0.26, crown=True)


def _dead_tree(season: Season, _: Land) -> Species:
    ramp = palette.SNOWY_TWIGS if season is Season.WINTER else palette.DEAD_WOOD
    return Species(parts=(Part(trees.bare_tree, (ramp,)),), tall=0.26, crown=True)


def _bush(season: Season, land: Land) -> Species:
    ramps = palette.SHRUBS[season]
    if land.base is TerrainType.SAND:
        ramps = (palette.DRY_LEAVES,)
    elif land.chart.environment is MapEnvironment.SWAMP and season is not Season.WINTER:
        ramps = palette.MARSH_LEAVES
    return Species(parts=(Part(trees.bush, ramps),), tall=0.14)


def _reeds(season: Season, _: Land) -> Species:
    return Species(
        parts=(Part(plants.reeds, (palette.REEDS[season],)), Part(plants.cattails, (palette.BARK,))), tall=0.1
    )


def _lily_pads(season: Season, _: Land) -> Species:
    if season in (Season.AUTUMN, Season.WINTER):
        return Species(parts=(Part(plants.lily_pads, (palette.FADED_PADS,)),), tall=0.0)
    pads = Part(plants.lily_pads, (palette.PADS,))
    return Species(parts=(pads, Part(plants.blossoms, palette.LILIES)), tall=0.0)


def _cactus(_: Season, __: Land) -> Species:
    return Species(parts=(Part(plants.cactus, palette.CACTI),), tall=0.3)


def _stump(_: Season, __: Land) -> Species:
    return Species(
        parts=(Part(plants.stump, (palette.BARK,)), Part(plants.rings, (palette.PALE_WOOD,))), tall=0.1
    )


def _log(season: Season, land: Land) -> Species:
    bark = palette.SNOWY_BARK if season is Season.WINTER else palette.BARK
    parts = [Part(plants.log, (bark,)), Part(plants.heartwood, (palette.PALE_WOOD,))]
    if land.base is not TerrainType.SAND and season is not Season.WINTER:
        parts.append(Part(plants.moss, (palette.MOSS,)))
    return Species(parts=tuple(parts), tall=0.06)


def _boulder(season: Season, land: Land) -> Species:
    return Species(parts=(Part(stones.boulder, _rock(season, land)),), tall=0.16, relief=0.4)


def _rocks(season: Season, land: Land) -> Species:
    return Species(parts=(Part(stones.rocks, _rock(season, land)),), tall=0.08, relief=0.4)


def _rock(season: Season, land: Land) -> tuple[Ramp, ...]:
    if land.base is TerrainType.SAND:
        return (palette.RED_ROCK,)
    return (palette.SNOWY_ROCK,) if season is Season.WINTER else (palette.ROCK, palette.STONE)


def _ice_spike(_: Season, __: Land) -> Species:
    return Species(parts=(Part(stones.ice_spike, (palette.CRYSTAL,)),), tall=0.2, relief=0.3)
