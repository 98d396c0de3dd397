"""Writes what established packages make of made-up opinions: lib/core/review/agreement/fixtures/reference.json.

    pip install krippendorff==0.9.0 scikit-learn==1.9.1
    python scripts/agreement/reference.py
"""

import json
import random
from pathlib import Path

import krippendorff
import numpy
from scipy.stats import binomtest
from sklearn.metrics import cohen_kappa_score, f1_score

SHAPES = [(12, 2, 0.9), (40, 3, 0.7), (150, 6, 0.5), (500, 30, 0.85), (30, 2, 0.0)]


def class_table(count: int, classes: int, agree: float, rng: random.Random) -> dict:
    pairs = []
    for _ in range(count):
        first = min(rng.randrange(classes), rng.randrange(classes))
        second = first if rng.random() < agree else rng.randrange(classes)
        pairs.append([first, second])
    columns = numpy.array(pairs, dtype=float).T
    return {
        "pairs": pairs,
        "kappa": float(cohen_kappa_score(columns[0], columns[1])),
        "alpha": float(krippendorff.alpha(reliability_data=columns, level_of_measurement="nominal")),
    }


def many_people(count: int, classes: int, agree: float, rng: random.Random) -> dict:
    units = []
    for _ in range(count):
        true = rng.randrange(classes)
        people = rng.choice([1, 2, 3, 4])
        units.append([true if rng.random() < agree else rng.randrange(classes) for _ in range(people)])
    table = numpy.full((4, count), numpy.nan)
    for column, unit in enumerate(units):
        table[: len(unit), column] = unit
    return {
        "units": units,
        "alpha": float(krippendorff.alpha(reliability_data=table, level_of_measurement="nominal")),
    }


def share(both: int, first: int, second: int) -> dict:
    """Objects of which both, only the first or only the second drew a box."""
    drawn_by_first = [1] * both + [1] * first + [0] * second
    drawn_by_second = [1] * both + [0] * first + [1] * second
    objects = both + first + second
    interval = binomtest(both, objects).proportion_ci(method="wilson")
    return {
        "both": both,
        "onlyFirst": first,
        "onlySecond": second,
        "f1": float(f1_score(drawn_by_first, drawn_by_second, zero_division=0)),
        "low": float(interval.low),
        "high": float(interval.high),
    }


def main() -> None:
    rng = random.Random(14)
    reference = {
        "classes": [class_table(*shape, rng) for shape in SHAPES],
        "people": [many_people(*shape, rng) for shape in SHAPES],
        "shares": [share(*counts) for counts in [(7, 1, 2), (0, 3, 0), (5, 0, 0), (412, 31, 58), (1, 1, 1)]],
    }
    target = Path(__file__).parents[2] / "lib/core/review/agreement/fixtures/reference.json"
    target.write_text(json.dumps(reference, separators=(",", ":")) + "\n")


main()
