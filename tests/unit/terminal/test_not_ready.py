"""Tokens, store, Slack and port that do not work: said in plain words, with exit status 6."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from bot.desk import Desk
from bot.terminal import exits

ROOT = Path(__file__).resolve().parents[3]
TOKENS = {
    "SLACK_BOT_TOKEN": "xoxb-1-2-abc",
    "SLACK_SIGNING_SECRET": "0123456789abcdef0123456789abcdef",
    "SLACK_APP_TOKEN": "xapp-1-A-2-b",
}
NOWHERE = {"SLACK_API_URL": "http://127.0.0.1:9/api/"}
Done = subprocess.CompletedProcess[str]


def run(place: Path, *words: str, **environ: str) -> Done:
    """A command as a process of its own, with this environment and no other setting."""
    own = {
        "PATH": os.environ["PATH"],
        "HOME": str(place),
        "PYTHONPATH": str(ROOT),
        "BOT_CACHE_DIR": os.environ["BOT_CACHE_DIR"],
        "BOT_DATABASE_URL": f"sqlite:///{place}/bot.sqlite3",
    }
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        env=own | environ, cwd=place, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip


@pytest.fixture(autouse=True)
def _compiled(desk: Desk) -> None:
    """The knowledge is compiled before the first process starts."""
    assert desk.library.version


def said(done: Done) -> str:
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


MISSING = {
    "http": ({}, ["SLACK_BOT_TOKEN is not set; http mode needs it.", "SLACK_SIGNING_SECRET is not set"]),
    "socket": ({}, ["SLACK_BOT_TOKEN is not set; socket mode needs it.", "SLACK_APP_TOKEN is not set"]),
    "malformed": (
        {"SLACK_BOT_TOKEN": "xoxp-secret-1", "SLACK_SIGNING_SECRET": "tooshort", "BOT_PORT": "http"},
        ["SLACK_BOT_TOKEN must start with xoxb-", "SLACK_SIGNING_SECRET must be the signing secret", "BOT_PORT"],
    ),
    "a scheme that is no store": (
        {**TOKENS, "BOT_DATABASE_URL": "mysql://bot:hunter2@db/bot"},
        ["BOT_DATABASE_URL must start with sqlite:///"],
    ),
}


@pytest.mark.parametrize("case", MISSING)
def test_serve_names_every_bad_setting_at_once_and_no_secret(case: str, tmp_path: Path) -> None:
    environ, wanted = MISSING[case]
    mode = case if case in ("http", "socket") else "http"
    done = run(tmp_path, "serve", "--mode", mode, **environ)
    assert done.returncode == exits.NOT_READY
    assert done.stdout == ""
    text = said(done)
    for words in wanted:
        assert words in text
    for secret in ("xoxp-secret-1", "tooshort", "hunter2"):
        assert secret not in text


def test_serve_with_a_store_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    url = f"sqlite:///{tmp_path}/file/bot.sqlite3"
    done = run(tmp_path, "serve", "--port", "0", **TOKENS, BOT_DATABASE_URL=url)
    assert done.returncode == exits.NOT_READY
    assert f"{tmp_path}/file" in said(done)


def test_serve_on_a_port_in_use(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = run(tmp_path, "serve", "--port", port, **TOKENS)
    assert done.returncode == exits.NOT_READY
    assert f"Cannot listen on 127.0.0.1:{port}" in said(done)
    assert "--port" in said(done)


@pytest.mark.parametrize("command", ["gaps", "purge"])
def test_reading_a_store_that_cannot_be_opened(command: str, tmp_path: Path) -> None:
    done = run(tmp_path, command, BOT_DATABASE_URL=f"sqlite:///{tmp_path}")
    assert done.returncode == exits.NOT_READY
    assert "is a folder" in said(done)


def test_the_terminal_needs_no_store_no_token_and_no_network(tmp_path: Path) -> None:
    done = run(tmp_path, "ask", "can I bill aquatic therapy here?", BOT_DATABASE_URL="mysql://nowhere", **NOWHERE)
    assert done.returncode == exits.ANSWERED
    assert "97113" in done.stdout
    assert list(tmp_path.iterdir()) == []


class TestDoctor:
    """`doctor` names what is missing, in order, and lists every setting without a secret."""

    def test_nothing_set(self, tmp_path: Path) -> None:
        done = run(tmp_path, "doctor")
        assert done.returncode == exits.NOT_READY
        assert [line.split()[:2] for line in done.stdout.splitlines()[:3]] == [
            ["ok", "knowledge:"], ["ok", "store:"], ["MISSING", "tokens:"],
        ]  # fmt: skip
        assert "Not ready." in done.stdout

    def test_malformed_tokens(self, tmp_path: Path) -> None:
        done = run(tmp_path, "doctor", SLACK_BOT_TOKEN="xoxp-secret-1", SLACK_APP_TOKEN="nope-secret-2")
        assert done.returncode == exits.NOT_READY
        assert "SLACK_BOT_TOKEN must start with xoxb-" in done.stdout
        assert "SLACK_APP_TOKEN must start with xapp-" in done.stdout
        assert "secret-" not in said(done)

    def test_slack_cannot_be_reached(self, tmp_path: Path) -> None:
        done = run(tmp_path, "doctor", "--mode", "socket", "--json", **TOKENS, **NOWHERE)
        assert done.returncode == exits.NOT_READY
        data = json.loads(done.stdout)
        assert data["ready"] is False
        checks = {check["name"]: check for check in data["checks"]}
        assert [name for name, check in checks.items() if not check["ok"]] == ["slack", "socket"]
        assert "http://127.0.0.1:9/api/ cannot be reached" in checks["slack"]["detail"]
        assert "SLACK_API_URL" in checks["slack"]["mend"]
        for secret in TOKENS.values():
            assert secret not in done.stdout
        assert {row["value"] for row in data["settings"] if row["name"] in TOKENS} == {"set"}

    def test_a_store_that_cannot_be_written(self, tmp_path: Path) -> None:
        done = run(tmp_path, "doctor", BOT_DATABASE_URL=f"sqlite:///{tmp_path}")
        assert done.returncode == exits.NOT_READY
        assert "MISSING  store: " in done.stdout
        assert "Set BOT_DATABASE_URL to a place that works." in done.stdout

    def test_bad_knowledge(self, tmp_path: Path, folder: Path) -> None:
        (folder / "states.yaml").write_text("- {id: OH, nam: Ohio}\n", encoding="utf-8")
        done = run(tmp_path, "doctor", "--knowledge", str(folder))
        assert done.returncode == exits.NOT_READY
        assert "MISSING  knowledge: states.yaml:1: OH: " in done.stdout
