"""Alibi Detect's outlier detector over recorded figures, in an environment of its own.

    training/.venv-alibi/bin/python -m forage_training.monitoring.alibi_outliers ROWS.json FOLDER

``ROWS.json`` holds columns as ``evidently_report`` reads them. Its Isolation Forest learns half of the reference rows;
the score above which five in a hundred of the other half lie is the threshold, so that rows which the forest has learnt
do not set it. ``FOLDER`` gets ``report.html`` and ``summary.json``. In a notebook, ``outliers_of(columns)`` gives the
summary.

Its adversarial detectors are not offered: they need TensorFlow and the network's own inputs, which no figure holds.
"""

from __future__ import annotations

import argparse
import html
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

# of the other half of the reference
USUAL_SHARE = 0.05
TREES = 200
BARS = 24
MOST_APART = 8


def matrix_of(columns: list[dict[str, Any]]) -> tuple[NDArray[Any], NDArray[Any], list[str], list[str]]:
    """Numbers and vectors as two matrices of rows by parts, before and now; the parts' names, and what was left out.

    A missing value is the reference's middle one: a forest has none, and the middle is no outlier. Names are left out,
    as are columns of which one side is empty. Raises ValueError where no column is left.
    """
    import numpy as np

    sides: dict[str, list[NDArray[Any]]] = {"reference": [], "current": []}
    names: list[str] = []
    left_out: list[str] = []
    for column in columns:
        name = column["name"]
        length = next((len(row) for row in column["reference"] if isinstance(row, list)), 1)
        gap = [None] * length
        parts = {
            side: np.array(
                [row if isinstance(row, list) else gap if row is None else [row] for row in column[side]], float
            )
            for side in sides
            if column["kind"] != "category"
        }
        if not parts or any(len(part) == 0 or np.isnan(part).all(axis=0).any() for part in parts.values()):
            left_out.append(name)
            continue
        middle = np.nanmedian(parts["reference"], axis=0)
        for side, part in parts.items():
            sides[side].append(np.where(np.isnan(part), middle, part))
        names += [name] if length == 1 else [f"{name} {place + 1}" for place in range(length)]
    if not names:
        raise ValueError("no column can be compared")
    return np.hstack(sides["reference"]), np.hstack(sides["current"]), names, left_out


def scores_of(columns: list[dict[str, Any]]) -> dict[str, Any]:
    """Scores of the reference rows that were not learnt and of the current ones, the threshold, and both matrices."""
    import numpy as np
    from alibi_detect.od import IForest

    reference, current, names, left_out = matrix_of(columns)
    # seeded, so that the same rows give the same answer
    shuffled = np.random.default_rng(0).permutation(len(reference))
    learnt, others = reference[shuffled[::2]], reference[shuffled[1::2]]
    if len(others) == 0:
        raise ValueError("too few rows to compare")
    forest = IForest(threshold=0.0, n_estimators=TREES)
    forest.isolationforest.random_state = 0
    forest.fit(learnt)
    forest.infer_threshold(others, threshold_perc=100 * (1 - USUAL_SHARE))
    score = {side: forest.score(rows) for side, rows in (("reference", others), ("current", current))}
    return {
        "names": names,
        "leftOut": left_out,
        "threshold": float(forest.threshold),
        "score": score,
        "rows": {"learnt": learnt, "reference": others, "current": current},
    }


def outliers_of(columns: list[dict[str, Any]], found: dict[str, Any] | None = None) -> dict[str, Any]:
    """How many rows of now are outliers beside those of before, by Fisher's exact test, and what sets them apart."""
    import alibi_detect
    import numpy as np
    from scipy.stats import fisher_exact

    known = found or scores_of(columns)
    score, threshold = known["score"], known["threshold"]
    counts = {side: int((values > threshold).sum()) for side, values in score.items()}
    rows = {side: len(values) for side, values in score.items()}
    table = [[counts[side], rows[side] - counts[side]] for side in ("current", "reference")]
    p = float(fisher_exact(table, alternative="greater").pvalue)
    learnt = known["rows"]["learnt"]
    outside = known["rows"]["current"][score["current"] > threshold]
    spread = learnt.std(axis=0)
    apart = np.zeros(len(spread)) if len(outside) == 0 else outside.mean(axis=0) - learnt.mean(axis=0)
    apart = np.where(spread > 0, apart / np.where(spread > 0, spread, 1), 0)
    order = np.argsort(-np.abs(apart))[:MOST_APART]
    return {
        "version": alibi_detect.__version__,
        "detector": "IForest",
        "threshold": threshold,
        "rows": {"learnt": len(learnt), **rows},
        "outliers": counts,
        "p": p,
        "isDrift": p < 0.05,
        # in standard deviations of what was learnt; none where nothing is an outlier
        "apart": [{"column": known["names"][at], "by": float(apart[at])} for at in order if len(outside) > 0],
        "leftOut": known["leftOut"],
    }


