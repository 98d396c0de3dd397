"""Writes what SciPy, Evidently, scikit-learn and statsmodels make of seeded samples: lib/core/monitoring/fixtures/reference.json.gz.

    pip install evidently==0.7.23 scipy==1.17.1 scikit-learn==1.9.1 pandas==2.3.3 numpy==2.4.6 statsmodels==0.15.0
    DO_NOT_TRACK=1 python scripts/monitoring/reference.py

The samples are not stored: `lib/core/monitoring/testing/seeded-samples.ts` makes the same ones, and their sums are compared.
"""

import gzip
import json
import math
import os
import warnings
from collections.abc import Callable
from pathlib import Path

os.environ["DO_NOT_TRACK"] = "1"
warnings.filterwarnings("ignore")

import pandas  # noqa: E402
from evidently import Dataset, Report  # noqa: E402
from evidently.core.datasets import infer_column_type  # noqa: E402
from evidently.legacy.calculations import stattests  # noqa: E402
from evidently.legacy.calculations.stattests import get_stattest  # noqa: E402
from evidently.legacy.core import ColumnType  # noqa: E402
from evidently.legacy.metrics.data_drift.embedding_drift_methods import mmd, model  # noqa: E402
from evidently.presets import DataDriftPreset  # noqa: E402
from scipy.stats import chi2, chi2_contingency, ks_2samp, kstwo, norm  # noqa: E402
from statsmodels.stats.multitest import multipletests  # noqa: E402

Random = Callable[[], float]
SHAPES = ["uniform", "bell", "ties", "few", "constant", "skewed"]


def create_random(seed: int) -> Random:
    """mulberry32, as in lib/core/metrics/random.ts."""
    state = seed & 0xFFFFFFFF

    def imul(a: int, b: int) -> int:
        return (a * b) & 0xFFFFFFFF

    def draw() -> float:
        nonlocal state
        state = (state + 0x6D2B79F5) & 0xFFFFFFFF
        mixed = imul(state ^ (state >> 15), state | 1)
        mixed ^= (mixed + imul(mixed ^ (mixed >> 7), mixed | 61)) & 0xFFFFFFFF
        return (mixed ^ (mixed >> 14)) / 4_294_967_296

    return draw


def below(random: Random, count: int) -> int:
    return math.floor(random() * count)


def draw_number(shape: str, random: Random, shift: float) -> float:
    if shape == "uniform":
        return random() + shift
    if shape == "bell":
        return random() + random() + random() + random() - 2 + shift
    if shape == "ties":
        return math.floor((random() + shift) * 12) / 4
    if shape == "few":
        return float(math.floor((random() + shift) * 3))
    if shape == "constant":
        return 7.0
    u = random()
    return u * u * u * 10 + shift


def sizes(index: int, random: Random) -> tuple[int, int]:
    kind = index % 8
    if kind == 0:
        return below(random, 6), below(random, 6)
    if kind == 1:
        size = 2 + below(random, 150)
        return size, size
    if kind == 2:
        return 20 + below(random, 200), 20 + below(random, 200)
    if kind == 3:
        return 200 + below(random, 600), 200 + below(random, 600)
    if kind == 4:
        return 30 + below(random, 30), 500 + below(random, 500)
    if kind == 5:
        size = 10 + below(random, 100)
        return size * 3, size
    if kind == 6:
        return 1001 + below(random, 800), 300 + below(random, 900)
    return 50 + below(random, 900), 10_001 + below(random, 500)


