"""Mountains: cliffs in steps, a trail that climbs through them, scree, a chasm."""

import numpy as np
from shapely import LineString, Polygon

from generation.briefs import MapBrief
from generation.layout.plan import MapLayout, PropKind
from generation.layout.raster import Field
from generation.layout.scatter import Sizes
from generation.layout.wilds import flora, relief, roads, water
from generation.layout.wilds.asked import lay_asked
from generation.layout.wilds.country import Country
from generation.layout.wilds.dangers import ambushes
from generation.layout.wilds.finish import finish
from generation.layout.wilds.pieces import camps, nature, ruins, stones
from generation.layout.wilds.places import Founder, Near, Place
from generation.layout.wilds.ways import crossings, edge_point, meander, ribbon
from generation.vocabulary import TerrainType

GOATHERDS = camps.camp(
    "Goatherds, who go nowhere after dark",
    "Dwarves, waiting for a door to show itself",
    "Orcs, too many for the fire",
)

PLACES = (
    Place(
        names=("Watchtower ruin", "Pass tower"),
        radius=3.6,
        build=ruins.tower("It watched a pass that nobody uses"),
        near=Near.WAY,
    ),
    Place(names=("Goatherds' camp", "Orc camp"), radius=3.3, build=GOATHERDS, near=Near.WAY),
    Place(names=("Pass shrine", "Wind shrine"), radius=2.3, build=stones.shrine, near=Near.WAY),
    Place(names=("Cairn", "Scout's cairn"), radius=2.0, build=stones.cairn),
    Place(
        names=("Eyrie", "Griffon's ledge", "Troll's larder"),
        radius=2.8,
        build=nature.lair("Feathers as long as an arm", "Half a horse, carried up here"),
        near=Near.AWAY,
    ),
    Place(names=("Tarn", "Snowmelt pool"), radius=3.2, build=nature.pond),
    Place(names=("Giant's stones", "Sky ring"), radius=3.6, build=stones.standing_stones),
    Place(
        names=("Fallen keep", "Dwarven gatehouse"),
        radius=4.0,
        build=ruins.house("The gate was broken from within"),
    ),
    Place(
        names=("Stone giant's bones", "Dead giant"),
        radius=3.8,
        build=nature.giant_bones,
        least=2.6,
        near=Near.AWAY,
    ),
)


def make_mountain(brief: MapBrief) -> MapLayout:
    """A mountainside for `brief`, which has been checked."""
    country = Country(brief, TerrainType.GRASS)
    heights = _heights(country)
    price = _price(country, heights)
    trail = roads.road_across(country, price, *roads.long_sides(country), spread=0.2)
    chasm = _chasm(country)
    roads.lay_way(country, trail, 1.3)
    if chasm is not None:
        for deck in crossings(trail, chasm, 0.7):
            water.lay_bridge(country, deck, 1.4, rails=True)
    if country.side >= 24:
        start, end = roads.long_sides(country)
        roads.fork(
            country, price + 9 * (country.covered(TerrainType.PIT) > 0), [start.next, end.next], 1.1, ()
        )
    founder = Founder(country)
    founder.found(PLACES, spare=1)
    _gullies(country, founder, price)
    feet = _cliffs(country, heights)
    if country.brief.rooms is None or len(country.sites) < country.brief.rooms:
        _cave(country)
    lay_asked(country)
    _strew(country, heights, feet)
    ambushes(
        country,
        np.clip(1.1 - np.abs(feet + 0.8), 0, 1),
        (
            "On the ledge above, with stones to roll",
            "Behind the boulders, where the trail is narrowest",
        ),
    )
    return finish(country)


def _heights(country: Country) -> Field:
    """How high the ground lies: it rises to one side, about 0 to 1 and beyond."""
    raster, rng = country.raster, country.rng
    turn = float(rng.uniform(0, 2 * np.pi))
    reach = max(country.width, country.height)
    slope = (
        (raster.x - country.width / 2) * np.cos(turn) + (raster.y - country.height / 2) * np.sin(turn)
    ) / reach
    wave = float(np.clip(country.side * 0.5, 9, 26))
    relief_ = 0.42 * raster.noise(rng, wave, octaves=2) + 0.1 * raster.noise(rng, 5.0, octaves=2)
    steepness = float(np.clip(26 / reach, 0.35, 1.0))
    return np.asarray(0.5 + steepness * slope + relief_, dtype=np.float32)


