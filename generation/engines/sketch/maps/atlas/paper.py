"""The sheet itself: parchment, the washes over it, and what the years have done to it."""

import cv2
import numpy as np

from generation.engines.sketch.maps.atlas.look import Look, mixed
from generation.engines.sketch.maps.atlas.page import Page
from generation.engines.sketch.maps.atlas.sheet import CODES, Sheet
from generation.engines.sketch.maps.texture import Field, Picture, bands, blurred, grain, smoothstep


def paint_washes(picture: Picture, page: Page) -> None:
    """Paper with soft washes over land and sea; all of it soft, so that the survey is fine enough."""
    sheet, look = page.sheet, page.look
    paper = _paper(sheet, look)
    if look.colored:
        _wash_land(paper, sheet, look)
        _wash_sea(paper, sheet, look)
    for rows in bands(sheet.height):
        picture[rows] = np.clip(sheet.finer(paper, rows), 0, 255)


def _paper(sheet: Sheet, look: Look) -> Field:
    """Rows × columns × RGB over the survey."""
    page = np.empty((*sheet.survey_shape, 3), dtype=np.float32)
    page[:] = look.paper
    if not look.colored:
        return page
    page *= 1 + 0.05 * sheet.noise("clouds", 420, 4)[:, :, None]
    stains = smoothstep(0.3, 0.5, sheet.noise("stains", 260, 5))
    rims = stains * (1 - stains) * 4
    _lay(page, mixed(look.paper, look.ink, 0.4), 0.09 * stains + 0.09 * rims)
    return page


def _wash_land(page: Field, sheet: Sheet, look: Look) -> None:
    """A wash for each kind of ground; neighbours run into each other, and pigment gathers at the shore."""
    table = np.zeros((256, 4), dtype=np.float32)
    for kind, (dye, share) in look.washes.items():
        table[CODES[kind]] = (*(channel * share for channel in dye), share)
    wash = blurred(table[sheet.ground], 7 * sheet.unit / sheet.step)
    alpha = np.asarray(wash[:, :, 3])
    color = wash[:, :, :3] / np.maximum(alpha, 1e-4)[:, :, None]
    water = 0.92 + 0.22 * sheet.noise("brush", 90, 4) + 0.05 * sheet.noise("drops", 12, 2)
    color *= 1 + 0.06 * sheet.noise("pigment", 150, 3)[:, :, None] * np.array((1.0, 0.3, -1.0), np.float32)
    strength = np.clip(alpha * water, 0, 1) * (sheet.shore > 0)
    page += (color - page) * strength[:, :, None]
    inner = np.exp(-np.clip(sheet.shore, 0, None) / (16 * sheet.unit)) * (sheet.shore > 0)
    _lay(page, mixed(look.rock, look.ink, 0.3), 0.2 * inner * look.wash)


def _wash_sea(page: Field, sheet: Sheet, look: Look) -> None:
    """Strong along the shore, fading towards the open sea."""
    off = np.clip(-sheet.shore / sheet.unit, 0, None)
    at_sea = (sheet.shore <= 0).astype(np.float32)
    uneven = 1 + 0.16 * sheet.noise("tide", 160, 4)
    alpha = (0.36 + 0.3 * np.exp(-off / 70) + 0.16 * np.exp(-off / 14)) * uneven * min(look.wash, 1.0)
    _lay(page, look.sea, np.clip(alpha, 0, 0.95) * at_sea)


def _lay(page: Field, color: tuple[float, float, float], alpha: Field) -> None:
    page += (np.array(color, np.float32) - page) * alpha[:, :, None].astype(np.float32)


def age_page(picture: Picture, page: Page) -> None:
    """Fibres, worn and browned edges, and the light of the hour."""
    sheet, look = page.sheet, page.look
    tooth = grain(sheet.rng("grain"), (256, sheet.width))
    fibers = cv2.GaussianBlur(grain(sheet.rng("fibers"), (256, sheet.width)), (0, 0), sigmaX=5, sigmaY=0.6)
    edge = _edge(sheet)
    worn = 0.55 * np.exp(-edge / 26) + 0.2 * np.exp(-edge / 150)
    worn *= 1.0 if look.colored else 0.25
    light = np.array(look.light, np.float32) * (1 - worn[:, :, None] * (0.32, 0.45, 0.62))
    light = light.astype(np.float32)
    strength = 0.02 if look.colored else 0.008
    for rows in bands(sheet.height):
        count = rows.stop - rows.start
        surface = 1 + strength * (tooth[:count] + 1.6 * fibers[:count])
        picture[rows] = np.clip(picture[rows] * sheet.finer(light, rows) * surface[:, :, None], 0, 255)


def _edge(sheet: Sheet) -> Field:
    """Units to the page's edge over the survey, roughly."""
    rows, columns = sheet.survey_shape
    down = np.minimum(np.arange(rows), np.arange(rows)[::-1])[:, None]
    across = np.minimum(np.arange(columns), np.arange(columns)[::-1])[None, :]
    edge = np.minimum(down, across).astype(np.float32) * sheet.step / sheet.unit
    return np.asarray(np.clip(edge + 18 * sheet.noise("edge", 60, 4), 0, None))
