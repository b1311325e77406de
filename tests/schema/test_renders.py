"""Maps as one picture each, with grid, features and overlays drawn in, asked for as frontends do."""

import asyncio
import io
from dataclasses import replace
from uuid import uuid4

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from generation.layout.features import features_of, features_to_json
from generation.layout.plan import MapLayout, PointOfInterest, Route, Territory
from generation.post_processing import read_provenance
from schema import ids
from tests.graphql_client import GraphQLClient, Json, Refused
from tests.schema.conftest import Service
from tests.schema.test_overlays import MARKER, change, create, stored
from tests.stored_maps import SIZE

pytestmark = pytest.mark.asyncio(loop_scope="module")

EMPTY = MapLayout(seed=0, columns=20, rows=10)
LAND = replace(
    EMPTY,
    points_of_interest=(
        PointOfInterest(id="1", name="Well", kind="well", position=(5, 8)),
        PointOfInterest(id="2", name="Trap", kind="trap", position=(15, 8), gm_only=True),
    ),
    territories=(Territory(id="1", name="March", color="#00aa00", polygon=((1, 1), (3, 1), (3, 3))),),
    routes=(Route(id="1", name="Road", kind="road", points=((10, 1), (12, 1))),),
)
WIDTH, HEIGHT = 20 * SIZE, 10 * SIZE

RENDER = """
    query($id: ID!, $input: MapRenderInput) {
      map(id: $id) { render(input: $input) { url width height sizeBytes contentType } }
    }
"""
PLAIN = {"grid": False, "features": False}

Pixels = NDArray[np.uint8]


async def render(client: GraphQLClient, map_id: str, **input_: object) -> Json:
    answer = await client.ask(RENDER, id=map_id, input=input_ or None)
    return dict(answer["map"]["render"])


async def pixels(client: GraphQLClient, rendered: Json) -> Pixels:
    """What is seen, rows × columns × RGB, after a look at how it is served."""
    answer = await client.http.get(rendered["url"])
    assert answer.status_code == 200
    assert answer.headers["content-type"] == rendered["contentType"]
    assert "immutable" in answer.headers["cache-control"]
    assert len(answer.content) == rendered["sizeBytes"]
    with Image.open(io.BytesIO(answer.content)) as image:
        assert image.size == (rendered["width"], rendered["height"])
        return np.asarray(image.convert("RGB"))


async def seen(client: GraphQLClient, map_id: str, **input_: object) -> Pixels:
    """A rendered map without loss."""
    return await pixels(client, await render(client, map_id, format="PNG", **input_))


def changed(picture: Pixels, x: float, y: float, reach: float = 0.6) -> bool:
    """Whether something was drawn about a place on the grey map."""
    rows = slice(round((y - reach) * SIZE), round((y + reach) * SIZE))
    columns = slice(round((x - reach) * SIZE), round((x + reach) * SIZE))
    return bool((picture[rows, columns] != 128).any())


def tint(picture: Pixels, x: float, y: float) -> str:
    """Which colour there is most of in a space about a place."""
    space = picture[round((y - 0.5) * SIZE) :, round((x - 0.5) * SIZE) :][:SIZE, :SIZE]
    return ("red", "green", "blue")[int(space.mean(axis=(0, 1)).argmax())]


def marker(x: float, y: float) -> Json:
    return {"positionMarker": {"position": {"x": x, "y": y}}}


async def test_bare_map_is_the_painted_picture(service: Service, client: GraphQLClient, user: str) -> None:
    picture = await seen(client, await stored(service, user, LAND), **PLAIN)
    assert picture.shape == (HEIGHT, WIDTH, 3)
    assert (picture == 128).all()


async def test_grid_and_features_are_drawn_where_nothing_else_is_said(
    service: Service, client: GraphQLClient, user: str
) -> None:
    map_id = await stored(service, user, LAND)
    features = await seen(client, map_id, grid=False)
    for place in ((5, 8), (15, 8), (2.5, 1.5), (11, 1)):
        assert changed(features, *place), place
    assert not changed(features, 18, 3)
    grid = await seen(client, map_id, features=False)
    assert changed(grid, 18, 3)
    assert not changed(grid, 18.5, 3.5, reach=0.2)
    usual = await pixels(client, await render(client, map_id))
    assert changed(usual, 18, 3)
    assert changed(usual, 5, 8)


