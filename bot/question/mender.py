"""Mends a misspelt word against the words of the knowledge base."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from bot.question.vocabulary import Vocabulary

if TYPE_CHECKING:
    from bot.matching import Repairer

# A mended word replaces the typed one only when one candidate is clearly meant.
MEND_SHARE = 0.5
# Of three letters only a word of four with one left out is mended, when it is written often and nothing else is near.
SHORT, SHORT_SHARE, OFTEN = 3, 0.7, 20
# Words that take a "have", "are" or "will" ("we've"), and words that take an "is" ("there's").
PEOPLE = frozenset({"we", "they", "you", "who", "would", "could", "should"})
POINTERS = frozenset({"there", "here", "who", "what", "where", "how", "when", "she", "he", "it"})


class Mender:
    """A misspelt word to the word it is taken for; what it needs is built on first need.

    Args:
        words: how often each word stands in what the knowledge base says.
        vocabulary: names and shorthand, right as they are.
    """

    def __init__(self, words: Mapping[str, int], vocabulary: Vocabulary) -> None:
        self._words = words
        self._vocabulary = vocabulary
        self._repair: Repairer | None = None
        self._short: dict[str, list[tuple[str, float]]] | None = None

    def __call__(self, word: str) -> str | None:
        """The word meant, or None when the word is right, unlike any other, or like several."""
        if word in self._vocabulary.words or not word.isalpha() or _joined(word):
            return None
        from bot.matching.slips import likeliest

        if len(word) == SHORT:
            if self._short is None:
                self._short = self._cut_short()
            found = likeliest(word, self._short.get(word, ()))
            return found[0] if found and found[1] >= SHORT_SHARE else None
        if self._repair is None:
            self._repair = self._build()
        found = likeliest(word, self._repair.candidates(word))
        return found[0] if found and found[1] >= MEND_SHARE else None

    def _counts(self) -> dict[str, int]:
        counts: dict[str, int] = dict.fromkeys(self._vocabulary.words, 3)
        for word, times in self._words.items():
            counts[word] = counts.get(word, 0) + times
        return counts

    def _build(self) -> Repairer:
        from bot.matching import Repairer
        from bot.matching.general import common_words

        return Repairer(self._counts(), common_words())

    def _cut_short(self) -> dict[str, list[tuple[str, float]]]:
        """Three letters -> (word of four, how often) that they are with one left out."""
        from bot.matching.general import common_words

        counts, cut_short = self._counts(), dict[str, list[tuple[str, float]]]()
        right = common_words()
        for word, times in sorted(counts.items()):
            if len(word) != SHORT + 1 or times < OFTEN or self._is_name(word):
                continue
            for cut in _cuts(word):
                if cut not in counts and cut not in right:
                    cut_short.setdefault(cut, []).append((word, float(times)))
        return cut_short

    def _is_name(self, word: str) -> bool:
        """Whether a word names a row of a table: "com" is not taken for workers' comp."""
        found = self._vocabulary.at([word], 0)
        return found is not None and found[0].kind != "word"


def _cuts(word: str) -> Iterator[str]:
    yield from sorted({word[:i] + word[i + 1 :] for i in range(len(word))})


def _joined(word: str) -> bool:
    """Whether a word is two, run together where the apostrophe was ("theres", "weve")."""
    if word.endswith("s"):
        return word[:-1] in POINTERS
    return word.endswith(("ve", "re", "ll")) and word[:-2] in PEOPLE
