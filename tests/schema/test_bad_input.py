"""What cannot be rendered is refused by the name of the field that is wrong, before a job exists."""

from typing import Any
from uuid import uuid4

import pytest

from schema import ids
from tests.graphql_client import GraphQLClient, Refused

pytestmark = pytest.mark.asyncio(loop_scope="module")

Input = dict[str, Any]

SUBMIT = """
    mutation($portrait: GeneratePortraitInput!, $map: GenerateMapInput!, $token: GenerateTokenInput!,
             $doPortrait: Boolean!, $doMap: Boolean!, $doToken: Boolean!) {
      generatePortrait(input: $portrait) @include(if: $doPortrait) { job { id } }
      generateMap(input: $map) @include(if: $doMap) { job { id } }
      generateToken(input: $token) @include(if: $doToken) { job { id } }
    }
"""
STORED = {"source": {"imageId": ids.encode("Image", uuid4())}}
SOUND: dict[str, Input] = {
    "portrait": {"description": "a ranger"},
    "map": {"kind": "BATTLE"},
    "token": {"source": {"portrait": {"description": "a ranger"}}},
}


async def refusal(client: GraphQLClient, kind: str, input_: Input) -> Refused:
    """How a request is refused; no job exists after."""
    chosen = {f"do{name.title()}": name == kind for name in SOUND}
    with pytest.raises(Refused) as refused:
        await client.ask(SUBMIT, **(SOUND | {kind: input_}), **chosen)
    assert await client.ask("{ generationJobs { totalCount } }") == {"generationJobs": {"totalCount": 0}}
    return refused.value


def settings(**values: object) -> Input:
    return {"description": "a ranger", "settings": values}


@pytest.mark.parametrize(
    ("field", "input_"),
    [
        ("settings.width", settings(width=255, height=256)),
        ("settings.width", settings(width=248, height=256)),
        ("settings.width", settings(width=257, height=256)),
        ("settings.width", settings(width=2056, height=256)),
        ("settings.height", settings(width=256, height=0)),
        ("settings.height", settings(width=256, height=1001)),
        ("settings.numInferenceSteps", settings(numInferenceSteps=0)),
        ("settings.numInferenceSteps", settings(numInferenceSteps=151)),
        ("settings.guidanceScale", settings(guidanceScale=-0.1)),
        ("settings.guidanceScale", settings(guidanceScale=30.1)),
        ("settings.count", settings(count=0)),
        ("settings.count", settings(count=9)),
        ("settings.engine", settings(engine="crayons")),
        ("settings.scheduler", settings(scheduler="eulerr")),
        ("settings.loras[0].name", settings(loras=[{"name": "nobody"}])),
        ("settings.negativePrompt", settings(negativePrompt="x" * 2001)),
        ("settings.idempotencyKey", settings(idempotencyKey="k" * 201)),
        ("settings.idempotencyKey", settings(idempotencyKey="")),
        ("description", {"description": "x" * 2001}),
        ("description", {"description": "bell \u0007"}),
        ("appearance", {"appearance": "x" * 2001}),
        ("name", {"name": "x" * 201}),
        ("name", {"name": "two\nlines"}),
        ("species", {"species": "x" * 201}),
        ("characterClass", {"characterClass": "x" * 201}),
        ("background", {"background": "x" * 201}),
        ("equipment", {"equipment": ["rope"] * 21}),
        ("features[1]", {"features": ["horns", "x" * 201]}),
        ("tags", {"tags": ["tag"] * 21}),
        ("tags[0]", {"tags": [" "]}),
        ("tags[1]", {"tags": ["ok", "x" * 51]}),
        ("campaignId", {"campaignId": "x" * 201}),
        ("theme", {"theme": {"slug": "no-such-look"}}),
        ("theme.slug", {"theme": {"slug": "x" * 201}}),
        ("themeVariation", {"themeVariation": "greenwood"}),
        ("themeVariation", {"theme": {"slug": "dark-gothic"}, "themeVariation": "no-such"}),
    ],
)
async def test_unsound_portrait_is_refused_by_its_field(
    client: GraphQLClient, field: str, input_: Input
) -> None:
    refused = await refusal(client, "portrait", input_)
    assert (refused.code, refused.field) == ("VALIDATION_ERROR", field)


