"""Prompt builders: order, words, cleanliness, length."""

import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generation.briefs import MapBrief, PortraitBrief, Subject
from generation.prompts.build import build_prompt
from generation.prompts.check import check_prompt
from generation.prompts.knowledge import CLASS_GEAR, CREATURE_LOOKS, SIZE_LOOKS, class_gear, species_looks
from generation.prompts.length import MOST_TOKENS, estimate_tokens
from generation.prompts.map import ENVIRONMENTS, KINDS, LIGHT, MATERIALS, SEASONS, TERRAINS, VIEWS
from generation.prompts.phrases import joined
from generation.prompts.portrait import FRAMINGS, POSES, SUBJECTS
from generation.themes.builtin import load_builtin_themes
from generation.themes.findings import FindingCode, FindingSeverity
from generation.themes.theme import ThemeStyle
from generation.vocabulary import (
    CreatureSize,
    CreatureType,
    ImageKind,
    MapEnvironment,
    MapKind,
    PortraitFraming,
    PortraitPose,
    PortraitSubject,
    Season,
    TerrainType,
    TimeOfDay,
)

THEMES = {theme.slug: theme for theme in load_builtin_themes()}
PLAIN = ThemeStyle()

ELF_RANGER = PortraitBrief(
    name="Lyra",
    description="a scar across the left cheek",
    species="Wood Elf",
    character_class="Ranger",
    appearance="silver braided hair, green eyes",
    equipment=("yew longbow", "grey cloak"),
    pose=PortraitPose.HEROIC,
    background="misty forest at dawn",
)

FLOODED_CRYPT = MapBrief(
    description="a flooded crypt of a forgotten king",
    terrain=(TerrainType.WATER, TerrainType.RUBBLE),
    layout_seed=7,
)


def test_prompt_of_an_elf_ranger() -> None:
    prompt = build_prompt(ELF_RANGER, THEMES["classic-fantasy"].style, negative_prompt="beard")
    assert prompt.positive == (
        "classic fantasy oil painting, Lyra, Wood Elf Ranger, a scar across the left cheek, "
        "silver braided hair, green eyes, yew longbow, grey cloak, heroic confident pose, "
        "head and shoulders portrait, misty forest at dawn, "
        "pointed ears, slender angular features, almond eyes, "
        "oil painting, warm golden hour light, soft rim light, "
        "rich colors, visible brushwork, book cover art, "
        "centered composition, sharp focus, highly detailed, masterpiece"
    )
    assert prompt.negative == (
        "beard, photograph, 3d render, anime, cartoon, modern clothing, firearms, "
        "text, watermark, signature, logo, frame, multiple people, duplicate, cropped head, out of frame, "
        "deformed, bad anatomy, extra fingers, fused fingers, extra limbs, blurry, low quality, "
        "jpeg artifacts"
    )


def test_prompt_of_a_dungeon() -> None:
    prompt = build_prompt(FLOODED_CRYPT, THEMES["parchment"].style)
    assert prompt.positive == (
        "antique illustration on aged parchment, top-down battle map of a stone dungeon, "
        "a flooded crypt of a forgotten king, shallow water, piles of rubble, "
        "seen from directly above, orthographic view, tabletop rpg map, "
        "worn flagstone floor, thick masonry walls, torchlight, "
        "sepia wash on parchment, quill drawing, soft even light, "
        "weathered paper texture, faded inks, hand-drawn, "
        "crisp textures, clean readable layout, highly detailed"
    )
    assert prompt.negative.startswith("modern, glossy, neon colors")


def test_what_the_user_said_comes_before_our_own_words() -> None:
    phrases = build_prompt(ELF_RANGER, PLAIN).positive.split(", ")
    theirs = ["Lyra", "a scar across the left cheek", "green eyes", "yew longbow", "misty forest at dawn"]
    ours = ["pointed ears", "centered composition", "highly detailed"]
    assert max(map(phrases.index, theirs)) < min(map(phrases.index, ours))


def test_gear_of_a_class_is_added_only_where_none_was_named() -> None:
    bare = build_prompt(PortraitBrief(character_class="wizard"), PLAIN).positive
    armed = build_prompt(PortraitBrief(character_class="wizard", equipment=("a sickle",)), PLAIN).positive
    assert "spellbook" in bare
    assert "spellbook" not in armed


def test_a_monster_shows_its_type_and_size() -> None:
    brief = PortraitBrief(
        subject=PortraitSubject.MONSTER,
        name="Old Gnash",
        creature_type=CreatureType.DRAGON,
        creature_size=CreatureSize.GARGANTUAN,
        features=("one broken horn",),
    )
    prompt = build_prompt(brief, PLAIN).positive
    assert prompt.startswith("Old Gnash, dragon creature, one broken horn, ")
    assert "leathery wings" in prompt
    assert "colossal scale" in prompt


@pytest.mark.parametrize(("species", "looks"), [("High Elf", "pointed ears"), ("tiefling (blue)", "horns")])
def test_species_are_known_within_longer_words(species: str, looks: str) -> None:
    assert looks in (species_looks(species) or "")


