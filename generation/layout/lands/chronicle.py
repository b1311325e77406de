"""What everything on a land is called, and what is told of it."""

from collections.abc import Sequence

import numpy as np
from shapely import Point as Spot

from generation.layout.lands.cultures import Culture
from generation.layout.lands.labels import Feature, Label
from generation.layout.lands.land import Land
from generation.layout.lands.names import Namer
from generation.layout.lands.people import People
from generation.layout.lands.places import Place
from generation.layout.lands.realms import Realm
from generation.layout.lands.settlements import Rank, Site
from generation.layout.lands.words import GREAT_ROADS, NAMINGS, PLACE_WORDS
from generation.vocabulary import MapKind

TITLES = {
    MapKind.WORLD: (
        "Kingdom of {}",
        "Empire of {}",
        "Realm of {}",
        "Republic of {}",
        "Crown of {}",
        "Dominion of {}",
    ),
    MapKind.REGION: ("Duchy of {}", "March of {}", "County of {}", "Barony of {}", "Principality of {}"),
}
FREE_CITY = "Free City of {}"
FREE_SHARE = 0.06  #: of the largest realm: what is smaller is no realm but a city with fields
SOULS = {Rank.CITY: (8_000, 45_000), Rank.TOWN: (900, 6_000), Rank.VILLAGE: (60, 600)}
NEAR = 0.035  #: of the map's longer side: what is nearer than this shapes a settlement
TRADES: dict[Feature, tuple[str, ...]] = {
    Feature.MOUNTAINS: ("silver", "iron and coal", "stonemasons", "gemcutters", "mules"),
    Feature.FOREST: ("timber", "furs and honey", "charcoal", "bowyers", "wild boar"),
    Feature.DESERT: ("glass", "horses", "dates and dyes", "carpets", "water sellers"),
    Feature.SWAMP: ("peat", "leeches and herbs", "eels", "reed boats", "frogs"),
    Feature.SNOWS: ("whale oil", "walrus ivory", "furs", "sled dogs", "amber"),
    Feature.LAKE: ("trout", "pearls", "reed weavers", "swans"),
}
SEA_TRADES = ("shipwrights", "herring", "salt", "pilots", "rope", "oysters", "smugglers", "whalers")
HOOKS = (
    "The mayor has not been seen by daylight this month.",
    "Every bell in town was stolen on the same night.",
    "The guilds are at war, politely, and people vanish.",
    "A new tax on doors has made everybody use windows.",
    "The garrison left in a hurry and took the gates along.",
    "Something in the well has begun to answer.",
    "Two heirs claim the seat, and both have the seal.",
    "The cats have all gone; nobody dares to say why.",
    "A tournament is called, and its prize is a sealed chest.",
    "The harvest came in twice this year.",
    "A plague house stands open, swept and empty.",
    "The temple has raised a dead man who will not speak.",
    "Caravans from the east have stopped coming.",
    "The old king's statue has turned its head.",
    "Half the town dreams of the same staircase.",
    "A bounty is posted for a thief whom nobody has met.",
    "Miners, sailors and beggars alike wear a grey thread.",
    "The night watch is hiring, and pays three times the wage.",
    "A troupe of actors knows too much of the duke.",
    "Letters arrive here before they are sent.",
)
"""What a city or a town talks about; none comes twice on a map."""

TRADES_OF_PLAINS = ("wool", "wheat and beer", "horses", "cheese", "wine", "linen", "cattle fairs", "orchards")


