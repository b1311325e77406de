"""How somebody holds the head and what mood shows, by the pose that is asked for."""

from collections.abc import Mapping
from dataclasses import dataclass

from generation.engines.sketch.portrait.asked import Reading
from generation.engines.sketch.portrait.lexicon import EXPRESSIONS
from generation.engines.sketch.portrait.looks import Scene
from generation.vocabulary import CreatureType, PortraitPose


@dataclass(frozen=True, kw_only=True)
class Mood:
    """What shows in a face."""

    smile: float  #: -1 frown to 1 smile
    brows: float  #: more is angrier
    opening: float  #: of the eyes


@dataclass(frozen=True, kw_only=True)
class Bearing:
    """How head and shoulders are held; angles in radians, see `Face` and `Traits`."""

    yaw: float
    pitch: float
    tilt: float
    stance: float
    gaze: tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class _Posture:
    """What a pose adds; `tilt`, `stance` and `glance` lean to the side that the face turns to."""

    turn: float = 1.0
    pitch: float = 0.0
    tilt: float = 0.0
    stance: float = 0.0
    glance: float = -0.10
    mood: Mood | None = None


_POSTURES: Mapping[PortraitPose, _Posture] = {
    PortraitPose.HEROIC: _Posture(
        turn=1.25, pitch=0.17, stance=-0.05, glance=0.06, mood=Mood(smile=0.15, brows=0.45, opening=0.92)
    ),
    PortraitPose.COMBAT: _Posture(
        pitch=-0.11, tilt=0.07, stance=0.09, mood=Mood(smile=-0.6, brows=1.35, opening=0.9)
    ),
    PortraitPose.CASTING: _Posture(
        turn=0.9, pitch=0.03, tilt=-0.05, stance=-0.06, mood=Mood(smile=0.05, brows=0.55, opening=1.04)
    ),
    PortraitPose.SNEAKING: _Posture(
        turn=1.15,
        pitch=-0.15,
        tilt=0.06,
        stance=0.07,
        glance=-0.2,
        mood=Mood(smile=0.0, brows=0.7, opening=0.82),
    ),
    PortraitPose.SEATED: _Posture(turn=0.8, pitch=0.04, tilt=-0.03),
    PortraitPose.MOUNTED: _Posture(turn=1.2, pitch=0.08, glance=0.08),
    PortraitPose.DEAD: _Posture(pitch=0.1, tilt=0.26, mood=Mood(smile=-0.25, brows=-0.6, opening=0.5)),
}
SCENES_OF: Mapping[PortraitPose, tuple[Scene, ...]] = {
    PortraitPose.HEROIC: (Scene.MOUNTAINS, Scene.MOUNTAINS, Scene.CASTLE),
    PortraitPose.COMBAT: (Scene.BATTLE, Scene.FIRE),
    PortraitPose.SNEAKING: (Scene.NIGHT, Scene.NIGHT, Scene.CASTLE),
    PortraitPose.SEATED: (Scene.CASTLE, Scene.LIBRARY, Scene.TAVERN),
    PortraitPose.MOUNTED: (Scene.MOUNTAINS, Scene.FOREST, Scene.DESERT),
    PortraitPose.DEAD: (Scene.CAVE, Scene.NIGHT),
}
"""Where a pose is seen if words don't say."""


_FIERCE = (CreatureType.FIEND, CreatureType.MONSTROSITY, CreatureType.ABERRATION, CreatureType.UNDEAD)


def bearing_of(reading: Reading) -> Bearing:
    """How head and shoulders are held; no two people hold them quite alike."""
    posture = _POSTURES.get(reading.brief.pose, _Posture())
    side = -1.0 if reading.chance("turn") < 0.5 else 1.0
    sway = reading.rng("bearing")
    return Bearing(
        yaw=side * (0.2 + 0.22 * reading.chance("yaw")) * posture.turn,
        pitch=posture.pitch + float(sway.normal(0, 0.03)),
        tilt=side * posture.tilt + float(sway.normal(0, 0.05)),
        stance=side * posture.stance + float(sway.normal(0, 0.02)),
        gaze=(posture.glance * side, 0.0),
    )


def mood_of(reading: Reading) -> Mood:
    """What shows in the face: what words say, else what the pose asks for, else a temper by the seed."""
    said = reading.all.first(EXPRESSIONS)
    if said is not None:
        smile, brows, opening = said
        return Mood(smile=smile, brows=brows, opening=opening)
    posture = _POSTURES.get(reading.brief.pose)
    if posture is not None and posture.mood is not None:
        return posture.mood
    if reading.brief.creature_type in _FIERCE:
        return Mood(smile=-0.5, brows=1.25, opening=0.92)
    return Mood(
        smile=0.1 + 0.4 * reading.chance("smile"), brows=0.4 * reading.chance("brows") - 0.15, opening=0.95
    )
