"""How a picture comes to look as its theme wants it: in the colours, and on the ground, of the theme.

What a theme looks like is not said a second time here: the painter draws the subject small in that theme, and
the picture takes up the tones of that drawing. A picture that has them already is left as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from PIL import Image

from generation.briefs import PortraitBrief
from generation.engines.sketch.drawing import drawing_strokes, drawn
from generation.engines.sketch.maps.styles import Color, Manner, style_for
from generation.engines.sketch.portrait import finish
from generation.engines.sketch.portrait.canvas import Array, floats, to_array, to_image
from generation.engines.sketch.portrait.composition import working_size
from generation.engines.sketch.portrait.painter import sitting_for
from generation.engines.sketch.portrait.palette import palette_of
from generation.engines.sketch.repaint.colors import (
    Recoloring,
    Tones,
    matching,
    recolored,
    skin_share,
    to_lab,
)
from generation.layout.plan import MapLayout
from generation.spec import RenderSpec, Style
from generation.vocabulary import PortraitFraming

TRIAL_SIDE = 144  #: pixels along the longest side of a small drawing
TRIALS = 4  #: so many small drawings of a portrait are made at most: a seed's whim is not the theme
ALIKE, STRANGE = 6.0, 14.0  #: distance of tones up to which a picture is in its theme, and from which not
SKIN_KEPT = 0.55  #: of a skin's own colour
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
        doubt = 2.0 if self._close else 1.0
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
        portrait = isinstance(self.spec.subject, PortraitBrief)

        def change(lab: Array) -> Array:
            result = match(lab)
            if dyes:
                result = _pulled(result, to_lab(floats([dyes]))[0], PULL * share)
            if portrait:
                kept = SKIN_KEPT * skin_share(lab)[:, None]
                result[:, 1:] += kept * (lab[:, 1:] - result[:, 1:])
            return result

        return change

    def finished(self, image: Image.Image, amount: float) -> Image.Image:
        """`image` (RGB) with the theme's light, or drawn with its pen on its paper."""
        share = amount * self.foreign
        painters = _finish(self.spec.style, inks=self.inks, portrait=self._portrait)
        if share <= 0 or not painters:
            return image
        sitting = sitting_for(self._neutral(*working_size(*image.size)))
        canvas = to_array(image.resize((sitting.frame.width, sitting.frame.height), Image.Resampling.BOX))
        for painter in painters:
            canvas = painter(canvas, sitting)
        ready = to_image(canvas).resize(image.size, Image.Resampling.BICUBIC)
        if self.inks and not self._portrait:
            look = style_for(self.spec.style)
            ready = _toned(ready, look.ink, look.paper)
        return Image.blend(image, ready, share)

    @property
    def _portrait(self) -> bool:
        return isinstance(self.spec.subject, PortraitBrief)

    @property
    def _close(self) -> bool:
        """Whether it shows a face alone, perhaps cut from a picture: that says less about its theme."""
        subject = self.spec.subject
        return isinstance(subject, PortraitBrief) and subject.framing is PortraitFraming.FACE

    def _neutral(self, width: int, height: int) -> RenderSpec:
        """Somebody to sit for the finish, which asks for a canvas and a measure: a map's is a small one."""
        subject = PortraitBrief(framing=PortraitFraming.BUST if self._portrait else PortraitFraming.FULL_BODY)
        return replace(self.spec, subject=subject, width=width, height=height)


def _finish(style: Style, *, inks: bool, portrait: bool) -> Sequence[finish.Painter]:
    if inks:
        return finish.steps_for(style if portrait else PEN)
    return finish.lights_for(style) if portrait else ()


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
        result = match(lab)
        kept = 0.8 * skin_share(lab)[:, None]
        result[:, 1:] += kept * (lab[:, 1:] - result[:, 1:])
        return result

    return recolored(image, change)
