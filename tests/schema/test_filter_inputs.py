"""Filters as clients write them, through GraphQL itself, and the queries that they become."""

from datetime import UTC, datetime
from uuid import uuid4

from persistence.images import ImageQuery
from persistence.jobs import JobQuery
from persistence.maps import MapQuery
from persistence.tokens import TokenQuery
from schema import ids
from schema.inputs.ids import NOTHING
from tests.schema.test_inputs import ask


def test_image_filter_becomes_a_query() -> None:
    theme_id = uuid4()
    query, field, descending = ask(
        f"""images(order: {{field: NAME, direction: ASC}}, by: {{
            search: "elf", kind: [PORTRAIT, TOKEN], tags: ["a"], theme: "{ids.encode("Theme", theme_id)}",
            featured: false, sha256: "AB", createdAfter: "2026-11-20T11:00:00+01:00", deleted: true}})"""
    ).value
    assert query == ImageQuery(
        search="elf",
        kinds=("portrait", "token"),
        tags=("a",),
        theme_id=theme_id,
        featured=False,
        sha256="ab",
        created_after=datetime(2026, 11, 20, 10, tzinfo=UTC),
        deleted=True,
    )
    assert (field, descending) == ("name", False)


def test_empty_filters_leave_everything_open() -> None:
    assert ask("images(by: {deleted: null}, order: {})").value == (ImageQuery(), "created_at", True)
    assert ask("maps(by: {kind: []})").value == MapQuery()
    assert ask("tokens(by: {})").value == TokenQuery()
    assert ask("jobs(by: {})").value == JobQuery()


def test_filters_take_the_databases_words() -> None:
    assert ask("maps(by: {kind: [BATTLE], environment: [CAVE]})").value == MapQuery(
        kinds=("battle",), environments=("cave",)
    )
    assert ask("tokens(by: {creatureSize: [TINY]})").value == TokenQuery(creature_sizes=("tiny",))
    assert ask("jobs(by: {status: [FAILED], kind: [ENHANCE_FACE]})").value == JobQuery(
        statuses=("failed",), kinds=("enhance_face",)
    )


def test_filters_by_ids_of_nothing_match_nothing() -> None:
    query, _, _ = ask('images(by: {theme: "?"}, order: {})').value
    assert query.theme_id == NOTHING
    assert ask(f'jobs(by: {{batchId: "{ids.encode("Theme", uuid4())}"}})').value.batch_id == NOTHING
    assert ask('theme(by: {id: "?"})').value == (NOTHING, None)
    assert ask('theme(by: {slug: "ink-sketch"})').value == (None, "ink-sketch")
