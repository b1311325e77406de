"""The operations of the contract, through HTTP, on both databases: what they answer and what they refuse."""

import asyncio
from typing import Any
from uuid import uuid4

import httpx
import pytest

from schema import ids
from tests.factories import make_image, make_job
from tests.graphql_client import GraphQLClient, Json, Refused
from tests.schema.conftest import Service

pytestmark = pytest.mark.asyncio(loop_scope="module")

JOB = """
    id kind status priority progress stage step totalSteps attempt maxAttempts queuePosition etaSeconds
    prompt negativePrompt seed engine cached idempotencyKey owner worker request error { code }
    theme { slug } createdAt startedAt finishedAt durationSeconds
    images { id name } map { id name } token { id name portrait { id } } batch { id }
"""
SMALL = {"width": 256, "height": 256}
SMALL_GRID = {"columns": 12, "rows": 10, "size": 20}
PATIENCE_SECONDS = 30


async def submit(client: GraphQLClient, mutation: str, **input_: object) -> Json:
    """The job that a generation becomes."""
    type_ = f"{mutation[0].upper()}{mutation[1:]}Input!"
    document = f"mutation($input: {type_}) {{ {mutation}(input: $input) {{ job {{ {JOB} }} }} }}"
    return dict((await client.ask(document, input=input_))[mutation]["job"])


async def portray(client: GraphQLClient, description: str = "a ranger", **settings: object) -> Json:
    """A small portrait's job."""
    return await submit(client, "generatePortrait", description=description, settings=SMALL | settings)


async def job_of(client: GraphQLClient, job_id: str) -> Json:
    """A job as it stands."""
    return dict(
        (await client.ask(f"query($id: ID!) {{ generationJob(id: $id) {{ {JOB} }} }}", id=job_id))[
            "generationJob"
        ]
    )


async def change(client: GraphQLClient, mutation: str, job_id: str) -> Json:
    """The job after `cancelJob` or `retryJob`."""
    document = f"mutation($id: ID!) {{ {mutation}(jobId: $id) {{ job {{ {JOB} }} }} }}"
    return dict((await client.ask(document, id=job_id))[mutation]["job"])


async def worked_off(service: Service, client: GraphQLClient, *job_ids: str) -> list[Json]:
    """The jobs after a worker has done them."""
    async with service.working(), asyncio.timeout(PATIENCE_SECONDS):
        while True:
            jobs = [await job_of(client, job_id) for job_id in job_ids]
            if not {"QUEUED", "RUNNING"} & {job["status"] for job in jobs}:
                return jobs
            await asyncio.sleep(0.05)


async def test_viewer_is_whoever_the_access_token_names(client: GraphQLClient, user: str) -> None:
    document = "{ viewer { id name roles authenticated limits { queuedJobs maxQueuedJobs resetAt } } }"
    await portray(client)
    viewer = (await client.ask(document))["viewer"]
    limits = viewer.pop("limits")
    assert viewer == {"id": user, "name": user.title(), "roles": [], "authenticated": True}
    assert (limits["queuedJobs"], limits["maxQueuedJobs"]) == (1, 200)


async def test_whoever_shows_no_access_token_is_turned_away(service: Service) -> None:
    async with httpx.AsyncClient(transport=service.transport, base_url="http://limner.test") as nobody:
        answer = await nobody.post("/graphql", json={"query": "{ viewer { id } }"})
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "UNAUTHENTICATED"


