"""What each ground looks like from close by."""

import numpy as np
from numpy.typing import NDArray

from generation.engines.sketch.maps.outdoors.tile import Cells, Lines, Ramp, Swatch, Tile, finished
from generation.engines.sketch.maps.texture import Field, Mask, smoothstep

GROUPS = 12  #: shades in which strokes are drawn, the darkest first
BLADE = 0.0115  #: spaces across a blade of grass
LIGHT = np.array((0.7, 0.7))  #: pixels that a stroke's own shadow falls down to the right, at 70 per space


def lit(tile: Tile, surface: Field, strength: float, most: float = 0.4) -> Field:
    """Light from the top left on the surface of a tile; positive where it faces the light."""
    slope = surface - np.roll(surface, (1, 1), axis=(0, 1))
    return np.asarray(np.clip(slope * (strength * tile.scale / 70), -most, most), dtype=np.float32)


def grass(tile: Tile, ramp: Ramp, *, length: float, per_space: float, lush: float = 0.0) -> Swatch:
    """Blades in drifts; `length` in spaces, `lush` darkens the ground between them."""
    broad = tile.noise(1.1, 4)
    canvas = _levels(88 - 26 * lush + 20 * broad + 5 * tile.grain())
    spots = tile.spots(per_space)
    turn = 1.9 * tile.at(tile.noise(1.4, 2), spots) - np.pi / 2 + tile.rng.normal(0, 0.75, len(spots))
    blades = _blades(tile, spots, turn, tile.rng.uniform(0.4, 1.0, len(spots)) * length)
    tone = np.clip(0.5 + 0.2 * tile.at(broad, spots) + tile.rng.normal(0, 0.2, len(spots)), 0, 1)
    order = np.argsort(tone + tile.rng.normal(0, 0.22, len(spots)))
    for group in np.array_split(order, GROUPS):
        shade = float(tone[group].mean())
        shadow = LIGHT * tile.scale / 70
        tile.draw(canvas, blades[group] + shadow, int(34 + 70 * shade), BLADE)
        tile.draw(canvas, blades[group], int(66 + 150 * shade), BLADE)
    height = canvas.astype(np.float32) / 255
    return finished(height + 0.05 * broad, ramp, height)


def _levels(field: Field) -> Mask:
    return np.clip(field, 0, 255).astype(np.uint8)


def _blades(
    tile: Tile, spots: NDArray[np.float64], turn: NDArray[np.float64], length: NDArray[np.float64]
) -> Lines:
    """Short bent lines from `spots`."""
    ahead = np.column_stack((np.cos(turn), np.sin(turn))) * length[:, None] * tile.scale
    aside = np.column_stack((-ahead[:, 1], ahead[:, 0])) * tile.rng.normal(0, 0.25, (len(spots), 1))
    return np.stack((spots, spots + ahead * 0.5 + aside * 0.4, spots + ahead + aside), axis=1)


def litter(tile: Tile, ramp: Ramp, *, per_space: float = 55.0) -> Swatch:
    """The floor of a wood: fallen leaves, needles and twigs over dark earth."""
    broad = tile.noise(1.2, 4)
    canvas = _levels(70 + 24 * broad + 8 * tile.grain())
    for share in (0.0, 0.35, 0.7, 1.0):
        spots = tile.spots(per_space / 4)
        leaves = _leaves(tile, spots, tile.rng.uniform(0.04, 0.085, len(spots)))
        for number, group in enumerate(np.array_split(np.arange(len(spots)), 5)):
            tile.fill(canvas, leaves[group] + 1.2 * LIGHT * tile.scale / 70, int(28 + 30 * share))
            tile.fill(canvas, leaves[group], int(70 + 60 * share + 16 * number))
    twigs = tile.spots(1.2)
    lines = _blades(tile, twigs, tile.rng.uniform(0, 7, len(twigs)), tile.rng.uniform(0.2, 0.5, len(twigs)))
    tile.draw(canvas, lines + LIGHT * tile.scale / 70, 24, 0.02)
    tile.draw(canvas, lines, 150, 0.018)
    height = canvas.astype(np.float32) / 255
    return finished(height + 0.06 * broad, ramp, 0.6 * height)


def _leaves(tile: Tile, spots: NDArray[np.float64], size: NDArray[np.float64]) -> Lines:
    """Pointed ovals of `size` spaces."""
    turn = tile.rng.uniform(0, 2 * np.pi, len(spots))
    ahead = np.column_stack((np.cos(turn), np.sin(turn))) * size[:, None] * tile.scale
    aside = np.column_stack((-ahead[:, 1], ahead[:, 0])) * tile.rng.uniform(0.35, 0.6, (len(spots), 1))
    corners = (ahead, 0.4 * ahead + aside, -0.6 * ahead + 0.7 * aside, -ahead)
    return np.stack([*(spots + c for c in corners), spots - 0.6 * ahead - 0.7 * aside], axis=1)


