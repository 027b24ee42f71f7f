"""Top-1, out-of-scope and calibration figures of all systems, one table.

    PYTHONPATH=. python tests/benchmarks/accuracy.py --data DIR [--systems ours,LinearSVC]

A star marks systems too slow for the whole test set; they are asked a fixed sample of 500.
"""

from __future__ import annotations

import argparse
import random
import time
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np
from data import draw, read
from noise import noisy
from peers import PEERS, Answer, Peer

SETS = ("clinc150", "banking77")
SHOTS = ("full", "10", "5")
SLOW_SAMPLE = 500
THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.7)


def auroc(inside: list[float], outside: list[float]) -> float:
    """Chance that a random in-scope question is surer than a random other one; ties count half."""
    both = np.sort(np.array(inside + outside))
    low = np.searchsorted(both, inside, "left")
    high = np.searchsorted(both, inside, "right")
    ranks = float((low + high + 1).sum()) / 2
    n, m = len(inside), len(outside)
    return (ranks - n * (n + 1) / 2) / (n * m)


def measure(make: Any, data: dict[str, Any], shots: str, seed: int) -> dict[str, float]:
    """One system on one draw: top-1 and AUROC, clean and with slips; our answers by threshold."""
    peer: Peer = make()
    peer.fit(draw(data["train"], shots, seed))
    test, outside = data["test"], data["oos_test"]
    if peer.slow:
        test = random.Random(5).sample(test, min(SLOW_SAMPLE, len(test)))
        outside = random.Random(5).sample(outside, min(SLOW_SAMPLE // 3, len(outside)))
    out: dict[str, float] = {}
    for kind in ("clean", "typo"):
        texts, others = [text for _, text in test], list(outside)
        if kind == "typo":
            texts, others = noisy(texts, 7), noisy(others, 8)
        found, strange = peer.best(texts), peer.best(others)
        right = [answer[0] == key for answer, (key, _) in zip(found, test, strict=True)]
        out[f"{kind} top"] = 100 * fmean(right)
        out[f"{kind} auroc"] = 100 * auroc([c for _, c in found], [c for _, c in strange])
        for at in THRESHOLDS:
            out |= _answered(kind, at, found, right, strange)
    return out


def _answered(
    kind: str, at: float, found: list[Answer], right: list[bool], strange: list[Answer]
) -> dict[str, float]:
    sure = [ok for (_, c), ok in zip(found, right, strict=True) if c >= at]
    wrong = sum(c >= at for _, c in strange)
    total = max(1, len(sure) + wrong)
    return {
        f"{kind} {at} answered": 100 * len(sure) / len(found),
        f"{kind} {at} right": 100 * sum(sure) / max(1, len(sure)),
        f"{kind} {at} right of all": 100 * sum(sure) / total,
        f"{kind} {at} refused": 100 * (1 - wrong / len(strange)),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the data sets")
    parser.add_argument("--systems", default=",".join(PEERS), help="names in peers.py")
    parser.add_argument("--sets", default=",".join(SETS))
    parser.add_argument("--shots", default=",".join(SHOTS))
    parser.add_argument("--seeds", type=int, default=3, help="draws at 5 and 10 phrases a key")
    args = parser.parse_args()
    cells = [(s, n) for s in args.sets.split(",") for n in args.shots.split(",")]
    print("top-1 % clean / typo (AUROC against out-of-scope questions, clean / typo)\n")
    print("| system | " + " | ".join(f"{name} {shots}" for name, shots in cells) + " |")
    print("|---|" + "---|" * len(cells))
    sure: list[str] = []
    for system in args.systems.split(","):
        line, slow = [], False
        for name, shots in cells:
            data = read(args.data, name)
            seeds = range(1, 2 if shots == "full" else args.seeds + 1)
            start = time.perf_counter()
            try:
                runs = [measure(PEERS[system], data, shots, seed) for seed in seeds]
            except ImportError as error:
                line.append(f"not installed: {error.name}")
                break
            slow = PEERS[system]().slow
            mean = {key: fmean(run[key] for run in runs) for key in runs[0]}
            line.append(
                "{clean top:.1f} / {typo top:.1f} ({clean auroc:.1f} / {typo auroc:.1f})".format(
                    **mean
                )
            )
            if system == "ours":
                sure += _sure_rows(f"{name} {shots}", mean)
            print(f"  {system} {name} {shots}: {time.perf_counter() - start:.0f} s", flush=True)
        print(f"| {system}{'*' if slow else ''} | " + " | ".join(line) + " |", flush=True)
    if sure:
        print(
            "\nours, by the confidence from which it answers (learnt without out-of-scope data)\n"
        )
        print("| set | typing | confidence >= | in-scope answered | right of these | right of all")
        print("answered, out-of-scope ones included | out-of-scope refused |")
        print("|---|---|--:|--:|--:|--:|--:|")
        print("\n".join(sure))


def _sure_rows(name: str, mean: dict[str, float]) -> list[str]:
    parts = ("answered", "right", "right of all", "refused")
    return [
        f"| {name} | {kind} | {at} | "
        + " | ".join(f"{mean[f'{kind} {at} {part}']:.1f}" for part in parts)
        + " |"
        for kind in ("clean", "typo")
        for at in THRESHOLDS
    ]


if __name__ == "__main__":
    main()