async def test_everything_made_is_found_again_by_its_id(service: Service, client: GraphQLClient) -> None:
    portrait, map_ = await worked_off(
        service,
        client,
        (await portray(client))["id"],
        (await submit(client, "generateMap", kind="BATTLE", grid={"columns": 12, "rows": 10, "size": 20}))[
            "id"
        ],
    )
    image = portrait["images"][0]
    assert map_["map"]["name"] == "Dungeon map"
    [token] = await worked_off(
        service, client, (await submit(client, "generateToken", source={"imageId": image["id"]}))["id"]
    )
    assert token["token"]["portrait"] == {"id": image["id"]}

    wanted = [token["token"]["id"], map_["map"]["id"], image["id"], portrait["id"]]
    found = await client.ask(
        "query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }", ids=[*wanted, "nonsense"]
    )
    types = ["Token", "Map", "Image", "GenerationJob"]
    nodes = [{"__typename": type_, "id": id_} for type_, id_ in zip(types, wanted, strict=True)]
    assert found["nodes"] == [*nodes, None]

    document = """query($image: ID!, $map: ID!, $token: ID!) {
        image(id: $image) { kind format revisions { id number job { id } } derivatives { nodes { id } } }
        map(id: $map) { grid { columns rows size distance units } image { width height } renders { id }
                        layout { walls { points { x y } } doors { state secret } rooms { number } } }
        token(id: $token) { name creatureSize gridSquares pixelsPerSquare shape border { style }
                            image { hasAlpha } }
        maps { totalCount nodes { id } } tokens { totalCount nodes { id } }
    }"""
    facts = await client.ask(document, image=wanted[2], map=wanted[1], token=wanted[0])
    assert facts["image"]["revisions"][0]["job"] == {"id": portrait["id"]}
    assert len(facts["image"]["derivatives"]["nodes"]) == 1
    assert facts["map"]["image"] == {"width": 240, "height": 200}
    assert facts["map"]["grid"] == {"columns": 12, "rows": 10, "size": 20, "distance": 5.0, "units": "ft"}
    assert facts["map"]["layout"]["walls"]
    assert facts["token"]["gridSquares"] == 1.0
    assert facts["token"]["name"] == image["name"] == "a ranger"
    assert facts["maps"] == {"totalCount": 1, "nodes": [{"id": wanted[1]}]}
    assert facts["tokens"] == {"totalCount": 1, "nodes": [{"id": wanted[0]}]}
    revision = facts["image"]["revisions"][0]["id"]
    assert (await client.ask("query($id: ID!) { node(id: $id) { id } }", id=revision))["node"][
        "id"
    ] == revision


LOOK_UP = """query($image: ID!, $map: ID!, $token: ID!, $job: ID!, $theme: ID!) {
    node(id: $image) { id } image(id: $image) { id } map(id: $map) { id } token(id: $token) { id }
    generationJob(id: $job) { id } theme(by: { id: $theme }) { id } slug: theme(by: { slug: "none" }) { id }
}"""


@pytest.mark.parametrize("make_id", [lambda type_: ids.encode(type_, uuid4()), lambda _: "nonsense"])
async def test_unknown_ids_are_null(client: GraphQLClient, make_id: Any) -> None:
    types = {"image": "Image", "map": "Map", "token": "Token", "job": "GenerationJob", "theme": "Theme"}
    found = await client.ask(LOOK_UP, **{name: make_id(type_) for name, type_ in types.items()})
    assert set(found.values()) == {None}


async def test_what_is_somebody_elses_is_not_found(
    service: Service, client: GraphQLClient, user: str
) -> None:
    image, job = make_image(owner=user), make_job(owner=user)
    async with service.parts.database.transaction() as session:
        session.add_all([image, job])
    asked = {"image": ids.encode("Image", image.id), "job": ids.encode("GenerationJob", job.id)}
    document = """query($image: ID!, $job: ID!) {
        node(id: $image) { id } image(id: $image) { id } generationJob(id: $job) { id }
        generationJobs { totalCount } images { totalCount }
    }"""
    own = await client.ask(document, **asked)
    assert (own["image"]["id"], own["generationJob"]["id"]) == (asked["image"], asked["job"])
    async with service.client("a stranger") as stranger:
        theirs = await stranger.ask(document, **asked)
        assert [theirs["node"], theirs["image"], theirs["generationJob"]] == [None] * 3
        assert theirs["images"] == theirs["generationJobs"] == {"totalCount": 0}
        for mutation in ("cancelJob", "retryJob"):
            with pytest.raises(Refused) as refused:
                await change(stranger, mutation, asked["job"])
            assert (refused.value.code, refused.value.field) == ("NOT_FOUND", "jobId")


@pytest.mark.parametrize("mutation", ["cancelJob", "retryJob"])
@pytest.mark.parametrize("job_id", [ids.encode("GenerationJob", uuid4()), "nonsense"])
async def test_changing_an_unknown_job_is_refused(client: GraphQLClient, mutation: str, job_id: str) -> None:
    with pytest.raises(Refused) as refused:
        await change(client, mutation, job_id)
    assert (refused.value.code, refused.value.field) == ("NOT_FOUND", "jobId")


