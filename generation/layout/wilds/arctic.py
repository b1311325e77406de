"""Arctic ground: snow and drifts, frozen water, a crevasse, what the cold has kept."""

import numpy as np

from generation.briefs import MapBrief
from generation.layout.plan import MapLayout, PropKind
from generation.layout.raster import Field
from generation.layout.scatter import Sizes
from generation.layout.wilds import flora, relief, roads
from generation.layout.wilds.asked import lay_asked
from generation.layout.wilds.country import Country
from generation.layout.wilds.dangers import ambushes
from generation.layout.wilds.finish import finish
from generation.layout.wilds.pieces import camps, huts, nature, ruins, stones, wrecks
from generation.layout.wilds.places import Founder, Near, Place
from generation.layout.wilds.spot import Spot
from generation.layout.wilds.ways import crossings, edge_point, meander, ribbon
from generation.vocabulary import TerrainType

TRAPPERS = camps.camp(
    "Trappers who have not seen the sun for weeks, nor each other's faces",
    "Hunters of the white bear; one of them casts no breath",
    "An expedition that waits for a guide who will not come",
)
CABIN = huts.hut(
    "A trapper's cabin; the door opens inwards, since it snows",
    "Frost covers the inside of the windows, and a hand has wiped it",
    inside=(PropKind.BED, PropKind.STOVE, PropKind.TABLE, PropKind.CHEST),
    outside=(PropKind.LOG, PropKind.BARREL, PropKind.STUMP),
)


def frozen_lake(spot: Spot) -> None:
    """Ice, with a hole that somebody cut."""
    spot.area = spot.lay(TerrainType.ICE, spot.radius * 0.95)
    hole = spot.radius * 0.25, spot.radius * 0.1
    if spot.radius > 3.5:
        _lead(spot)
    spot.lay(TerrainType.DEEP_WATER, 0.75, hole)
    spot.put(PropKind.CRATE, (hole[0] + 1.2, hole[1] - 0.6), 0.6)
    spot.tell("place", "The ice sings at night", "Faces look up through the ice")
    spot.tell("trap", "The ice about the hole holds one, not three", name="Thin ice", at=hole)


def _lead(spot: Spot) -> None:
    """Open water where the ice has broken away from the shore."""
    rng = spot.rng
    turn = float(rng.uniform(0, 2 * np.pi))
    ends = [(float(np.cos(at)) * spot.radius, float(np.sin(at)) * spot.radius) for at in (turn, turn + 1.1)]
    line = meander(rng, spot.at(*ends[0]), spot.at(*ends[1]), wave=4.0, sway=0.4)
    water = ribbon(rng, line, 0.9, rough=0.2).intersection(spot.area.buffer(-0.15))
    spot.country.lay(TerrainType.WATER, [water])


PLACES = (
    Place(names=("Frozen lake", "Black ice", "Singing ice"), radius=6.0, build=frozen_lake, least=2.2),
    Place(names=("Trappers' camp", "Hunters' camp"), radius=3.5, build=TRAPPERS, trail=True),
    Place(names=("Lost expedition", "Silent camp"), radius=3.5, build=camps.abandoned_camp),
    Place(
        names=("Snowed-in tower", "Frost tower"),
        radius=3.8,
        build=ruins.tower(
            "Its lantern was to lead ships, when there was a sea", "Ice has grown where the stairs were"
        ),
    ),
    Place(
        names=("Frozen hall", "Hall of rime"),
        radius=3.8,
        build=ruins.house("They sit at the table still", "The hearth is full of blue ice, and it is warm"),
    ),
    Place(
        names=("Wolves' lair", "Yeti's larder", "White bear's den"),
        radius=2.9,
        build=nature.lair("The bones are split lengthwise", "Drag marks, and one mitten"),
        near=Near.AWAY,
    ),
    Place(names=("Rime stones", "Frost ring"), radius=3.6, build=stones.standing_stones),
    Place(
        names=("Ship in the ice", "Frozen longship"),
        radius=4.0,
        build=wrecks.ship_in_ice,
        least=2.6,
        once=True,
    ),
    Place(names=("Hot springs", "Steaming pool"), radius=3.0, build=nature.springs),
    Place(names=("Cabin", "Trapper's cabin"), radius=4.2, build=CABIN, least=huts.LEAST, trail=True),
    Place(names=("Cairn", "Scout's cairn"), radius=2.2, build=stones.cairn),
    Place(names=("Frost giant's bones", "Frozen giant"), radius=3.8, build=nature.giant_bones, least=2.6),
)


