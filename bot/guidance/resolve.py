"""Entry + context -> Reply: the variant that fits, figures of the date, sources in rank order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from bot.guidance.fill import MissingFigure, field, figures, row_fields
from bot.guidance.reply import Choice, ConflictRef, Memory, Reply, Section, SourceRef
from bot.knowledge.load import TIER_RANK, Library
from bot.question.context import FIELDS, Context, Value
from bot.question.gather import unbilled

if TYPE_CHECKING:
    from bot.knowledge.model import Citation, Entry, PayerRow, Variant

WORDS = {"yes": "Yes.", "no": "No.", "depends": "Depends."}
# Entries of these kinds tell which line to bill.
BILLED_KINDS = frozenset({"activity", "code", "compare", "pairs", "units", "population"})
SAID = ("question", "flag", "thread")
OPPOSITE = {"yes": "no", "no": "yes"}
ORIGINS = {
    "question": "your question",
    "flag": "the options given",
    "thread": "this thread",
    "channel": "this channel's profile",
    "workspace": "the workspace default",
    "default": "the default",
}


@dataclass(slots=True)
class _Parts:
    verdict: str
    answer: str
    why: str
    use_codes: list[str]
    document: list[str]
    watch_for: list[str]
    sources: list[Citation]


def reply_for(
    library: Library,
    entry: Entry,
    *,
    question: str,
    context: Context,
    day: date,
    angle: int | None = None,
    sure_side: bool = True,
    open_form: bool = False,
    row: str | None = None,
    codes: tuple[str, ...] = (),
) -> Reply:
    """The reply an entry gives in a context.

    Args:
        angle: index into `entry.angles` when the question came from that side.
        sure_side: False when two sides of the entry with different verdicts match about equally:
            the reply then gives the rule without a yes or no in front.
        open_form: the question wants a code or a rule ("which", "A or B"), so that no yes or no is said.
        row: id of the table row for a parameterised entry.
        codes: the codes the question named; memory for follow-ups.
    """
    table_row = library.table(entry.each)[row] if entry.each and row else None
    parts = _base(entry, angle, table_row)
    variant = best_variant(library, entry.when, context, day)
    if variant:
        _apply(parts, entry, variant, angle)
    borrower = _borrower(library, entry, variant, context)
    wordless = (not sure_side and parts.verdict in WORDS) or (open_form and parts.verdict in OPPOSITE)
    if wordless:
        parts.verdict = "info"
        if angle is not None and not (variant and (variant.answer or variant.verdict)):
            # An angle's sentence is written to follow its word; without the word, say the rule.
            parts.answer = entry.answer
    if table_row is not None:
        _fill_row(parts, table_row)
    if borrower:
        _lend(parts, library.payers[entry.rule_of or ""], borrower)
    missing: list[str] = []
    _fill_figures(parts, library, day, missing)
    cited = _cited(library, [*parts.sources, *getattr(table_row, "sources", [])])
    lead = f"{WORDS[parts.verdict]} {parts.answer}" if parts.verdict in WORDS else parts.answer
    review = library.reviews.get(entry.id)
    return Reply(
        question=question,
        status="answered",
        kind="entry",
        lead=lead,
        entry=entry.id,
        title=row_fields(entry.title, table_row) if table_row is not None else entry.title,
        verdict=parts.verdict,
        sections=_sections(entry, parts, cited, missing),
        codes=tuple(dict.fromkeys([*parts.use_codes, *entry.compares])),
        context=context,
        context_line=context_line(library, context, day),
        sources=cited,
        conflicts=_conflicts(library, entry),
        choices=differing(library, entry, context, day),
        memory=_memory(entry, context, question, codes),
        reviewed_on=review.on if review else None,
    )


def _base(entry: Entry, angle: int | None, row: Any) -> _Parts:
    parts = _Parts(
        entry.verdict,
        entry.answer,
        entry.why,
        list(entry.use_codes),
        list(entry.document),
        list(entry.watch_for),
        list(entry.sources),
    )
    if row is not None and entry.cases:
        value = field(row, entry.by)
        case = entry.cases.get(value) or entry.cases.get("other")
        if case:
            parts.verdict, parts.answer = case.verdict, case.answer
            parts.why = case.why if case.why is not None else parts.why
            parts.document = case.document if case.document is not None else parts.document
            parts.watch_for = case.watch_for if case.watch_for is not None else parts.watch_for
    if angle is not None:
        side = entry.angles[angle]
        parts.verdict = side.verdict
        if side.answer:
            parts.answer = side.answer
    return parts


def _apply(parts: _Parts, entry: Entry, variant: Variant, angle: int | None) -> None:
    if variant.answer or variant.verdict:
        parts.answer = variant.answer or entry.answer
        parts.verdict = _seen_from(entry, variant, angle)
    for name in ("why", "use_codes", "document", "watch_for"):
        value = getattr(variant, name)
        if value is not None:
            setattr(parts, name, value)
    parts.sources = [*variant.sources, *parts.sources]


def _seen_from(entry: Entry, variant: Variant, angle: int | None) -> str:
    """A variant's verdict from the side that was asked; "info" where that cannot be known.

    A variant is written for the entry's asks. Only an angle whose `polarity` says how its yes
    stands to theirs can take over the verdict; any other is told the sentence alone.
    """
    main = variant.verdict or entry.verdict
    if angle is None:
        return main
    side = entry.angles[angle]
    if side.polarity is None:
        return "info"
    if variant.verdict is None:
        return side.verdict
    return OPPOSITE.get(main, main) if side.polarity == "opposite" else main


def _borrower(
    library: Library, entry: Entry, variant: Variant | None, context: Context
) -> PayerRow | None:
    """The payer of the context when the entry is another payer's rule, that does not bind it."""
    chain = lineage(library, "payer", context)
    if not entry.rule_of or not chain or (variant is not None and variant.payer):
        return None
    bound = {key for name in chain for key in (name, *library.payers[name].follows)}
    return None if entry.rule_of in bound else library.payers[chain[0]]


