"""The bot as a process: it starts, serves, and ends at SIGTERM."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.scenarios import payloads
from tests.scenarios.fake_slack import FakeSlack

ROOT = Path(__file__).parents[2]
CODE = """
import sys
from bot.desk import Desk
from bot.settings import BadSettings, Settings
from bot.slack.serve import serve
from bot.store.errors import StoreError
try:
    settings = Settings.read()
    serve(settings, Desk.open(settings.bot_knowledge), *sys.argv[1:2])
except (BadSettings, StoreError, OSError) as error:
    sys.exit(str(error))
"""


def start(fake: FakeSlack, database: str, mode: str, **more: str) -> subprocess.Popen[str]:
    environ = {
        "PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"),
        "SLACK_BOT_TOKEN": "xoxb-1-test", "SLACK_SIGNING_SECRET": payloads.SECRET,
        "SLACK_APP_TOKEN": "xapp-1-test", "SLACK_API_URL": fake.api,
        "BOT_DATABASE_URL": database, "BOT_PORT": str(free_port()), "PYTHONPATH": str(ROOT), **more,
    }  # fmt: skip
    for name in ("BOT_KNOWLEDGE", "BOT_CACHE_DIR"):
        if name in os.environ:
            environ[name] = os.environ[name]
    return subprocess.Popen(
        [sys.executable, "-c", CODE, mode], env=environ, cwd=ROOT, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def lines_until(process: subprocess.Popen[str], words: str) -> Iterator[str]:
    assert process.stderr is not None
    for line in process.stderr:
        yield line
        if words in line:
            return
    raise AssertionError(f"the process ended before it said {words!r}")


@pytest.mark.parametrize("mode", ["http", "socket"])
async def test_serving_until_sigterm(fake: FakeSlack, tmp_path: Path, mode: str) -> None:
    port = str(free_port())
    process = start(fake, f"sqlite:///{tmp_path}/s.sqlite3", mode, BOT_PORT=port)
    said = await asyncio.to_thread(lambda: list(lines_until(process, "ready in")))
    assert any(f"listening on 127.0.0.1 port {port}" in line for line in said)
    assert f"ready in {mode} mode" in said[-1]
    assert not any("WARNING" in line for line in said)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as http:
        assert (await http.get("/healthz")).text == "ok"
        if mode == "http":
            body, headers = payloads.as_form(payloads.command("help", "http://127.0.0.1:9/x"))
            answer = await http.post("/slack/events", content=body, headers=headers)
            assert "/cpt here" in answer.text
        else:
            await fake.until(lambda: fake.connections)
    process.send_signal(signal.SIGTERM)
    out, rest = await asyncio.to_thread(process.communicate, timeout=30)
    assert process.returncode == 0, rest
    assert "stopped" in rest
    assert out == ""


async def test_a_port_in_use_is_an_error_for_the_caller(fake: FakeSlack, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        process = start(fake, f"sqlite:///{tmp_path}/s.sqlite3", "http", BOT_PORT=port)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "in use" in said


async def test_missing_tokens_are_named(fake: FakeSlack, tmp_path: Path) -> None:
    process = start(fake, f"sqlite:///{tmp_path}/s.sqlite3", "socket", SLACK_APP_TOKEN="")
    _, said = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "SLACK_APP_TOKEN is not set; socket mode needs it." in said
