"""What may load what: the core is free of Slack, store, web and environment; asking is light."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CORE = ("question", "matching", "guidance", "billing", "privacy")
ALONE = ("desk.py", "thread.py", "phrases.py")
HEAVY = frozenset(
    {"slack_bolt", "slack_sdk", "aiohttp", "sqlalchemy", "aiosqlite", "alembic", "psycopg",
     "starlette", "uvicorn", "prometheus_client"}
)  # fmt: skip
OUTSIDE = HEAVY | {"asyncio", "bot.slack", "bot.store", "bot.settings", "bot.cli", "bot.terminal"}
MODULES = sorted(
    [file for name in CORE for file in (ROOT / "bot" / name).rglob("*.py")]
    + [ROOT / "bot" / name for name in ALONE]
)


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imported(tree: ast.Module) -> Iterator[str]:
    """Every module named in an import, wherever it stands; those of the same folder are left out."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level < 2, "no import climbs out of its folder"
            if node.level:
                continue
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def is_outside(module: str) -> bool:
    parts = module.split(".")
    return any(".".join(parts[:n]) in OUTSIDE for n in range(1, len(parts) + 1))


def test_the_core_is_found() -> None:
    assert len(MODULES) > 60
    assert {Path(name_of(path)).parts[1] for path in MODULES} == {*CORE, *ALONE}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_the_core_names_no_slack_store_web_or_environment(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert [module for module in imported(tree) if is_outside(module)] == []
    names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    names |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    assert not names & {"environ", "getenv", "putenv", "environb"}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_the_core_is_synchronous(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    kinds = (ast.AsyncFunctionDef, ast.AsyncFor, ast.AsyncWith, ast.Await)
    assert [node.lineno for node in ast.walk(tree) if isinstance(node, kinds)] == []


def test_matching_knows_nothing_of_therapy() -> None:
    """It is of use alone: of the whole program it imports only itself."""
    for path in (ROOT / "bot" / "matching").rglob("*.py"):
        own = [m for m in imported(ast.parse(path.read_text(encoding="utf-8"))) if m.startswith("bot")]
        assert [module for module in own if not module.startswith("bot.matching")] == [], name_of(path)


def fresh(code: str) -> tuple[set[str], str]:
    """The top-level packages a new interpreter holds after some code, and what the code printed."""
    ending = (
        "\nimport sys, json\n"
        "print('\\n' + json.dumps(sorted({m.partition('.')[0] for m in sys.modules} - set(sys.stdlib_module_names))))"
    )
    environ = {name: value for name, value in os.environ.items() if name not in ("BOT_KNOWLEDGE", "PYTHONPATH")}
    done = subprocess.run(
        [sys.executable, "-c", code + ending],
        cwd=ROOT, env=environ, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    said, _, modules = done.stdout.rstrip().rpartition("\n")
    return set(json.loads(modules)), said


@pytest.mark.usefixtures("desk")
def test_asking_at_the_desk_loads_nothing_heavy() -> None:
    loaded, said = fresh(
        "from datetime import date\n"
        "from bot.desk import Desk\n"
        "desk = Desk.open()\n"
        "for text in ('can I bill aquatic therapy here?', 'units 97530 33, 97140 7', 'pair 97530 97116', 'KX'):\n"
        "    print(desk.ask(text, today=date(2026, 11, 23)).status)\n"
    )
    assert said.split() == ["answered"] * 4
    assert loaded & HEAVY == set()
    assert "bot" in loaded


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(
    "command",
    [
        ["ask", "can I bill aquatic therapy here?"],
        ["ask", "--explain", "can I bill aquatic therapy here?"],
        ["units", "97530=33", "97140=7"],
        ["pair", "97530", "97116"],
        ["card", "KX"],
        ["note", "lifting boxes"],
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_the_commands_of_a_terminal_load_nothing_heavy(command: list[str]) -> None:
    loaded, said = fresh(
        "import runpy, sys\n"
        f"sys.argv[1:] = {command!r}\n"
        "try:\n"
        "    runpy.run_module('bot', run_name='__main__', alter_sys=True)\n"
        "except SystemExit as end:\n"
        "    assert end.code == 0, end.code\n"
    )
    assert said
    assert loaded & HEAVY == set()
    assert "yaml" not in loaded, "a fresh snapshot is read without the YAML"
    assert "pydantic" not in loaded, "a fresh snapshot is read without validation"


@pytest.mark.usefixtures("desk")
def test_a_question_without_a_number_reads_no_minutes() -> None:
    _, said = fresh(
        "from datetime import date\n"
        "from bot.desk import Desk\n"
        "Desk.open().ask('can I bill aquatic therapy here?', today=date(2026, 11, 23))\n"
        "import sys\n"
        "late = ('bot.question.minutes', 'bot.question.clock', 'bot.billing.tables', 'bot.matching.linear')\n"
        "print(*(module for module in late if module in sys.modules))\n"
    )
    assert said.split() == []
