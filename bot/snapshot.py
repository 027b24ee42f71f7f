"""The compiled knowledge: built once per content, loaded in milliseconds afterwards.

The snapshot lives in the user's cache folder under a hash of the knowledge files and of the
program that reads them; a changed file means another hash, so a stale snapshot is never used.
JSON and arrays only: nothing in it can run code.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

from bot.guidance.field import Field
from bot.guidance.gates import Gates, about, from_data, to_data
from bot.guidance.side import profile
from bot.knowledge.load import KEYED, Library, default_folder, folder_version
from bot.knowledge.records import Made, pack, unpack
from bot.knowledge.view import encode_date
from bot.phrases import filled, matter, raw_phrases, readings, told
from bot.question.mender import Mender
from bot.question.parse import CODE, Reader, Reading
from bot.question.vocabulary import Vocabulary
from bot.question.words import phrase

if TYPE_CHECKING:
    from bot.matching import Index

KEPT = 3
# Only folders with such a name are the cache's own; nothing else in its place is ever deleted.
_OWN = re.compile(r"[0-9a-f]{16}-[0-9a-f]{8}|compiling-\w+")
_PROGRAM = (
    "question", "matching", "knowledge", "guidance/gates.py", "guidance/side.py", "guidance/field.py",
    "guidance/belonging.py", "phrases.py", "snapshot.py",
)  # fmt: skip


def cache_home() -> Path:
    """Where snapshots are kept: BOT_CACHE_DIR, XDG_CACHE_HOME or ~/.cache."""
    own = os.environ.get("BOT_CACHE_DIR")
    if own:
        return Path(own)
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "bot97530"


@cache
def program_version() -> str:
    """A hash over the modules that shape a snapshot."""
    root = Path(__file__).resolve().parent
    digest = hashlib.sha256()
    for name in _PROGRAM:
        path = root / name
        files = sorted(path.rglob("*.py")) if path.is_dir() else [path]
        for file in files:
            digest.update(file.read_bytes())
    return digest.hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class Parts:
    """What a desk is made of."""

    library: Library
    reader: Reader
    gates: Gates
    index: Index
    profiles: Mapping[str, Mapping[str, float]]
    field: Field


def make_reader(
    library: Library, vocabulary: Vocabulary, spoken: Iterable[str], words: Mapping[str, int]
) -> Reader:
    """The reader of questions for a library, with spelling repair.

    `spoken` as `spoken_codes` gives it, `words` as `words_of_asks` does.
    """
    return Reader(
        vocabulary,
        frozenset(row["code"] for row in library.tables["codes"]) | frozenset(spoken),
        frozenset(row["id"] for row in library.tables["modifiers"]),
        frozenset(row["id"] for row in library.tables["denials"]),
        Mender(words, vocabulary),
        {(row.parent, row.state): key for key, row in library.payers.items() if row.parent and row.state},
    )


def spoken_codes(library: Library) -> frozenset[str]:
    """Codes that asks name though the code table has no row for them (cardiac rehab, E/M ...)."""
    entries = [library.entry(key) for key in library.entry_ids]
    sides = [entry.asks for entry in entries] + [angle.asks for entry in entries for angle in entry.angles]
    return frozenset(code for asks in sides for ask in asks for code in CODE.findall(ask))


def words_of_asks(library: Library) -> dict[str, int]:
    """How often each word stands in the asks as written; words of orders count once."""
    counts: dict[str, int] = {}
    for _, ask in raw_phrases(library):
        for part in phrase(ask):
            counts[part] = counts.get(part, 0) + 1
    for row in library.orders.values():
        for part in (part for text in (*row.first, *row.then) for part in phrase(text)):
            counts.setdefault(part, 1)
    return counts


def compile_parts(library: Library) -> tuple[Parts, dict[str, Any]]:
    """Build everything from a library; also what the snapshot keeps of it."""
    from bot.matching import Index

    vocabulary = Vocabulary.of(library)
    spoken = spoken_codes(library)
    words = words_of_asks(library)
    reader = make_reader(library, vocabulary, spoken, words)
    known = {key: about(library.entry(key), reader) for key in library.entry_ids}
    read = readings(library, reader)
    asked = [(key, reading.match) for key, reading in read]
    answered = [(key, reader.read(text).match) for key, text in told(library)]
    index = Index.build((pair for pair in asked + answered if pair[1]), group=matter, learn=False)
    asks: dict[str, list[Reading]] = {}
    for key, reading in read:
        asks.setdefault(key, []).append(reading)
    profiles = {key: profile(own) for key, own in asks.items()}
    framed = ((inside, reader.read(text)) for inside, text in filled(library))
    billing = library.asked["billing"].words if "billing" in library.asked else []
    field = Field.of(read, framed, billing)
    stored = {
        "tables": {name: rows for name, rows in library.tables.items() if name not in KEYED},
        "version": library.version,
        "vocabulary": vocabulary.to_data(),
        "spoken": sorted(spoken),
        "words": {"said": " ".join(words), "times": list(words.values())},
        "field": field.to_data(),
        "records": {
            **{name: {row["id"]: row for row in library.raw(name)} for name in KEYED},
            "about": {key: to_data(value) for key, value in known.items()},
            "profiles": profiles,
            "pairs": {"rows": list(library.pair_rows)},
        },
    }
    return Parts(library, reader, Gates(library, known, profiles), index, profiles, field), stored


def open_parts(folder: Path | None = None) -> Parts:
    """The parts of a folder, from the snapshot when there is one; else compiled and kept.

    Raises:
        KnowledgeError: with every problem, when the YAML is wrong.
    """
    folder = folder or default_folder()
    place = cache_home() / f"{folder_version(folder)}-{program_version()}"
    loaded = _load(place)
    if loaded:
        return loaded
    if sys.stderr.isatty():
        print("Compiling the knowledge base (once per change) ...", file=sys.stderr)
    parts, stored = compile_parts(Library.load(folder))
    _save(place, parts.index, stored)
    return parts


def _load(place: Path) -> Parts | None:
    """The parts of a snapshot; None when there is none, or when it is damaged."""
    if os.path.isfile(place / "index"):
        # Nothing will be trained: threads for arithmetic would only be started and thrown away.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from bot.matching import Index

    try:
        stored = json.loads((place / "library.json").read_bytes())
        data = (place / "records").read_bytes()
        if crc32(data) != stored["records_sum"]:
            return None
        records = {name: unpack(data, table) for name, table in stored["records"].items()}
        pairs, about = records["pairs"], records["about"]
        keyed = {name: records[name] for name in KEYED}
        library = Library(stored["tables"], lambda: pairs["rows"], stored["version"], keyed)
        said = stored["words"]
        words = dict(zip(said["said"].split(), said["times"], strict=True))
        reader = make_reader(library, Vocabulary.from_data(stored["vocabulary"]), stored["spoken"], words)
        known = Made(about, lambda key: from_data(library.entry(key), about[key]))
        index = Index.load(place / "index")
        gates = Gates(library, known, records["profiles"])
        field = Field.from_data(stored["field"])
        return Parts(library, reader, gates, index, records["profiles"], field)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _save(place: Path, index: Index, stored: dict[str, Any]) -> None:
    """Write a snapshot beside the others; a cache that cannot be written is said, and no error."""
    import shutil
    import tempfile

    work = None
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix="compiling-", dir=place.parent))
        data = bytearray()
        places = {name: pack(rows.items(), data, encode_date) for name, rows in stored["records"].items()}
        text = json.dumps({**stored, "records": places, "records_sum": crc32(data)}, default=encode_date)
        (work / "library.json").write_text(text, encoding="utf-8")
        (work / "records").write_bytes(data)
        index.save(work / "index")
        if place.exists():
            shutil.rmtree(place, ignore_errors=True)
        work.rename(place)
        _forget_old(place.parent)
    except OSError as error:
        if work:
            shutil.rmtree(work, ignore_errors=True)
        if os.path.isdir(place):  # another process was faster
            return
        said = f"The compiled knowledge cannot be kept in {place.parent} ({error.strerror}), so every"
        print(f"{said} start compiles it again. Set BOT_CACHE_DIR to a folder that can be written.", file=sys.stderr)


def _forget_old(home: Path) -> None:
    import shutil

    own = (path for path in home.iterdir() if _OWN.fullmatch(path.name) and path.is_dir())
    snapshots = sorted(own, key=lambda path: path.stat().st_mtime)
    for old in snapshots[:-KEPT]:
        shutil.rmtree(old, ignore_errors=True)