@pytest.mark.parametrize("kind", ["region", "world"])
async def test_maps_of_lands_are_lettered_already_but_for_what_nobody_painted(
    service: Service, client: GraphQLClient, user: str, kind: str
) -> None:
    later = PointOfInterest(id="3", name="Hut", kind="hut", position=(18, 3))
    now = features_of(replace(LAND, points_of_interest=(*LAND.points_of_interest, later)))
    map_id = await stored(service, user, LAND, kind=kind, features=features_to_json(now))
    features = await seen(client, map_id, grid=False)
    for painted in ((5, 8), (2.5, 1.5), (11, 1)):
        assert not changed(features, *painted), painted
    for unpainted in ((15, 8), (18, 3)):  # the game master's trap, and what came later
        assert changed(features, *unpainted), unpainted


@pytest.mark.parametrize("format_", ["PNG", "JPEG", "WEBP", "AVIF"])
async def test_picture_comes_in_every_format(
    service: Service, client: GraphQLClient, user: str, format_: str
) -> None:
    rendered = await render(client, await stored(service, user, LAND), format=format_)
    assert rendered["contentType"] == f"image/{format_.lower()}"
    assert rendered["url"].endswith(f".{format_.lower()}")
    assert (rendered["width"], rendered["height"]) == (WIDTH, HEIGHT)
    await pixels(client, rendered)


async def test_visible_overlays_are_drawn_and_named_ones_instead(
    service: Service, client: GraphQLClient, user: str
) -> None:
    map_id = await stored(service, user)
    shown = await create(client, map_id, marker(2, 2))
    hidden = await create(client, map_id, marker(6, 2), visible=False)
    usual = await seen(client, map_id, **PLAIN)
    assert (changed(usual, 2, 2), changed(usual, 6, 2)) == (True, False)
    named = await seen(client, map_id, overlayIds=[hidden["id"]], **PLAIN)
    assert (changed(named, 2, 2), changed(named, 6, 2)) == (False, True)
    both = await seen(client, map_id, overlayIds=[hidden["id"], shown["id"]], **PLAIN)
    assert (changed(both, 2, 2), changed(both, 6, 2)) == (True, True)
    assert (await seen(client, map_id, overlayIds=[], **PLAIN) == 128).all()


async def test_higher_overlays_lie_on_top(service: Service, client: GraphQLClient, user: str) -> None:
    map_id = await stored(service, user)
    colored = {
        color: {"positionMarker": marker(5, 5)["positionMarker"] | {"color": color}}
        for color in ("#ff0000", "#0000ff")
    }
    red = await create(client, map_id, colored["#ff0000"])
    await create(client, map_id, colored["#0000ff"])
    assert tint(await seen(client, map_id, **PLAIN), 5, 5) == "blue"
    await change(client, red, zIndex=1)
    assert tint(await seen(client, map_id, **PLAIN), 5, 5) == "red"


async def test_players_see_nothing_that_is_the_game_masters(
    service: Service, client: GraphQLClient, user: str
) -> None:
    map_id = await stored(service, user, LAND)
    open_ = await create(client, map_id, marker(2, 5))
    secret = await create(client, map_id, marker(6, 5), gmOnly=True)
    gm = await seen(client, map_id, grid=False)
    players = await seen(client, map_id, grid=False, audience="PLAYERS")
    for picture, told in ((gm, True), (players, False)):
        assert changed(picture, 2, 5)
        assert changed(picture, 5, 8)
        assert changed(picture, 6, 5) is told
        assert changed(picture, 15, 8) is told
    named = [open_["id"], secret["id"]]
    both = await seen(client, map_id, grid=False, audience="PLAYERS", overlayIds=named)
    assert changed(both, 2, 5)
    assert not changed(both, 6, 5)


async def test_rendered_picture_tells_nothing_of_how_it_was_made(
    service: Service, client: GraphQLClient, user: str
) -> None:
    rendered = await render(client, await stored(service, user))
    assert read_provenance((await client.http.get(rendered["url"])).content) is None


