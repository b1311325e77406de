"""How a picture comes to look as its theme wants it: in the colours, and on the ground, of the theme.

What a theme looks like is not said a second time here: the painter draws the subject small in that theme, and
the picture takes up the tones of that drawing. A picture that has them already is left as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from PIL import Image

from generation.briefs import PortraitBrief, Subject
from generation.engines.sketch.drawing import drawing_strokes, drawn
from generation.engines.sketch.maps.styles import Color, Manner, style_for
from generation.engines.sketch.portrait import finish
from generation.engines.sketch.portrait.canvas import Array, floats, to_array, to_image
from generation.engines.sketch.portrait.composition import frame_for
from generation.engines.sketch.portrait.painter import sitting_for
from generation.engines.sketch.portrait.palette import palette_of
from generation.engines.sketch.repaint.colors import (
    Recoloring,
    Tones,
    matching,
    recolored,
    to_lab,
    with_skin_of,
)
from generation.engines.sketch.repaint.fields import brightened, within
from generation.layout.plan import MapLayout
from generation.spec import RenderSpec, Style
from generation.vocabulary import PortraitFraming

TRIAL_SIDE = 144  #: pixels along the longest side of a small drawing
TRIALS = 4  #: so many small drawings of a portrait are made at most: a seed's whim is not the theme
ALIKE, STRANGE = 6.0, 14.0  #: distance of tones up to which a picture is in its theme, and from which not
SKIN_KEPT = 0.55  #: of a skin's own colour, in another theme
OTHERS_SKIN_KEPT = 0.8  #: the same, in the colours of another picture, which may show no skin at all
INK_PIXELS = 2_500_000  #: larger drawings are made smaller, and enlarged
LIGHT_PIXELS = 600_000  #: the same for light, which is soft
PEN = Style(art_style="ink")  #: how a map is drawn whose plan nobody knows, whatever the paper
PULL = 0.3  #: of the way from a colour to the nearest of the palette
REACH = 16.0  #: ΔE; how far a colour of the palette attracts others


@dataclass(frozen=True, kw_only=True)
class ThemeLook:
    """The look that `spec` asks for, on a picture with the tones `before`."""

    spec: RenderSpec
    layout: MapLayout | None
    before: Tones

    @cached_property
    def tones(self) -> Tones:
        """How the painter colours this theme: of some drawings, those of the one most like the source."""
        if not self._portrait:
            return _map_tones(self.spec.style) if self.layout is None else self._trial(0)
        trials: list[Tones] = []
        while len(trials) < TRIALS and not any(self.before.distance(each) <= ALIKE for each in trials):
            trials.append(self._trial(len(trials)))
        return min(trials, key=self.before.distance)

    def _trial(self, number: int) -> Tones:
        """The tones of a small drawing of the subject."""
        scale = TRIAL_SIDE / max(self.spec.width, self.spec.height)
        width, height = (max(48, round(side * scale)) for side in (self.spec.width, self.spec.height))
        small = replace(self.spec, width=width, height=height, seed=self.spec.seed + number)
        return Tones.of(drawn(small, drawing_strokes(small, self.layout)))

    @cached_property
    def foreign(self) -> float:
        """0 for a picture that was painted in this theme, 1 for one that was not; 0 without a theme."""
        if self.spec.style == Style():
            return 0.0
        doubt = 2.0 if is_close_up(self.spec.subject) else 1.0  # a part says less about the whole's theme
        away = self.before.distance(self.tones) / doubt - ALIKE
        return float(np.clip(away / (STRANGE - ALIKE), 0, 1))

    @property
    def inks(self) -> bool:
        """Whether a painting has to become a drawing."""
        on_paper = finish.look_for(self.spec.style) in finish.ON_PAPER
        return on_paper and self.foreign > 0 and not self.before.on_paper

    def recolored(self, image: Image.Image, amount: float) -> Image.Image:
        """`image` (RGB) in the theme's colours; skin keeps some of its own, light and dark their order."""
        share = amount * self.foreign
        return recolored(image, self._change(share)) if share > 0 and not self.inks else image

    def _change(self, share: float) -> Recoloring:
        match = matching(self.before, self.tones, lights=0.75 * share, colors=share)
        dyes = palette_of(self.spec.style.palette)

        def change(lab: Array) -> Array:
            result = match(lab)
            if dyes:
                result = _pulled(result, to_lab(floats([dyes]))[0], PULL * share)
            if self._portrait:
                result = with_skin_of(lab, result, SKIN_KEPT)
            return result

        return change

    def finished(self, image: Image.Image, amount: float) -> Image.Image:
        """`image` (RGB) with the theme's light, or drawn with its pen on its paper."""
        share = amount * self.foreign
        if share <= 0:
            return image
        if self.inks:
            return Image.blend(image, self._inked(image), share)
        return self._lit(image, share) if self._portrait else image

    def _inked(self, image: Image.Image) -> Image.Image:
        """A pen drawing after a painting."""
        style = self.spec.style
        steps = finish.steps_for(style if self._portrait else PEN)
        drawing = to_image(self._through(steps, image, INK_PIXELS)[1])
        if not self._portrait:
            look = style_for(style)
            drawing = _toned(drawing, look.ink, look.paper)
        return drawing.resize(image.size, Image.Resampling.BICUBIC)

    def _lit(self, image: Image.Image, share: float) -> Image.Image:
        """Light is found on a smaller copy and laid over the picture, which stays as sharp as it is."""
        before, after = self._through(finish.lights_for(self.spec.style), image, LIGHT_PIXELS)
        return brightened(image, floats(share * (after - before)))

    def _through(
        self, painters: Sequence[finish.Painter], image: Image.Image, pixels: int
    ) -> tuple[Array, Array]:
        """A copy of at most so many pixels, before and after `painters`, which ask for somebody to sit: a
        map's is small on the canvas, so that its lines are fine.
        """
        framing = PortraitFraming.BUST if self._portrait else PortraitFraming.FULL_BODY
        width, height = within(image.size, pixels)
        sitter = PortraitBrief(framing=framing)
        sitting = sitting_for(replace(self.spec, subject=sitter, width=width, height=height))
        sitting = replace(sitting, frame=frame_for(sitting.traits, width, height))
        before = to_array(image.resize((width, height), Image.Resampling.BOX))
        after = before
        for painter in painters:
            after = painter(after, sitting)
        return before, after

    @property
    def _portrait(self) -> bool:
        return isinstance(self.spec.subject, PortraitBrief)


