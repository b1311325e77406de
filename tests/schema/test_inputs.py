"""Inputs as clients write them, through GraphQL itself, and the plain values that they become."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import strawberry
from graphql import GraphQLError, GraphQLSchema, build_schema, introspection_from_schema
from graphql.utilities import find_breaking_changes
from starlette.datastructures import UploadFile
from strawberry.schema.config import StrawberryConfig

from generation import spec
from generation.briefs import Box, Edit, Grid, MapBrief, PortraitBrief, Source, TokenBorder, TokenBrief
from generation.engines.base import EngineInfo
from generation.request import Filing, GenerationRequest, RenderSettings
from generation.validation import validate
from generation.vocabulary import ImageKind, MapEnvironment, MapKind, PortraitPose
from resolvers.errors import Invalid, NotFound
from resolvers.jobs import Submission
from resolvers.masks import Mask
from schema import enums, ids, inputs
from schema.said import SentVariables, said
from schema.scalars import SCALARS

PROMISED = build_schema(
    "type Query { nothing: Boolean }" + Path(__file__).with_name("promised_inputs.graphql").read_text()
)


SOURCE = Source(image_id="i", sha256="s", width=256, height=256, subject=PortraitBrief())
MASK = Mask(png=b"png", box=Box(left=1, top=2, right=3, bottom=4))


@strawberry.type
class Query:
    """Takes every input, and hands what it became to the test."""

    @strawberry.field
    def portrait(self, info: strawberry.Info, asked: inputs.GeneratePortraitInput) -> bool:
        return _keep(info, asked.submission())

    @strawberry.field
    def map(self, info: strawberry.Info, asked: inputs.GenerateMapInput) -> bool:
        return _keep(info, asked.submission(None))

    @strawberry.field
    def token(self, info: strawberry.Info, asked: inputs.GenerateTokenInput) -> bool:
        return _keep(info, asked.submission())

    @strawberry.field
    def regenerate(self, info: strawberry.Info, asked: inputs.RegenerateImageInput) -> bool:
        return _keep(info, asked.submission(SOURCE))

    @strawberry.field
    def vary(self, info: strawberry.Info, asked: inputs.VaryImageInput) -> bool:
        return _keep(info, asked.submission(SOURCE))

    @strawberry.field
    def inpaint(self, info: strawberry.Info, asked: inputs.InpaintImageInput) -> bool:
        return _keep(info, asked.submission(SOURCE, MASK))

    @strawberry.field
    def upscale(self, info: strawberry.Info, asked: inputs.UpscaleImageInput) -> bool:
        return _keep(info, asked.submission(SOURCE))

    @strawberry.field
    def restyle(self, info: strawberry.Info, asked: inputs.RestyleImageInput) -> bool:
        return _keep(info, asked.submission(SOURCE))

    @strawberry.field
    def enhance(self, info: strawberry.Info, asked: inputs.EnhanceFaceInput) -> bool:
        return _keep(info, asked.submission(SOURCE))

    @strawberry.field
    def preview(self, info: strawberry.Info, asked: inputs.PromptPreviewInput) -> bool:
        return _keep(info, asked.submission(None))

    @strawberry.field
    def point(self, info: strawberry.Info, at: inputs.PointInput) -> bool:
        return _keep(info, at.value())

    @strawberry.field
    def create_overlay(self, info: strawberry.Info, asked: inputs.CreateOverlayInput) -> bool:
        return _keep(info, asked.value())

    @strawberry.field
    def update_overlay(self, info: strawberry.Info, asked: inputs.UpdateOverlayInput) -> bool:
        return _keep(info, asked.changes())

    @strawberry.field
    def render(self, info: strawberry.Info, asked: inputs.MapRenderInput) -> bool:
        return _keep(info, asked.options())

    @strawberry.field
    def update_map(self, info: strawberry.Info, asked: inputs.UpdateMapInput) -> bool:
        return _keep(info, asked.changes(said(info, "asked", "grid")))

    @strawberry.field
    def images(self, info: strawberry.Info, by: inputs.ImageFilter, order: inputs.ImageOrder) -> bool:
        return _keep(info, (by.query(), order.field.value, order.descending))

    @strawberry.field
    def maps(self, info: strawberry.Info, by: inputs.MapFilter) -> bool:
        return _keep(info, by.query())

    @strawberry.field
    def tokens(self, info: strawberry.Info, by: inputs.TokenFilter) -> bool:
        return _keep(info, by.query())

    @strawberry.field
    def jobs(self, info: strawberry.Info, by: inputs.GenerationJobFilter) -> bool:
        return _keep(info, by.query())

    @strawberry.field
    def theme(self, info: strawberry.Info, by: inputs.ThemeRef) -> bool:
        return _keep(info, (by.sought_id, by.slug))

    moment: datetime | None
    door: enums.DoorState | None
    origin: enums.ImageOrigin | None
    format: enums.ImageFormat | None
    fit: enums.ImageFit | None
    event: enums.GenerationJobEventType | None
    code: enums.ErrorCode | None
    severity: enums.FindingSeverity | None
    json: strawberry.scalars.JSON | None


def _keep(info: strawberry.Info, value: object) -> bool:
    info.context.append(value)
    return True


SCHEMA = strawberry.Schema(Query, config=StrawberryConfig(scalar_map=SCALARS), extensions=[SentVariables])
SERVED = build_schema(SCHEMA.as_str())


@dataclass(frozen=True)
class Answer:
    """What an input became, or why it did not."""

    values: list[Any]
    errors: list[GraphQLError]

    @property
    def value(self) -> Any:
        assert not self.errors, self.errors
        return self.values[0]

    @property
    def error(self) -> GraphQLError:
        assert len(self.errors) == 1
        assert not self.values
        return self.errors[0]


def ask(arguments: str, **variables: object) -> Answer:
    values: list[object] = []
    declared = "($file: Upload!)" if variables else ""
    result = SCHEMA.execute_sync(
        f"query {declared} {{ {arguments} }}", variable_values=variables, context_value=values
    )
    return Answer(values, result.errors or [])


def submission(arguments: str) -> Submission:
    found = ask(arguments).value
    assert isinstance(found, Submission)
    return found


def refused(arguments: str, **variables: object) -> Exception:
    original = ask(arguments, **variables).error.original_error
    assert original is not None
    return original


def described_types(schema: GraphQLSchema) -> dict[str, Any]:
    """What introspection tells of what is promised, without descriptions and order; more is welcome."""
    introspection = introspection_from_schema(schema, descriptions=False, input_value_deprecation=False)
    types = {entry["name"]: entry for entry in introspection["__schema"]["types"]}
    promised = [name for name in PROMISED.type_map if not name.startswith("__") and name != "Query"]
    return {name: _facts(types[name], getattr(PROMISED.type_map[name], "fields", ())) for name in promised}


def _facts(entry: Any, promised: Container[str]) -> Any:
    fields = {
        field["name"]: (field["type"], field["defaultValue"])
        for field in entry["inputFields"] or []
        if field["name"] in promised
    }
    return entry["kind"], fields, [value["name"] for value in entry["enumValues"] or []]


def test_inputs_keep_the_contract() -> None:
    breaking = find_breaking_changes(PROMISED, SERVED)
    assert [change.description for change in breaking if "Query" not in change.description] == []


def test_nullability_and_defaults_are_the_contracts_to_the_letter() -> None:
    promised = described_types(PROMISED)
    # GraphQL prints this float's default as it likes: 1.0 and 1 are one number
    _, weights, _ = promised["LoraWeightInput"]
    weights["weight"] = (weights["weight"][0], "1")
    assert described_types(SERVED) == promised


def test_everything_is_described() -> None:
    own = {name: type_ for name, type_ in SERVED.type_map.items() if not name.startswith("__")}
    for name in PROMISED.type_map.keys() & own.keys() - {"Query"}:
        assert own[name].description, name
        members = {**getattr(own[name], "fields", {}), **getattr(own[name], "values", {})}
        assert [key for key, member in members.items() if not member.description] == []


def test_every_enum_member_has_its_words_value() -> None:
    assert enums.GenerationJobKind("enhance_face") is enums.GenerationJobKind.ENHANCE_FACE
    assert [priority.name for priority in sorted(enums.JobPriority)] == ["HIGH", "NORMAL", "LOW"]
    assert enums.ErrorCode("NOT_FOUND") is enums.ErrorCode.NOT_FOUND


def test_portrait_without_words_takes_every_default() -> None:
    assert submission("portrait(asked: {})") == Submission(request=GenerationRequest(brief=PortraitBrief()))


@pytest.mark.parametrize("edit", ["regenerate", "vary", "upscale", "restyle", "enhance"])
def test_an_edit_starts_from_the_stored_picture(edit: str) -> None:
    theme = 'theme: {slug: "dark-gothic"}' if edit == "restyle" else ""
    made = submission(f'{edit}(asked: {{imageId: "x" {theme} settings: {{seed: 4, guidanceEnd: 0.5}}}})')
    assert isinstance(made.request.brief, Edit)
    assert made.request.brief.source is SOURCE
    assert (made.request.settings.seed, made.request.settings.guidance_end) == (4, 0.5)
    assert made.request.theme_slug == ("dark-gothic" if edit == "restyle" else None)


def test_an_inpainting_brings_its_mask_along() -> None:
    with Path(__file__).open("rb") as file:
        asked = 'inpaint(asked: {imageId: "x", mask: $file, prompt: "a scar"})'
        made = ask(asked, file=UploadFile(file)).value
    assert made.attachments == (b"png",)
    assert (made.request.brief.mask_sha256, made.request.brief.masked) == (MASK.sha256, MASK.box)


def test_a_point_is_two_numbers() -> None:
    assert ask("point(at: {x: 1.5, y: 2})").value == (1.5, 2.0)


def test_null_says_no_more_than_silence() -> None:
    nulls = "pose: null framing: null tags: null settings: {count: null priority: null reuse: null}"
    assert submission(f"portrait(asked: {{{nulls}}})") == submission("portrait(asked: {})")


def test_portrait_carries_everything_that_was_said() -> None:
    found = submission(
        """portrait(asked: {
            subject: NPC, name: "Mira", species: "elf", characterClass: "ranger", equipment: ["bow"],
            pose: HEROIC, creatureType: FEY, creatureSize: SMALL, features: ["antlers"],
            characterId: "c-1", campaignId: "k-1", tags: ["forest"],
            theme: {slug: "dark-gothic"}, themeVariation: "night",
            settings: {seed: 9007199254740991, width: 512, loras: [{name: "ink"}], count: 2,
                       engine: "sketch", priority: HIGH, idempotencyKey: "once", reuse: false}})"""
    )
    brief, request = found.request.brief, found.request
    assert isinstance(brief, PortraitBrief)
    assert (brief.name, brief.character_class, brief.equipment) == ("Mira", "ranger", ("bow",))
    assert (brief.pose, brief.features) == (PortraitPose.HEROIC, ("antlers",))
    assert request.filing == Filing(name="Mira", tags=("forest",), character_id="c-1", campaign_id="k-1")
    assert (request.theme_slug, request.theme_variation, found.theme_id) == ("dark-gothic", "night", None)
    assert request.settings == RenderSettings(
        seed=2**53 - 1,
        width=512,
        loras=(spec.LoraWeight(name="ink"),),
        count=2,
        engine="sketch",
        reuse=False,
    )
    assert (found.priority, found.idempotency_key) == (0, "once")


def test_no_loras_differ_from_the_themes_loras() -> None:
    assert submission("portrait(asked: {settings: {loras: []}})").request.settings.loras == ()
    assert submission("portrait(asked: {settings: {}})").request.settings.loras is None


def test_theme_is_named_by_its_global_id() -> None:
    theme_id = uuid4()
    found = submission(f'portrait(asked: {{theme: {{id: "{ids.encode("Theme", theme_id)}"}}}})')
    assert found.theme_id == theme_id


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        ('portrait(asked: {theme: {id: "?"}})', "theme.id"),
        (f'map(asked: {{kind: BATTLE, theme: {{id: "{ids.encode("Image", uuid4())}"}}}})', "theme.id"),
        ('token(asked: {source: {imageId: "?"}})', "source.imageId"),
        ('token(asked: {source: {portrait: {theme: {id: "?"}}}})', "source.portrait.theme.id"),
        ('portrait(asked: {referenceImageId: "x"})', "referenceImageId"),
        (
            'token(asked: {source: {portrait: {referenceImageId: "x"}}})',
            "source.portrait.referenceImageId",
        ),
        ('restyle(asked: {imageId: "x", theme: {id: "?"}})', "theme.id"),
        ('preview(asked: {map: {kind: BATTLE, theme: {id: "?"}}})', "map.theme.id"),
        ('createOverlay(asked: {mapId: "?", name: "", kind: TACTICAL, elements: []})', "mapId"),
        ('render(asked: {overlayIds: ["?"]})', "overlayIds[0]"),
    ],
)
def test_ids_of_nothing_are_not_found(arguments: str, field: str) -> None:
    error = refused(arguments)
    assert isinstance(error, NotFound)
    assert error.field == field


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        (
            "token(asked: {source: {portrait: {settings: {count: 2}}}, settings: {count: 2}})",
            "source.portrait.settings",
        ),
        ("preview(asked: {item: {category: RING}})", "item"),
        ('preview(asked: {scene: {description: "A feast"}})', "scene"),
    ],
)
def test_what_is_not_served_yet_is_refused_by_its_field(arguments: str, field: str) -> None:
    error = refused(arguments)
    assert isinstance(error, Invalid)
    assert error.field == field


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        ("token(asked: {source: {upload: $file}})", "source.upload"),
    ],
)
def test_files_are_refused_by_their_field(arguments: str, field: str) -> None:
    with Path(__file__).open("rb") as file:
        error = refused(arguments, file=UploadFile(file))
    assert isinstance(error, Invalid)
    assert error.field == field


def test_file_must_come_as_a_part_of_the_request() -> None:
    error = ask("map(asked: {kind: BATTLE, layoutFile: $file})", file="plan.dd2vtt").error
    assert "multipart" in error.message


def test_map_of_a_kind_alone_is_a_dungeon_with_a_layout_of_its_own() -> None:
    first = submission("map(asked: {kind: BATTLE})").request.brief
    second = submission("map(asked: {kind: BATTLE})").request.brief
    assert isinstance(first, MapBrief)
    assert isinstance(second, MapBrief)
    assert (first.map_kind, first.environment) == (MapKind.BATTLE, MapEnvironment.DUNGEON)
    assert (first.grid, first.rooms) == (Grid(), None)
    assert 0 <= first.layout_seed < 2**53
    assert first.layout_seed != second.layout_seed


def test_map_carries_its_grid_and_place() -> None:
    found = submission(
        """map(asked: {kind: BATTLE, environment: CAVE, name: "Den", terrain: [WATER], timeOfDay: NIGHT,
            season: null, layoutSeed: 0, rooms: 7, pointsOfInterest: 0, locationId: "l-1",
            grid: {columns: 12, rows: null, color: "#FF00AA80"}})"""
    )
    brief = found.request.brief
    assert isinstance(brief, MapBrief)
    assert brief.grid == Grid(columns=12, color="#ff00aa80")
    assert (brief.layout_seed, brief.rooms, brief.points_of_interest) == (0, 7, 0)
    assert found.request.filing == Filing(name="Den", location_id="l-1")


def test_token_is_cut_from_a_stored_picture() -> None:
    image_id = uuid4()
    source = f'source: {{imageId: "{ids.encode("Image", image_id)}"}}'
    assert submission(f"token(asked: {{{source}}})").request.brief == TokenBrief(
        source_image_id=str(image_id)
    )


@pytest.mark.parametrize(
    ("said", "border"),
    [
        ("", TokenBorder()),
        ("border: {}", TokenBorder()),
        ('border: {width: null color: "#ABCDEF"}', TokenBorder(color="#abcdef")),
        ("border: null", None),
    ],
)
def test_token_has_a_border_unless_null_says_none(said: str, border: TokenBorder | None) -> None:
    brief = submission(f"token(asked: {{source: {{portrait: {{}}}} {said}}})").request.brief
    assert isinstance(brief, TokenBrief)
    assert brief.border == border


def test_token_of_a_portrait_takes_the_portraits_words_where_it_has_none() -> None:
    found = submission(
        """token(asked: {name: "Piece", tags: ["b"], source: {portrait: {
            name: "Mira", tags: ["a", "b"], characterId: "c-1", theme: {slug: "ink-sketch"},
            settings: {seed: 7, priority: LOW}}}})"""
    )
    brief = found.request.brief
    assert isinstance(brief, TokenBrief)
    assert brief.portrait == PortraitBrief(name="Mira")
    assert found.request.filing == Filing(name="Piece", tags=("b", "a"), character_id="c-1")
    assert (found.request.theme_slug, found.request.settings.seed, found.priority) == ("ink-sketch", 7, 2)


@pytest.mark.parametrize(
    ("preview", "kind"), [("portrait: {}", ImageKind.PORTRAIT), ("map: {kind: BATTLE}", ImageKind.MAP)]
)
def test_preview_asks_for_what_would_be_rendered(preview: str, kind: ImageKind) -> None:
    assert submission(f"preview(asked: {{{preview}}})").request.brief.kind == kind


@pytest.mark.parametrize(
    "arguments",
    [
        "preview(asked: {})",
        "preview(asked: {portrait: {}, map: {kind: BATTLE}})",
        "preview(asked: {portrait: null})",
        'portrait(asked: {theme: {id: "x", slug: "y"}})',
        "token(asked: {source: {}})",
    ],
)
def test_exactly_one_member_may_be_set(arguments: str) -> None:
    assert ask(arguments).error.original_error is None


@pytest.mark.parametrize(
    "asked",
    ["portrait(asked: {})", "map(asked: {kind: BATTLE})", "token(asked: {source: {portrait: {}}})"],
)
def test_defaults_are_valid(asked: str) -> None:
    engine = EngineInfo(
        name="sketch",
        model="sketch",
        device="cpu",
        kinds=tuple(ImageKind),
        schedulers=(),
        loras=(),
        max_pixels=40_000_000,
    )
    validate(submission(asked).request, engine)


@pytest.mark.parametrize("seed", ["9007199254740992", '"7"', "1.5", "true", "-1"])
def test_seed_in_a_query_is_refused_with_its_reason(seed: str) -> None:
    error = ask(f"portrait(asked: {{settings: {{seed: {seed}}}}})").error
    assert "A Seed is an integer" in error.message