def thicket(tile: Tile, ramp: Ramp) -> Swatch:
    """Tall grass and brambles, in tufts that bend outwards."""
    broad = tile.noise(0.9, 3)
    canvas = _levels(62 + 22 * broad + 6 * tile.grain())
    hearts = tile.spots(2.6)
    hearts = hearts[np.argsort(hearts[:, 1])]
    for tuft in np.array_split(np.arange(len(hearts)), 30):
        spots = np.repeat(hearts[tuft], 26, axis=0)
        turn = tile.rng.uniform(0, 2 * np.pi, len(spots))
        blades = _blades(tile, spots, turn, tile.rng.uniform(0.12, 0.42, len(spots)))
        facing = np.cos(turn + 0.75 * np.pi) * -0.5 + 0.5
        tile.draw(canvas, blades + 2.5 * LIGHT * tile.scale / 70, 30, BLADE)
        for group in np.array_split(np.argsort(facing + tile.rng.normal(0, 0.25, len(spots))), 6):
            tile.draw(canvas, blades[group], int(70 + 150 * facing[group].mean()), BLADE)
    height = canvas.astype(np.float32) / 255
    return finished(height + 0.04 * broad, ramp, np.minimum(1.15 * height, 1))


def earth(tile: Tile, ramp: Ramp, *, stones: float = 5.0) -> Swatch:
    """Trodden earth with grit and pebbles; `stones` for each space."""
    broad = tile.noise(1.3, 5)
    rough = tile.noise(0.16, 3)
    tone = 0.5 + 0.13 * broad + lit(tile, tile.blurred(rough, 0.8), 0.16) + 0.025 * tile.grain()
    canvas = _levels(255 * tone)
    for size in (0.02, 0.032, 0.05):
        _pebbles(tile, canvas, stones * 0.03 / size, size)
    height = canvas.astype(np.float32) / 255
    return finished(height, ramp, 0.5 + 0.4 * rough)


def _pebbles(tile: Tile, canvas: Mask, per_space: float, size: float) -> None:
    """Small stones: a shadow, a body, a light spot."""
    spots = tile.spots(per_space)
    reach = tile.rng.uniform(0.6, 1.2, len(spots)) * size * tile.scale
    angles = np.arange(7) / 7 * 2 * np.pi
    ring = np.stack((np.cos(angles), np.sin(angles)), axis=-1)[None] * tile.rng.uniform(
        0.75, 1.1, (len(spots), 7, 1)
    )
    stones = spots[:, None] + ring * reach[:, None, None]
    off = 0.45 * size * tile.scale
    for number, group in enumerate(np.array_split(np.arange(len(spots)), 6)):
        tile.fill(canvas, stones[group] + off, 52)
        tile.fill(canvas, stones[group], 112 + 14 * number)
        light = spots[group, None] - 0.3 * off + 0.5 * ring[group] * reach[group, None, None]
        tile.fill(canvas, light, 146 + 14 * number)


def mud(tile: Tile, ramp: Ramp) -> Swatch:
    """Wet earth: churned, with a dull gleam in the hollows."""
    churned = tile.noise(0.55, 4)
    fine = tile.noise(0.14, 2)
    surface = tile.blurred(churned + 0.25 * fine, 1.0)
    tone = 0.42 + 0.1 * churned + lit(tile, surface, 1.1, 0.3) + 0.02 * tile.grain()
    gleam = smoothstep(0.25, 0.6, -churned) * smoothstep(-0.1, 0.5, fine)
    return finished(tone + 0.3 * gleam, ramp, 0.5 + 0.4 * churned)


def sand(tile: Tile, ramp: Ramp, *, ripples: float) -> Swatch:
    """Fine grains, blown into ripples."""
    sway = tile.noise(1.6, 3)
    patch = smoothstep(-0.35, 0.5, tile.noise(2.2, 2))
    step = np.arange(tile.side, dtype=np.float32) / tile.side * 2 * np.pi
    crests = max(1, round(tile.spaces * 2.6))
    phase = step[:, None] * crests + step[None, :] * round(crests * 0.45) + 4.2 * sway
    wave = np.sin(phase + 0.5 * np.sin(phase))
    tone = 0.56 + 0.09 * tile.noise(1.5, 4) + 0.045 * tile.grain() + ripples * patch * wave
    return finished(tone, ramp, 0.5 + 0.2 * wave * patch)


