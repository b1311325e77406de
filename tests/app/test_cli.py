"""`limner generate` and its neighbours, run as people run them: as processes, against real servers."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest
from PIL import Image

from tests.app.commands import (
    RunningServer,
    environment,
    limner,
    read_until,
    serving,
    started,
    wait_until,
)

SMALL = ("--width", "256", "--height", "256")
SLOW = ("generate", "map", "--columns", "60", "--rows", "40", "--count", "8")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with serving(tmp_path_factory.mktemp("server")) as running:
        yield running


def generate(
    server: RunningServer, folder: Path, *arguments: str, **settings: str
) -> subprocess.CompletedProcess[str]:
    return limner(folder, "generate", *arguments, "--server", server.address, **settings)


def ask(server: RunningServer, query: str) -> dict[str, object]:
    answer = httpx.post(f"{server.address}/graphql", json={"query": query})
    data: dict[str, object] = answer.json()["data"]
    return data


def test_running_server_paints_a_portrait_in_the_format_of_the_file(
    server: RunningServer, tmp_path: Path
) -> None:
    done = generate(server, tmp_path, "portrait", "an elven ranger with a scar", *SMALL, "-o", "elf.png")

    assert done.returncode == 0, done.stderr
    with Image.open(tmp_path / "elf.png") as picture:
        assert (picture.format, picture.size) == ("PNG", (256, 256))
    assert "elf.png" in done.stdout
    (address,) = re.findall(r"http://\S+/media/\S+", done.stdout)
    assert httpx.get(address).headers["content-type"] == "image/webp"


def test_progress_is_told_in_few_plain_lines_where_nobody_watches(
    server: RunningServer, tmp_path: Path
) -> None:
    done = generate(server, tmp_path, "portrait", "a gnome", *SMALL, "-o", "gnome.webp")

    lines = done.stderr.splitlines()
    assert all(re.fullmatch(r"portrait: (\d+%|queued), .+", line) for line in lines)
    assert 1 <= len(lines) <= 6
    assert "\x1b" not in done.stdout + done.stderr


def test_picture_without_a_named_file_goes_under_its_own_name_and_overwrites_nothing(
    server: RunningServer, tmp_path: Path
) -> None:
    for _ in range(2):
        done = generate(server, tmp_path, "portrait", "a grim dwarf", "--name", "Thorin II.", *SMALL)
        assert done.returncode == 0, done.stderr

    assert sorted(path.name for path in tmp_path.glob("*.webp")) == ["thorin-ii-2.webp", "thorin-ii.webp"]


def test_several_pictures_get_numbers(server: RunningServer, tmp_path: Path) -> None:
    done = generate(server, tmp_path, "portrait", "an orc", *SMALL, "--count", "2", "-o", "orc.jpg")

    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in tmp_path.glob("*.jpg")) == ["orc-1.jpg", "orc-2.jpg"]


def test_map_has_the_size_of_its_grid(server: RunningServer, tmp_path: Path) -> None:
    grid = ("--environment", "cave", "--columns", "12", "--rows", "10", "--size", "30")
    done = generate(server, tmp_path, "map", "a damp cave", *grid, "-o", "cave.webp")

    assert done.returncode == 0, done.stderr
    with Image.open(tmp_path / "cave.webp") as picture:
        assert picture.size == (360, 300)


def test_token_is_cut_from_a_picture_by_its_id(server: RunningServer, tmp_path: Path) -> None:
    portrait = generate(server, tmp_path, "portrait", "a halfling bard", *SMALL, "-o", "bard.webp")
    (image_id,) = re.findall(r"image (\S+)", portrait.stdout)

    done = generate(server, tmp_path, "token", image_id, "-o", "token.png")

    assert done.returncode == 0, done.stderr
    with Image.open(tmp_path / "token.png") as picture:
        assert picture.convert("RGBA").getpixel((0, 0))[3] == 0


def test_token_is_cut_from_words(server: RunningServer, tmp_path: Path) -> None:
    done = generate(server, tmp_path, "token", "a goblin", "--theme", "dark-gothic", *SMALL, "-o", "t.webp")

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "t.webp").exists()


def test_refusal_names_the_field_in_one_line(server: RunningServer, tmp_path: Path) -> None:
    done = generate(server, tmp_path, "portrait", "an elf", "--width", "100", "-o", "elf.webp")

    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert line.endswith("[VALIDATION_ERROR, settings.width]")
    assert not (tmp_path / "elf.webp").exists()


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("-o", "elf.bmp"), ".webp"),
        (("-o", "nowhere/elf.webp"), "nowhere"),
        (("--theme", "no-such-theme"), "theme"),
        (("--data-dir", "here"), "--data-dir"),
    ],
)
def test_what_cannot_work_is_told_in_one_line(
    server: RunningServer, tmp_path: Path, arguments: tuple[str, ...], word: str
) -> None:
    done = generate(server, tmp_path, "portrait", "an elf", *arguments)

    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert word in line


def test_named_server_that_does_not_answer_is_a_failure(tmp_path: Path, free_port: int) -> None:
    done = limner(tmp_path, "generate", "portrait", "an elf", LIMNER_SERVER=f"http://127.0.0.1:{free_port}")

    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert str(free_port) in line


def test_interrupted_command_cancels_its_job(server: RunningServer, tmp_path: Path) -> None:
    with started(tmp_path, *SLOW, "--server", server.address) as child:
        read_until(child, "%")
        child.send_signal(signal.SIGINT)
        _, remarks = child.communicate(timeout=60)

    assert child.returncode == 130
    assert "the job is cancelled" in remarks
    newest = "{ generationJobs(first: 1) { nodes { status } } }"
    cancelled = {"generationJobs": {"nodes": [{"status": "CANCELLED"}]}}
    assert wait_until(lambda: ask(server, newest) == cancelled)
    assert not list(tmp_path.glob("*.webp"))


def test_private_server_paints_and_keeps_the_picture(tmp_path: Path) -> None:
    done = limner(tmp_path, "generate", "portrait", "an elf", *SMALL, "-o", "elf.webp", "--data-dir", "mine")

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "elf.webp").exists()
    assert "limner serve --data-dir mine" in done.stderr
    (sha256,) = re.findall(r"/media/(\w+)", done.stdout)
    assert list((tmp_path / "mine" / "objects").rglob(sha256))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_private_server_ends_with_its_command(tmp_path: Path, number: signal.Signals) -> None:
    with started(tmp_path, *SLOW, "--data-dir", "mine") as child:
        read_until(child, "%")
        below = psutil.Process(child.pid).children(recursive=True)
        child.send_signal(number)
        child.communicate(timeout=60)

    assert child.returncode == (-number if number is signal.SIGKILL else 130)
    assert below
    _, left = psutil.wait_procs(below, timeout=30)
    assert not left


def test_bad_setting_of_the_private_server_is_one_line_that_names_it(tmp_path: Path) -> None:
    done = limner(
        tmp_path, "generate", "portrait", "an elf", "--data-dir", "mine", DATABASE_URL="mysql://x/y"
    )

    assert done.returncode == 2
    assert "limner: DATABASE_URL: " in done.stderr
    assert "Traceback" not in done.stderr


def test_access_token_opens_a_server_that_asks_who_we_are(tmp_path: Path) -> None:
    secret = "s" * 64
    with serving(tmp_path, SECRET_KEY=secret) as guarded:
        refused = generate(guarded, tmp_path, "portrait", "an elf", *SMALL, "-o", "elf.webp")
        token = limner(tmp_path, "token", "--sub", "ada", SECRET_KEY=secret).stdout.strip()
        done = generate(guarded, tmp_path, "portrait", "an elf", *SMALL, "-o", "elf.webp", LIMNER_TOKEN=token)

    assert refused.returncode == 1
    assert "UNAUTHENTICATED" in refused.stderr
    assert done.returncode == 0, done.stderr


def test_command_line_starts_without_loading_the_painters(tmp_path: Path) -> None:
    heavy = "{'torch', 'scipy', 'numpy', 'strawberry', 'PIL'}"
    code = f"import sys, app.cli; sys.exit(', '.join({heavy} & set(sys.modules)) or None)"
    done = subprocess.run(
        [sys.executable, "-P", "-c", code],
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
