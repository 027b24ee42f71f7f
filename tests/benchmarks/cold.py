"""Cold start: one `ask` as a whole process against `import yaml, rapidfuzz, pydantic`, in turn.

    python tests/benchmarks/cold.py [--runs 15]

Prints the median wall and processor time of each and the ratios. Run from the repository, with the
package installed; the first `ask` compiles the knowledge if need be and is not counted.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from resource import RUSAGE_CHILDREN, getrusage

QUESTIONS = ("can I bill aquatic therapy here?", "theraputic activites 38 min how many units", "what is KX")
IMPORTS = [sys.executable, "-c", "import yaml, rapidfuzz, pydantic"]


def ask(question: str) -> list[str]:
    return [sys.executable, "-m", "bot", "ask", question]


def timed(command: list[str]) -> tuple[float, float]:
    """Wall and processor time of one process, in ms."""
    before, start = getrusage(RUSAGE_CHILDREN), time.perf_counter()
    environ = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL, env=environ)
    wall, after = time.perf_counter() - start, getrusage(RUSAGE_CHILDREN)
    spent = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return 1000 * wall, 1000 * spent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    runs = parser.parse_args().runs
    commands = {"import yaml, rapidfuzz, pydantic": IMPORTS} | {f"ask {q!r}": ask(q) for q in QUESTIONS}
    for command in commands.values():
        timed(command)
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            times[name].append(timed(command))
    middle = {name: [statistics.median(column) for column in zip(*rows, strict=True)] for name, rows in times.items()}
    base = middle["import yaml, rapidfuzz, pydantic"]
    print("| whole process | wall ms | ratio | processor ms | ratio |\n|---|--:|--:|--:|--:|")
    for name, (wall, spent) in middle.items():
        print(f"| {name} | {wall:.0f} | {wall / base[0]:.2f} | {spent:.0f} | {spent / base[1]:.2f} |")


if __name__ == "__main__":
    main()
