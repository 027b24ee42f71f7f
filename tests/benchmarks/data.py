"""Reading the data sets (not committed) and drawing phrases from them.

A set is a JSON file with ``train``, ``val`` and ``test`` as [key, text] pairs and ``oos_test`` as
out-of-scope texts. CLINC150 (Larson et al. 2019) and BANKING77 (Casanueva et al. 2020), CC BY.
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from pathlib import Path
from typing import Any

Pair = tuple[str, str]


def read(folder: Path, name: str) -> dict[str, Any]:
    """One data set."""
    found: dict[str, Any] = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    return found


def draw(train: list[list[str]], shots: str, seed: int) -> list[Pair]:
    """``shots`` phrases a key ("full": all)."""
    if shots == "full":
        return [(key, text) for key, text in train]
    by_key: dict[str, list[str]] = defaultdict(list)
    for key, text in train:
        by_key[key].append(text)
    rng = random.Random(seed)
    return [
        (key, text)
        for key in sorted(by_key)
        for text in rng.sample(by_key[key], min(int(shots), len(by_key[key])))
    ]


def grow(train: list[list[str]], count: int, seed: int = 3) -> list[Pair]:
    """``count`` phrases: the set itself, then copies of it with two words of a phrase replaced.

    Every copy brings its own keys; 15 % of the new words are made up, so the vocabulary grows.
    """
    rng = random.Random(seed)
    if count <= len(train):
        return [(key, text) for key, text in rng.sample(train, count)]
    vocabulary = sorted({word for _, text in train for word in text.split()})
    syllables = [c + v for c in "bcdfghjklmnprstvz" for v in "aeiou"]
    out = [(key, text) for key, text in train]
    copy = 0
    while True:
        copy += 1
        for key, text in train:
            if len(out) == count:
                return out
            words = text.split()
            for _ in range(2):
                made = rng.random() < 0.15
                words[rng.randrange(len(words))] = (
                    "".join(rng.choices(syllables, k=rng.randint(2, 4)))
                    if made
                    else rng.choice(vocabulary)
                )
            out.append((f"{key}~{copy}", " ".join(words)))
