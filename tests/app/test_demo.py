"""The demo, from an empty folder to its pictures."""

import json
import re
import subprocess
from pathlib import Path

import psutil
from PIL import Image

from tests.app.commands import command, environment


def demo(folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command("app.demo"),
        cwd=folder,
        env=environment(folder, **settings),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )


def test_demo_leaves_three_pictures_a_floor_plan_and_an_export(tmp_path: Path) -> None:
    done = demo(tmp_path)

    assert done.returncode == 0, done.stderr + done.stdout
    sizes = {}
    for name in ("portrait", "token", "battle-map"):
        with Image.open(tmp_path / "demo" / f"{name}.webp") as picture:
            picture.load()
            sizes[name] = picture.size
    plan = json.loads((tmp_path / "demo" / "battle-map.layout.json").read_text())
    grid = plan["grid"]
    assert sizes["battle-map"] == (grid["columns"] * grid["size"], grid["rows"] * grid["size"])
    assert plan["layout"]["rooms"]
    assert plan["layout"]["walls"]
    tabletop = json.loads((tmp_path / "demo" / "battle-map.dd2vtt").read_text())
    assert tabletop["resolution"]["map_size"] == {"x": grid["columns"], "y": grid["rows"]}
    assert tabletop["line_of_sight"]
    assert_progress_and_addresses(done.stdout)


def assert_progress_and_addresses(said: str) -> None:
    for title in ("portrait", "token", "battle map"):
        assert re.search(rf"^{title}: \d+%, ", said, re.MULTILINE)
    assert len(re.findall(r"http://127\.0\.0\.1:8000/media/\w{64}", said)) == 3
    assert "make serve" in said


def test_demo_that_cannot_start_says_why_in_a_line(tmp_path: Path) -> None:
    done = demo(tmp_path, DATABASE_URL="mysql://x/y")

    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert "DATABASE_URL" in line


def test_demo_that_fails_shows_the_servers_log_and_leaves_no_server(tmp_path: Path) -> None:
    done = demo(tmp_path, SDXL_MODEL="nothing.safetensors", DEFAULT_ENGINE="sdxl")

    assert done.returncode == 1
    assert "does not exist" in done.stderr
    assert "The server said:" in done.stderr
    assert not [process for process in psutil.process_iter(["cwd"]) if process.info["cwd"] == str(tmp_path)]
