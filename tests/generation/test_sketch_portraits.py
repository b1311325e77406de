"""Every people, calling, framing and style can be drawn, at exactly the asked size."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from generation.briefs import PortraitBrief
from generation.engines.sketch.portrait import portrait_strokes
from generation.engines.sketch.portrait.looks import HairStyle, Scene
from generation.engines.sketch.portrait.painter import sitting_for
from generation.spec import RenderSpec, Style
from generation.vocabulary import CreatureType, PortraitFraming, PortraitPose, PortraitSubject

SMALL = (96, 128)
OIL = Style(art_style="oil")
SPECIES = [
    "human",
    "elf",
    "half-elf",
    "drow",
    "dwarf",
    "halfling",
    "gnome",
    "half-orc",
    "orc",
    "tiefling",
    "dragonborn",
    "goblin",
    "kobold",
    "aasimar",
    "tabaxi",
    "goliath",
    "genasi",
    "vampire",
    "fairy",
    "warforged",
    "treant",
]
CLASSES = [
    "barbarian",
    "bard",
    "cleric",
    "druid",
    "fighter",
    "monk",
    "paladin",
    "ranger",
    "rogue",
    "sorcerer",
    "warlock",
    "wizard",
    "artificer",
    "noble",
    "queen",
    "innkeeper",
    "pirate",
]
STYLES = {
    "oil": Style(art_style="rich oil painting", lighting="candlelight", palette=("#7a4a21", "#c9a227")),
    "gothic": Style(art_style="dark gothic", lighting="moonlight"),
    "luminous": Style(art_style="luminous high magic", lighting="arcane glow"),
    "ink": Style(art_style="black ink, cross-hatching"),
    "sepia": Style(art_style="sepia wash on parchment"),
    "watercolor": Style(art_style="watercolour"),
}


def draw(
    brief: PortraitBrief,
    *,
    size: tuple[int, int] = SMALL,
    style: Style | None = None,
    seed: int = 5,
) -> Image.Image:
    spec = RenderSpec(
        engine="sketch",
        subject=brief,
        style=style or OIL,
        prompt="",
        negative_prompt="",
        seed=seed,
        width=size[0],
        height=size[1],
        num_inference_steps=1,
        guidance_scale=1.0,
        scheduler="",
    )
    image = Image.new("RGB", size)
    for stroke in portrait_strokes(spec):
        image = stroke(image)
    return image


def assert_painted(image: Image.Image, size: tuple[int, int] = SMALL) -> None:
    """The picture has its size and is more than one flat colour."""
    assert image.size == size
    assert image.mode == "RGB"
    assert np.asarray(image).std() > 10


@pytest.mark.parametrize("species", SPECIES)
def test_species_is_drawn(species: str) -> None:
    assert_painted(draw(PortraitBrief(species=species)))


@pytest.mark.parametrize("calling", CLASSES)
def test_class_is_drawn(calling: str) -> None:
    assert_painted(draw(PortraitBrief(character_class=calling)))


@pytest.mark.parametrize("kind", CreatureType)
def test_creature_type_is_drawn(kind: CreatureType) -> None:
    assert_painted(draw(PortraitBrief(subject=PortraitSubject.MONSTER, creature_type=kind)))


@pytest.mark.parametrize("framing", PortraitFraming)
@pytest.mark.parametrize("pose", [PortraitPose.NEUTRAL, PortraitPose.CASTING])
def test_framing_is_drawn(framing: PortraitFraming, pose: PortraitPose) -> None:
    assert_painted(draw(PortraitBrief(framing=framing, pose=pose, species="dwarf", character_class="cleric")))


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES.keys())
@pytest.mark.parametrize("size", [(256, 256), (320, 257), (97, 203)])
def test_style_is_drawn_at_the_asked_size(style: Style, size: tuple[int, int]) -> None:
    assert_painted(draw(PortraitBrief(species="elf"), size=size, style=style), size)


@pytest.mark.parametrize("hair", HairStyle)
def test_hair_style_is_drawn(hair: HairStyle) -> None:
    assert_painted(draw(PortraitBrief(species="human", appearance=f"{hair.value} hair")))


@pytest.mark.parametrize("scene", Scene)
def test_scene_is_drawn(scene: Scene) -> None:
    assert_painted(draw(PortraitBrief(species="human", background=scene.value)))


@pytest.mark.parametrize("pose", PortraitPose)
@pytest.mark.parametrize("calling", ["fighter", "ranger", "wizard"])
def test_pose_is_drawn(pose: PortraitPose, calling: str) -> None:
    assert_painted(draw(PortraitBrief(pose=pose, character_class=calling, appearance="long hair")))


def test_poses_of_one_person_look_different() -> None:
    brief = PortraitBrief(species="human", character_class="fighter", background="plain")
    pictures = [np.asarray(draw(replace(brief, pose=pose)), float) for pose in PortraitPose]
    distances = [
        np.abs(one - other).mean() for index, one in enumerate(pictures) for other in pictures[index + 1 :]
    ]
    assert min(distances) > 2


def test_moonlit_forest_is_bluer_than_a_forest_by_day() -> None:
    day = np.asarray(draw(PortraitBrief(background="a forest")), float).mean(axis=(0, 1))
    night = np.asarray(draw(PortraitBrief(background="a moonlit forest")), float).mean(axis=(0, 1))
    assert night[2] / night[1] > day[2] / day[1]


def test_scar_marks_the_face_alone() -> None:
    plain = np.asarray(draw(PortraitBrief(appearance="a man"), size=(256, 256)), float)
    scarred = np.asarray(draw(PortraitBrief(appearance="a man with a scar"), size=(256, 256)), float)
    changed = np.abs(plain - scarred).max(axis=2) > 8
    assert 0.0005 < changed.mean() < 0.05


def test_large_picture_has_exactly_its_size() -> None:
    assert_painted(draw(PortraitBrief(), size=(1600, 1201)), (1600, 1201))


def test_styles_look_different() -> None:
    pictures = [
        np.asarray(draw(PortraitBrief(species="elf"), style=style), float) for style in STYLES.values()
    ]
    distances = [
        np.abs(one - other).mean() for index, one in enumerate(pictures) for other in pictures[index + 1 :]
    ]
    assert min(distances) > 5


def test_ink_and_sepia_keep_to_their_colours() -> None:
    ink = np.asarray(draw(PortraitBrief(appearance="red hair"), style=STYLES["ink"]), float)
    assert np.abs(ink[..., 0] - ink[..., 1]).max() < 30
    sepia = np.asarray(draw(PortraitBrief(appearance="blue skin"), style=STYLES["sepia"]), float)
    assert (sepia[..., 0] >= sepia[..., 2] - 8).mean() > 0.99


def test_light_that_a_variation_adds_overrules_the_theme() -> None:
    brief = PortraitBrief(species="human", background="plain")
    added = draw(brief, style=Style(lighting="cold moonlight, flickering candlelight"))
    assert added.tobytes() == draw(brief, style=Style(lighting="flickering candlelight")).tobytes()


def test_ink_takes_the_colour_that_a_variation_adds() -> None:
    black = Style(art_style="ink", palette=("#1a1a1a", "#f4ecd8"))
    red = Style(art_style="ink", palette=("#1a1a1a", "#f4ecd8", "#a63c2e", "#d98c72"))
    assert redness(draw(PortraitBrief(), style=red)) > redness(draw(PortraitBrief(), style=black)) * 1.08


def redness(image: Image.Image) -> float:
    """How much stronger red is than green over the picture."""
    pixels = np.asarray(image, float)
    return float(pixels[..., 0].mean() / pixels[..., 1].mean())


def test_candlelight_is_warmer_than_moonlight() -> None:
    brief = PortraitBrief(species="human", background="plain")
    warm = np.asarray(draw(brief, style=Style(lighting="candlelight")), float).mean(axis=(0, 1))
    cold = np.asarray(draw(brief, style=Style(lighting="moonlight")), float).mean(axis=(0, 1))
    assert warm[0] / warm[2] > cold[0] / cold[2]


def test_strokes_leave_the_picture_they_are_given_alone() -> None:
    spec = RenderSpec(
        engine="sketch",
        subject=PortraitBrief(),
        prompt="",
        negative_prompt="",
        seed=1,
        width=96,
        height=96,
        num_inference_steps=1,
        guidance_scale=1.0,
        scheduler="",
    )
    image = Image.new("RGB", (96, 96), "#445566")
    for stroke in portrait_strokes(spec):
        before = image.tobytes()
        after = stroke(image)
        assert image.tobytes() == before
        image = after


def test_light_falls_on_the_side_that_the_face_turns_from() -> None:
    spec = RenderSpec(
        engine="sketch",
        subject=PortraitBrief(),
        prompt="",
        negative_prompt="",
        seed=1,
        width=96,
        height=96,
        num_inference_steps=1,
        guidance_scale=1.0,
        scheduler="",
    )
    for seed in range(8):
        sitting = sitting_for(replace(spec, seed=seed))
        assert sitting.light.lean * sitting.traits.face.yaw < 0


@settings(max_examples=12, deadline=None)
@given(text=st.text(max_size=60), seed=st.integers(min_value=0, max_value=2**63 - 1))
def test_any_words_can_be_drawn(text: str, seed: int) -> None:
    brief = PortraitBrief(description=text, species=text, appearance=text, background=text, equipment=(text,))
    image = draw(brief, seed=seed, style=Style(art_style=text, lighting=text, palette=(text,)))
    assert image.size == SMALL


@settings(max_examples=12, deadline=None)
@given(
    species=st.sampled_from(SPECIES),
    calling=st.sampled_from(CLASSES),
    framing=st.sampled_from(PortraitFraming),
    style=st.sampled_from(sorted(STYLES)),
    seed=st.integers(min_value=0, max_value=10_000),
)
def test_any_combination_can_be_drawn(
    species: str, calling: str, framing: PortraitFraming, style: str, seed: int
) -> None:
    brief = PortraitBrief(species=species, character_class=calling, framing=framing)
    assert_painted(draw(brief, seed=seed, style=STYLES[style]))