def number_case(index: int) -> tuple[list[float], list[float]]:
    random = create_random(1000 + index)
    shape = SHAPES[(index // 8) % len(SHAPES)]
    first, second = sizes(index, random)
    shift = 0 if random() < 0.4 else random() * 0.6
    reference = [draw_number(shape, random, 0) for _ in range(first)]
    return reference, [draw_number(shape, random, shift) for _ in range(second)]


def category_case(index: int) -> tuple[list[str], list[str]]:
    random = create_random(5000 + index)
    first, second = sizes(index, random)
    count = 1 + below(random, 2 if index % 3 == 0 else 14)
    is_skewed = random() < 0.5

    def draw(skewed: bool) -> str:
        u = random()
        return f"c{math.floor((u * u if skewed else u) * count)}"

    reference = [draw(False) for _ in range(first)]
    return reference, [draw(is_skewed) for _ in range(second)]


def vector_case(index: int) -> tuple[list[list[float]], list[list[float]]]:
    random = create_random(9000 + index)
    size = 2 + below(random, 7)
    first = 4 + below(random, 120)
    second = 4 + below(random, 120)
    if index % 40 == 39:
        first, second = 1001 + below(random, 60), 1001 + below(random, 60)
    shift = 0 if random() < 0.4 else random() * 0.8
    has_ties = random() < 0.2

    def vector(by: float) -> list[float]:
        values = [draw_number("bell", random, by) for _ in range(size)]
        return [math.floor(value * 2) / 2 for value in values] if has_ties else values

    reference = [vector(0) for _ in range(first)]
    return reference, [vector(shift) for _ in range(second)]


def rows(random: Random, count: int, shift: float) -> list[dict[str, object]]:
    def row() -> dict[str, object]:
        missing = random() < 0.1
        return {
            "bell": draw_number("bell", random, shift),
            "few": math.floor((random() + shift) * 3),
            "many": math.floor(random() * 1000),
            "name": f"c{math.floor(random() * (4 + shift * 3))}",
            "flag": random() < 0.5 + shift / 4,
            "gaps": None if missing else draw_number("skewed", random, shift),
            "same": 5,
        }

    return [row() for _ in range(count)]


def table_case(index: int) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    random = create_random(13_000 + index)
    first = 1001 + below(random, 500) if index % 3 == 0 else 100 + below(random, 900)
    second = 100 + below(random, 900)
    shift = 0 if random() < 0.4 else random() * 0.8
    return rows(random, first, 0), rows(random, second, shift)


def kept(value: float) -> float | None:
    value = float(value)
    return None if math.isnan(value) else float(f"{value:.13g}")


def judged(reference: pandas.Series, current: pandas.Series, kind: ColumnType) -> list:
    test = get_stattest(reference, current, kind, None)
    result = test(reference, current, kind, None)
    return [test.name, kept(result.drift_score), bool(result.drifted)]


def score(test: stattests.StatTest, reference: pandas.Series, current: pandas.Series, kind: ColumnType) -> float | None:
    return kept(test(reference, current, kind, None).drift_score)


def number_result(index: int) -> list:
    reference, current = number_case(index)
    total = kept(sum(reference) + sum(current))
    if not reference or not current:
        return [total]
    first, second = pandas.Series(reference), pandas.Series(current)
    kind = ColumnType.Numerical
    return [
        total,
        score(stattests.ks_stat_test, first, second, kind),
        kept(ks_2samp(reference, current).pvalue),
        score(stattests.wasserstein_stat_test, first, second, kind),
        score(stattests.jensenshannon_stat_test, first, second, kind),
        score(stattests.psi_stat_test, first, second, kind),
        judged(first, second, kind),
    ]


def contingency(reference: list[str], current: list[str]) -> float | None:
    names = sorted(set(reference) | set(current))
    table = [[side.count(name) for name in names] for side in (reference, current)]
    return kept(chi2_contingency(table, correction=False).pvalue) if len(names) > 1 else None


def category_result(index: int) -> list:
    reference, current = category_case(index)
    total = sum(int(name[1:]) + 1 for name in reference + current)
    if not reference or not current:
        return [total]
    first, second = pandas.Series(reference), pandas.Series(current)
    kind = ColumnType.Categorical
    has_two = len(set(reference + current)) <= 2
    has_many = len(set(reference + current)) > 1
    return [
        total,
        score(stattests.chi_stat_test, first, second, kind) if has_many else None,
        score(stattests.z_stat_test, first, second, kind) if has_two else None,
        score(stattests.jensenshannon_stat_test, first, second, kind),
        score(stattests.psi_stat_test, first, second, kind),
        judged(first, second, kind),
        contingency(reference, current),
        infer_column_type(second).value,
    ]


def vector_result(index: int) -> list:
    reference, current = vector_case(index)
    total = kept(sum(map(sum, reference)) + sum(map(sum, current)))

    def frames() -> tuple[pandas.DataFrame, pandas.DataFrame]:
        return pandas.DataFrame(current), pandas.DataFrame(reference)

    try:
        area, drifted, _ = model(bootstrap=len(reference) < 1000)(*frames())
        is_steady = all(abs(area - nudged_area(frames, digit)) < 1e-6 for digit in range(1, 9))
    except ValueError:
        area, drifted, is_steady = math.nan, False, True
    discrepancy, differs, _ = mmd()(*frames())
    return [total, kept(area), bool(drifted), kept(discrepancy), bool(differs), is_steady]


def nudged_area(frames: Callable, digit: int) -> float:
    """The area for values that differ in their last digits only: where the descent does not settle, it is another."""
    current, reference = (frame * (1 + digit * 4e-15) for frame in frames())
    return model(threshold=0.55)(current, reference)[0]


def table_result(index: int) -> dict:
    reference, current = (pandas.DataFrame(side) for side in table_case(index))
    snapshot = Report([DataDriftPreset()]).run(Dataset.from_pandas(current), Dataset.from_pandas(reference))
    first, *columns = json.loads(snapshot.json())["metrics"]
    return {
        "drifted": first["value"]["count"],
        "share": kept(first["value"]["share"]),
        "columns": {
            metric["config"]["column"]: [metric["config"]["method"], kept(metric["value"])] for metric in columns
        },
    }


def correction_result(index: int) -> list:
    random = create_random(17_000 + index)
    values = [random() * random() * random() for _ in range(1 + below(random, 40))]
    if index % 4 == 0:
        values = [math.floor(value * 20) / 20 for value in values]
    return [[kept(p) for p in multipletests(values, method=method)[1]] for method in ("fdr_bh", "holm")]


def distribution_result(index: int) -> list:
    random = create_random(21_000 + index)
    degrees = 1 + below(random, 60 if index % 2 == 0 else 1500)
    value = degrees * random() * 3
    size = 1 + below(random, 200 if index % 2 == 0 else 4000)
    distance = random() * 4 / math.sqrt(size)
    z = random() * 8
    return [
        kept(chi2.sf(value, degrees)),
        kept(kstwo.sf(distance, size)) if distance < 1 else 0,
        kept(2 * norm.sf(z)),
        kept(chi2.isf(0.05, degrees)),
    ]


def main() -> None:
    target = Path(__file__).parents[2] / "lib/core/monitoring/fixtures/reference.json.gz"
    values = {
        "numbers": [number_result(index) for index in range(240)],
        "categories": [category_result(index) for index in range(240)],
        "vectors": [vector_result(index) for index in range(225)],
        "tables": [table_result(index) for index in range(30)],
        "corrections": [correction_result(index) for index in range(200)],
        "distributions": [distribution_result(index) for index in range(400)],
    }
    target.write_bytes(gzip.compress(json.dumps(values, separators=(",", ":")).encode(), mtime=0))


if __name__ == "__main__":
    main()