def _lend(parts: _Parts, owner: PayerRow, borrower: PayerRow) -> None:
    """Say whose rule it is: never a yes or no in the name of a payer that has not said it."""
    if parts.verdict in OPPOSITE:
        parts.verdict = "depends"
    parts.answer = f"I have no text of {borrower.name} on this. {owner.name} says: {parts.answer}"
    if borrower.check:
        parts.watch_for.append(f"To confirm it for {borrower.name}: {borrower.check}.")


def best_variant(
    library: Library, variants: Iterable[Variant], context: Context, day: date
) -> Variant | None:
    """The most specific variant whose conditions all hold; the first written wins a tie."""
    best: Variant | None = None
    best_key = (-1, -1)
    for variant in variants:
        depth = _depth(library, variant, context, day)
        if depth is not None and (weight(variant), -depth) > best_key:
            best, best_key = variant, (weight(variant), -depth)
    return best


def weight(variant: Variant) -> int:
    """How specific a variant is: the number of conditions it sets."""
    names = ("payer", "setting", "discipline", "contractor", "state", "from_", "to")
    return sum(1 for name in names if getattr(variant, name))


def _depth(library: Library, variant: Variant, context: Context, day: date) -> int | None:
    """How far up the tables the match lies (0 = exact), or None when a condition fails."""
    if (variant.from_ and day < variant.from_) or (variant.to and day > variant.to):
        return None
    depth = 0
    for name in ("payer", "setting", "discipline"):
        wanted = getattr(variant, name)
        if wanted:
            chain = lineage(library, name, context)
            hits = [chain.index(key) for key in wanted if key in chain]
            if not hits:
                return None
            depth += min(hits)
    state = context.get("state")
    if variant.state and state not in variant.state:
        return None
    if variant.contractor:
        known = library.states.get(state or "")
        contractor = context.get("contractor") or (known.contractor if known else None)
        if contractor not in variant.contractor:
            return None
    return depth


