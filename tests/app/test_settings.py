"""Settings: sensible without any, and one clear line for each that cannot be used."""

from pathlib import Path

import pytest

from app.server import serve
from app.settings import BadSettings, Settings
from app.wiring import assemble, sdxl_configs
from generation.engines.sdxl import SdxlEngine


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("DATABASE_URL", "STORAGE_URL", "CACHE_URL", "SECRET_KEY", "SDXL_MODEL", "DATA_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def test_without_settings_everything_lies_in_the_data_directory(tmp_path: Path) -> None:
    settings = Settings.load(data_dir=tmp_path)
    assert settings.database_url == f"sqlite:///{tmp_path}/limner.db"
    assert settings.storage_url == f"file://{tmp_path}/objects"


def test_settings_are_read_from_a_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("WORKER_SLOTS=7\nLOG_LEVEL=debug\nCACHE_URL=\n")
    settings = Settings.load()
    assert (settings.worker_slots, settings.log_level, settings.cache_url) == (7, "DEBUG", None)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("DATABASE_URL", "mysql://host/name", "postgresql:// or sqlite:///"),
        ("DATABASE_URL", "nonsense", "not a database address"),
        ("DATABASE_URL", "sqlite://", "names no file"),
        ("STORAGE_URL", "ftp://host/x", "file:/// or s3://"),
        ("CACHE_URL", "memcached://host", "redis://"),
        ("SECRET_KEY", "short", "64 characters"),
        ("LOG_LEVEL", "LOUD", "DEBUG"),
        ("WORKER_SLOTS", "none", "integer"),
        ("WORKER_SLOTS", "0", "greater than or equal to 1"),
        ("SDXL_MAX_ROWS", "1", "greater than or equal to 2"),
        ("SDXL_MODEL", " , ", "names no model"),
        ("SDXL_MODEL", "base,org/fine,org/fine", "two models would be called 'sdxl:org/fine'"),
        ("SDXL_MODEL", "tiny,tiny", "two models would be called 'sdxl:tiny'"),
        ("SDXL_LOADED_MODELS", "0", "greater than or equal to 1"),
        ("SDXL_DTYPE", "fp8", "'auto', 'bf16', 'fp16' or 'fp32'"),
        ("SDXL_PRESET", "slow", "'turbo', 'lightning'"),
        ("SDXL_OFFLOAD", "disk", "'none', 'model' or 'sequential'"),
        ("SDXL_COMPILE_SIZES", "large", "1024x1024,832x1216"),
        ("SDXL_COMPILE_SIZES", "1024x1000,1020x1024", "multiples of 8"),
        ("DETERMINISTIC", "perhaps", "boolean"),
        ("LORA_DIR", "/nowhere/at/all", "does not point to a directory"),
        ("SDXL_CONFIG", "/nowhere/at/all", "does not point to a directory"),
        ("LEASE_SECONDS", "0", "greater than or equal to 1"),
    ],
)
def test_bad_value_is_told_in_one_line_that_names_it(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSettings) as refused:
        Settings.load()
    message = str(refused.value)
    assert message.startswith(f"{name}: ")
    assert says in message
    assert "\n" not in message


def test_sdxl_is_set_up_as_the_settings_say(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("SDXL_MODEL", "tiny"), ("SDXL_MAX_ROWS", "12"), ("DETERMINISTIC", "true")):
        monkeypatch.setenv(name, value)
    config = sdxl_configs(Settings.load())["sdxl"]
    assert (config.model, config.max_rows, config.deterministic) == ("tiny", 12, True)


def test_every_model_has_an_engine_of_its_own(tmp_path: Path) -> None:
    paths = [tmp_path / "base.safetensors", tmp_path / ("long" * 20)]
    for path in paths:
        path.touch()
    named = ",".join(map(str, [paths[0], " tiny", "org/fine ", paths[1]]))
    parts = assemble(Settings.load(_env_file=None, data_dir=tmp_path, sdxl_model=named))
    names = ["sketch", "sdxl", "sdxl:tiny", "sdxl:org/fine", ("sdxl:" + "long" * 20)[:64]]
    assert list(parts.engines) == names
    told = {info.name: info for info in parts.services.engines}
    assert [told[name].model for name in names[1:]] == ["base", "tiny", "org/fine", "long" * 20]
    assert told["sdxl:tiny"].working_pixels == 256 * 256
    assert told["sdxl"].working_pixels == 1024 * 1024


