"""Recorded values of SciPy and scikit-learn that `lib/core/data-errors` must reproduce.

    python scripts/data-errors/reference.py > lib/core/data-errors/fixtures/reference.json

Needs scipy and scikit-learn. The tables hold ties, empty cells and small counts; the corrected V is Bergsma's formula.
"""

from __future__ import annotations

import json
import math

import numpy as np
from scipy.stats import chi2_contingency, entropy
from scipy.stats.contingency import association
from sklearn.decomposition import PCA
from sklearn.metrics import mutual_info_score, normalized_mutual_info_score


def corrected(table: np.ndarray, chi2: float) -> float:
    n = table.sum()
    r, k = table.shape
    phi2 = max(0.0, chi2 / n - (r - 1) * (k - 1) / (n - 1))
    rr, kk = r - (r - 1) ** 2 / (n - 1), k - (k - 1) ** 2 / (n - 1)
    least = min(rr, kk) - 1
    return 0.0 if least <= 0 else min(1.0, math.sqrt(phi2 / least))


def pairs(table: np.ndarray) -> tuple[list[int], list[int]]:
    rows: list[int] = []
    columns: list[int] = []
    for (row, column), count in np.ndenumerate(table):
        rows += [row] * int(count)
        columns += [column] * int(count)
    return rows, columns


def of_table(table: np.ndarray) -> dict[str, object]:
    chi2, p, degrees, _ = chi2_contingency(table, correction=False)
    rows, columns = pairs(table)
    return {
        "table": table.tolist(),
        "chiSquare": chi2,
        "pValue": p,
        "degrees": int(degrees),
        "cramersV": association(table, method="cramer", correction=False),
        "cramersVCorrected": corrected(table, chi2),
        "mutualInformation": mutual_info_score(rows, columns),
        "normalisedInformation": normalized_mutual_info_score(rows, columns),
    }


def main() -> None:
    random = np.random.default_rng(20261130)
    tables = [np.array([[10, 0], [0, 10]]), np.array([[5, 5], [5, 5]]), np.array([[1, 2, 3], [30, 20, 10]])]
    while len(tables) < 60:
        shape = tuple(random.integers(2, 8, 2))
        table = random.poisson(random.choice([0.8, 4, 40]), shape)
        if random.random() < 0.4:
            table[0, :] += random.integers(0, 40, shape[1])
        if (table.sum(0) > 0).all() and (table.sum(1) > 0).all():
            tables.append(table)
    counts = [random.integers(1, 400, int(random.integers(2, 30))).tolist() for _ in range(20)]
    vectors = random.normal(size=(40, 6)) @ random.normal(size=(6, 6)) + random.normal(size=6)
    # the space is standardised with the population's deviation
    standard = (vectors - vectors.mean(0)) / vectors.std(0)
    plane = PCA(2, svd_solver="full").fit(standard)
    print(
        json.dumps(
            {
                "tables": [of_table(table) for table in tables],
                "evenness": [{"counts": c, "value": entropy(c) / math.log(len(c))} for c in counts],
                "plane": {
                    "vectors": vectors.round(9).tolist(),
                    "points": plane.transform(standard).tolist(),
                    "explained": plane.explained_variance_ratio_.tolist(),
                },
            }
        )
    )


if __name__ == "__main__":
    main()