def lineage(library: Library, name: str, context: Context) -> tuple[str, ...]:
    """The context's value of a field and its more general parents; a setting may imply a payer."""
    key = context.get(name)
    if key is None and name == "payer":
        setting = library.settings.get(context.get("setting") or "")
        key = setting.payer if setting else None
    return library.ancestors(name, key) if key else ()


def _fill_row(parts: _Parts, row: Any) -> None:
    parts.answer = row_fields(parts.answer, row)
    parts.why = row_fields(parts.why, row)
    parts.document = [row_fields(line, row) for line in parts.document]
    parts.watch_for = [row_fields(line, row) for line in parts.watch_for if row_fields(line, row)]


def _fill_figures(parts: _Parts, library: Library, day: date, missing: list[str]) -> None:
    def fill(text: str) -> str | None:
        try:
            return figures(text, library, day)
        except MissingFigure as error:
            if error.name not in missing:
                missing.append(error.name)
            return None

    answer = fill(parts.answer)
    if answer is None:
        parts.verdict = "info"
        answer = (
            f"I have no published figure for dates of service on {day.isoformat()} "
            f"({', '.join(missing)}), so I give none. Check CMS before you bill."
        )
    parts.answer = answer
    parts.why = fill(parts.why) or ""
    parts.document = [line for line in map(fill, parts.document) if line]
    parts.watch_for = [line for line in map(fill, parts.watch_for) if line]


def _sections(
    entry: Entry, parts: _Parts, cited: tuple[SourceRef, ...], missing: list[str]
) -> tuple[Section, ...]:
    found = []
    if parts.why:
        found.append(Section("Why", (parts.why,)))
    if parts.document:
        found.append(Section("The note must show", tuple(parts.document)))
    if parts.watch_for:
        found.append(Section("Watch for", tuple(parts.watch_for)))
    for example in entry.examples[:1]:
        lines = [f'Weak: "{example.weak}"'] if example.weak else []
        found.append(Section("Note line (example)", (*lines, f'Strong: "{example.strong}"')))
    doubts = list(entry.unconfirmed)
    if cited and all(source.tier == "trade" for source in cited):
        doubts.append("Only trade sources support this; no Medicare or payer text was seen.")
    if missing:
        doubts.append(f"No figure for this date of service: {', '.join(missing)}.")
    if doubts:
        found.append(Section("Unconfirmed", tuple(doubts)))
    return tuple(found)


def _cited(library: Library, citations: Iterable[Citation]) -> tuple[SourceRef, ...]:
    refs = {(c.id, c.at): source_ref(library, c.id, c.at) for c in citations}
    ordered = sorted(enumerate(refs.values()), key=lambda pair: (TIER_RANK[pair[1].tier], pair[0]))
    return tuple(ref for _, ref in ordered)


def source_ref(library: Library, key: str, at: str = "") -> SourceRef:
    """A source of the library as cited at a place."""
    s = library.sources[key]
    return SourceRef(s.id, s.title, s.tier, at, s.url, s.dated, s.checked)


def _conflicts(library: Library, entry: Entry) -> tuple[ConflictRef, ...]:
    return tuple(
        ConflictRef(c.says, source_ref(library, c.source), c.ranks) for c in entry.conflicts
    )


def context_line(library: Library, context: Context, day: date) -> str:
    """ "For: Medicare Part B, outpatient clinic (this channel's profile)." or "" when unknown."""
    by_origin: dict[str, list[str]] = {}
    for name in FIELDS:
        value = getattr(context, name)
        if value is None:
            continue
        row = library.table(name).get(value.id)
        by_origin.setdefault(value.origin, []).append(row.name if row else value.id)
    if context.date_of_service:
        words = f"date of service {day.isoformat()}"
        by_origin.setdefault(context.date_origin, []).append(words)
    if not by_origin:
        return ""
    parts = [f"{', '.join(names)} ({ORIGINS[origin]})" for origin, names in by_origin.items()]
    return f"Context: {'; '.join(parts)}."