def test_further_model_may_be_the_default(tmp_path: Path) -> None:
    settings = Settings.load(data_dir=tmp_path, sdxl_model="org/base,tiny", default_engine="sdxl:tiny")
    parts = assemble(settings)
    assert [info.name for info in parts.services.engines if info.default] == ["sdxl:tiny"]


@pytest.mark.parametrize("name", ["SDXL_COMPILE", "SDXL_FUSE_QKV"])
def test_copies_of_the_unet_are_refused_where_it_travels(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("SDXL_OFFLOAD", "sequential")
    monkeypatch.setenv(name, "true")
    with pytest.raises(BadSettings, match=f"^SDXL_OFFLOAD: sequential does not go with {name}$"):
        Settings.load()


def test_speed_of_sdxl_is_set_up_as_the_settings_say(monkeypatch: pytest.MonkeyPatch) -> None:
    values = {"SDXL_MODEL": "tiny", "SDXL_DTYPE": "fp16", "SDXL_CHANNELS_LAST": "false", "SDXL_FUSE_QKV": "1"}
    values |= {"SDXL_OFFLOAD": "model", "SDXL_COMPILE": "yes", "SDXL_COMPILE_SIZES": "1024x1024,512x768"}
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    config = sdxl_configs(Settings.load())["sdxl"]
    assert (config.dtype, config.channels_last, config.fuse_qkv) == ("fp16", False, True)
    assert (config.offload, config.compile) == ("model", True)
    assert config.compile_sizes == ((1024, 1024), (512, 768))


def test_engine_tells_the_models_beside_sdxl_and_the_size_at_which_it_paints(tmp_path: Path) -> None:
    (tmp_path / "canny.safetensors").touch()
    settings = Settings.load(
        sdxl_model="tiny", controlnet_model=str(tmp_path / "canny.safetensors"), ip_adapter_model="tiny"
    )
    config = sdxl_configs(settings)["sdxl"]
    info = SdxlEngine(config).info
    assert (info.controlnet, info.ip_adapter, info.working_pixels) == ("canny", "tiny", 256 * 256)
    for model, side in (("stabilityai/stable-diffusion-xl-base-1.0", 1024), ("stabilityai/sdxl-turbo", 512)):
        whole = sdxl_configs(Settings.load(sdxl_model=model))["sdxl"]
        assert SdxlEngine(whole).info.working_pixels == side**2


def test_secret_is_shown_nowhere() -> None:
    assert "k" * 64 not in repr(Settings.load(secret_key="k" * 64))


def test_default_engine_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="DEFAULT_ENGINE: there is no engine 'sdxl'"):
        assemble(Settings.load(data_dir=tmp_path, default_engine="sdxl"))


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org"])
def test_without_a_secret_only_this_machine_may_connect(tmp_path: Path, host: str) -> None:
    with pytest.raises(BadSettings, match="SECRET_KEY"):
        serve(Settings.load(data_dir=tmp_path), host=host, port=0, with_worker=False)


def test_signing_key_of_a_data_directory_stays(tmp_path: Path) -> None:
    first = assemble(Settings.load(data_dir=tmp_path)).addresses.thumbnail("ab" * 32)
    assert assemble(Settings.load(data_dir=tmp_path)).addresses.thumbnail("ab" * 32) == first
    assert (tmp_path / "signing.key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("settings", "slots"),
    [
        ({}, 4),
        ({"SDXL_MODEL": "tiny", "SDXL_MAX_ROWS": "16"}, 8),
        ({"SDXL_MODEL": "tiny", "SDXL_MAX_ROWS": "16", "WORKER_SLOTS": "3"}, 3),
    ],
)
def test_a_worker_holds_as_many_jobs_as_fill_a_call(
    tmp_path: Path, settings: dict[str, str], slots: int
) -> None:
    parts = assemble(Settings.load(_env_file=None, data_dir=tmp_path, **settings))
    assert parts.worker_config.slots == slots
