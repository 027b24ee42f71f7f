"""The arithmetic: sparse products, the linear model, postings, the calibration."""

from __future__ import annotations

import numpy as np
import pytest

from bot.matching import linear
from bot.matching.confidence import FEATURES, _logistic
from bot.matching.postings import Postings
from bot.matching.sparse import Rows


def _random(rows: int, columns: int, seed: int) -> tuple[Rows, np.ndarray]:
    rng = np.random.default_rng(seed)
    cells = rng.random((rows, columns)).astype(np.float32)
    cells[rng.random((rows, columns)) < 0.8] = 0
    cells[1] = 0  # an empty row
    held = [np.flatnonzero(row).astype(np.int32) for row in cells]
    return Rows.of([(ids, cells[n, ids]) for n, ids in enumerate(held)], columns), cells


@pytest.mark.parametrize("seed", range(5))
def test_sparse_and_dense_agree(seed: int) -> None:
    rows, cells = _random(30, 17, seed)
    other = np.random.default_rng(seed + 9).random((17, 4)).astype(np.float32)
    np.testing.assert_allclose(rows.times(other), cells @ other, rtol=1e-5)
    np.testing.assert_array_equal(rows.dense(), cells)
    np.testing.assert_array_equal(rows.transposed().dense(), cells.T)
    np.testing.assert_array_equal(rows.take(np.array([4, 1, 4])).dense(), cells[[4, 1, 4]])
    keep = np.arange(17) % 3 == 0
    np.testing.assert_array_equal(rows.columns(keep).dense(), cells[:, keep])
    g = np.random.default_rng(seed).random((30, 3)).astype(np.float32)
    np.testing.assert_allclose(linear.Gram(rows).times(g), cells @ (cells.T @ g), rtol=1e-4)


def test_rows_of_no_one_and_many_entries_are_multiplied() -> None:
    cells = np.array([[0, 0, 0], [0, 2, 0], [1, 2, 3], [0, 0, 0]], np.float32)
    entries = [(np.flatnonzero(row).astype(np.int32), row[row > 0]) for row in cells]
    rows = Rows.of(entries, 3)
    np.testing.assert_array_equal(rows.times(np.eye(3, dtype=np.float32)), cells)


def test_the_linear_model_reaches_the_least_loss() -> None:
    rows, cells = _random(40, 25, 1)
    labels = np.arange(40) % 4
    weights = linear.fit(rows, labels, 4)

    def loss(w: np.ndarray) -> float:
        s = cells @ w + linear.BALANCE * np.log(10.0)
        s = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
        return float(-s[np.arange(40), labels].sum() + (w**2).sum() / (2 * linear.STRENGTH))

    rng = np.random.default_rng(0)
    best = loss(weights)
    for size in (0.3, 0.1):
        for _ in range(50):
            assert loss(weights + size * rng.standard_normal(weights.shape)) > best
    assert ((cells @ weights).argmax(axis=1) == labels).mean() > 0.9


@pytest.mark.parametrize("dense_bytes", [0, 200, 10**6])
def test_postings_score_alike_dense_or_not(dense_bytes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.matching.postings.DENSE_BYTES", dense_bytes)
    by_key, cells = _random(12, 20, 2)
    ids = np.array([0, 3, 4, 11, 19], np.int32)
    weights = np.array([0.5, 0.1, 0.4, 0.2, 0.9], np.float32)
    postings = Postings.of_rows(by_key)
    np.testing.assert_allclose(postings.scores(ids, weights), cells[:, ids] @ weights, rtol=1e-5, atol=1e-6)


def test_a_budget_drops_the_least_telling_features(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.matching.postings.DENSE_BYTES", 0)
    monkeypatch.setattr("bot.matching.postings._BUDGET", 3)
    rows = [(np.array([0, 1], np.int32), np.array([1, 1], np.float32)) for _ in range(3)]
    scores = Postings.of_rows(Rows.of(rows, 2)).scores(np.array([0, 1], np.int32), np.array([0.2, 0.9], np.float32))
    np.testing.assert_allclose(scores, [0.9] * 3)


def test_the_calibration_recovers_known_odds() -> None:
    rng = np.random.default_rng(0)
    x = rng.standard_normal((20_000, len(FEATURES)))
    truth = 1 / (1 + np.exp(-(0.5 + 1.5 * x[:, 1])))
    made = _logistic(x, (rng.random(len(x)) < truth).astype(float), np.ones(len(x)))
    for row, expected in zip(x[:200], truth[:200], strict=True):
        assert made.probability(row.tolist()) == pytest.approx(expected, abs=0.05)


def test_products_at_the_rivals_of_each_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linear, "RIVALS", 3)
    rows, cells = _random(30, 20, 2)
    labels = np.arange(30) % 6
    near = linear.Near(rows, labels, 6)
    at = np.arange(30)[:, None]
    assert (near.keys[np.arange(30), near.labels] == labels).all()
    g = np.random.default_rng(3).standard_normal((30, 3)).astype(np.float32)
    whole = np.zeros((30, 6), np.float32)
    whole[at, near.keys] = g
    np.testing.assert_allclose(near.times(g), (cells @ (cells.T @ whole))[at, near.keys], rtol=1e-3, atol=1e-5)


def test_keys_told_from_their_rivals_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linear, "RIVALS", 3)
    monkeypatch.setattr(linear, "ALL_CELLS", 0)
    labels = np.arange(64) % 8
    entries = [
        (np.array([key, 8 + (key + n) % 8, 16 + n % 5], np.int32), np.array([0.6, 0.7, 0.4], np.float32))
        for n, key in enumerate(labels.tolist())
    ]
    rows = Rows.of(entries, 21).unit()
    assert ((rows.dense() @ linear.fit(rows, labels, 8)).argmax(axis=1) == labels).all()
