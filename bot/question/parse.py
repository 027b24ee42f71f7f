"""Text to Question: what was named (codes, payer, setting, people, modifiers), and what is asked.

Pure and deterministic. The matching text of a question and of every ask in the knowledge base come
from the same function (`Reader.read`), so both sides always speak the same language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.question.context import NOWHERE, Context
from bot.question.form import Form, form
from bot.question.headcount import counted
from bot.question.vocabulary import MASKS, TABLE_KINDS, WORDLIKE, Term, Vocabulary, literal
from bot.question.words import Word, split

_CODE = re.compile(r"\d{5}|[a-z]\d{4}|\d{4}[tf]")
CODE = re.compile(r"\b(?:\d{5}|[A-Z]\d{4}|\d{4}[TF])\b")
# Four digits that may be a therapy code with one left out; nothing else people type here begins so.
_FOUR_DIGITS = re.compile(r"9\d{3}")
_MASK_WORDS = frozenset(MASKS.values())
_MASKED = {f"{{{kind}}}": MASKS[kind] for kind in TABLE_KINDS}
# A number that looks like a code but is money, a zip code after a state, or a count.
_NOT_CODE_BEFORE = frozenset({"mrn", "zip", "claim"})
_NUMERIC_MODIFIERS = frozenset({"59", "25", "22", "52", "51", "50", "76", "77", "95", "93", "96", "97"})
_DENIAL_GROUPS = frozenset({"co", "pr", "oa", "pi", "carc"})
_YEAR = re.compile(r"20[12]\d")


@dataclass(frozen=True, slots=True)
class Reading:
    """What one text says, before any context is added.

    `match` is the text for the index. `named` maps a kind ("code", "payer" ...) to the row ids
    named, in order; codes named by number are in `literal_codes`, numbers that look like a code
    but are none of ours in `unknown_codes`. `turns` are the words that turn a yes/no question round.
    """

    match: str
    named: dict[str, tuple[str, ...]]
    literal_codes: tuple[str, ...]
    unknown_codes: tuple[str, ...]
    roles: frozenset[str]
    contrasts: dict[str, frozenset[str]]
    content: tuple[str, ...]
    turns: frozenset[str]
    form: Form
    year: int | None
    corrections: tuple[tuple[str, str], ...] = ()
    expansions: tuple[tuple[str, str], ...] = ()

    def first(self, kind: str) -> str | None:
        """The first row of a kind that was named."""
        found = self.named.get(kind, ())
        return found[0] if found else None


@dataclass(frozen=True, slots=True)
class Question:
    """A question ready to be answered: redacted text, its reading, and the full context.

    `plain` is the text without the marks of what was redacted, for whoever reads it again.
    """

    text: str
    reading: Reading
    context: Context = NOWHERE
    today: date = date.min
    phi: tuple[str, ...] = ()
    plain: str = ""

    @property
    def day(self) -> date:
        """The date of service: the one given, or today."""
        return self.context.date_of_service or self.today


@dataclass(slots=True)
class _Draft:
    out: list[str] = field(default_factory=list)
    named: dict[str, list[str]] = field(default_factory=dict)
    literal_codes: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    roles: set[str] = field(default_factory=set)
    contrasts: dict[str, set[str]] = field(default_factory=dict)
    content: list[str] = field(default_factory=list)
    turns: set[str] = field(default_factory=set)
    corrections: list[tuple[str, str]] = field(default_factory=list)
    expansions: list[tuple[str, str]] = field(default_factory=list)
    year: int | None = None

    def name(self, kind: str, key: str) -> None:
        found = self.named.setdefault(kind, [])
        if key not in found:
            found.append(key)
        self.out.append(MASKS[kind])


class Reader:
    """Reads texts against one library's vocabulary.

    Args:
        vocabulary: what can be named.
        codes: the codes of the table.
        modifiers: the modifier ids.
        denials: the denial code ids.
        mend: takes a misspelt word, gives the word it is taken for, or None.
        regional: (payer, state) -> the payer row of that state, for programs that differ by state.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        codes: frozenset[str],
        modifiers: frozenset[str],
        denials: frozenset[str],
        mend: Callable[[str], str | None] = lambda word: None,
        regional: Mapping[tuple[str, str], str] | None = None,
    ) -> None:
        self._vocabulary = vocabulary
        self._codes = codes
        self._modifiers = modifiers
        self._denials = denials
        self._mend = mend
        self._regional = regional or {}

    @property
    def codes(self) -> frozenset[str]:
        """The codes that are known."""
        return self._codes

    @property
    def words(self) -> frozenset[str]:
        """Every word of a name or shorthand: none of them is a person's name."""
        return self._vocabulary.words

    def read(self, text: str) -> Reading:
        """The reading of any text; never fails."""
        for mark, mask in _MASKED.items():
            text = text.replace(mark, f" {mask} ")
        words = split(counted(text))
        shouting = text.isupper()
        draft = _Draft()
        plain = self._mended(words, draft)
        place = 0
        while place < len(words):
            place += self._step(words, plain, place, shouting, draft)
        self._place(draft)
        return _finish(draft, text)

    def without(self, text: str, kinds: frozenset[str], instead: str = "") -> str:
        """The text less the words that name a row of one of the kinds ("payer", "code" ...).

        `instead` takes the place of the first of them.
        """
        words = split(text)
        plain = self._mended(words, _Draft())
        place = 0
        while place < len(words):
            draft = _Draft()
            taken = self._step(words, plain, place, text.isupper(), draft)
            if draft.named.keys() & kinds:
                named = (re.escape(word.typed) for word in words[place : place + taken])
                pattern = r"(?:'s)?\W+".join(named)
                found = re.search(rf"(?<!\w){pattern}(?!\w)", text)
                if found:
                    text = f"{text[: found.start()]} {instead} {text[found.end() :]}"
                    instead = ""
            place += taken
        return text

    def _place(self, draft: _Draft) -> None:
        """A payer named with a state is the program of that state: "comp in Texas"."""
        payers, states = draft.named.get("payer", []), draft.named.get("state", [])
        placed = (self._regional.get((payer, state)) for payer in payers for state in states)
        own = next((payer for payer in placed if payer), None)
        if own:
            draft.named["payer"] = [own]

    def _mended(self, words: list[Word], draft: _Draft) -> list[str]:
        plain = []
        for word in words:
            known = len(word.text) < 3 or word.text in _MASK_WORDS
            mended = None if known else self._mend(word.text)
            if mended and mended != word.text:
                draft.corrections.append((word.text, mended))
            plain.append(mended or word.text)
        return plain

    def _step(
        self, words: list[Word], plain: list[str], place: int, shouting: bool, draft: _Draft
    ) -> int:
        word, typed = plain[place], words[place].typed
        before = plain[place - 1] if place else ""
        if word in _MASKED.values():
            draft.out.append(word)
            return 1
        taken = self._denial(plain, place, draft)
        if taken:
            return taken
        found = self._vocabulary.at(plain, place)
        if found and found[1] > 1:
            _take(found[0], plain[place : place + found[1]], draft)
            return found[1]
        if _CODE.fullmatch(word) and before not in _NOT_CODE_BEFORE:
            self._code(word.upper(), draft)
            return 1
        if self._cut_off(word) and before not in _NOT_CODE_BEFORE:
            draft.unknown.append(word)
            draft.out.append(MASKS["code"])
            return 1
        if self._modifier(plain, place, typed, shouting):
            draft.name("modifier", word.upper())
            return 1
        if word == "pt":
            _pt(plain, place, typed, shouting, draft)
            return 1
        if found:
            _take(found[0], [word], draft)
            return 1
        if _YEAR.fullmatch(word):
            draft.year = int(word)
        draft.out.append(word)
        draft.content.append(word)
        return 1

    def _code(self, code: str, draft: _Draft) -> None:
        if code in self._codes:
            draft.literal_codes.append(code)
            draft.name("code", code)
        else:
            draft.unknown.append(code)
            draft.out.append(MASKS["code"])

    def _cut_off(self, word: str) -> bool:
        """Whether a word is one of our codes with a digit left out ("9753")."""
        return bool(_FOUR_DIGITS.fullmatch(word)) and any(missing_one(word, code) for code in self._codes)

    def _denial(self, plain: list[str], place: int, draft: _Draft) -> int:
        word = plain[place]
        joined = re.fullmatch(r"(co|pr|oa|pi)(\d{1,3})", word)
        if joined:
            key, taken = f"{joined[1].upper()}-{joined[2]}", 1
        elif word in _DENIAL_GROUPS and place + 1 < len(plain) and plain[place + 1].isdigit():
            if len(plain[place + 1]) > 3:
                return 0
            key, taken = f"{'CO' if word == 'carc' else word.upper()}-{plain[place + 1]}", 2
        elif word.upper() in self._denials:
            key, taken = word.upper(), 1
        else:
            return 0
        draft.name("denial", key)
        return taken

    def _modifier(self, plain: list[str], place: int, typed: str, shouting: bool) -> bool:
        word = plain[place]
        if word.upper() not in self._modifiers:
            return False
        near = set(plain[max(0, place - 3) : place + 3])
        spoken = bool(near & {"modifier", "modifiers", "mod", "mods", "append", "w"})
        if word in _NUMERIC_MODIFIERS:
            after = plain[place + 1] if place + 1 < len(plain) else ""
            counted = after in {"min", "mins", "minutes", "minute", "units", "visits", "days", "yo"}
            return spoken or (word in {"59", "95"} and not counted)
        if word in {"go", "co", "ga"}:
            return spoken or (typed.isupper() and not shouting)
        return word in WORDLIKE or spoken or typed.isupper() or word == "kx"


