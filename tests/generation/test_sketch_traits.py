"""Words change what a drawn portrait shows; the seed decides where they are silent."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generation.briefs import PortraitBrief
from generation.engines.sketch.portrait.looks import (
    BeardStyle,
    Creature,
    Ears,
    Gear,
    HairStyle,
    Headgear,
    Horns,
    Outfit,
    Scene,
)
from generation.engines.sketch.portrait.palette import CLOTH, HAIR, IRIS, SKIN, deepened, from_hex
from generation.engines.sketch.portrait.reading import read_traits
from generation.engines.sketch.portrait.traits import Traits
from generation.engines.sketch.portrait.words import Words
from generation.vocabulary import CreatureType, PortraitPose, PortraitSubject


def traits_of(appearance: str = "", seed: int = 3, **brief: object) -> Traits:
    return read_traits(PortraitBrief(appearance=appearance, **brief), seed)  # type: ignore[arg-type]  # fields of the brief


def test_same_words_and_seed_read_the_same() -> None:
    assert traits_of("old dwarf") == traits_of("old dwarf")


def test_seeds_make_different_people_of_the_same_words() -> None:
    assert len({repr(traits_of("a human", seed)) for seed in range(12)}) == 12


def test_each_colour_goes_to_what_it_describes() -> None:
    traits = traits_of("long red hair and green eyes, pale skin")
    assert traits.hair.color == HAIR["red"]
    assert traits.eyes.iris == IRIS["green"]
    assert traits.skin.tone == SKIN["pale"]


@pytest.mark.parametrize(
    ("words", "style"),
    [
        ("bald", HairStyle.BALD),
        ("a ponytail", HairStyle.PONYTAIL),
        ("curly hair", HairStyle.CURLY),
        ("a mohawk", HairStyle.MOHAWK),
        ("long black hair", HairStyle.LONG),
    ],
)
def test_hair_styles_are_understood(words: str, style: HairStyle) -> None:
    assert traits_of(words).hair.style is style


@pytest.mark.parametrize(
    ("words", "beard"),
    [
        ("braided beard", BeardStyle.BRAIDED),
        ("a long white beard", BeardStyle.LONG),
        ("goatee", BeardStyle.GOATEE),
        ("clean-shaven", BeardStyle.NONE),
    ],
)
def test_beards_are_understood(words: str, beard: BeardStyle) -> None:
    assert traits_of(words, species="dwarf").hair.beard is beard


def test_marks_are_understood_with_their_side() -> None:
    marks = traits_of("a scar and an eye patch on the left").marks
    assert (marks.scar, marks.patch) == (-1, -1)
    assert traits_of("war paint").marks.war_paint is not None
    assert traits_of("plain").marks.scar == 0


def test_glowing_eyes_glow() -> None:
    assert traits_of("glowing blue eyes").eyes.glow is not None
    assert traits_of("blue eyes").eyes.glow is None


@pytest.mark.parametrize(
    ("species", "ears", "horned"),
    [
        ("elf", Ears.LONG, False),
        ("human", Ears.ROUND, False),
        ("tiefling", Ears.POINTED, True),
        ("goblin", Ears.WIDE, False),
    ],
)
def test_species_have_their_ears_and_horns(species: str, ears: Ears, horned: bool) -> None:
    traits = traits_of(species=species)
    assert traits.ears is ears
    assert (traits.horns is not Horns.NONE) == horned


def test_half_orc_is_not_read_as_orc() -> None:
    assert traits_of(species="half-orc").marks.tusks < traits_of(species="orc").marks.tusks


def test_class_and_equipment_dress_the_subject() -> None:
    paladin = traits_of(character_class="paladin")
    assert paladin.dress.outfit is Outfit.PLATE
    ranger = traits_of(character_class="ranger", equipment=("chain mail", "spear"))
    assert ranger.dress.outfit is Outfit.MAIL
    assert ranger.gear == (Gear.SPEAR,)
    assert traits_of("wears a hood").dress.headgear is Headgear.HOOD


def test_woman_has_no_beard_unless_words_say_so() -> None:
    assert traits_of("a woman", species="dwarf").hair.beard is BeardStyle.NONE
    assert traits_of("a woman with a braided beard", species="dwarf").hair.beard is BeardStyle.BRAIDED


def test_age_shows() -> None:
    assert traits_of("ancient").age > traits_of("middle-aged").age > traits_of("young").age


def test_background_sets_the_scene() -> None:
    assert traits_of(background="a moonlit forest").scene is Scene.FOREST
    assert traits_of(background="on a ship at sea").scene is Scene.SEA


def test_dead_and_sleeping_eyes_are_shut() -> None:
    assert traits_of(pose=PortraitPose.DEAD).eyes.shut
    assert not traits_of().eyes.shut


@pytest.mark.parametrize(
    ("kind", "creature"),
    [
        (CreatureType.DRAGON, Creature.DRAGON),
        (CreatureType.UNDEAD, Creature.SKULL),
        (CreatureType.BEAST, Creature.BEAST),
        (CreatureType.OOZE, Creature.OOZE),
        (CreatureType.CONSTRUCT, Creature.CONSTRUCT),
        (CreatureType.ABERRATION, Creature.EYE),
        (CreatureType.FIEND, Creature.HUMANOID),
    ],
)
def test_creature_types_have_their_bodies(kind: CreatureType, creature: Creature) -> None:
    assert traits_of(subject=PortraitSubject.MONSTER, creature_type=kind).creature is creature


def test_name_of_a_monster_decides_over_its_type() -> None:
    wolf = traits_of(
        subject=PortraitSubject.MONSTER, name="Winter wolf", creature_type=CreatureType.MONSTROSITY
    )
    assert wolf.creature is Creature.BEAST
    vampire = traits_of(subject=PortraitSubject.MONSTER, species="vampire", creature_type=CreatureType.UNDEAD)
    assert vampire.creature is Creature.HUMANOID


def test_fiend_has_horns() -> None:
    assert traits_of(creature_type=CreatureType.FIEND).horns is not Horns.NONE


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=80), seed=st.integers(min_value=0, max_value=2**63 - 1))
def test_any_words_can_be_read(text: str, seed: int) -> None:
    traits = read_traits(
        PortraitBrief(description=text, species=text, character_class=text, features=(text,)), seed
    )
    assert 0 <= traits.age <= 1


def test_nearest_colour_before_a_noun_wins() -> None:
    words = Words.of("a black cloak over red, wild hair; eyes of blue")
    assert words.near(HAIR, "hair") == HAIR["red"]
    assert words.near(IRIS, "eyes?") == IRIS["blue"]
    assert words.near(IRIS, "beard") is None


def test_short_and_long_hex_colours_are_read() -> None:
    assert from_hex("#fff") == from_hex("ffffff") == (1.0, 1.0, 1.0)
    assert from_hex("red") is None


def test_pose_shows_in_how_the_head_is_held() -> None:
    hero, sneak = traits_of(pose=PortraitPose.HEROIC), traits_of(pose=PortraitPose.SNEAKING)
    assert hero.face.pitch > 0 > sneak.face.pitch
    assert sneak.dress.headgear is Headgear.HOOD
    assert hero.dress.cloak


def test_fight_draws_the_sword_and_a_spell_takes_a_hand() -> None:
    assert Gear.DRAWN in traits_of(character_class="fighter", pose=PortraitPose.COMBAT).gear
    assert traits_of(character_class="barbarian", pose=PortraitPose.COMBAT).gear == (Gear.AXE,)
    assert traits_of(character_class="sorcerer", pose=PortraitPose.CASTING).gear[0] is Gear.SPELL


def test_words_for_a_mood_overrule_the_pose() -> None:
    angry = traits_of("angry", pose=PortraitPose.HEROIC)
    assert angry.face.smile < 0 < traits_of(pose=PortraitPose.HEROIC).face.smile


def test_fiends_look_fierce_unless_words_say_otherwise() -> None:
    assert traits_of(creature_type=CreatureType.FIEND).skin.brow_tilt > 1
    assert traits_of("smiling", creature_type=CreatureType.FIEND).skin.brow_tilt < 0


def test_moon_in_the_words_lights_the_scene() -> None:
    assert traits_of(background="a moonlit forest").night
    assert not traits_of(character_class="knight", background="a forest").night


def test_a_hat_has_the_colour_that_is_said_of_it() -> None:
    for words, headgear in (("a red hat", Headgear.WIDE_HAT), ("a red pointed hat", Headgear.WIZARD_HAT)):
        dress = traits_of(f"{words} and a green cloak").dress
        assert (dress.headgear, dress.hat) == (headgear, deepened(CLOTH["red"]))
        assert dress.main == deepened(CLOTH["green"])
    assert traits_of("a hat").dress.hat is None
