"""Overlays as pictures behind signed addresses, fetched as browsers do it."""

import io
from xml.etree import ElementTree

import pytest
from PIL import Image
from sqlalchemy import update
from sqlmodel import col, func, select

from persistence.tables import ImageRow, VariantRow
from schema import ids
from tests.graphql_client import GraphQLClient, Json
from tests.schema.conftest import Service
from tests.schema.test_overlays import CAMPAIGN, DELETE, HERE, MARKER, TACTICAL, change, create, read, stored
from tests.stored_maps import SIZE, keep_picture, keep_token

pytestmark = pytest.mark.asyncio(loop_scope="module")

SVG = "{http://www.w3.org/2000/svg}"


async def drawings(service: Service) -> int:
    """How many drawings of overlays are kept."""
    statement = select(func.count()).where(col(VariantRow.key).startswith("overlay."))
    async with service.parts.database.reading() as session:
        return int((await session.execute(statement)).scalar_one())


async def fetched(client: GraphQLClient, url: str) -> bytes:
    answer = await client.http.get(url)
    assert answer.status_code == 200, answer.text
    return answer.content


def opened(png: bytes) -> Image.Image:
    with Image.open(io.BytesIO(png), formats=["PNG"]) as image:
        return image.convert("RGBA")


async def test_png_is_transparent_but_for_what_is_drawn_and_of_the_maps_size(
    service: Service, client: GraphQLClient, user: str
) -> None:
    made = await create(client, await stored(service, user), *TACTICAL)
    answer = await client.http.get(made["url"])
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    picture = opened(answer.content)
    assert picture.size == (20 * SIZE, 10 * SIZE)
    alpha = picture.getchannel("A")
    assert alpha.getpixel((round(HERE["x"] * SIZE), round(HERE["y"] * SIZE))) > 200
    assert alpha.getpixel((19 * SIZE, 9 * SIZE)) == 0


async def test_svg_tells_the_same_and_runs_no_script(
    service: Service, client: GraphQLClient, user: str
) -> None:
    label = "</text><script>alert(1)</script>"
    marked = {"positionMarker": MARKER["positionMarker"] | {"label": label}}
    made = await create(client, await stored(service, user), marked, name="<Ambush & co>")
    answer = await client.http.get(made["svgUrl"])
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.headers["x-content-type-options"] == "nosniff"
    policy = answer.headers["content-security-policy"].split("; ")
    assert policy == ["default-src 'none'", "style-src 'unsafe-inline'", "img-src data:", "sandbox"]
    root = ElementTree.fromstring(answer.content)
    assert (root.tag, root.get("viewBox")) == (f"{SVG}svg", f"0 0 {20 * SIZE} {10 * SIZE}")
    assert root.find(f"{SVG}title").text == "<Ambush & co>"
    assert list(root.iter(f"{SVG}script")) == []
    assert label in "".join(root.itertext())


async def test_nothing_is_drawn_before_somebody_fetches_it(
    service: Service, client: GraphQLClient, user: str
) -> None:
    made = await create(client, await stored(service, user), *TACTICAL, name=user)  # unlike all others
    before = await drawings(service)
    assert await read(client, made) == made
    assert await drawings(service) == before
    for url in (made["url"], made["url"], made["svgUrl"], made["svgUrl"]):
        await fetched(client, url)
    assert await drawings(service) == before + 2


@pytest.mark.parametrize("which", ["url", "svgUrl"])
async def test_picture_is_served_as_other_media_are(
    service: Service, client: GraphQLClient, user: str, which: str
) -> None:
    url = (await create(client, await stored(service, user), *TACTICAL))[which]
    head = await client.http.head(url)  # which draws it
    whole = await client.http.get(url)
    assert (head.status_code, head.content, head.headers) == (200, b"", whole.headers)
    assert int(whole.headers["content-length"]) == len(whole.content)
    known = await client.http.get(url, headers={"If-None-Match": whole.headers["etag"]})
    assert (known.status_code, known.content) == (304, b"")
    part = await client.http.get(url, headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, whole.content[10:20])
    assert part.headers["content-security-policy"] == whole.headers["content-security-policy"]
    beyond = await client.http.get(url, headers={"Range": f"bytes={len(whole.content)}-"})
    assert beyond.status_code == 416