def _price(country: Country, heights: Field) -> Field:
    """What walking costs: along a slope it is easy, up and down it is not."""
    down, across = np.gradient(heights)
    steep = np.hypot(down, across) * 40
    return roads.price_of_walking(country, wander=0.5, also=np.clip(steep, 0, 4).astype(np.float32))


def _gullies(country: Country, founder: Founder, price: Field) -> None:
    """Ways to every place, trodden or not: where they run no cliff will stand."""
    chasm = country.covered(TerrainType.PIT) > 0
    ends = [spot.center for _, spot in founder.spots]
    lines = roads.side_ways(country, price + 20 * chasm, ends)
    for (place, _), line in zip(founder.spots, lines, strict=True):
        if line is not None:
            if place.trail:
                roads.lay_way(country, line[: max(3, len(line) - 5)], 0.9)
            country.keep([LineString(line).buffer(0.4)])


def _chasm(country: Country) -> Polygon | None:
    """A deep rent, that the trail crosses on a bridge."""
    rng = country.rng
    if country.side < 16 or rng.random() < 0.35:
        return None
    start, end = roads.long_sides(country)
    ends = [
        edge_point(country.width, country.height, side, float(rng.uniform(0.25, 0.75)))
        for side in (start.next, end.next)
    ]
    line = meander(rng, ends[0], ends[1], wave=14.0, sway=min(2.2, country.side * 0.08))
    rent = ribbon(rng, line, float(rng.uniform(1.8, 2.8)), rough=0.25, swell=0.25)
    country.lay(TerrainType.PIT, [rent])
    country.keep([rent], 0.3)
    return rent


def _cliffs(country: Country, heights: Field) -> Field:
    """Walls of rock along some heights, with gaps, and the peaks above; answers how far inside one is."""
    raster, rng = country.raster, country.rng
    rough = 0.35 * raster.noise(rng, 2.2) + 0.3 * raster.noise(rng, 5.0)
    shares = (0.75, 0.5, 0.27) if country.side >= 16 else (0.6, 0.3)
    inside = raster.depth(heights > raster.level(heights, 0.09)) + rough
    for share in shares:
        edge = np.abs(raster.depth(heights > raster.level(heights, share)))
        thick = 0.75 + 1.5 * raster.noise(rng, 11.0, octaves=2)
        inside = np.maximum(inside, np.clip(thick, -1.0, 1.5) - edge + rough)
    inside = np.minimum(inside, country.clearance() - np.float32(0.8))
    scree = np.minimum(inside + 0.9 + 0.6 * raster.noise(rng, 4.0), country.clearance() - np.float32(0.1))
    country.lay(TerrainType.RUBBLE, raster.polygons(scree, least=3.0))
    country.cliff(raster.polygons(relief.weathered(country, inside), least=2.5, soft=0.2))
    return np.asarray(inside, dtype=np.float32)


def _cave(country: Country) -> None:
    """The mouth of a cave in one of the cliffs."""
    for radius in (1.9, 1.5):
        chamber = relief.hollow_out(country, radius)
        if chamber is not None:
            center = chamber.centroid
            country.site("Cave mouth", chamber, outdoors=False)
            country.put(PropKind.BONES, (center.x, center.y), 0.8)
            country.note(
                "Cave mouth", "danger", (center.x, center.y), "Warm air comes out of it, and goes in again"
            )
            return


def _strew(country: Country, heights: Field, feet: Field) -> None:
    """Boulders below the cliffs, firs where it is low."""
    raster, rng = country.raster, country.rng
    fallen = np.clip(1.1 - np.abs(feet + 0.8), 0, 1)
    flora.strew(
        country,
        {PropKind.BOULDER: 1.0, PropKind.ROCKS: 0.9},
        (0.4 * fallen + 0.02).astype(np.float32),
        flora.ROUGH,
        overlap=0.92,
    )
    low = np.clip((raster.level(heights, 0.55) - heights) * 2.5 + 0.3, 0, 1)
    woods = np.clip(raster.noise(rng, 7.0) * 1.3 + 0.05, 0, 0.75) * low
    flora.strew(
        country, {PropKind.CONIFER: 1.0}, woods.astype(np.float32), Sizes(least=1.7, most=3.6), overlap=0.8
    )
    flora.patches(
        country, TerrainType.TREES, (woods + 0.02 * raster.noise(rng, 3.0)).astype(np.float32), 0.05
    )
    kinds = {PropKind.BUSH: 2.0, PropKind.ROCKS: 1.0, PropKind.STUMP: 0.3, PropKind.DEAD_TREE: 0.3}
    flora.strew(country, kinds, 0.05, flora.SHRUBS)
