"""`Traits`: everything that a portrait shows of its subject, as frozen values."""

from dataclasses import dataclass, field

from generation.engines.sketch.portrait.canvas import Rgb
from generation.engines.sketch.portrait.face import Face
from generation.engines.sketch.portrait.light import SKIN, Material
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
from generation.vocabulary import PortraitFraming, PortraitPose


@dataclass(frozen=True, kw_only=True)
class Eyes:
    """How the eyes look."""

    iris: Rgb = (0.25, 0.4, 0.45)
    sclera: Rgb = (0.86, 0.83, 0.80)
    glow: Rgb | None = None
    slit: bool = False  #: an upright pupil, as of dragons and cats
    open: float = 1.0
    gaze: tuple[float, float] = (0.0, 0.0)
    patch: int = 0  #: -1 or 1: the side of the face whose eye is covered
    shut: bool = False
    liner: float = 0.35  #: darkness of the lids


@dataclass(frozen=True, kw_only=True)
class Skin:
    """Colours of a skin and what is on it."""

    tone: Rgb = (0.86, 0.66, 0.54)
    blush: Rgb = (0.80, 0.40, 0.34)  #: cheeks, nose, ears
    lips: Rgb = (0.68, 0.36, 0.33)
    brows: Rgb = (0.22, 0.14, 0.09)
    stubble: float = 0.0
    freckles: float = 0.0
    scales: float = 0.0
    bark: float = 0.0
    brow_weight: float = 1.0
    brow_tilt: float = 0.0  #: more is angrier
    brow_lift: float = 0.0  #: how much higher the brow to the right lies, head units
    material: Material = SKIN


@dataclass(frozen=True, kw_only=True)
class Hair:
    """Hair of the head and of the face."""

    style: HairStyle = HairStyle.SHORT
    color: Rgb = (0.24, 0.14, 0.08)
    length: float = 1.0  #: of long hair
    beard: BeardStyle = BeardStyle.NONE
    streaked: float = 0.0  #: share of grey


@dataclass(frozen=True, kw_only=True)
class Dress:
    """What is worn; colours as dyed, before light."""

    outfit: Outfit = Outfit.TUNIC
    main: Rgb = (0.25, 0.28, 0.2)
    second: Rgb = (0.4, 0.3, 0.2)
    trim: Rgb = (0.74, 0.55, 0.2)
    metal: Rgb = (0.62, 0.64, 0.68)
    headgear: Headgear = Headgear.NONE
    hat: Rgb | None = None  #: None: as the rest of what is worn
    cloak: bool = False
    fur: bool = False  #: a fur collar
    earrings: bool = False


@dataclass(frozen=True, kw_only=True)
class Marks:
    """What life and magic left on a face; sides are -1 left and 1 right of the picture."""

    scar: int = 0
    patch: int = 0
    war_paint: Rgb | None = None
    tattoo: Rgb | None = None
    tusks: float = 0.0
    fangs: bool = False


@dataclass(frozen=True, kw_only=True)
class Traits:
    """The subject of a portrait."""

    creature: Creature = Creature.HUMANOID
    framing: PortraitFraming = PortraitFraming.BUST
    pose: PortraitPose = PortraitPose.NEUTRAL
    dressed: bool = True  #: whether a beast wears clothes
    pelt: str = "wolf|worg|gnoll"  #: which of `creatures.beast.PELTS`
    feminine: bool = False
    age: float = 0.2
    face: Face = field(default_factory=Face)
    eyes: Eyes = Eyes()
    skin: Skin = Skin()
    hair: Hair = Hair()
    dress: Dress = Dress()
    marks: Marks = Marks()
    ears: Ears = Ears.ROUND
    horns: Horns = Horns.NONE
    wings: bool = False
    halo: bool = False
    gear: tuple[Gear, ...] = ()
    scene: Scene = Scene.STUDIO
    magic: Rgb | None = None  #: colour of magic in the air
    shoulders: float = 1.0
    heads: float = 7.4  #: height of the whole body in heads
    tilt: float = 0.0  #: of the head, radians clockwise
    stance: float = 0.0  #: how far the shoulder to the right hangs lower, per head unit
    night: bool = False  #: whether the moon lights the scene
