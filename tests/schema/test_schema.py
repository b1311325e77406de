"""The served schema as a whole: it keeps the contract, and it describes everything."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLSchema,
    build_schema,
    is_specified_scalar_type,
    print_ast,
)
from graphql.utilities import find_breaking_changes

from schema.build import build_schema as build_served

HERE = Path(__file__).parent
PROMISED = build_schema(
    (HERE / "promised_inputs.graphql").read_text() + (HERE / "promised_outputs.graphql").read_text()
)
SERVED = build_schema(build_served().as_str())
OWN = [type_ for name, type_ in SERVED.type_map.items() if not name.startswith("__")]


OPERATIONS = {
    "query": "node nodes viewer image images map maps token tokens theme themes overlay generationJob "
    "generationJobs engines queue promptPreview",
    "mutation": "generatePortrait generateToken generateMap regenerateImage varyImage inpaintImage "
    "upscaleImage restyleImage enhanceFace updateMap createOverlay updateOverlay deleteOverlay cancelJob "
    "retryJob",
    "subscription": "generationJob generationJobs",
}


@pytest.mark.parametrize("root", OPERATIONS)
def test_the_promise_is_about_every_operation(root: str) -> None:
    promised = getattr(PROMISED, f"{root}_type")
    assert set(promised.fields) == set(OPERATIONS[root].split())


def test_nothing_that_frontends_are_promised_is_missing_or_different() -> None:
    assert [change.description for change in find_breaking_changes(PROMISED, SERVED)] == []


def test_no_promised_default_of_an_argument_has_changed() -> None:
    promised, served = defaults(PROMISED), defaults(SERVED)
    assert promised["Image.srcset(widths)"] == "[320, 640, 1024]"
    assert {path: served.get(path) for path in promised} == promised


def defaults(schema: GraphQLSchema) -> dict[str, str]:
    """Every argument's default, by its path."""
    return {
        f"{type_.name}.{name}({argument})": print_ast(what.default.literal)
        for type_ in schema.type_map.values()
        if isinstance(type_, GraphQLObjectType) and not type_.name.startswith("__")
        for name, field in type_.fields.items()
        for argument, what in field.args.items()
        if what.default is not None and what.default.literal is not None
    }


def test_everything_is_described() -> None:
    silent = [path for type_ in OWN for path, text in described_parts(type_) if not (text or "").strip()]
    assert silent == []


def described_parts(type_: GraphQLNamedType) -> Iterator[tuple[str, str | None]]:
    """A type and everything in it that can have a description, each with the one it has."""
    yield type_.name, type_.description
    if isinstance(type_, GraphQLEnumType):
        for name, value in type_.values.items():
            yield f"{type_.name}.{name}", value.description
    if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
        for name, field in type_.fields.items():
            yield f"{type_.name}.{name}", field.description
            for argument, what in getattr(field, "args", {}).items():
                yield f"{type_.name}.{name}({argument})", what.description


def test_every_scalar_says_where_it_is_specified() -> None:
    scalars = [type_ for type_ in OWN if isinstance(type_, GraphQLScalarType)]
    own = [scalar for scalar in scalars if not is_specified_scalar_type(scalar)]
    assert {scalar.name for scalar in own} == {"Color", "DateTime", "JSON", "Seed", "Upload"}
    assert [scalar.name for scalar in own if not scalar.specified_by_url] == []


def test_every_mutation_answers_with_a_payload_that_may_be_null() -> None:
    mutation = SERVED.mutation_type
    assert mutation is not None
    assert [name for name, field in mutation.fields.items() if str(field.type).endswith("!")] == []