def test_unknown_names_bring_nothing() -> None:
    assert species_looks("plasmoid") is None
    assert class_gear(None) is None


def test_indoors_there_is_neither_season_nor_daylight() -> None:
    winter = {"season": Season.WINTER, "time_of_day": TimeOfDay.NIGHT, "layout_seed": 1}
    indoors = build_prompt(MapBrief(environment=MapEnvironment.CAVE, **winter), PLAIN).positive
    outdoors = build_prompt(MapBrief(environment=MapEnvironment.FOREST, **winter), PLAIN).positive
    assert "snow" not in indoors
    assert "moonlight" not in indoors
    assert "snow-covered" in outdoors
    assert "moonlight" in outdoors


def test_a_maps_name_is_not_painted() -> None:
    assert "Khazad" not in build_prompt(MapBrief(name="Khazad", layout_seed=1), PLAIN).positive


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (SUBJECTS, PortraitSubject),
        (POSES, PortraitPose),
        (FRAMINGS, PortraitFraming),
        (CREATURE_LOOKS, CreatureType),
        (SIZE_LOOKS, CreatureSize),
        (KINDS, MapKind),
        (VIEWS, MapKind),
        (ENVIRONMENTS, MapEnvironment),
        (MATERIALS, MapEnvironment),
        (TERRAINS, TerrainType),
        (LIGHT, TimeOfDay),
        (SEASONS, Season),
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)
def test_every_word_of_the_vocabulary_has_its_phrase(table: dict[str, str], words: type) -> None:
    assert set(table) == set(words)


def test_phrases_are_said_once_whatever_their_capitals() -> None:
    assert joined(["Red cloak, boots", " red  CLOAK ,, ", None, "boots."]) == "Red cloak, boots"


def test_numbers_keep_their_commas() -> None:
    assert joined(["a hoard of 1,000 coins,2 rings"]) == "a hoard of 1,000 coins, 2 rings"


def test_text_is_brought_to_one_form() -> None:
    assert joined(["e\u0301lan\n\tvital，ﬁre"]) == "élan vital, fire"


anything = st.text(st.characters(exclude_categories=()))  # lone surrogates included
texts = st.none() | anything
lists = st.lists(anything, max_size=4).map(tuple)
portraits = st.builds(
    PortraitBrief,
    name=texts,
    description=texts,
    species=texts,
    character_class=texts,
    appearance=texts,
    equipment=lists,
    background=texts,
    features=lists,
)
maps = st.builds(MapBrief, description=texts, layout_seed=st.just(1))
styles = st.builds(
    ThemeStyle, prompt_prefix=texts, art_style=texts, negative_prompt=texts, palette=st.just(())
)


@given(subject=portraits | maps, style=styles, negative_prompt=texts)
def test_any_text_makes_a_clean_prompt(
    subject: Subject, style: ThemeStyle, negative_prompt: str | None
) -> None:
    prompt = build_prompt(subject, style, negative_prompt=negative_prompt)
    for text in (prompt.positive, prompt.negative):
        phrases = text.split(", ")
        assert all(phrase == " ".join(phrase.split()) != "" for phrase in phrases)
        assert len({phrase.casefold() for phrase in phrases}) == len(phrases)
        assert not any(unicodedata.category(character) in ("Cc", "Cs") for character in text)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [("", 0), ("an elf", 2), ("1248", 4), ("elf, orc", 3), ("dragonborn paladin", 3), ("龙", 2)],
)
def test_tokens_are_estimated(text: str, tokens: int) -> None:
    assert estimate_tokens(text) == tokens


@pytest.mark.parametrize("slug", THEMES)
def test_our_own_words_leave_room_for_the_users(slug: str) -> None:
    ours = build_prompt(PortraitBrief(species="tiefling", character_class="wizard"), THEMES[slug].style)
    assert estimate_tokens(ours.positive) < MOST_TOKENS / 2


def test_a_prompt_beyond_the_encoders_length_is_a_warning() -> None:
    check = check_prompt("moon, " * 113, ImageKind.SCENE)
    [finding] = check.findings
    assert (finding.code, finding.severity) == (FindingCode.PROMPT_TOO_LONG, FindingSeverity.WARNING)
    assert check.ok
    assert check_prompt("moon, " * 112, ImageKind.SCENE).findings == ()


def test_all_findings_come_at_once() -> None:
    theme = THEMES["dark-gothic"]
    check = check_prompt("cute, cheerful, " + "moon, " * 113, ImageKind.SCENE, theme)
    codes = [finding.code for finding in check.findings]
    assert codes == [FindingCode.FORBIDDEN_TERM, FindingCode.FORBIDDEN_TERM, FindingCode.PROMPT_TOO_LONG]
    assert not check.ok


def test_every_known_class_differs() -> None:
    assert all(one != other for one, other in itertools.combinations(CLASS_GEAR.values(), 2))
