"""`Reading`: what a brief asks for, by topic, with the people and the calling that it names."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from generation.briefs import PortraitBrief
from generation.engines.sketch.portrait.creatures.beast import PELTS
from generation.engines.sketch.portrait.lexicon import CREATURE_TYPES, CREATURES, MAN, TYPE_PEOPLE, WOMAN
from generation.engines.sketch.portrait.looks import Creature
from generation.engines.sketch.portrait.species import DRAGONBORN, HUMAN, SPECIES, SpeciesLook
from generation.engines.sketch.portrait.wardrobe import CLASSES, TYPES, Calling
from generation.engines.sketch.portrait.words import Words
from generation.vocabulary import CreatureType

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A brief's words by topic, with the people and calling that they name, and the dice for the rest."""

    brief: PortraitBrief
    all: Words  #: everything that was said
    person: Words  #: who it is and how they look
    look: SpeciesLook
    calling: Calling
    feminine: bool
    seed: int

    def rng(self, part: str) -> np.random.Generator:
        """Dice of its own for each part."""
        return np.random.default_rng([self.seed & 0xFFFFFFFF, self.seed >> 32 & 0xFFFFFFFF, *part.encode()])

    def pick(self, part: str, choices: Sequence[T]) -> T:
        """One of `choices`."""
        return choices[int(self.rng(part).integers(len(choices)))]

    def chance(self, part: str) -> float:
        """A number from 0 to 1."""
        return float(self.rng(part).random())


def reading_of(brief: PortraitBrief, seed: int) -> Reading:
    """The reading of `brief`."""
    kind = TYPE_PEOPLE.get(brief.creature_type) if brief.creature_type else None
    person = Words.of(brief.species, brief.name, brief.description, brief.appearance, *brief.features, kind)
    everything = Words.of(
        brief.species,
        brief.character_class,
        brief.description,
        brief.appearance,
        brief.name,
        *brief.features,
        *brief.equipment,
        kind,
    )
    calling = Words.of(brief.character_class).first(CLASSES) or everything.first(CLASSES) or _by_type(brief)
    reading = Reading(
        brief=brief,
        all=everything,
        person=person,
        look=_look(brief, person),
        calling=calling,
        feminine=False,
        seed=seed,
    )
    return replace(reading, feminine=_feminine(reading))


def _by_type(brief: PortraitBrief) -> Calling:
    return TYPES.get(brief.creature_type, Calling()) if brief.creature_type else Calling()


def _look(brief: PortraitBrief, person: Words) -> SpeciesLook:
    named = Words.of(brief.species).first(SPECIES) or person.first(SPECIES)
    if named is not None:
        return named
    dragon = brief.creature_type is CreatureType.DRAGON or Words.of(brief.species, brief.name).says(
        "dragon|wyrm|drake"
    )
    return DRAGONBORN if dragon else HUMAN


def is_of_type(reading: Reading, creature_type: CreatureType) -> bool:
    """Whether the brief names this creature type."""
    return reading.brief.creature_type == creature_type


def _feminine(reading: Reading) -> bool:
    if reading.all.says(WOMAN):
        return True
    return not reading.all.says(MAN) and reading.chance("sex") < 0.45


def creature_of(reading: Reading) -> Creature:
    """The kind of body."""
    said = Words.of(reading.brief.species).first(CREATURES)
    if said is not None:
        return said
    if reading.look not in (HUMAN, DRAGONBORN) or (reading.look is DRAGONBORN and reading.brief.species):
        return Creature.HUMANOID
    kind = reading.brief.creature_type
    if kind is None and reading.brief.subject != "monster":
        return Creature.HUMANOID
    told = Words.of(reading.brief.name, reading.brief.description).first(CREATURES)
    return told or (CREATURE_TYPES.get(kind, Creature.HUMANOID) if kind else Creature.HUMANOID)


def pelt_of(reading: Reading) -> str:
    """The key of `PELTS` that a beast wears."""
    said = reading.all.first({kind: kind for kind in PELTS})
    return said or reading.pick("pelt", ("wolf|worg|gnoll", "bear", "lion|leonin"))