def missing_one(short: str, code: str) -> bool:
    """Whether `short` is `code` with exactly one character left out."""
    return len(code) == len(short) + 1 and any(
        code[:i] + code[i + 1 :] == short for i in range(len(code))
    )


def _pt(plain: list[str], place: int, typed: str, shouting: bool, draft: _Draft) -> None:
    """ "pt" is the patient or the therapist; only a sure therapist is taken as a discipline."""
    around = plain[max(0, place - 2) : place + 3]
    sure = typed == "PT" and not shouting
    if sure or {"ot", "slp", "pta"} & set(around):
        found = draft.named.setdefault("discipline", [])
        if "pt" not in found:
            found.append("pt")
    draft.out.append("pt")


def _take(term: Term, typed: list[str], draft: _Draft) -> None:
    if term.kind != "word":
        draft.name(term.kind, term.id)
        for state in term.also:
            draft.named.setdefault("state", [state])
        return
    if term.role:
        draft.roles.add(term.role)
    if term.role in ("courtesy", "here"):
        return
    if term.turn:
        draft.turns.add(term.id)
    if term.contrast:
        draft.contrasts.setdefault(term.contrast, set()).add(term.id)
    words = list(term.mean) or typed
    if words != typed:
        draft.expansions.append((" ".join(typed), " ".join(words)))
    draft.out += [*words, *term.also]
    draft.content += words


def _finish(draft: _Draft, text: str) -> Reading:
    named = {kind: tuple(keys) for kind, keys in draft.named.items()}
    extra = sorted({literal(kind, key) for kind, keys in named.items() for key in keys})
    if "discipline" in named and "pt" in named["discipline"]:
        extra = [word for word in extra if word != "pt"]
    return Reading(
        match=" ".join([*draft.out, *extra]),
        named=named,
        literal_codes=tuple(dict.fromkeys(draft.literal_codes)),
        unknown_codes=tuple(dict.fromkeys(draft.unknown)),
        roles=frozenset(draft.roles),
        contrasts={name: frozenset(ids) for name, ids in draft.contrasts.items()},
        content=tuple(draft.content),
        turns=frozenset(draft.turns),
        form=form(text, len(named.get("code", ()))),
        year=draft.year,
        corrections=tuple(draft.corrections),
        expansions=tuple(draft.expansions),
    )
