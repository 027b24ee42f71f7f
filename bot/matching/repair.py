"""Typing repair: what a word that nobody knows was meant to be.

Distance is OSA (insert, drop, replace, swap neighbours). One edit is found through an index of
deletions (after the first few words), so the cost does not grow with the vocabulary; two edits are
tried only for words of seven letters or more, where two slips are likelier than another word.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from math import log

MIN_LETTERS = 4
MIN_LETTERS_TWO_EDITS = 7
MAX_LETTERS = 32
"""Longer "words" are links or noise; they are left alone."""
MAX_CANDIDATES = 3
MASS_ONE_EDIT = 0.9
MASS_TWO_EDITS = 0.75
SAME_FIRST_LETTER = 1.5
SCANS = 20
"""Misspelt words that are looked up by a scan before the index of deletions is built: a program that
answers one question never needs it."""
_MEMO_LIMIT = 20_000

Candidates = tuple[tuple[str, float], ...]


class Repairer:
    """Mends words against a vocabulary. Immutable to its users and safe to share between threads.

    ``vocabulary`` maps a word to how often it occurs; ``known`` holds further words that are right
    as they are though the vocabulary lacks them (a general word list).
    """

    def __init__(self, vocabulary: Mapping[str, int], known: Container[str] = ()) -> None:
        self._counts = {w: n for w, n in sorted(vocabulary.items()) if _is_mendable(w)}
        self._vocabulary = vocabulary
        self._known = known
        self._memo: dict[str, Candidates] = {}
        self._deletions: dict[str, list[str]] | None = None
        self._by_length: dict[int, list[str]] = {}
        self._looked_up = 0

    def candidates(self, word: str) -> Candidates:
        """(word of the vocabulary, share) best first; shares sum to 0.9 at one edit, 0.75 at two.

        Empty when the word is right as it stands, holds anything but a-z, or is like no other.
        """
        if word in self._vocabulary or not _is_mendable(word) or word in self._known:
            return ()
        found = self._memo.get(word)
        if found is None:
            if len(self._memo) >= _MEMO_LIMIT:
                self._memo = {}
            found = self._memo[word] = self._look_up(word)
        return found

    def _look_up(self, word: str) -> Candidates:
        near = sorted(self._within_one(word))
        mass = MASS_ONE_EDIT
        if not near and len(word) >= MIN_LETTERS_TWO_EDITS:
            near, mass = self._within_two(word), MASS_TWO_EDITS
        weighted = [(self._weight(word, c), c) for c in near]
        weighted.sort(key=lambda item: (-item[0], item[1]))
        del weighted[MAX_CANDIDATES:]
        total = sum(weight for weight, _ in weighted)
        return tuple((c, mass * weight / total) for weight, c in weighted)

    def _weight(self, word: str, candidate: str) -> float:
        weight = 1.0 + log(max(1, self._counts[candidate]))
        return weight * (SAME_FIRST_LETTER if word[0] == candidate[0] else 1.0)

    def _within_one(self, word: str) -> list[str]:
        """Words at one edit: by a scan at first, through the deletions once they pay for themselves."""
        self._looked_up += 1
        if self._deletions is None and self._looked_up <= SCANS:
            return self._scan(word, 1)
        if self._deletions is None:
            self._deletions = self._all_deletions()
        sharing = {c for part in _deletions(word) for c in self._deletions.get(part, ())}
        return [c for c in sharing if _within_one(word, c)]

    def _all_deletions(self) -> dict[str, list[str]]:
        deletions: dict[str, list[str]] = {}
        for word in self._counts:
            for part in _deletions(word):
                deletions.setdefault(part, []).append(word)
        return deletions

    def _within_two(self, word: str) -> list[str]:
        return self._scan(word, 2)

    def _scan(self, word: str, edits: int) -> list[str]:
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extract_iter

        if not self._by_length:
            by_length: dict[int, list[str]] = {}
            for known in self._counts:
                by_length.setdefault(len(known), []).append(known)
            self._by_length = by_length
        return [
            choice
            for size in range(len(word) - edits, len(word) + edits + 1)
            for choice, _, _ in extract_iter(
                word, self._by_length.get(size, ()), scorer=OSA.distance, score_cutoff=edits
            )
        ]


def _is_mendable(word: str) -> bool:
    """Letters only: a code or a number is never guessed."""
    return MIN_LETTERS <= len(word) <= MAX_LETTERS and word.isascii() and word.isalpha()


def _deletions(word: str) -> set[str]:
    """The word and what remains of it when any one letter is dropped."""
    return {word} | {word[:i] + word[i + 1 :] for i in range(len(word))}


def _within_one(a: str, b: str) -> bool:
    """Whether one insertion, drop, replacement or swap of neighbours turns ``a`` into ``b``."""
    if len(a) > len(b):
        a, b = b, a
    if len(b) - len(a) > 1:
        return False
    start = 0
    while start < len(a) and a[start] == b[start]:
        start += 1
    if len(a) < len(b):
        return a[start:] == b[start + 1 :]
    if a[start + 1 :] == b[start + 1 :]:
        return True
    swapped = b[start + 1 : start + 2] + b[start : start + 1]
    return a[start : start + 2] == swapped and a[start + 2 :] == b[start + 2 :]