def page_of(summary: dict[str, Any], found: dict[str, Any]) -> str:
    """A page that needs nothing else: scores of both sides as bars, and what sets the outliers apart."""
    import numpy as np

    score = found["score"]
    edges = np.histogram_bin_edges(np.concatenate(list(score.values())), bins=BARS)
    shares = {side: np.histogram(values, edges)[0] / len(values) for side, values in score.items()}
    most = max(0.001, *(float(share.max()) for share in shares.values()))
    step = 600 / BARS

    def bar(at: int, side: str) -> str:
        height = 160 * float(shares[side][at]) / most
        left = at * step + (step / 2 if side == "current" else 0)
        colour = "#2f7d4f" if side == "current" else "#9aa59c"
        place = f'x="{left:.1f}" y="{170 - height:.1f}" width="{step / 2 - 1:.1f}" height="{height:.1f}"'
        return f'<rect {place} fill="{colour}"/>'

    bars = "".join(bar(at, side) for at in range(BARS) for side in ("reference", "current"))
    place = 600 * (summary["threshold"] - edges[0]) / (edges[-1] - edges[0] or 1)
    apart = "".join(
        f"<tr><td>{html.escape(one['column'])}</td><td>{one['by']:+.2f}</td></tr>" for one in summary["apart"]
    )
    rows, outliers = summary["rows"], summary["outliers"]
    verdict = "More outliers than before." if summary["isDrift"] else "No more outliers than chance makes."
    left_out = ", ".join(summary["leftOut"]) or "nothing"
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Alibi Detect: outliers</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body{{font:16px/1.5 system-ui,sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem}}
body{{color:#1d231f;background:#fff}}
svg{{width:100%}}td{{padding:.2rem 1rem .2rem 0}}</style></head><body>
<h1>Outliers, by Alibi Detect {html.escape(summary["version"])}</h1>
<p><strong>{verdict}</strong> {outliers["current"]} of {rows["current"]} rows of now, {outliers["reference"]} of
{rows["reference"]} of before (p = {summary["p"]:.3g}, Fisher's exact test).
An Isolation Forest learnt {rows["learnt"]} other rows of before.</p>
<svg viewBox="0 0 600 180" role="img" aria-label="Scores of before and now, with the threshold">{bars}
<line x1="{place:.1f}" x2="{place:.1f}" y1="0" y2="172" stroke="#a33" stroke-width="2"/></svg>
<p>Grey: before. Green: now. Right of the line are outliers.</p>
<h2>What sets the outliers of now apart</h2>
<table><thead><tr><th>feature</th><th>standard deviations away</th></tr></thead><tbody>{apart}</tbody></table>
<p>Left out: {html.escape(left_out)}.</p></body></html>
"""


def main() -> None:
    """Writes the report of a file of columns."""
    parser = argparse.ArgumentParser(description="Alibi Detect's outliers over recorded figures")
    parser.add_argument("rows", type=Path)
    parser.add_argument("folder", type=Path)
    asked = parser.parse_args()
    columns = json.loads(asked.rows.read_text(encoding="utf-8"))["columns"]
    found = scores_of(columns)
    summary = outliers_of(columns, found)
    (asked.folder / "report.html").write_text(page_of(summary, found), encoding="utf-8")
    (asked.folder / "summary.json").write_text(json.dumps(summary), encoding="utf-8")


if __name__ == "__main__":
    main()