def is_close_up(subject: Subject) -> bool:
    """Whether a picture shows a face alone, perhaps one that was cut from a larger picture."""
    return isinstance(subject, PortraitBrief) and subject.framing is PortraitFraming.FACE


def _pulled(lab: Array, dyes: Array, share: float) -> Array:
    """Colours drawn towards those of a palette that lie near, whatever their lightness."""
    away = lab[:, None] - dyes[None]
    away[:, :, 0] *= 0.4
    nearness = np.exp(-(away**2).sum(axis=2) / (2 * REACH**2)) + 1e-6
    aim = (nearness[:, :, None] * dyes[None, :, 1:]).sum(axis=1) / nearness.sum(axis=1, keepdims=True)
    felt = np.clip(nearness.max(axis=1, keepdims=True) * 1.5, 0, 1)
    result = lab.copy()
    result[:, 1:] += share * felt * (aim - lab[:, 1:])
    return result


def _toned(drawing: Image.Image, ink: Color, paper: Color) -> Image.Image:
    """A drawing in black on white, in another ink on another paper."""
    dark, bright = to_lab(floats([[ink, paper]]) / np.float32(255))[0]
    return recolored(drawing, lambda lab: floats(dark + np.clip(lab[:, :1] / 92, 0, 1) * (bright - dark)))


def _map_tones(style: Style) -> Tones:
    """The tones of a map whose plan nobody knows: half of it rock, the rest floor, walls and water."""
    look = style_for(style)
    if look.manner is Manner.INKED:
        shares: list[tuple[Color, int]] = [(look.paper, 80), (look.ink, 20)]
    else:
        lit = [_lit(color, look.ambient) for color in (look.rock, look.floor, look.wall, look.deep)]
        bright = [_lit(color, (1.0, 0.95, 0.85)) for color in (look.floor, look.planks)]
        shares = list(zip([*lit, *bright], (45, 16, 12, 5, 14, 8), strict=True))
    colors = [color for color, count in shares for _ in range(count)]
    return Tones.of_colors(to_lab(floats([colors]) / np.float32(255))[0])


def _lit(color: Color, light: Color) -> Color:
    red, green, blue = (part * share for part, share in zip(color, light, strict=True))
    return red, green, blue


def taken_up(image: Image.Image, tones: Tones, amount: float) -> Image.Image:
    """`image` (RGB) with the colours and the light of another picture; a drawing on paper stays bright."""
    own = Tones.of(image)
    match = matching(own, tones, lights=0.0 if own.on_paper else 0.8 * amount, colors=amount)

    def change(lab: Array) -> Array:
        return with_skin_of(lab, match(lab), OTHERS_SKIN_KEPT)

    return recolored(image, change)
