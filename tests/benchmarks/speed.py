"""Latency, build and load, side by side in one process and one thread.

    OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 PYTHONPATH=. \
        python tests/benchmarks/speed.py --data DIR

Phrases are CLINC150 grown to size; questions are test texts, half of them with typing slips.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from data import Pair, draw, grow, read
from noise import noisy
from peers import PEERS

from bot.matching import Index


def latency(ask: Callable[[str], Any], questions: list[str], budget: float) -> tuple[float, float]:
    """Median and 99th percentile in ms; stops after ``budget`` seconds."""
    for question in questions[:20]:
        ask(question)
    times, end = [], time.perf_counter() + budget
    for question in questions:
        start = time.perf_counter()
        ask(question)
        times.append(1000 * (time.perf_counter() - start))
        if time.perf_counter() > end:
            break
    return statistics.median(times), sorted(times)[int(0.99 * (len(times) - 1))]


def timed(make: Callable[[], Any]) -> tuple[Any, float]:
    """What it makes, and seconds."""
    start = time.perf_counter()
    made = make()
    return made, time.perf_counter() - start


def fitted(name: str, pairs: list[Pair]) -> tuple[Any, float]:
    peer = PEERS[name]()
    _, seconds = timed(lambda: peer.fit(pairs))
    return peer, seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--systems", default="ours,rapidfuzz WRatio,bm25s + stemmer")
    parser.add_argument("--flat", action="store_true", help="one phrase a key")
    parser.add_argument("--budget", type=float, default=15, help="seconds of questions a cell")
    args = parser.parse_args()
    data = read(args.data, "clinc150")
    texts = [text for _, text in random.Random(17).sample(data["test"], 500)]
    questions = texts[:250] + noisy(texts[250:], 7)
    random.Random(1).shuffle(questions)
    print("| system | phrases | keys | build s | median ms | p99 ms |\n|---|--:|--:|--:|--:|--:|")
    for size in map(int, args.sizes.split(",")):
        pairs = grow(data["train"], size)
        if args.flat:
            pairs = [(f"k{n:06d}", text) for n, (_, text) in enumerate(pairs)]
        for name in args.systems.split(","):
            try:
                peer, seconds = fitted(name, pairs)
            except ImportError as error:
                print(f"| {name} | not installed: {error.name} |")
                continue
            if name == "ours":
                peer.index.calibrate()
            median, p99 = latency(peer.one, questions, args.budget)
            keys = len({key for key, _ in pairs})
            row = f"| {name} | {size} | {keys} | {seconds:.2f} | {median:.3f} | {p99:.3f} |"
            print(row, flush=True)
    three = draw(data["train"], "20", 1)
    _cold_start(three)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of the whole run: {peak:.0f} MB")


def _cold_start(pairs: list[Pair]) -> None:
    index, build = timed(lambda: Index.build(pairs))
    _, learn = timed(index.calibrate)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "index"
        index.save(path)
        loads = []
        for _ in range(5):
            loaded, seconds = timed(lambda: Index.load(path))
            loads.append(seconds)
        _, first = timed(lambda: loaded.rank("whta is my blance"))
        size = path.stat().st_size / 1e6
    print(f"\n{len(pairs)} phrases, {len(index.keys)} keys: build {build:.2f} s, ", end="")
    print(f"confidence {learn:.2f} s, load {1000 * statistics.median(loads):.1f} ms, ", end="")
    print(f"first question after it {1000 * first:.1f} ms, file {size:.1f} MB")
    try:
        _, other = fitted("bm25s + stemmer", pairs)
        print(f"bm25s indexes the same in {other:.2f} s: ours takes {build / other:.1f} times that")
    except ImportError as error:
        print(f"bm25s not installed: {error.name}")


if __name__ == "__main__":
    main()