def make_arctic(brief: MapBrief) -> MapLayout:
    """Arctic ground for `brief`, which has been checked."""
    country = Country(brief, TerrainType.SNOW)
    if country.side >= 16:
        relief.hills(country, (0.25, 0.08), max(11.0, min(country.side * 0.4, 30.0)))
    start, end = roads.long_sides(country)
    price = roads.price_of_walking(country)
    track = roads.road_across(country, price, start, end)
    country.tread(track, 1.2)
    if country.side >= 13:
        _crevasse(country)
    founder = Founder(country)
    founder.found(PLACES)
    rocks = relief.outcrops(country, 0.07, 8.5, scree=0.0)
    lay_asked(country)
    cover = _strew(country, rocks)
    ambushes(
        country,
        cover,
        (
            "White furs on white snow; only the eyes show",
            "Dug into the drift, with a horn to call the others",
        ),
    )
    return finish(country)


def _crevasse(country: Country) -> None:
    """A rent in the ice from edge to edge or into the middle; snow bridges it where people go."""
    rng = country.rng
    start, end = roads.long_sides(country)
    side = start.next if rng.random() < 0.5 else end.next
    off = 0.0 if rng.random() < 0.5 else 0.62
    first = edge_point(country.width, country.height, side, float(rng.uniform(0.08, 0.3)) + off)
    last = edge_point(country.width, country.height, side.opposite, float(rng.uniform(0.08, 0.3)) + off)
    reach = float(rng.uniform(0.6, 1.1))
    last = first[0] + (last[0] - first[0]) * reach, first[1] + (last[1] - first[1]) * reach
    line = meander(rng, first, last, wave=11.0, sway=min(1.8, country.side * 0.06))
    rent = ribbon(rng, line, 1.5, rough=0.22, swell=0.3)
    country.lay(TerrainType.PIT, [rent])
    country.keep([rent], 0.4)
    for track in country.trodden:
        for deck in crossings(track, rent, 0.5):
            country.lay(TerrainType.SNOW, [deck.buffer(0.95)])
            middle = deck.interpolate(0.5, normalized=True)
            country.note("Snow bridge", "crossing", (middle.x, middle.y), "It has held so far")


def _strew(country: Country, rocks: Field) -> Field:
    """Drifts, firs, spikes of ice; answers how well one is hidden."""
    raster, rng = country.raster, country.rng
    noise = raster.noise(rng, 7.0, stretch=1.8, angle=float(rng.uniform(0, np.pi)))
    drifts = flora.patches(country, TerrainType.DIFFICULT, noise, 0.17)
    woods = np.clip(raster.noise(rng, 10.0) * 1.5 - 0.35, 0, 0.75).astype(np.float32)
    flora.strew(country, {PropKind.CONIFER: 1.0}, woods, Sizes(least=1.7, most=3.8, lean=1.3), overlap=0.78)
    foot = np.clip(1 - np.abs(rocks + 0.1) * 5, 0, 1)
    flora.strew(
        country,
        {PropKind.ICE_SPIKE: 1.2, PropKind.ROCKS: 0.8, PropKind.BOULDER: 0.8},
        (foot * 0.3 + 0.015).astype(np.float32),
        flora.ROUGH,
        overlap=0.95,
    )
    flora.strew(
        country, {PropKind.BUSH: 1.0, PropKind.STUMP: 0.4, PropKind.DEAD_TREE: 0.3}, 0.012, flora.SHRUBS
    )
    return np.asarray(np.clip(drifts * 2 + 0.3 + 0.6 * woods + 0.5 * foot, 0, 1), dtype=np.float32)
