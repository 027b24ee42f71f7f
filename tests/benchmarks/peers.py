"""Other matchers behind one face: ``fit(pairs)``, ``best(texts) -> [(key, confidence)]``.

Each is used as its documents say, with the settings that were best in our study. Imports are
inside, so that a missing one is only named, not fatal. ``slow`` ones are asked a fixed sample.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from typing import Any

from data import Pair

Answer = tuple[str | None, float]
_WORD = re.compile(r"[a-z0-9']+")


def tokens(text: str) -> list[str]:
    return _WORD.findall(text.lower())


class Peer:
    """One system. ``fit`` raises ImportError if its package is missing."""

    slow = False

    def fit(self, pairs: Sequence[Pair]) -> None:
        raise NotImplementedError

    def one(self, text: str) -> Answer:
        raise NotImplementedError

    def best(self, texts: Sequence[str]) -> list[Answer]:
        return [self.one(text) for text in texts]


class Ours(Peer):
    def fit(self, pairs: Sequence[Pair]) -> None:
        from bot.matching import Index

        self.index = Index.build(pairs)

    def one(self, text: str) -> Answer:
        found = self.index.rank(text, 1)
        return (found[0].key, found[0].confidence) if found else (None, 0.0)


class RapidFuzz(Peer):
    slow = True

    def __init__(self, scorer: str) -> None:
        self.scorer_name = scorer

    def fit(self, pairs: Sequence[Pair]) -> None:
        from rapidfuzz import fuzz, process, utils

        self.extract, self.clean = process.extractOne, utils.default_process
        self.scorer: Any = getattr(fuzz, self.scorer_name)
        self.keys = [key for key, _ in pairs]
        self.choices = [self.clean(text) for _, text in pairs]

    def one(self, text: str) -> Answer:
        found = self.extract(self.clean(text), self.choices, scorer=self.scorer)
        return (self.keys[found[2]], found[1]) if found else (None, 0.0)


class TheFuzz(Peer):
    slow = True

    def fit(self, pairs: Sequence[Pair]) -> None:
        from thefuzz import process

        self.extract: Any = process.extractOne
        self.keys = [key for key, _ in pairs]
        self.choices = dict(enumerate(text for _, text in pairs))

    def one(self, text: str) -> Answer:
        found = self.extract(text, self.choices)
        return (self.keys[found[2]], found[1]) if found else (None, 0.0)


class RankBM25(Peer):
    slow = True

    def fit(self, pairs: Sequence[Pair]) -> None:
        from rank_bm25 import BM25Okapi

        self.keys = [key for key, _ in pairs]
        self.model: Any = BM25Okapi([tokens(text) or ["_"] for _, text in pairs])

    def one(self, text: str) -> Answer:
        scores = self.model.get_scores(tokens(text))
        top = int(scores.argmax())
        return (self.keys[top], float(scores[top])) if scores[top] > 0 else (None, 0.0)


class BM25S(Peer):
    """bm25s on stemmed words."""

    def fit(self, pairs: Sequence[Pair]) -> None:
        import bm25s
        import Stemmer

        stemmer = Stemmer.Stemmer("english")
        self.words: Any = lambda text: stemmer.stemWords(self.clean(text))
        self.keys = [key for key, _ in pairs]
        self.model: Any = bm25s.BM25(method="lucene")
        self.model.index([self.words(t) or ["_"] for _, t in pairs], show_progress=False)

    def clean(self, text: str) -> list[str]:
        return tokens(text)

    def one(self, text: str) -> Answer:
        known = [word for word in self.words(text) if word in self.model.vocab_dict]
        if not known:
            return None, 0.0
        scores = self.model.get_scores(known)
        top = int(scores.argmax())
        return self.keys[top], float(scores[top])


class SymSpellBM25S(BM25S):
    """The same behind SymSpell, which knows the words of the phrases."""

    def fit(self, pairs: Sequence[Pair]) -> None:
        from symspellpy import SymSpell, Verbosity

        self.top = Verbosity.TOP
        self.speller: Any = None
        speller = SymSpell(max_dictionary_edit_distance=2, prefix_length=7)
        for _, text in pairs:
            for word in tokens(text):
                speller.create_dictionary_entry(word, 1)
        super().fit(pairs)
        self.speller = speller

    def clean(self, text: str) -> list[str]:
        words = tokens(text)
        return [self.mend(word) for word in words] if self.speller else words

    def mend(self, word: str) -> str:
        if len(word) < 4 or word in self.speller.words:
            return word
        found = self.speller.lookup(word, self.top, 2 if len(word) > 5 else 1)
        return found[0].term if found else word


class FTS5(Peer):
    def fit(self, pairs: Sequence[Pair]) -> None:
        self.keys = [key for key, _ in pairs]
        self.base = sqlite3.connect(":memory:")
        self.base.execute("create virtual table f using fts5(p, tokenize='porter unicode61')")
        rows = ((n, text) for n, (_, text) in enumerate(pairs))
        self.base.executemany("insert into f(rowid, p) values (?, ?)", rows)
        self.base.execute("insert into f(f) values ('optimize')")

    def one(self, text: str) -> Answer:
        words = dict.fromkeys(re.findall(r"\w+", text.lower()))
        if not words:
            return None, 0.0
        sql = "select rowid, bm25(f) from f where f match ? order by rank limit 1"
        row = self.base.execute(sql, (" OR ".join(f'"{word}"' for word in words),)).fetchone()
        return (self.keys[row[0]], -row[1]) if row else (None, 0.0)


class Tantivy(Peer):
    """With fuzzy terms of distance 1 for words of four letters or more."""

    def fit(self, pairs: Sequence[Pair]) -> None:
        import tantivy

        self.lib: Any = tantivy
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("p", stored=False, tokenizer_name="default")
        builder.add_integer_field("n", stored=True)
        self.schema = builder.build()
        index = tantivy.Index(self.schema)
        writer = index.writer(heap_size=64_000_000, num_threads=1)
        for n, (_, text) in enumerate(pairs):
            writer.add_document(tantivy.Document(p=text, n=n))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self.searcher: Any = index.searcher()
        self.keys = [key for key, _ in pairs]

    def one(self, text: str) -> Answer:
        query, should = self.lib.Query, self.lib.Occur.Should
        parts = []
        for word in dict.fromkeys(re.findall(r"\w+", text.lower())):
            parts.append((should, query.term_query(self.schema, "p", word)))
            if len(word) >= 4:
                fuzzy = query.fuzzy_term_query(
                    self.schema, "p", word, distance=1, transposition_cost_one=True
                )
                parts.append((should, fuzzy))
        hits = self.searcher.search(query.boolean_query(parts), 1).hits if parts else []
        if not hits:
            return None, 0.0
        return self.keys[self.searcher.doc(hits[0][1])["n"][0]], hits[0][0]


def _features() -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import FeatureUnion

    word = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"(?u)\b\w+\b")
    char = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    return FeatureUnion([("word", word), ("char", char)])


class TfidfKNN(Peer):
    """TF-IDF of words and characters, the five nearest phrases vote."""

    votes = 5

    def fit(self, pairs: Sequence[Pair]) -> None:
        from sklearn.preprocessing import normalize

        self.unit: Any = normalize
        self.features = _features()
        rows = normalize(self.features.fit_transform([text for _, text in pairs]))
        self.columns = rows.T.tocsr()
        self.keys = [key for key, _ in pairs]

    def one(self, text: str) -> Answer:
        return self.best([text])[0]

    def best(self, texts: Sequence[str]) -> list[Answer]:
        out: list[Answer] = []
        for start in range(0, len(texts), 500):
            part = self.unit(self.features.transform(texts[start : start + 500]))
            for row in (part @ self.columns).tocsr():
                votes: dict[str, list[float]] = {}
                for at in (-row.data).argsort(kind="stable")[:100]:
                    own = votes.setdefault(self.keys[row.indices[at]], [])
                    if len(own) < self.votes:
                        own.append(float(row.data[at]) / self.votes)
                best = max(votes, key=lambda key: sum(votes[key]), default=None)
                out.append((best, sum(votes[best])) if best is not None else (None, 0.0))
        return out


class SVM(Peer):
    """LinearSVC on TF-IDF of words and characters."""

    def fit(self, pairs: Sequence[Pair]) -> None:
        from sklearn.svm import LinearSVC

        self.features = _features()
        rows = self.features.fit_transform([text for _, text in pairs])
        self.model: Any = LinearSVC(random_state=0).fit(rows, [key for key, _ in pairs])

    def one(self, text: str) -> Answer:
        return self.best([text])[0]

    def best(self, texts: Sequence[str]) -> list[Answer]:
        scores = self.model.decision_function(self.features.transform(texts))
        top = scores.argmax(axis=1)
        return [(self.model.classes_[k], float(scores[n, k])) for n, k in enumerate(top)]


PEERS: dict[str, Any] = {
    "ours": Ours,
    "rapidfuzz WRatio": lambda: RapidFuzz("WRatio"),
    "rapidfuzz token_set_ratio": lambda: RapidFuzz("token_set_ratio"),
    "rapidfuzz token_sort_ratio": lambda: RapidFuzz("token_sort_ratio"),
    "TheFuzz": TheFuzz,
    "rank_bm25": RankBM25,
    "bm25s + stemmer": BM25S,
    "SymSpell + bm25s": SymSpellBM25S,
    "SQLite FTS5": FTS5,
    "tantivy fuzzy": Tantivy,
    "TF-IDF k-NN": TfidfKNN,
    "LinearSVC": SVM,
}
