"""`strokes_over`: the strokes that paint over a picture, which stand for img2img in the sketch engine."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from PIL import Image

from generation.briefs import MapBrief, PortraitBrief
from generation.engines.base import RenderInputs
from generation.engines.sketch.chance import chance
from generation.engines.sketch.drawing import blank, drawing_strokes
from generation.engines.sketch.repaint.brushwork import Brush, Study, lay
from generation.engines.sketch.repaint.colors import Tones
from generation.engines.sketch.repaint.detail import Detail, with_detail
from generation.engines.sketch.repaint.fields import unit_of, within
from generation.engines.sketch.repaint.fusion import fused
from generation.engines.sketch.repaint.moods import given_way, in_a_mood
from generation.engines.sketch.repaint.patching import patched
from generation.engines.sketch.repaint.themes import ThemeLook, is_close_up, taken_up
from generation.engines.sketch.stroke import Stroke
from generation.layout.plan import MapLayout
from generation.spec import RenderSpec

AFRESH = 0.85  #: strength from which a picture is drawn anew, and keeps only the colours of the old one
ALIGNED_FROM = 0.25  #: strength from which a map is mixed with a new drawing of its plan
FULL_PAINT = 0.35  #: strength from which everything that is seen is paint
MOSTLY_INK = 0.4  #: of a theme that draws; from there on the pen follows the source, not its paint
FINER = 0.65  #: the brushes for maps and for faces against others
ALIGNED_PIXELS = 4_000_000  #: larger maps are drawn smaller for that, and enlarged


def strokes_over(
    spec: RenderSpec, init_image: Image.Image, strength: float, inputs: RenderInputs
) -> Sequence[Stroke]:
    """The strokes that paint `spec` over `init_image`, by `strength`: 0 keeps it, 1 forgets it.

    With a mask only what it shows is painted. Without a mask, and where the spec names no stored picture to
    edit, `init_image` is a reference: the ordinary drawing takes up its colours and its light.
    """
    source = _sized(init_image.convert("RGB"), spec)
    if strength <= 0:
        return [lambda _: source]
    if inputs.mask_image is not None:
        mask = inputs.mask_image.convert("L").resize(source.size)
        return [*_painted(spec, source, strength, inputs), lambda image: patched(source, image, mask)]
    if spec.image is None:
        return _referring(spec, init_image, 1 - strength, inputs.layout)
    return _painted(spec, source, strength, inputs)


def _sized(image: Image.Image, spec: RenderSpec) -> Image.Image:
    size = (spec.width, spec.height)
    return image if image.size == size else image.resize(size, Image.Resampling.LANCZOS)


def _referring(
    spec: RenderSpec, reference: Image.Image, amount: float, layout: MapLayout | None
) -> Sequence[Stroke]:
    tones = Tones.of(reference)
    return [*drawing_strokes(spec, layout), lambda image: taken_up(image, tones, amount)]


def _painted(
    spec: RenderSpec, source: Image.Image, strength: float, inputs: RenderInputs
) -> Sequence[Stroke]:
    """A new drawing, one fused with it, or the source painted over: as far as `strength` goes."""
    layout, is_map = inputs.layout, isinstance(spec.subject, MapBrief)
    over = Overpainting(spec=spec, source=source, strength=strength, layout=layout)
    if is_map and layout is None:
        return over.strokes()
    if strength >= 1:
        return drawing_strokes(spec, layout)
    if is_map and strength > ALIGNED_FROM:
        return _redrawn(over)
    if strength < AFRESH:
        return over.strokes()
    if inputs.mask_image is not None:  # fitted to what lies around it, which is more than to the whole
        return drawing_strokes(spec, layout)
    return _referring(spec, source, (1 - strength) / (1 - AFRESH), layout)


def _redrawn(over: "Overpainting") -> Sequence[Stroke]:
    """A map drawn anew on its own plan, fused with what it was: walls lie where they lay."""
    spec = over.spec
    width, height = within((spec.width, spec.height), ALIGNED_PIXELS)
    smaller = replace(spec, width=width, height=height)
    return [lambda _: blank(smaller), *drawing_strokes(smaller, over.layout), over.fused_with]


@dataclass(frozen=True, kw_only=True)
class Overpainting:
    """`source` (RGB, of the spec's size) painted over as far as `strength` goes, 0 to 1."""

    spec: RenderSpec
    source: Image.Image
    strength: float
    layout: MapLayout | None = None

    def strokes(self) -> Sequence[Stroke]:
        """Broad brushes first, fine ones where they are needed, what is to stay, the theme's light."""
        if self._look.inks and self._themed > MOSTLY_INK:
            return [lambda _: self._study.model, self._finished]
        layers = [self._layer(number, brush) for number, brush in enumerate(self._brushes())]
        return [lambda _: self._study.model, *layers, self._detailed, self._finished]

    def fused_with(self, drawing: Image.Image) -> Image.Image:
        """The source and a drawing of the same plan as one picture: in patches, or all in a new theme."""
        study, look = self._prepared
        old = with_detail(study.model, study.model, replace(self._detail, paint=0.0))
        share = max(self._ramp(-0.2, 0.9), look.foreign * self._ramp(0.0, 0.5))
        return fused(old, drawing, share, self.spec.seed, patchy=1 - look.foreign)

    def _ramp(self, low: float, high: float) -> float:
        """0 up to one strength, 1 from another, smooth between."""
        part = min(1.0, max(0.0, (self.strength - low) / (high - low)))
        return part * part * (3 - 2 * part)

    @property
    def _portrait(self) -> bool:
        return isinstance(self.spec.subject, PortraitBrief)

    @property
    def _delicate(self) -> bool:
        """Whether what is small matters: the signs of a map, the features of a face."""
        return not self._portrait or is_close_up(self.spec.subject)

    @property
    def _themed(self) -> float:
        """How much of its theme the picture takes on: nothing where only detail is wanted."""
        return self._ramp(0.2, 0.62)

    @cached_property
    def _prepared(self) -> tuple[Study, ThemeLook]:
        """What is painted: the source in its new light, colours and forms; a map's walls stay in place."""
        spec, mood = self.spec, self._ramp(0.35, 0.75)
        moody = in_a_mood(self.source, spec.seed, mood, skin=self._portrait)
        look = ThemeLook(spec=spec, layout=self.layout, before=Tones.of(moody))
        themed = look.recolored(moody, self._themed)
        moved = self._ramp(0.25, 0.8) if self._portrait else 0.0
        return Study(given_way(themed, spec.seed, moved)), look

    @property
    def _study(self) -> Study:
        return self._prepared[0]

    @property
    def _look(self) -> ThemeLook:
        return self._prepared[1]

    def _brushes(self) -> Sequence[Brush]:
        strength = self.strength
        unit = unit_of(self.source) * (FINER if self._delicate else 1.0)
        shake, light, hue = 0.08 + 0.25 * strength, 0.5 + 1.7 * strength, 0.8 + 2.0 * strength
        widths = (14 + 60 * strength, 7 + 25 * strength, 3.2 + 8 * strength)
        body = 0.02 + 0.05 * strength
        return [
            Brush(width=width * unit, shake=shake, light=light, hue=hue, patience=patience, body=body)
            for width, patience in zip(widths, (0.0, 5.0, 6.0), strict=True)
        ]

    @property
    def _detail(self) -> Detail:
        return Detail(
            fineness=max(1.2, (2 + 3 * self.strength) * unit_of(self.source)),
            kept=1 - self._ramp(0.1, 0.85),
            crispness=(1.2 if self._portrait else 0.6) * (1 - self._ramp(0.15, 0.6)),
            paint=self._ramp(0.0, FULL_PAINT),
        )

    def _layer(self, number: int, brush: Brush) -> Stroke:
        return lambda image: lay(image, self._study, brush, chance(self.spec.seed, f"brush {number}"))

    def _detailed(self, image: Image.Image) -> Image.Image:
        """The less is changed, the more of the source's own detail stays, and the crisper it becomes."""
        return with_detail(image, self._study.model, self._detail)

    def _finished(self, image: Image.Image) -> Image.Image:
        return self._look.finished(image, self._themed)
