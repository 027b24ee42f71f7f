"""A small logistic with its coefficients in the calibration file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp


@dataclass(frozen=True, slots=True)
class Logistic:
    """A bias and, for each named feature, a weight on its standardized value."""

    bias: float
    weights: tuple[float, ...]
    means: tuple[float, ...]
    spreads: tuple[float, ...]

    def of(self, values: Sequence[float]) -> float:
        """0..1."""
        z = self.bias
        for x, w, m, s in zip(values, self.weights, self.means, self.spreads, strict=True):
            z += w * (x - m) / s
        return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, z))))

    @classmethod
    def from_values(
        cls, values: Mapping[str, float], names: Sequence[str], prefix: str
    ) -> Logistic | None:
        """From the calibration file, or None when it holds no fit of these features."""
        if any(f"{prefix}.weight.{name}" not in values for name in names):
            return None
        return cls(
            values[f"{prefix}.bias"],
            *(
                tuple(values[f"{prefix}.{kind}.{name}"] for name in names)
                for kind in ("weight", "mean", "spread")
            ),
        )

    def to_values(self, names: Sequence[str], prefix: str) -> dict[str, float]:
        """The inverse of `from_values`, rounded for a readable file."""
        out = {f"{prefix}.bias": round(self.bias, 4)}
        kinds = (("weight", self.weights), ("mean", self.means), ("spread", self.spreads))
        for kind, numbers in kinds:
            for name, number in zip(names, numbers, strict=True):
                out[f"{prefix}.{kind}.{name}"] = round(number, 4)
        return out
