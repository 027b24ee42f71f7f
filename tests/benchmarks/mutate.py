"""Break one key line at a time, in a copy, and see that the tests notice.

    python tests/benchmarks/mutate.py
    python tests/benchmarks/mutate.py --also PATH OLD NEW TESTS [--also ...]

``--also`` adds a mutation of any file: its path, the text to replace, the new text and the tests
that must fail. Exit status 1 if a mutation survives or the tests fail without one.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TESTS = "tests/unit/matching"


@dataclass(frozen=True)
class Mutation:
    name: str
    path: str
    old: str
    new: str
    tests: str = TESTS


MUTATIONS = (
    Mutation(
        "gate off",
        "bot/guidance/gates.py",
        "memo[entry] = self.closed(entry, reading, context) is None",
        "memo[entry] = True",
        "tests/unit/guidance/test_small_answers.py",
    ),
    Mutation(
        "repair off",
        "bot/matching/model.py",
        "self.repairer.candidates(word) or ((word, 1.0),)",
        "((word, 1.0),)",
    ),
    Mutation(
        "weights flat",
        "bot/matching/features.py",
        "return max(MIN_IDF, log((total + m + 1) / (df + m * share + 0.5)))",
        "return 1.0",
    ),
    Mutation(
        "margin ignored",
        "bot/matching/confidence.py",
        "own.score - rival,",
        "0.0,",
    ),
    Mutation(
        "ties unsorted",
        "bot/matching/scoring.py",
        "parts.sort(key=lambda part: (-part.score, part.key))",
        "parts.sort(key=lambda part: (-part.score, -part.key))",
    ),
    Mutation(
        "allowed ignored",
        "bot/matching/scoring.py",
        "if allowed is None or allowed(model.keys[key])]",
        "]",
    ),
)


def fails(tests: str, root: Path) -> bool:
    """Whether the tests fail there."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", tests]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(f"pytest could not run:\n{done.stdout}{done.stderr}")
    return done.returncode == 1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--also", nargs=4, action="append", default=[], metavar=("PATH", "OLD", "NEW", "TESTS")
    )
    args = parser.parse_args()
    extra = [Mutation(f"{p}: {old!r}", p, old, new, tests) for p, old, new, tests in args.also]
    mutations = [*MUTATIONS, *extra]
    survived = 0
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "copy"
        skip = shutil.ignore_patterns(".git", "__pycache__", ".hypothesis", "*.db")
        shutil.copytree(ROOT, root, ignore=skip)
        for tests in sorted({mutation.tests for mutation in mutations}):
            if fails(tests, root):
                raise SystemExit(f"{tests} fails without a mutation")
        for mutation in mutations:
            file = root / mutation.path
            source = file.read_text(encoding="utf-8")
            if source.count(mutation.old) != 1:
                raise SystemExit(f"{mutation.path}: not found once: {mutation.old}")
            file.write_text(source.replace(mutation.old, mutation.new), encoding="utf-8")
            noticed = fails(mutation.tests, root)
            file.write_text(source, encoding="utf-8")
            survived += not noticed
            print(f"{'noticed' if noticed else 'SURVIVED'}: {mutation.name}", flush=True)
    return 1 if survived else 0


if __name__ == "__main__":
    raise SystemExit(main())