async def test_equal_requests_answer_with_the_same_file_and_make_it_once(
    service: Service, client: GraphQLClient, user: str
) -> None:
    map_id = await stored(service, user, LAND, color="#818181")
    one, other = [await create(client, map_id, marker(x, 5)) for x in (2, 6)]
    answers = await asyncio.gather(*(render(client, map_id) for _ in range(5)))
    made = {each.sha256 async for each in service.parts.storage.objects()}
    named = [one["id"], other["id"], one["id"]]
    same: list[Json] = [
        {"grid": True, "features": None, "audience": "GM", "format": "WEBP", "width": None},
        {"overlayIds": named},
        {"overlayIds": named[:0:-1]},
        {"width": WIDTH},
        {"width": WIDTH + 1000},
    ]
    answers += [await render(client, map_id, **input_) for input_ in same]
    assert all(answer == answers[0] for answer in answers)
    assert {each.sha256 async for each in service.parts.storage.objects()} == made


async def test_picture_changes_with_what_is_seen_on_it(
    service: Service, client: GraphQLClient, user: str
) -> None:
    map_id = await stored(service, user, LAND)
    overlay = await create(client, map_id, MARKER)
    update = "mutation($input: UpdateMapInput!) { updateMap(input: $input) { map { id } } }"
    urls = [(await render(client, map_id))["url"]]
    for change_ in ({"grid": {"color": "#ff0000"}}, {"pointsOfInterest": []}, {"territories": []}):
        await client.ask(update, input={"mapId": map_id} | change_)
        urls.append((await render(client, map_id))["url"])
    await change(client, overlay, elements=[marker(9, 9)])
    urls.append((await render(client, map_id))["url"])
    assert len(set(urls)) == len(urls)
    await client.ask(update, input={"mapId": map_id, "lights": []})
    assert (await render(client, map_id))["url"] == urls[-1]


async def test_picture_is_as_wide_as_asked_for_and_never_enlarged(
    service: Service, client: GraphQLClient, user: str
) -> None:
    map_id = await stored(service, user, LAND)
    for asked, width, height in ((100, 100, 50), (1, 1, 1), (WIDTH, WIDTH, HEIGHT), (60_000, WIDTH, HEIGHT)):
        rendered = await render(client, map_id, width=asked)
        assert (rendered["width"], rendered["height"]) == (width, height)
        await pixels(client, rendered)


@pytest.mark.parametrize("width", [0, -5, 60_001])
async def test_impossible_width_is_refused(
    service: Service, client: GraphQLClient, user: str, width: int
) -> None:
    with pytest.raises(Refused) as refused:
        await render(client, await stored(service, user), width=width)
    assert (refused.value.code, refused.value.field) == ("VALIDATION_ERROR", "width")


async def test_webp_that_no_reader_could_open_is_refused_in_words(
    service: Service, client: GraphQLClient, user: str
) -> None:
    map_id = await stored(service, user, MapLayout(seed=0, columns=200, rows=5), grid=LONG)
    with pytest.raises(Refused) as refused:
        await render(client, map_id)
    assert (refused.value.code, refused.value.field) == ("VALIDATION_ERROR", "width")
    assert "PNG" in refused.value.error["message"]


LONG = {"columns": 200, "rows": 5, "size": 100}


@pytest.mark.parametrize("wrong", ["nonsense", "overlay of another map", "map", "nobody's"])
async def test_overlay_that_the_map_does_not_have_is_refused_by_its_place(
    service: Service, client: GraphQLClient, user: str, wrong: str
) -> None:
    map_id = await stored(service, user)
    own = await create(client, map_id, MARKER)
    other = await create(client, await stored(service, user), MARKER)
    named = {
        "nonsense": "nonsense",
        "overlay of another map": other["id"],
        "map": map_id,
        "nobody's": ids.encode("Overlay", uuid4()),
    }[wrong]
    with pytest.raises(Refused) as refused:
        await render(client, map_id, overlayIds=[own["id"], named])
    assert (refused.value.code, refused.value.field) == ("NOT_FOUND", "overlayIds[1]")