def snow(tile: Tile, ramp: Ramp) -> Swatch:
    """Drifts with blue shadows, and glints."""
    drift = tile.noise(1.5, 4) + 0.35 * tile.noise(0.4, 2)
    light = lit(tile, tile.blurred(drift, 0.03 * tile.scale), 3.4, 0.34)
    glints = (tile.grain() > 3.1) * 0.3
    return finished(0.5 + light + 0.07 * drift + glints, ramp, 0.5 + 0.3 * drift)


def ice(tile: Tile, ramp: Ramp) -> Swatch:
    """Clear ice: clouded depths, long cracks, scratches."""
    clouds = tile.noise(1.8, 5)
    tone = 0.5 + 0.2 * clouds + 0.015 * tile.grain()
    for apart, strength in ((3.3, 0.4), (1.4, 0.22)):
        sway = tile.noise(0.8, 3) * 0.06
        seams = tile.cells(apart).seams + sway
        crack = np.exp(-((seams / 0.012) ** 2)) + 0.3 * np.exp(-np.abs(seams) / 0.09)
        tone += strength * crack * smoothstep(-0.4, 0.3, tile.noise(1.4, 2))
    canvas = np.zeros((tile.side, tile.side), dtype=np.uint8)
    spots = tile.spots(0.5)
    turn = tile.rng.normal(0.6, 0.5, len(spots))
    tile.draw(canvas, _blades(tile, spots, turn, tile.rng.uniform(0.3, 1.6, len(spots))), 60)
    bubbles = (tile.noise(0.1, 1) > 0.95) * smoothstep(0.0, 0.6, clouds) * 0.14
    return finished(tone + canvas / np.float32(255) + bubbles, ramp, 0.5 + 0.3 * clouds)


def stones(tile: Tile, ramp: Ramp, *, size: float, joint: float = 0.03) -> Swatch:
    """Rounded stones side by side: cobbles, or scree where they are laid by nobody."""
    cells = tile.cells(size, 0.34)
    tone = _tones(tile, cells, 0.1)
    seams = tile.blurred(cells.seams, 0.035 * tile.scale) - 0.022
    dome = smoothstep(0.0, size * 0.42, seams - joint * 0.5)
    worn = tile.noise(0.16, 2)
    surface = tile.blurred(dome + 0.12 * worn, 0.9)
    light = 0.53 + tone + lit(tile, surface, 1.9 * size, 0.36) + 0.02 * tile.grain()
    seam = smoothstep(0.0, joint, seams)
    return finished(light * (0.3 + 0.7 * seam), ramp, 0.25 + 0.6 * dome)


def _tones(tile: Tile, cells: Cells, spread: float) -> Field:
    tones = tile.rng.normal(0, spread, cells.count).astype(np.float32)
    return np.asarray(np.clip(tones, -2 * spread, 2 * spread)[cells.numbers])


def scree(tile: Tile, ramp: Ramp) -> Swatch:
    """Broken stones of all sizes over gravel."""
    broad = tile.noise(1.2, 3)
    rough = tile.noise(0.12, 3)
    tone = 0.4 + 0.08 * broad + lit(tile, rough, 0.2) + 0.03 * tile.grain()
    height = 0.3 + 0.1 * rough
    for size, share in ((0.14, 0.6), (0.24, 0.45), (0.42, 0.3)):
        cells = tile.cells(size)
        kept = (tile.rng.random(cells.count) < share)[cells.numbers]
        body = smoothstep(size * 0.08, size * 0.14, cells.seams) * kept
        off = max(1, round(size * 0.2 * tile.scale))
        cast = tile.blurred(np.roll(body, (off, off), axis=(0, 1)), off * 0.5)
        tone = tone * (1 - 0.6 * cast * (1 - body))
        dome = tile.blurred(smoothstep(0.0, size * 0.4, cells.seams), 0.8)
        face = 0.55 + _tones(tile, cells, 0.09) + lit(tile, dome, 2.6 * size, 0.34) + 0.12 * rough
        tone = tone + (face - tone) * body
        height = np.maximum(height, body * (0.4 + size))
    return finished(tone, ramp, height)