def elsewhere(library: Library, reply: Reply, about: Mapping[str, Collection[str]]) -> Reply:
    """The reply in a place that bills no CPT codes: it says so first, and takes back a "yes".

    `about`: the rows the reply's entry is about, by kind. An entry about the place or the payer,
    or with a variant for it, says it itself.
    """
    if reply.status != "answered":
        return reply
    place, payer = library.settings.get(reply.context.get("setting") or ""), reply.context.get("payer")
    if place is not None and place.bills_cpt == "no":
        here, name = f"In {place.name} no CPT line is billed: {place.counts}.", "setting"
    elif place is None and payer is not None and unbilled(library, payer):
        row = library.payers[payer]
        here, name = f"Under {row.name} no CPT line is billed: {row.counting.note}.", "payer"
    else:
        return reply
    if reply.entry is None:
        speaks = reply.kind in ("units", "visit")
    else:
        entry = library.entry(reply.entry)
        own = about.get(name) or any(getattr(variant, name) for variant in entry.when)
        speaks = entry.kind in BILLED_KINDS and entry.each != name and not own
    if not speaks:
        return reply
    verdict, word = reply.verdict, WORDS.get(reply.verdict or "", "")
    rest = reply.lead.removeprefix(word).strip()
    if reply.entry and verdict in ("yes", "depends"):
        # "Can I bill it?" is answered no; of another kind of question only the rule is left.
        verdict = "no" if library.entry(reply.entry).kind == "activity" else "info"
    word = WORDS.get(verdict or "", "")
    lead = f"{word} {here} Where CPT is billed: {rest}".strip()
    return replace(reply, verdict=verdict, lead=lead)


def overruled(library: Library, context: Context, known: Context) -> str:
    """What the question said otherwise than the channel or the workspace, or nothing."""
    found = []
    for name in FIELDS:
        mine, theirs = getattr(context, name), getattr(known, name)
        if mine is None or theirs is None or mine.id == theirs.id or mine.origin not in SAID:
            continue
        rows = library.table(name)
        words = [row.name if (row := rows.get(key)) else key for key in (mine.id, theirs.id)]
        found.append(f"{words[0]} instead of {words[1]} ({ORIGINS[theirs.origin]})")
    return f"As you asked: {'; '.join(found)}." if found else ""


def differing(
    library: Library, entry: Entry, context: Context, day: date
) -> tuple[Choice, ...]:
    """Up to three unknown context values under which this entry answers differently.

    Each is tried: a variant that needs more than this one value, or another date, is no choice.
    """
    variants = entry.when
    now = best_variant(library, variants, context, day)
    found: list[Choice] = []
    for name in ("setting", "payer", "discipline"):
        if context.get(name):
            continue
        rows = library.table(name)
        for key in [key for variant in variants for key in getattr(variant, name)]:
            if key not in rows:
                continue
            choice = Choice(rows[key].name, "context", f"{name}={key}")
            then = best_variant(library, variants, context.with_value(name, Value(key, "thread")), day)
            changed = then is not None and then is not now and (then.answer or then.verdict)
            if changed and choice not in found:
                found.append(choice)
    return tuple(found[:3])


def _memory(entry: Entry, context: Context, question: str, codes: tuple[str, ...]) -> Memory:
    return remember(context, question, codes, entry.id)


def remember(
    context: Context, question: str, codes: tuple[str, ...], entry: str | None = None
) -> Memory:
    """What the thread keeps: only context that was said in it, never the channel's profile."""
    said: dict[str, str | None] = {}
    for name in FIELDS:
        value = getattr(context, name)
        said[name] = value.id if value and value.origin in SAID else None
    day = context.date_of_service if context.date_origin in SAID else None
    return Memory(
        entry=entry,
        asked=question,
        payer=said["payer"],
        setting=said["setting"],
        discipline=said["discipline"],
        state=said["state"],
        date_of_service=day.isoformat() if day else None,
        codes=codes,
    )


def with_confidence(reply: Reply, confidence: float) -> Reply:
    """The reply with the matcher's confidence."""
    return replace(reply, confidence=confidence)