async def test_themes_are_listed_found_and_resolved(client: GraphQLClient) -> None:
    document = """{
        themes { totalCount nodes { slug builtIn variations { name } } }
        found: themes(search: "goth") { nodes { slug } }
        theme(by: { slug: "classic-fantasy" }) {
          id parent { id } style { promptPrefix lighting palette } rules { forbiddenTerms }
          resolvedStyle(variation: "tavern-hearth") { promptPrefix lighting }
        }
    }"""
    found = await client.ask(document)
    slugs = [theme["slug"] for theme in found["themes"]["nodes"]]
    assert slugs == sorted(slugs)
    assert {"classic-fantasy", "dark-gothic", "high-magic", "ink-sketch", "parchment"} <= set(slugs)
    assert all(theme["builtIn"] and theme["variations"] for theme in found["themes"]["nodes"])
    assert found["found"]["nodes"] == [{"slug": "dark-gothic"}]
    theme = found["theme"]
    assert theme["resolvedStyle"]["promptPrefix"] == theme["style"]["promptPrefix"]
    assert theme["resolvedStyle"]["lighting"] != theme["style"]["lighting"]
    by_id = "query($id: ID!) { theme(by: { id: $id }) { slug } }"
    assert (await client.ask(by_id, id=theme["id"]))["theme"] == {"slug": "classic-fantasy"}


async def test_jobs_are_listed_by_status_kind_and_age(client: GraphQLClient) -> None:
    cancelled, queued = await portray(client), await portray(client)
    await change(client, "cancelJob", cancelled["id"])
    document = """query($filter: GenerationJobFilter) {
        generationJobs(filter: $filter) { nodes { id } totalCount } }"""

    async def listed(**filter_: object) -> list[str]:
        nodes = (await client.ask(document, filter=filter_))["generationJobs"]["nodes"]
        return [node["id"] for node in nodes]

    assert await listed() == [queued["id"], cancelled["id"]]
    assert await listed(status=["QUEUED", "RUNNING"]) == [queued["id"]]
    assert await listed(status=["CANCELLED"], kind=["PORTRAIT"]) == [cancelled["id"]]
    assert await listed(kind=["MAP"]) == []
    assert await listed(createdAfter="2999-01-01T00:00:00Z") == []
    assert await listed(batchId=ids.encode("GenerationBatch", uuid4())) == []


async def test_a_waiting_job_knows_its_place_and_high_priority_goes_first(client: GraphQLClient) -> None:
    first = await portray(client)
    second = await portray(client)
    urgent = await portray(client, priority="HIGH")
    places = [(await job_of(client, job["id"]))["queuePosition"] for job in (urgent, first, second)]
    assert places == sorted(places)
    assert len(set(places)) == 3
    assert (urgent["priority"], first["priority"]) == ("HIGH", "NORMAL")
    queue = (await client.ask("{ queue { queued running oldestQueuedSeconds workers { name } } }"))["queue"]
    assert queue["queued"] >= 3
    assert queue["running"] == 0


async def test_engines_say_what_they_can_do_and_whether_they_would(
    service: Service, client: GraphQLClient
) -> None:
    document = "{ engines { name model device ready default kinds schedulers loras maxPixels detail } }"
    [engine] = (await client.ask(document))["engines"]
    assert (engine["name"], engine["default"], engine["ready"]) == ("sketch", True, False)
    assert {"PORTRAIT", "TOKEN", "MAP"} <= set(engine["kinds"])
    async with service.working(), asyncio.timeout(PATIENCE_SECONDS):
        while not engine["ready"]:
            await asyncio.sleep(0.05)
            [engine] = (await client.ask(document))["engines"]
        [worker] = (await client.ask("{ queue { workers { name engine device runningJobs } } }"))["queue"][
            "workers"
        ]
        assert (worker["engine"], worker["device"]) == ("sketch", "cpu")


@pytest.mark.parametrize(
    ("kind", "mutation", "input_"),
    [
        (
            "portrait",
            "generatePortrait",
            {
                "species": "elf",
                "characterClass": "ranger",
                "pose": "COMBAT",
                "theme": {"slug": "dark-gothic"},
                "themeVariation": None,
                "settings": SMALL | {"negativePrompt": "hats", "numInferenceSteps": 7},
            },
        ),
        ("map", "generateMap", {"kind": "BATTLE", "environment": "CAVE", "timeOfDay": "NIGHT"}),
    ],
)
async def test_preview_tells_the_prompt_that_the_job_then_has(
    client: GraphQLClient, kind: str, mutation: str, input_: Json
) -> None:
    document = """query($input: PromptPreviewInput!) { promptPreview(input: $input) {
        prompt negativePrompt width height numInferenceSteps guidanceScale scheduler cached
        check { ok findings { code } } } }"""
    preview = (await client.ask(document, input={kind: input_}))["promptPreview"]
    assert (await client.ask("{ generationJobs { totalCount } }"))["generationJobs"]["totalCount"] == 0
    job = await submit(client, mutation, **input_)
    assert preview["prompt"]
    assert (preview["prompt"], preview["negativePrompt"]) == (job["prompt"], job["negativePrompt"])
    assert preview["check"]["ok"] is True
    assert preview["cached"] is False
    assert job["totalSteps"] == preview["numInferenceSteps"]


