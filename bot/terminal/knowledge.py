"""`lint` and `review`: what a knowledge owner runs."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bot.knowledge.errors import KnowledgeError
from bot.knowledge.folder import read_folder
from bot.knowledge.lint import check
from bot.knowledge.load import default_folder
from bot.knowledge.stamps import content_hash
from bot.terminal import exits

_HEAD = "# Review stamps, written by `bot97530 review`. An edit to an entry voids its stamp.\n"


def lint(folder: Path | None, as_json: bool, fast: bool) -> int:
    """Print every problem, file and line first; returns the exit status."""
    try:
        problems = check(folder or default_folder(), date.today(), fast)
    except KnowledgeError as error:
        problems = error.problems
    errors = [problem for problem in problems if problem.level == "error"]
    if as_json:
        print(json.dumps([asdict(problem) for problem in problems], ensure_ascii=False))
    else:
        for problem in problems:
            print(f"{problem.level}: {problem}" if problem.level != "error" else problem)
        print(f"{len(errors)} error(s), {len(problems) - len(errors)} warning(s)" if problems else "all well")
    return exits.KNOWLEDGE if errors else exits.ANSWERED


def review(
    folder: Path | None, entries: tuple[str, ...], everything: bool, by: str, today: date
) -> int:
    """Stamp entries as reviewed today in knowledge/reviews.yaml."""
    home = folder or default_folder()
    try:
        raw = read_folder(home)
        problems = raw.problems
    except KnowledgeError as error:
        problems = error.problems
    if problems:
        for problem in problems[:10]:
            print(problem, file=sys.stderr)
        return exits.KNOWLEDGE
    rows = {row["id"]: row for row in raw.tables["entries"]}
    wanted = sorted(rows) if everything else list(entries)
    unknown = [key for key in wanted if key not in rows]
    if unknown or not wanted:
        names = ", ".join(unknown) or "none given"
        print(f"no such entry: {names}. Give entry ids, or --all.", file=sys.stderr)
        return exits.USAGE
    stamps: dict[str, dict[str, Any]] = {row["id"]: row for row in raw.tables["reviews"]}
    for key in wanted:
        value = content_hash(rows[key])
        if stamps.get(key, {}).get("hash") != value or not everything:
            stamps[key] = {"id": key, "on": today, "by": by, "hash": value}
    kept = [stamps[key] for key in sorted(stamps) if key in rows]
    text = _HEAD + yaml.safe_dump(kept, sort_keys=False, allow_unicode=True)
    try:
        (home / "reviews.yaml").write_text(text, encoding="utf-8")
    except OSError as error:
        print(f"{home / 'reviews.yaml'} cannot be written: {error.strerror}", file=sys.stderr)
        return exits.KNOWLEDGE
    print(f"stamped {len(wanted)} of {len(rows)} entries")
    return exits.ANSWERED
