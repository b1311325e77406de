"""`limner doctor` on settings that hold, and on settings that don't."""

import json
from pathlib import Path

import pytest

from generation.engines.sdxl.config import TINY
from tests.app.commands import limner
from tests.upscalers import write_upscaler

Findings = dict[str, dict[str, object]]


def examine(folder: Path, **settings: str) -> tuple[int, Findings]:
    """The exit status, and the findings by part."""
    done = limner(folder, "doctor", "--json", **settings)
    findings = json.loads(done.stdout)["findings"]
    return done.returncode, {finding["part"]: finding for finding in findings}


def test_fresh_installation_is_well_and_says_what_is_still_to_come(tmp_path: Path) -> None:
    status, found = examine(tmp_path)

    assert status == 0
    assert not [finding for finding in found.values() if finding["state"] == "FAILED"]
    assert found["database"]["remedy"] == "limner serve makes them"
    assert found["sdxl"]["state"] == "NOTE"


def test_real_servers_are_found_to_work(
    tmp_path: Path, postgres_url: str, redis_url: str, s3_url: str
) -> None:
    servers = {"DATABASE_URL": postgres_url, "CACHE_URL": redis_url, "STORAGE_URL": s3_url}
    assert limner(tmp_path, "migrate", **servers).returncode == 0

    _, found = examine(tmp_path, **servers)

    assert [found[part]["state"] for part in ("database", "storage", "events", "cache")] == ["OK"] * 4


def test_every_part_that_is_away_is_told_with_what_to_do(tmp_path: Path, free_port: int) -> None:
    away = f"127.0.0.1:{free_port}"
    status, found = examine(
        tmp_path,
        DATABASE_URL=f"postgresql://ada:hidden@{away}/limner",
        STORAGE_URL=f"s3://key:hidden@{away}/pictures?secure=false",
        CACHE_URL=f"redis://:hidden@{away}",
    )

    assert status == 1
    broken = {part for part, finding in found.items() if finding["state"] == "FAILED"}
    assert broken == {"database", "storage", "events", "cache"}
    assert all(found[part]["remedy"] for part in broken)
    assert "hidden" not in json.dumps(found)


def test_truncated_checkpoint_is_told_in_one_sentence(tmp_path: Path) -> None:
    checkpoint = tmp_path / "half.safetensors"
    checkpoint.write_bytes((10_000).to_bytes(8, "little") + b'{"model.diffusion_model.w":{"dtype":"F32"')

    status, found = examine(tmp_path, SDXL_MODEL=str(checkpoint))

    assert status == 1
    assert found["sdxl"]["detail"] == f"The checkpoint “{checkpoint}” is only partly there (49 bytes)"
    assert found["sdxl"]["remedy"] == "fetch it again"


def test_whole_model_passes_without_being_loaded(tmp_path: Path) -> None:
    status, found = examine(tmp_path, SDXL_MODEL=TINY)

    assert status == 0
    assert found["sdxl"]["state"] == "OK"


def test_every_model_is_looked_at(tmp_path: Path) -> None:
    status, found = examine(tmp_path, SDXL_MODEL=f"{TINY},{tmp_path / 'gone'},org/fine")

    assert status == 1
    assert [found[part]["state"] for part in ("sdxl", "sdxl:org/fine")] == ["OK", "NOTE"]
    assert found["sdxl:gone"]["state"] == "FAILED"
    assert "does not exist" in str(found["sdxl:gone"]["detail"])


def test_name_that_no_folder_has_is_taken_for_a_hub_id(tmp_path: Path) -> None:
    status, found = examine(tmp_path, SDXL_MODEL="models/sdxl")

    assert status == 0
    assert found["sdxl"]["state"] == "NOTE"
    assert str(found["sdxl"]["detail"]).startswith("there is no folder “models/sdxl”, so it is fetched")


def test_models_beside_sdxl_are_looked_at_too(tmp_path: Path) -> None:
    adapter = tmp_path / "ip-adapter.safetensors"
    adapter.write_bytes((10_000).to_bytes(8, "little") + b'{"image_proj.proj.weight":{"dtype":"F32"')

    status, found = examine(tmp_path, SDXL_MODEL=TINY, CONTROLNET_MODEL=TINY, IP_ADAPTER_MODEL=str(adapter))

    assert status == 1
    assert found["control"]["state"] == "OK"
    assert str(found["reference"]["detail"]).startswith(f"The checkpoint “{adapter}” is only partly there")
    assert found["reference"]["remedy"] == "fetch it again"


def test_data_directory_that_cannot_be_written_ends_the_examination(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    status, found = examine(tmp_path, DATA_DIR=str(tmp_path / "file" / "data"))

    assert status == 1
    assert list(found) == ["settings", "data"]
    assert "DATA_DIR" in str(found["data"]["remedy"])


@pytest.mark.parametrize(
    ("variable", "value"), [("DATABASE_URL", "mysql://x/y"), ("SECRET_KEY", "short"), ("WORKER_SLOTS", "0")]
)
def test_bad_setting_is_one_line_that_names_it(tmp_path: Path, variable: str, value: str) -> None:
    done = limner(tmp_path, "doctor", **{variable: value})

    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"limner: {variable}: ")


def test_people_read_a_line_for_each_part(tmp_path: Path) -> None:
    done = limner(tmp_path, "doctor")

    marks = [line[0] for line in done.stdout.splitlines() if not line.startswith(" ")]
    assert set(marks) <= set("✔–")
    assert done.stderr == ""


def test_bad_upscaler_is_told_in_one_sentence_and_is_not_fatal(tmp_path: Path) -> None:
    model = tmp_path / "half.safetensors"
    model.write_bytes((10_000).to_bytes(8, "little") + b'{"body.0.weight":{"dtype":"F32"')

    status, found = examine(tmp_path, SDXL_MODEL=TINY, UPSCALER_MODEL=str(model))

    assert status == 0
    assert found["upscaler"]["state"] == "FAILED"
    assert found["upscaler"]["detail"] == "UPSCALER_MODEL “half.safetensors” is damaged or only half there"
    assert found["upscaler"]["remedy"] == "fetch it again"


def test_good_upscaler_is_told_with_what_it_does(tmp_path: Path) -> None:
    model = write_upscaler(tmp_path / "fine.safetensors")

    _, found = examine(tmp_path, SDXL_MODEL=TINY, UPSCALER_MODEL=str(model))

    assert found["upscaler"]["state"] == "OK"
    assert found["upscaler"]["detail"] == f"{model}, RealESRGAN Compact, 4×"
