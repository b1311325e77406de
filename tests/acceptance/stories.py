"""What a job's events and pictures have to be, wherever they come from."""

import base64
import hashlib
from io import BytesIO
from itertools import pairwise

from PIL import Image

from tests.acceptance.frontend import Frontend
from tests.graphql_client import Json

FINAL = {"SUCCEEDED", "FAILED", "CANCELLED"}
PASSING = {"SNAPSHOT", "PROGRESS", "PREVIEW"}


async def made(frontend: Frontend, mutation: str, input_: Json) -> Json:
    """Have one picture made, hold everything that is told on the way to the promise; answers the image."""
    job = await frontend.submit(mutation, input_)
    events = await watched_to_success(frontend, job)
    last = events[-1]["job"]
    if mutation != "generateToken":
        expect_previews(events)
    if mutation == "generateMap":
        assert last["map"]["layout"]["walls"]
        assert last["map"]["image"] == {"id": last["images"][0]["id"]}
    if mutation == "generateToken":
        assert (await frontend.get(last["token"]["ringSubjectUrl"])).status_code == 200
    [after] = await frontend.watch_to_end(job["id"])
    assert (after["type"], after["job"]["status"]) == ("SNAPSHOT", "SUCCEEDED")
    return dict(last["images"][-1])


async def watched_to_success(frontend: Frontend, job: Json) -> list[Json]:
    """All events of a job that is to end well at its first attempt."""
    events = await frontend.watch_to_end(job["id"], after=0)
    expect_story(events)
    assert statuses(events) == ["QUEUED", "STARTED", "SUCCEEDED"], events[-1]["job"]["error"]
    last = events[-1]["job"]
    assert (last["status"], last["attempt"]) == ("SUCCEEDED", 1)
    return events


def expect_story(events: list[Json]) -> None:
    """Sequence numbers grow, progress never falls within an attempt, and nothing comes after the end."""
    over = [event["type"] in FINAL for event in events].index(True)
    assert [event["type"] for event in events[over + 1 :]] in ([], ["SNAPSHOT"])
    assert [event["type"] for event in events].count("SNAPSHOT") == 1
    for earlier, later in pairwise(events):
        if later["type"] == "SNAPSHOT":
            assert earlier["sequence"] == later["sequence"]
        else:
            assert earlier["sequence"] < later["sequence"]
        if later["type"] != "STARTED":
            assert earlier["progress"] <= later["progress"]


def expect_previews(events: list[Json]) -> None:
    previews = [event["preview"] for event in events if event["type"] == "PREVIEW"]
    assert previews
    for preview in previews:
        kind, _, data = preview["dataUrl"].partition(",")
        assert kind == "data:image/webp;base64"
        with Image.open(BytesIO(base64.b64decode(data))) as picture:
            assert picture.size == (preview["width"], preview["height"])


async def expect_picture(frontend: Frontend, image: Json, *, size: tuple[int, int]) -> None:
    """The bytes at the image's address are what its facts say, and its thumbnail is there."""
    answer = await frontend.get(image["url"])
    assert answer.status_code == 200
    assert hashlib.sha256(answer.content).hexdigest() == image["sha256"]
    assert len(answer.content) == image["sizeBytes"]
    with Image.open(BytesIO(answer.content)) as picture:
        assert picture.size == size == (image["width"], image["height"])
    thumbnail = await frontend.get(image["thumbnailUrl"])
    assert thumbnail.headers["content-type"] == "image/webp"


def statuses(events: list[Json]) -> list[str]:
    """The changes of status among the events, in order."""
    return [event["type"] for event in events if event["type"] not in PASSING]


async def count(frontend: Frontend, list_: str) -> int:
    """How long a list is, e.g. `images`."""
    return int((await frontend.ask(f"{{ {list_} {{ totalCount }} }}"))[list_]["totalCount"])