class Chronicle:
    """Names and tales of one land. Everything is named once, the greatest first."""

    def __init__(
        self,
        rng: np.random.Generator,
        kind: MapKind,
        land: Land,
        people: People,
        *,
        realms: Sequence[Realm],
        labels: Sequence[Label],
    ) -> None:
        self._rng = rng
        self._kind = kind
        self._land = land
        self._people = people
        self._labels = labels
        self._hooks = [HOOKS[index] for index in rng.permutation(len(HOOKS)).tolist()]
        self._namer = Namer(rng)
        self.sites = [
            self._namer.settlement(self._culture(site.cell), harbour=site.harbour) for site in people.sites
        ]
        self.realms = self._name_realms(realms)
        self.labels = [self._name_label(label) for label in labels]
        self.rivers = [
            self._namer.river(self._culture(river.cells[len(river.cells) // 2])) for river in people.rivers
        ]
        self._capitals = {realm.capital: name for realm, name in zip(realms, self.realms, strict=True)}

    def _culture(self, cell: int) -> Culture:
        return self._namer.culture(max(int(self._people.owner[cell]), 0))

    def _name_realms(self, realms: Sequence[Realm]) -> list[str]:
        largest = max((realm.area.area for realm in realms), default=0.0)
        names = []
        for realm in realms:
            if realm.area.area < FREE_SHARE * largest:
                names.append(self._namer.exactly(FREE_CITY.format(self.sites[realm.capital])))
            else:
                names.append(self._namer.realm(self._namer.culture(realm.capital), TITLES[self._kind]))
        return names

    def _name_label(self, label: Label) -> str:
        spot = label.area.representative_point()
        naming = NAMINGS[label.feature]
        culture = self._culture(self._land.sheet.cell_at(spot.x, spot.y))
        return self._namer.of(naming.patterns, culture, **naming.words)

    def place(self, place: Place) -> tuple[str, str]:
        """The name of a place, and what is told of it."""
        name = self._namer.of(place.kind.names, self._culture(place.cell), **PLACE_WORDS)
        return name, self._one_of(place.kind.tales)

    def site(self, number: int) -> str:
        """What is told of a settlement: how large it is, where it lies, what it lives on."""
        site = self._people.sites[number]
        low, high = SOULS[site.rank]
        souls = round(float(np.exp(self._rng.uniform(np.log(low), np.log(high)))), -1 if high < 1000 else -2)
        trade = self._one_of(self._trades(site))
        told = (
            f"{self._standing(number, site)} of {souls:,.0f} people{self._setting(site)}, known for {trade}."
        )
        return (
            f"{told} {self._hooks[number]}" if site.rank is not Rank.VILLAGE and number < len(HOOKS) else told
        )

    def _standing(self, number: int, site: Site) -> str:
        if number in self._capitals and not self._capitals[number].startswith("Free"):
            return f"Capital of the {self._capitals[number]}, a city"
        harbour = "harbour " if site.harbour else "market " if site.rank is Rank.TOWN else ""
        return f"A {harbour}{site.rank.value}"

    def _setting(self, site: Site) -> str:
        """Where a settlement lies: on a river, by a lake, at the foot of mountains."""
        reach = NEAR * max(self._land.sheet.shape)
        columns = self._land.sheet.columns
        for river, name in zip(self._people.rivers, self.rivers, strict=True):
            cells = np.array(river.cells)
            away = np.hypot(cells % columns - site.cell % columns, cells // columns - site.cell // columns)
            if away.min() < 0.6 * reach:
                at = "at the mouth of" if site.harbour and int(np.argmin(away)) > 0.85 * len(cells) else "on"
                return f" {at} {with_article(name)}"
        prepositions = {
            Feature.LAKE: "by",
            Feature.FOREST: "at the edge of",
            Feature.MOUNTAINS: "at the foot of",
        }
        near = self._near(site)
        return next(
            (f" {word} {with_article(near[kind])}" for kind, word in prepositions.items() if kind in near), ""
        )

    def _near(self, site: Site) -> dict[Feature, str]:
        """The features about a settlement."""
        x, y = self._land.sheet.centers[site.cell]
        reach = 2 * NEAR * max(self._land.sheet.width, self._land.sheet.height)
        return {
            label.feature: name
            for label, name in zip(self._labels, self.labels, strict=True)
            if label.area.distance(Spot(x, y)) < reach
        }

    def _trades(self, site: Site) -> tuple[str, ...]:
        if site.harbour and self._rng.random() < 0.7:
            return SEA_TRADES
        near = [TRADES[feature] for feature in self._near(site) if feature in TRADES]
        return near[int(self._rng.integers(len(near)))] if near else TRADES_OF_PLAINS

    def road(self, start: int, end: int) -> str:
        """The name of a road between two settlements: a famous one between cities."""
        one, other = self._people.sites[start], self._people.sites[end]
        if one.rank is Rank.CITY and other.rank is Rank.CITY and (name := self._namer.first(GREAT_ROADS)):
            return name
        return self._namer.exactly(f"{self.sites[start]}–{self.sites[end]} road")

    def trail(self, place: str) -> str:
        """The name of a trail to a place."""
        return self._namer.exactly(f"Trail to {with_article(place)}")

    def lane(self, start: int, end: int) -> str:
        """The name of a sea lane between two harbours."""
        return self._namer.exactly(f"{self.sites[start]}–{self.sites[end]} passage")

    def _one_of(self, choices: Sequence[str]) -> str:
        return choices[int(self._rng.integers(len(choices)))]


def with_article(name: str) -> str:
    """A name as it stands within a sentence: "the Greyfang Mountains", "Lake Orell", "the River Wex"."""
    if name.startswith("The "):
        return f"the {name[4:]}"
    ends = (
        "Mountains",
        "Range",
        "Peaks",
        "Fens",
        "River",
        "Wood",
        "Forest",
        "Sea",
        "Stones",
        "Wells",
        "Halls",
    )
    starts = ("River ", "Mountains ", "Forest ", "Ruins ", "Tower ", "Tomb ", "Wreck ", "Oasis ", "Lake of ")
    return f"the {name}" if name.endswith(ends) or name.startswith(starts) else name
