"""The client by itself, where the network between it and a real server breaks."""

from collections.abc import Iterator

import pytest

from app.client.client import connect, recognize
from app.client.documents import Submission
from app.client.endpoint import Endpoint
from app.client.errors import NotLimner, Refused, Unreachable
from app.client.results import JobStatus
from tests.app.commands import RunningServer, serving
from tests.relay import Relay

SLOW_MAP = {"kind": "BATTLE", "grid": {"columns": 30, "rows": 20, "size": 30}, "settings": {"count": 2}}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with serving(tmp_path_factory.mktemp("server")) as running:
        yield running


async def test_job_is_followed_over_a_lost_connection(server: RunningServer) -> None:
    async with (
        Relay(server.address, 80) as relay,
        connect(Endpoint(address=relay.url)) as client,
    ):
        job = await client.submit(Submission.MAP, SLOW_MAP)
        told = []
        async for progress in client.follow(job):
            told.append(progress)
            if len(told) == 2:
                relay.cut()
        result = await client.result(job)

    assert told[-1].status is JobStatus.SUCCEEDED
    assert len(result.pictures) == 2


async def test_sequence_numbers_grow_while_a_job_is_followed(server: RunningServer) -> None:
    async with connect(Endpoint(address=server.address)) as client:
        job = await client.submit(Submission.PORTRAIT, {"settings": {"width": 256, "height": 256}})
        sequences = [progress.sequence async for progress in client.follow(job)]

    assert sequences == sorted(sequences)


async def test_refusal_carries_code_and_field(server: RunningServer) -> None:
    async with connect(Endpoint(address=server.address)) as client:
        with pytest.raises(Refused) as caught:
            await client.submit(Submission.PORTRAIT, {"settings": {"numInferenceSteps": 1000}})

    assert (caught.value.code, caught.value.field) == ("VALIDATION_ERROR", "settings.numInferenceSteps")
    assert caught.value.is_usage


async def test_job_that_does_not_exist_cannot_be_followed(server: RunningServer) -> None:
    async with connect(Endpoint(address=server.address)) as client:
        with pytest.raises(Refused) as caught:
            await anext(client.follow("nothing"))

    assert caught.value.code == "NOT_FOUND"


async def test_running_server_is_recognized(server: RunningServer) -> None:
    await recognize(Endpoint.at(f"{server.address}/graphql"))


async def test_nothing_that_answers_is_unreachable(free_port: int) -> None:
    with pytest.raises(Unreachable):
        await recognize(Endpoint.at(f"127.0.0.1:{free_port}"))


async def test_another_service_is_not_taken_for_limner(server: RunningServer) -> None:
    with pytest.raises(NotLimner):
        await recognize(Endpoint.at(f"{server.address}/media"))


def test_address_without_a_host_is_refused() -> None:
    with pytest.raises(Unreachable):
        Endpoint.at("ftp://somewhere")
