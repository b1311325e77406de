"""Paints maps from their layouts: the walls of the picture are the walls of the plan."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from generation.briefs import MapBrief
from generation.engines.sketch.maps.atlas import atlas_strokes
from generation.engines.sketch.maps.built import (
    ink_house_walls,
    ink_interiors,
    ink_ship,
    paint_bowsprits,
    paint_house_walls,
    paint_interiors,
    paint_ship,
    paint_wall_shadows,
    paint_windows,
)
from generation.engines.sketch.maps.chart import Chart
from generation.engines.sketch.maps.doors import paint_doors
from generation.engines.sketch.maps.floor import paint_floor, weather_floor
from generation.engines.sketch.maps.ground import paint_lava, paint_pits, paint_rubble, paint_water
from generation.engines.sketch.maps.ink import (
    ink_finish,
    ink_floor,
    ink_hatching,
    ink_heaps,
    ink_paper,
    ink_pits,
    ink_rock,
    ink_shadow,
    ink_walls,
    ink_water,
)
from generation.engines.sketch.maps.lighting import grade, paint_light
from generation.engines.sketch.maps.outdoors import (
    GROWTH,
    Land,
    ink_canopies,
    ink_decks,
    ink_edges,
    ink_ground,
    ink_hour,
    ink_relief,
    ink_shade,
    ink_undergrowth,
    ink_waters,
    paint_canopies,
    paint_cliffs,
    paint_decks,
    paint_ground,
    paint_hollows,
    paint_shadows,
    paint_undergrowth,
    paint_waters,
)
from generation.engines.sketch.maps.props import paint_floor_props, paint_standing_props
from generation.engines.sketch.maps.styles import Manner, MapStyle, style_for
from generation.engines.sketch.maps.texture import Picture, stroke
from generation.engines.sketch.maps.walls import paint_rock, paint_walls, shade_floor
from generation.engines.sketch.stroke import Stroke
from generation.layout.plan import MapLayout
from generation.spec import RenderSpec
from generation.vocabulary import MapKind

Paint = Callable[[Picture, Chart, MapStyle], None]
Survey = Callable[[Picture, Land, MapStyle], None]

PAINTED_STROKES: tuple[Paint, ...] = (
    paint_floor,
    weather_floor,
    paint_rubble,
    paint_water,
    paint_lava,
    paint_pits,
    paint_rock,
    paint_floor_props,
    shade_floor,
    paint_walls,
    paint_doors,
    paint_standing_props,
    paint_light,
    grade,
)

INKED_STROKES: tuple[Paint, ...] = (
    ink_paper,
    ink_rock,
    ink_hatching,
    ink_floor,
    ink_heaps,
    ink_water,
    ink_pits,
    ink_shadow,
    paint_floor_props,
    ink_walls,
    paint_doors,
    paint_standing_props,
    ink_finish,
)


def _built(paint: Paint) -> Survey:
    """What people made, painted with the land."""
    return lambda picture, land, style: paint(picture, land.chart, style)


OPEN_PAINTED: tuple[tuple[Survey, ...], ...] = (
    (paint_ground,),
    (paint_waters, paint_hollows, paint_cliffs),
    (_built(paint_ship), paint_decks, _built(paint_interiors), _built(paint_floor_props)),
    (paint_shadows, _built(paint_wall_shadows)),
    (_built(paint_house_walls), _built(paint_bowsprits), _built(paint_windows), _built(paint_doors)),
    (paint_undergrowth, _built(paint_standing_props)),
    (paint_canopies,),
    (_built(paint_light), _built(grade)),
)
"""Ground, waters and heights, floors, shadows, walls, things, crowns, light: a stroke each."""

OPEN_INKED: tuple[tuple[Survey, ...], ...] = (
    (ink_ground,),
    (ink_waters,),
    (ink_relief,),
    (_built(ink_ship), ink_decks, _built(ink_interiors)),
    (ink_shade, _built(paint_floor_props)),
    (_built(ink_house_walls), _built(paint_bowsprits), _built(paint_windows), _built(paint_doors)),
    (ink_undergrowth, _built(paint_standing_props), ink_canopies),
    (ink_hour, ink_edges),
)


def map_strokes(spec: RenderSpec, layout: MapLayout) -> Sequence[Stroke]:
    """The strokes that paint `layout` into a picture of `spec.width` × `spec.height` pixels, in order.

    The look comes from the words and the palette of `spec.style`, chance from `spec.seed`.
    """
    if isinstance(spec.subject, MapBrief) and spec.subject.map_kind in (MapKind.REGION, MapKind.WORLD):
        return atlas_strokes(spec, layout)
    style = style_for(spec.style)
    if layout.base is not None:
        return _open_strokes(spec, layout, style)
    chart = _chart(spec, layout, style)
    paints = INKED_STROKES if style.manner is Manner.INKED else PAINTED_STROKES
    return [_stroke(paint, chart, style) for paint in paints]


def _open_strokes(spec: RenderSpec, layout: MapLayout, style: MapStyle) -> Sequence[Stroke]:
    """Open ground: what grows is painted with the land, all else as it is under a roof."""
    growth = tuple(prop for prop in layout.props if prop.kind in GROWTH)
    made = tuple(prop for prop in layout.props if prop.kind not in GROWTH)
    chart = _chart(spec, replace(layout, props=made), style)
    land = Land(chart, growth)
    paints = OPEN_INKED if style.manner is Manner.INKED else OPEN_PAINTED
    return [stroke(partial(_survey, land, style, paint)) for paint in paints]


def _survey(land: Land, style: MapStyle, paints: Sequence[Survey], picture: Picture) -> None:
    for paint in paints:
        paint(picture, land, style)


def _chart(spec: RenderSpec, layout: MapLayout, style: MapStyle) -> Chart:
    subject = spec.subject if isinstance(spec.subject, MapBrief) else MapBrief(layout_seed=layout.seed)
    return Chart(
        layout,
        subject.environment,
        width=spec.width,
        height=spec.height,
        seed=spec.seed,
        secret_door=style.secret_door,
        season=subject.season,
        time_of_day=subject.time_of_day,
    )


def _stroke(paint: Paint, chart: Chart, style: MapStyle) -> Stroke:
    return stroke(lambda picture: paint(picture, chart, style))
