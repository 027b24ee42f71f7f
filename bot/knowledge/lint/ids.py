"""Every id that is named must exist, and everything that exists must be used."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from bot.knowledge.errors import Problem
from bot.knowledge.lint.bench import Bench
from bot.knowledge.load import GATE_FIELDS
from bot.phrases import SLOT

_TABLES = {
    "codes": "codes",
    "payer": "payers",
    "setting": "settings",
    "discipline": "disciplines",
    "modifier": "modifiers",
    "denial": "denials",
    "state": "states",
    "contractor": "contractors",
}


def check_ids(bench: Bench) -> Iterator[Problem]:
    """Codes, table rows, related entries and sources that are named but unknown."""
    library = bench.library
    known = {name: set(getattr(library, table)) for name, table in _TABLES.items()}
    for key in library.entry_ids:
        entry = library.entry(key)
        named: list[tuple[str, str, str]] = []
        named += [("codes", code, "use_codes") for code in entry.use_codes]
        named += [("codes", code, "compares") for code in entry.compares]
        for gate_name in ("requires", "excludes"):
            gate = getattr(entry, gate_name)
            for name in GATE_FIELDS:
                if name != "terms":
                    named += [(name, value, gate_name) for value in getattr(gate, name)]
        for variant in entry.when:
            for name in ("payer", "setting", "discipline", "state", "contractor"):
                named += [(name, value, "when") for value in getattr(variant, name)]
            named += [("codes", code, "when") for code in variant.use_codes or ()]
        for name, value, field in named:
            if value not in known[name]:
                yield bench.problem("entries", key, _unknown(name, value, known[name]), field)
        if entry.rule_of and entry.rule_of not in known["payer"]:
            yield bench.problem("entries", key, _unknown("payer", entry.rule_of, known["payer"]), "rule_of")
        for kind, target in entry.defers.items():
            if target not in library.entry_ids:
                text = _unknown("entry", target, set(library.entry_ids))
                yield bench.problem("entries", key, text, "defers")
            elif library.entry(target).each != kind:
                text = f"{target} is not an entry with each: {kind}; name one that is"
                yield bench.problem("entries", key, text, "defers")
        for other in entry.related:
            if other not in library.entry_ids:
                text = _unknown("entry", other, set(library.entry_ids))
                yield bench.problem("entries", key, text, "related")
    for key, place in library.settings.items():
        for program in place.programs:
            if program.state not in known["state"]:
                text = _unknown("state", program.state, known["state"])
                yield bench.problem("settings", key, text, "programs")


def check_frames(bench: Bench) -> Iterator[Problem]:
    """Slots and rows of scope.yaml that frames and orders name, and slots that none names."""
    library = bench.library
    named: set[str] = set()
    texts = [("frames", key, "asks", row.asks) for key, row in library.frames.items()]
    texts += [("slots", key, "words", row.words) for key, row in library.slots.items()]
    for table, key, field, lines in texts:
        found = {slot for line in lines for slot in SLOT.findall(line)}
        named |= found
        for slot in sorted(found - library.slots.keys()):
            yield bench.problem(table, key, _unknown("slot", slot, set(library.slots)), field)
    for key in library.slots.keys() - named:
        yield bench.problem("slots", key, "no frame names this slot; use it or delete it")
    for key, order in library.orders.items():
        if order.scope not in library.scope:
            yield bench.problem("orders", key, _unknown("scope", order.scope, set(library.scope)), "scope")


def check_sources(bench: Bench) -> Iterator[Problem]:
    """Unknown sources where they are cited, and sources nobody cites."""
    library = bench.library
    used: set[str] = set()
    for table, key, field, source in _cited(bench):
        used.add(source)
        if source not in library.sources:
            text = _unknown("source", source, set(library.sources))
            yield bench.problem(table, key, text, field)
    for source in sorted(set(library.sources) - used):
        text = "no record cites this source; cite it or delete it"
        yield bench.problem("sources", source, text)
    for key, row in library.sources.items():
        if row.checked > bench.today:
            yield bench.problem("sources", key, f"checked lies in the future ({row.checked})", "checked")


def _cited(bench: Bench) -> Iterator[tuple[str, str, str, str]]:
    library = bench.library
    for key in library.entry_ids:
        entry = library.entry(key)
        for citation in entry.sources:
            yield "entries", key, "sources", citation.id
        for conflict in entry.conflicts:
            yield "entries", key, "conflicts", conflict.source
        for variant in entry.when:
            for citation in variant.sources:
                yield "entries", key, "when", citation.id
    for table in ("codes", "payers", "settings", "disciplines", "modifiers", "denials"):
        for key, row in getattr(library, table).items():
            for citation in row.sources:
                yield table, key, "sources", citation.id
    for table in ("states", "contractors"):
        for key, row in getattr(library, table).items():
            for citation in row.sources:
                yield table, key, "sources", citation.id
    for key, row in library.payers.items():
        if row.counting.source:
            yield "payers", key, "counting", row.counting.source
    for key, row in library.codes.items():
        if row.limit:
            yield "codes", key, "limit", row.limit.source
    for key, row in library.figures.items():
        for value in row.rows:
            yield "figures", key, "rows", value.source
    if library.pairs:
        for release in library.pairs.releases:
            yield "pairs", "", "releases", release.source
        for source in library.pairs.sources.values():
            yield "pairs", "", "sources", source
    for pair in library.pair_rows:
        yield "pairs", "", "releases", pair["source"]


def _unknown(name: str, value: str, known: set[str]) -> str:
    near = get_close_matches(value, sorted(known), n=1)
    hint = f'; did you mean "{near[0]}"?' if near else "; add it to its table or correct it"
    return f'there is no {name.rstrip("s")} "{value}"{hint}'