async def test_only_addresses_that_we_gave_away_are_answered(
    service: Service, client: GraphQLClient, user: str
) -> None:
    map_id = await stored(service, user)
    made, other = await create(client, map_id, *TACTICAL), await create(client, map_id, MARKER)
    path, _, signature = made["url"].partition("?")
    base, _, name = path.rpartition("/")
    digest = name.removesuffix(".png")
    stranger = f"{other['url'].partition('?')[0].rpartition('/')[0]}/{name}?{signature}"
    assert made["svgUrl"].partition("?")[0] == f"{base}/{digest}.svg"
    forbidden = [path, f"{path}?s=", f"{path}?s=ä", f"{base}/{digest}.svg?{signature}", stranger]
    missing = [f"{base}/{name}.exe?{signature}", f"{base}/{digest[1:]}.png?{signature}", base]
    for status, code, addresses in ((403, "FORBIDDEN", forbidden), (404, "NOT_FOUND", missing)):
        for address in addresses:
            answer = await client.http.get(address)
            assert (answer.status_code, answer.json()["error"]["code"]) == (status, code), address


async def test_address_changes_with_what_is_seen_and_with_nothing_else(
    service: Service, client: GraphQLClient, user: str
) -> None:
    made = await create(client, await stored(service, user), *TACTICAL)
    for unseen in ({"visible": False}, {"gmOnly": True}, {"zIndex": 9}, {"elements": TACTICAL}):
        made_again = await change(client, made, **unseen)
        assert (made_again["url"], made_again["svgUrl"]) == (made["url"], made["svgUrl"])
    urls = {made["url"]}
    for seen in ({"name": "Retreat"}, {"elements": TACTICAL[:2]}, {"elements": TACTICAL[1:]}):
        urls.add((await change(client, made, **seen))["url"])
    assert len(urls) == 4


async def test_address_from_before_a_change_keeps_what_was_drawn_for_it(
    service: Service, client: GraphQLClient, user: str
) -> None:
    made = await create(client, await stored(service, user), *TACTICAL, name=user)
    drawn = await fetched(client, made["url"])
    changed = await change(client, made, elements=[MARKER])
    assert await fetched(client, made["url"]) == drawn
    assert await fetched(client, changed["url"]) != drawn
    never = await client.http.get(made["svgUrl"])
    assert (never.status_code, never.json()["error"]["code"]) == (404, "NOT_FOUND")
    back = await change(client, made, elements=TACTICAL)
    assert back["svgUrl"] == made["svgUrl"]
    assert (await client.http.get(made["svgUrl"])).status_code == 200


async def test_what_looks_the_same_is_drawn_once(service: Service, client: GraphQLClient, user: str) -> None:
    map_id = await stored(service, user)
    one, other = [await create(client, map_id, *TACTICAL, name=user) for _ in range(2)]
    assert one["url"] != other["url"]
    drawn = await fetched(client, one["url"])
    before = await drawings(service)
    assert await fetched(client, other["url"]) == drawn
    assert await drawings(service) == before


async def test_deleted_overlay_is_not_served_any_more(
    service: Service, client: GraphQLClient, user: str
) -> None:
    made = await create(client, await stored(service, user), *CAMPAIGN, kind="CAMPAIGN")
    await fetched(client, made["url"])
    await client.ask(DELETE, id=made["id"])
    for url in (made["url"], made["svgUrl"]):
        answer = await client.http.get(url)
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "NOT_FOUND")


async def test_marker_is_drawn_with_its_tokens_picture_as_it_is_now(
    service: Service, client: GraphQLClient, user: str
) -> None:
    token = await keep_token(service.parts, user, "#ff0000")
    marker: Json = {
        "positionMarker": {
            "position": HERE,
            "tokenId": ids.encode("Token", token.id),
            "creatureSize": "HUGE",
            "color": "#0000ff",
        }
    }
    made = await create(client, await stored(service, user), marker)
    middle = round(HERE["x"] * SIZE), round(HERE["y"] * SIZE)
    red, green, blue, alpha = opened(await fetched(client, made["url"])).getpixel(middle)
    assert (red > 200, green < 60, blue < 60, alpha) == (True, True, True, 255)

    changed = await keep_picture(service.parts, (64, 64), "#00ff00")
    async with service.parts.database.transaction() as session:
        image = update(ImageRow).where(col(ImageRow.id) == token.image_id)
        await session.execute(image.values(sha256=changed.sha256))
    now = await read(client, made)
    assert now is not None
    assert now["url"] != made["url"]
    red, green, blue, _ = opened(await fetched(client, now["url"])).getpixel(middle)
    assert (red < 60, green > 200, blue < 60) == (True, True, True)


async def test_marker_whose_picture_is_gone_is_drawn_without_it(
    service: Service, client: GraphQLClient, user: str
) -> None:
    token = await keep_token(service.parts, user, "#123456")
    marker = {"positionMarker": {"position": HERE, "tokenId": ids.encode("Token", token.id)}}
    made = await create(client, await stored(service, user), marker)
    await service.parts.storage.delete(token.ring_subject_sha256)
    picture = opened(await fetched(client, made["url"]))
    assert picture.getchannel("A").getextrema()[1] > 200