@pytest.mark.parametrize(
    ("field", "input_"),
    [
        ("grid.columns", {"grid": {"columns": 4}}),
        ("grid.rows", {"grid": {"rows": 201}}),
        ("grid.size", {"grid": {"size": 19}}),
        ("grid.size", {"grid": {"columns": 100, "rows": 100, "size": 70}}),
        ("grid.distance", {"grid": {"distance": 0}}),
        ("grid.alpha", {"grid": {"alpha": 1.5}}),
        ("grid.units", {"grid": {"units": "x" * 201}}),
        ("rooms", {"rooms": 0}),
        ("rooms", {"rooms": 101}),
        ("pointsOfInterest", {"pointsOfInterest": -1}),
        ("settings.width", {"settings": {"width": 300}}),
        ("locationId", {"locationId": "x" * 201}),
    ],
)
async def test_unsound_map_is_refused_by_its_field(client: GraphQLClient, field: str, input_: Input) -> None:
    refused = await refusal(client, "map", {"kind": "BATTLE"} | input_)
    assert (refused.code, refused.field) == ("VALIDATION_ERROR", field)


@pytest.mark.parametrize(
    ("code", "field", "input_"),
    [
        ("NOT_FOUND", "source.imageId", STORED),
        ("NOT_FOUND", "source.imageId", {"source": {"imageId": "nonsense"}}),
        ("NOT_FOUND", "source.imageId", {"source": {"imageId": ids.encode("Map", uuid4())}}),
        ("VALIDATION_ERROR", "pixelsPerSquare", STORED | {"pixelsPerSquare": 513}),
        ("VALIDATION_ERROR", "border.width", STORED | {"border": {"width": 0.31}}),
        ("VALIDATION_ERROR", "name", STORED | {"name": "x" * 201}),
        ("VALIDATION_ERROR", "settings.engine", STORED | {"settings": {"engine": "crayons"}}),
        ("VALIDATION_ERROR", "source.portrait.name", {"source": {"portrait": {"name": "x" * 201}}}),
    ],
)
async def test_unsound_token_is_refused_by_its_field(
    client: GraphQLClient, code: str, field: str, input_: Input
) -> None:
    refused = await refusal(client, "token", input_)
    assert (refused.code, refused.field) == (code, field)


@pytest.mark.parametrize(
    ("named", "input_"),
    [
        ("settings.seed", settings(seed=-1)),
        ("settings.seed", settings(seed=2**53)),
        ("pose", {"pose": "DANCING"}),
        ("colour", {"colour": "red"}),
        ("ThemeRef", {"theme": {"slug": "parchment", "id": "both"}}),
    ],
)
async def test_value_of_no_such_type_is_refused_by_its_path(
    client: GraphQLClient, named: str, input_: Input
) -> None:
    refused = await refusal(client, "portrait", input_)
    assert refused.code == "VALIDATION_ERROR"
    assert named in str(refused.error["message"])


async def test_unknown_theme_id_is_not_found(client: GraphQLClient) -> None:
    theme = {"id": ids.encode("Theme", uuid4())}
    refused = await refusal(client, "portrait", {"description": "a ranger", "theme": theme})
    assert (refused.code, refused.field) == ("NOT_FOUND", "theme.id")


async def test_word_that_the_theme_forbids_is_a_theme_conflict(client: GraphQLClient) -> None:
    input_ = {"description": "a cyberpunk ranger", "theme": {"slug": "classic-fantasy"}}
    refused = await refusal(client, "portrait", input_)
    assert (refused.code, refused.field) == ("THEME_CONFLICT", "theme")
    assert refused.error["extensions"]["details"]["term"] == "cyberpunk"


async def test_preview_names_wrong_fields_within_its_own_input(client: GraphQLClient) -> None:
    document = """query($input: PromptPreviewInput!) { promptPreview(input: $input) { prompt } }"""
    with pytest.raises(Refused) as refused:
        await client.ask(document, input={"portrait": settings(width=100)})
    assert (refused.value.code, refused.value.field) == ("VALIDATION_ERROR", "portrait.settings.width")


async def test_only_a_page_of_nodes_may_be_asked_for_at_once(client: GraphQLClient) -> None:
    with pytest.raises(Refused) as refused:
        await client.ask("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=["x"] * 101)
    assert (refused.value.code, refused.value.field) == ("VALIDATION_ERROR", "ids")
