"""Prompts for portraits of characters, NPCs and monsters."""

from generation.briefs import PortraitBrief
from generation.prompts.knowledge import CREATURE_LOOKS, SIZE_LOOKS, class_gear, species_looks
from generation.prompts.prompt import Prompt, compose
from generation.themes.theme import ThemeStyle
from generation.vocabulary import PortraitFraming, PortraitPose, PortraitSubject

SUBJECTS = {
    PortraitSubject.CHARACTER: "fantasy adventurer",
    PortraitSubject.NPC: "fantasy villager",
    PortraitSubject.MONSTER: "fantasy monster",
}

POSES = {
    PortraitPose.NEUTRAL: "calm neutral pose",
    PortraitPose.HEROIC: "heroic confident pose",
    PortraitPose.COMBAT: "dynamic combat pose",
    PortraitPose.CASTING: "casting a spell, magic glowing around the hands",
    PortraitPose.SNEAKING: "crouched sneaking pose",
    PortraitPose.SEATED: "seated pose",
    PortraitPose.MOUNTED: "mounted on a steed",
    PortraitPose.DEAD: "lying lifeless, eyes closed",
}

FRAMINGS = {
    PortraitFraming.FACE: "extreme close-up face portrait",
    PortraitFraming.BUST: "head and shoulders portrait",
    PortraitFraming.HALF_BODY: "half body portrait from the waist up",
    PortraitFraming.FULL_BODY: "full body portrait from head to toe",
}

PLAIN_BACKGROUND = "plain muted backdrop"
QUALITY = "centered composition, sharp focus, highly detailed, masterpiece"
UNWANTED = (
    "text, watermark, signature, logo, frame, multiple people, duplicate, cropped head, out of frame, "
    "deformed, bad anatomy, extra fingers, fused fingers, extra limbs, blurry, low quality, jpeg artifacts"
)


def portrait_prompt(brief: PortraitBrief, style: ThemeStyle, *, negative_prompt: str | None = None) -> Prompt:
    """The prompt for a portrait: subject, looks, gear, pose, framing, background, then our own words."""
    return compose(
        said=[
            *_subject(brief),
            brief.description,
            brief.appearance,
            *brief.features,
            *brief.equipment,
            POSES[brief.pose],
            FRAMINGS[brief.framing],
            brief.background,
        ],
        known=_known(brief),
        style=style,
        quality=QUALITY,
        unwanted=[negative_prompt, style.negative_prompt, UNWANTED],
    )


def _subject(brief: PortraitBrief) -> list[str | None]:
    """Who it is: the name, then species and class in one breath, as captions say it."""
    calling = " ".join(word for word in (brief.species, brief.character_class) if word and word.strip())
    if not calling and brief.creature_type is not None:
        return [brief.name, f"{brief.creature_type} creature"]
    return [brief.name, calling or SUBJECTS[brief.subject]]


def _known(brief: PortraitBrief) -> list[str | None]:
    """What the game's words bring; gear only where none was named, so that nobody carries two bows."""
    return [
        species_looks(brief.species),
        CREATURE_LOOKS[brief.creature_type] if brief.creature_type else None,
        SIZE_LOOKS[brief.creature_size] if brief.creature_size else None,
        None if brief.equipment else class_gear(brief.character_class),
        None if brief.background else PLAIN_BACKGROUND,
    ]
