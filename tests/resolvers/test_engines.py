"""Engines as the API tells them: its own, and what live workers say of theirs."""

from dataclasses import asdict

from generation.engines.base import EngineInfo
from generation.vocabulary import GenerationJobKind
from persistence import workers
from persistence.tables import WorkerRow
from resolvers import engines
from resolvers.context import Context


def sdxl(*, ready: bool, detail: str | None = None, device: str = "cuda") -> dict[str, object]:
    info = EngineInfo(
        name="sdxl",
        model="base",
        device=device,
        kinds=(GenerationJobKind.PORTRAIT,),
        max_pixels=1,
        detail=detail,
    )
    return asdict(info) | {"ready": ready}


async def test_engine_is_told_by_a_worker_that_has_it_ready(context: Context) -> None:
    async with context.database.transaction() as session:
        for name, engine in (
            ("a", sdxl(ready=False, detail="no model", device="cpu")),
            ("b", sdxl(ready=True)),
            ("c", sdxl(ready=False, detail="no model", device="cpu")),
        ):
            await workers.beat(session, WorkerRow(name=name, engines=[engine]))
    [told] = [state for state in await engines.available(context) if state.info.name == "sdxl"]
    assert (told.ready, told.info.device, told.info.detail) == (True, "cuda", None)