def rock(tile: Tile, ramp: Ramp) -> Swatch:
    """Bare rock: plates, cracks and grit."""
    rough = tile.noise(0.7, 5)
    broad = tile.noise(2.2, 3)
    cells = tile.cells(1.1)
    seams = cells.seams + 0.05 * tile.noise(0.3, 3)
    plates = smoothstep(0.0, 0.22, seams)
    surface = tile.blurred(0.55 * plates + 0.8 * rough, 0.8)
    tone = (
        0.47 + _tones(tile, cells, 0.05) + 0.1 * broad + lit(tile, surface, 1.5, 0.32) + 0.02 * tile.grain()
    )
    crack = (1 - smoothstep(0.0, 0.03, seams)) * smoothstep(-0.3, 0.3, broad + 0.4 * rough)
    return finished(tone * (1 - 0.55 * crack), ramp, 0.5 + 0.4 * rough)


def drifts(tile: Tile, ramp: Ramp) -> Swatch:
    """Deep snow, blown into crests."""
    sway = tile.noise(0.9, 3)
    step = np.arange(tile.side, dtype=np.float32) / tile.side * 2 * np.pi
    crests = max(1, round(tile.spaces * 1.3))
    phase = step[:, None] * crests - step[None, :] * round(crests * 0.7) + 3.4 * sway
    wave = np.sin(phase + 0.7 * np.sin(phase)) + 0.5 * tile.noise(0.35, 3)
    light = lit(tile, tile.blurred(wave, 0.02 * tile.scale), 3.2, 0.4)
    return finished(0.62 + light + 0.04 * wave, ramp, 0.5 + 0.3 * wave)


def ripples(tile: Tile, *, length: float, net: float) -> Swatch:
    """Wavelets about `length` spaces long, and a `net` of light as shallow water has it, 0 to 1.

    Their heights are what counts; the colours are left grey.
    """
    sway = [tile.noise(0.9 * length, 2), tile.noise(0.45 * length, 2)]
    step = np.arange(tile.side, dtype=np.float32) / tile.side * 2 * np.pi
    total = np.zeros((tile.side, tile.side), dtype=np.float32)
    for down, across, weight in ((3.1, 1.2, 1.0), (2.4, -1.9, 0.7), (5.3, 0.4, 0.5)):
        crests = (round(tile.spaces * down / length), round(tile.spaces * across / length))
        phase = step[:, None] * crests[0] + step[None, :] * crests[1] + 3.2 * sway[0] + 1.6 * sway[1]
        total += weight * np.sin(phase)
    patch = 0.55 + 0.45 * smoothstep(-0.5, 0.5, tile.noise(1.6 * length, 2))
    threads = np.zeros_like(total)
    for cell, weight in ((0.5 * length, 0.7), (0.26 * length, 0.4)):
        ridge = 1 - np.abs(tile.noise(cell, 2) + 0.12 * sway[1]) * 5
        threads = np.maximum(threads, weight * np.clip(ridge, 0, 1) ** 2)
    tone = 0.5 + 0.5 * np.clip((0.2 * total + 0.1) * patch + net * (threads - 0.15), -1, 1)
    return finished(tone, ((0, 0, 0), (255, 255, 255)), tone)


def crag(tile: Tile, ramp: Ramp) -> Swatch:
    """Broken faces of rock, each turned another way."""
    rough = tile.noise(0.22, 4)
    tone = 0.44 + 0.06 * rough + 0.025 * tile.grain()
    height = 0.5 + 0.22 * rough
    for size, weight in ((0.62, 1.0), (0.3, 0.7)):
        cells = tile.cells(size)
        seams = cells.seams + 0.03 * rough
        tone = tone + weight * _tones(tile, cells, 0.085)
        tone = tone + lit(tile, tile.blurred(smoothstep(0.0, size * 0.3, seams), 0.8), 0.9 * weight, 0.2)
        tone = tone * (1 - 0.5 * weight * (1 - smoothstep(0.0, 0.022, seams)))
        height = height + 0.3 * weight * _tones(tile, cells, 0.5)
    return finished(tone, ramp, np.clip(height, 0, 1))


def lava(tile: Tile, ramp: Ramp) -> Swatch:
    """Glowing rock under a crust that breaks into floes."""
    sway = 0.07 * tile.noise(0.4, 3)
    broad = tile.noise(1.6, 3)
    heat = np.full((tile.side, tile.side), 0.06, dtype=np.float32)
    for apart, strength in ((1.1, 0.95), (0.42, 0.4)):
        seams = tile.cells(apart).seams + sway
        heat += strength * np.exp(-np.clip(seams, 0, 9) / (0.09 * apart + 0.02))
    heat += 0.16 * broad + 0.06 * tile.noise(0.2, 2) + 0.4 * smoothstep(0.35, 0.8, broad)
    return finished(heat, ramp, 0.5 - 0.3 * np.clip(heat, 0, 1))
