"""Requests with files, as frontends and the README send them, and those that make no sense."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.graphql_client import GraphQLClient
from tests.schema.conftest import Service
from tests.schema.test_edits import mask_file, painted

pytestmark = pytest.mark.asyncio(loop_scope="module")

README = Path(__file__).parents[2] / "README.md"
OPERATIONS = {"query": "query($mask: Upload) { viewer { id } }", "variables": {"mask": None}}
PLACES = {"0": ["variables.mask"]}


def said_in_readme(field: str) -> str:
    """What README's curl sends as this field of its form."""
    match = re.search(rf"-F {field}='([^']*)'", README.read_text())
    assert match, f"README sends no {field}"
    return match[1]


async def test_an_inpainting_is_asked_for_as_the_readme_says(service: Service, client: GraphQLClient) -> None:
    image = await painted(service, client, seed=1)
    operations = said_in_readme("operations").replace("SW1hZ2U6…", image["id"])
    form = {"operations": operations, "map": said_in_readme("map")}
    answer = await client.http.post("/graphql", data=form, files={"0": ("mask.png", mask_file())})
    assert answer.json()["data"]["inpaintImage"]["job"]["id"]


@pytest.mark.parametrize(
    ("operations", "places"),
    [
        ("a word", PLACES),
        ([], PLACES),
        (OPERATIONS, []),
        (OPERATIONS, [1]),
        (OPERATIONS, {"0": 1}),
        (OPERATIONS, {"0": [1]}),
        (OPERATIONS, {"0": ["variables.mask.deeper"]}),
        (OPERATIONS, {"0": ["variables.nowhere.deeper"]}),
        (OPERATIONS, {"0": ["query.mask"]}),
        (OPERATIONS, {"1": ["variables.mask"]}),
        (OPERATIONS | {"variables": {"masks": []}}, {"0": ["variables.masks.0"]}),
        (OPERATIONS | {"variables": {"masks": []}}, {"0": ["variables.masks.first"]}),
    ],
)
async def test_files_that_belong_nowhere_are_refused(
    client: GraphQLClient, operations: Any, places: Any
) -> None:
    form = {"operations": json.dumps(operations), "map": json.dumps(places)}
    answer = await client.http.post("/graphql", data=form, files={"0": ("mask.png", mask_file())})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "VALIDATION_ERROR")


@pytest.mark.parametrize("body", ["null", "5", '"a word"', "[]", "[5]"])
async def test_a_body_that_is_no_request_is_refused(client: GraphQLClient, body: str) -> None:
    answer = await client.http.post("/graphql", content=body, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "VALIDATION_ERROR")
