"""What the reader of questions knows: names of table rows, clinic language, and how to find them.

Built once from a library. Every name and every shorthand is a `Term` under its words; the longest
term wins at each place, and a table row wins over clinic language of the same length.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.knowledge.view import BETWEEN
from bot.question.words import phrase

if TYPE_CHECKING:
    from bot.knowledge.load import Library

TABLE_KINDS = (
    "payer", "setting", "discipline", "code", "modifier", "denial", "state", "contractor",
)  # fmt: skip
# What stands in a matching text for "some code", "some payer" ...; the row itself is added apart.
MASKS = {kind: f"x{kind}x" for kind in TABLE_KINDS}
# Two-letter ids that are everyday words or other things when typed in lower case or without
# "modifier" beside them.
WORDLIKE = frozenset({"co", "go", "ga", "gn", "gx", "gy", "gz", "xe", "xp", "xs", "xu", "cq", "gp"})


@dataclass(frozen=True, slots=True)
class Term:
    """One way of saying one thing; of a setting, `also` is the state that calls it so."""

    kind: str
    id: str
    mean: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    role: str = ""
    contrast: str = ""
    turn: bool = False


def literal(kind: str, key: str) -> str:
    """The single word that stands for one table row in a matching text."""
    word = "".join(phrase(key))
    return {"modifier": "mod", "denial": "deny", "state": "state"}.get(kind, "") + word


class Vocabulary:
    """Finds terms in a list of words."""

    def __init__(self, terms: Iterable[tuple[tuple[str, ...], Term]]) -> None:
        self._terms: dict[tuple[str, ...], Term] = {}
        self._longest: dict[str, int] = {}
        for words, term in terms:
            if words and words not in self._terms:
                self._terms[words] = term
                self._longest[words[0]] = max(self._longest.get(words[0], 0), len(words))
        self.words = frozenset(word for words in self._terms for word in words)

    @classmethod
    def of(cls, library: Library) -> Vocabulary:
        """The vocabulary of a library: the first taker of a phrase keeps it."""
        return cls(_terms(library))

    def to_data(self) -> dict[str, Any]:
        """As JSON types, for the snapshot: each term once, and its number beside each of its names."""
        number: dict[Term, int] = {}
        for term in self._terms.values():
            number.setdefault(term, len(number))
        terms = [
            [t.kind, t.id, " ".join(t.mean), " ".join(t.also), t.role, t.contrast, "turn" * t.turn] for t in number
        ]
        said = BETWEEN.join(" ".join(words) for words in self._terms)
        return {"said": said, "terms": terms, "numbers": [number[term] for term in self._terms.values()]}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Vocabulary:
        """The inverse of `to_data`."""
        terms = [
            Term(k, i, tuple(m.split()), tuple(a.split()), r, c, bool(t)) for k, i, m, a, r, c, t in data["terms"]
        ]
        said = data["said"].split(BETWEEN)
        return cls((tuple(w.split()), terms[n]) for w, n in zip(said, data["numbers"], strict=True))

    def at(self, words: list[str], start: int) -> tuple[Term, int] | None:
        """The longest term that begins at `start`, and how many words it takes."""
        for length in range(min(self._longest.get(words[start], 0), len(words) - start), 0, -1):
            term = self._terms.get(tuple(words[start : start + length]))
            if term is not None:
                return term, length
        return None


def _terms(library: Library) -> Iterator[tuple[tuple[str, ...], Term]]:
    """Table rows first: the first taker of a phrase keeps it."""
    for kind in ("payer", "setting", "discipline", "contractor", "code", "denial"):
        for key, row in library.table(kind).items():
            for name in _names(kind, key, row):
                yield phrase(name), Term(kind, key)
    for key, place in library.settings.items():
        for program in place.programs:
            yield phrase(program.name), Term("setting", key, also=(program.state,))
    for key, row in library.modifiers.items():
        for name in row.aliases:
            # "25" or "GO" alone is a number or a word; `Reader` decides by what stands around it.
            if len("".join(phrase(name))) > 2:
                yield phrase(name), Term("modifier", key)
    for key, state in library.states.items():
        for name in (state.name, *state.aliases):
            yield phrase(name), Term("state", key)
    for entry in library.lexicon.values():
        mean, also = phrase(entry.mean), phrase(entry.also)
        term = Term("word", entry.id, mean, also, entry.role, entry.contrast, entry.turn)
        for name in entry.say:
            yield phrase(name), term


def _names(kind: str, key: str, row: object) -> list[str]:
    names = list(getattr(row, "aliases", []))
    if kind in ("payer", "setting", "contractor"):
        names += [str(getattr(row, "name", "")), key]
    elif kind == "discipline":
        names += [str(getattr(row, "name", ""))] + ([key] if key not in ("pt", "at") else [])
    elif kind == "denial":
        names += [key]
    return names