async def test_the_same_key_answers_with_the_first_job(service: Service, client: GraphQLClient) -> None:
    first = await portray(client, idempotencyKey="k")
    again = await portray(client, "somebody else entirely", idempotencyKey="k")
    assert again["id"] == first["id"]
    async with service.client("another user") as other:
        assert (await portray(other, idempotencyKey="k"))["id"] != first["id"]
    at_once = await asyncio.gather(*(portray(client, idempotencyKey="race") for _ in range(5)))
    assert len({job["id"] for job in at_once}) == 1


async def test_an_identical_request_is_answered_without_rendering(
    service: Service, client: GraphQLClient
) -> None:
    [first] = await worked_off(service, client, (await portray(client, seed=1))["id"])
    cached = await portray(client, seed=1)
    assert (cached["status"], cached["cached"], cached["progress"]) == ("SUCCEEDED", True, 1.0)
    assert (cached["attempt"], cached["queuePosition"]) == (0, None)
    assert cached["images"] == first["images"]
    assert (await portray(client, seed=2))["status"] == "QUEUED"
    anew = await portray(client, seed=1, reuse=False)
    assert (anew["status"], anew["cached"]) == ("QUEUED", False)
    async with service.client("another user") as other:
        assert (await portray(other, seed=1))["cached"] is False


async def test_a_picture_that_is_another_by_now_answers_no_request(
    service: Service, client: GraphQLClient
) -> None:
    [first] = await worked_off(service, client, (await portray(client, seed=1))["id"])
    job = await submit(client, "regenerateImage", imageId=first["images"][0]["id"])
    await worked_off(service, client, job["id"])
    again = await portray(client, seed=1)
    assert (again["status"], again["cached"]) == ("QUEUED", False)


async def test_count_makes_pictures_of_following_seeds(service: Service, client: GraphQLClient) -> None:
    [job] = await worked_off(service, client, (await portray(client, seed=2**53 - 1, count=2))["id"])
    assert len(job["images"]) == 2
    document = "query($ids: [ID!]!) { nodes(ids: $ids) { ... on Image { provenance { seed } } } }"
    found = (await client.ask(document, ids=[image["id"] for image in job["images"]]))["nodes"]
    assert [image["provenance"]["seed"] for image in found] == [2**53 - 1, 0]


async def test_cancelled_job_is_queued_again_by_retry_and_a_finished_one_is_not(
    service: Service, client: GraphQLClient
) -> None:
    job = await portray(client)
    assert (await change(client, "cancelJob", job["id"]))["status"] == "CANCELLED"
    again = await change(client, "cancelJob", job["id"])
    assert (again["status"], again["queuePosition"]) == ("CANCELLED", None)
    retried = await change(client, "retryJob", job["id"])
    assert (retried["status"], retried["attempt"]) == ("QUEUED", 0)
    assert retried["finishedAt"] is None
    [done] = await worked_off(service, client, job["id"])
    assert (done["status"], done["attempt"]) == ("SUCCEEDED", 1)
    assert done["durationSeconds"] > 0
    assert (await change(client, "cancelJob", job["id"]))["status"] == "SUCCEEDED"
    with pytest.raises(Refused) as refused:
        await change(client, "retryJob", job["id"])
    assert (refused.value.code, refused.value.field) == ("CONFLICT", "jobId")


async def test_what_nobody_foresaw_is_masked_under_a_number(
    service: Service, client: GraphQLClient, user: str
) -> None:
    job = make_job(owner=user, status="failed", error={"code": "NOBODY_KNOWS_THIS", "message": "secret"})
    async with service.parts.database.transaction() as session:
        session.add(job)
    job_id = ids.encode("GenerationJob", job.id)
    answer = await client.answer(
        "query($id: ID!) { generationJob(id: $id) { id error { code } } }", id=job_id
    )
    [error] = answer["errors"]
    assert answer["data"] == {"generationJob": {"id": job_id, "error": None}}
    assert error["extensions"]["code"] == "INTERNAL_ERROR"
    assert error["extensions"]["details"]["correlationId"] in error["message"]
    assert "NOBODY_KNOWS_THIS" not in str(answer)
    assert error["path"] == ["generationJob", "error"]


@pytest.mark.parametrize("document", ["{ nothing }", "{ viewer", "mutation { cancelJob { job { id } } }", ""])
async def test_documents_that_make_no_sense_are_validation_errors(
    client: GraphQLClient, document: str
) -> None:
    answer = await client.answer(document)
    errors = answer.get("errors") or [{"extensions": answer["error"]}]
    assert errors[0]["extensions"]["code"] == "VALIDATION_ERROR"
