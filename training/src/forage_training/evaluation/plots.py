"""Plots of a run as pictures: its curves, and precision by recall on each set."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot


def draw_curves(points: Sequence[dict[str, Any]], out: Path) -> Path:
    """Losses and mAP50 on validation by epoch, of events ``epoch``."""
    figure, (left, right) = pyplot.subplots(1, 2, figsize=(9, 3.5), layout="constrained")
    epochs = [point["epoch"] for point in points]
    for key in sorted({key for point in points for key in point["loss"]}):
        left.plot(epochs, [point["loss"].get(key) for point in points], marker="o", label=key)
    left.set(xlabel="epoch", title="loss")
    if points:
        left.legend()
    measured = [point for point in points if point["map50"] is not None]
    right.plot([point["epoch"] for point in measured], [point["map50"] for point in measured], marker="o")
    right.set(xlabel="epoch", title="mAP50 on validation", ylim=(0, 1))
    figure.savefig(out)
    pyplot.close(figure)
    return out


def draw_precision_recall(report: dict[str, Any], out: Path) -> Path:
    """Precision by recall, of a report of ``forage train-report``."""
    figure, axes = pyplot.subplots(figsize=(5, 4), layout="constrained")
    for one in report.get("sets", []):
        precision = one["precisionAtRecall"]
        axes.plot([i / max(1, len(precision) - 1) for i in range(len(precision))], precision, label=one["set"])
    axes.set(xlabel="recall", ylabel="precision", xlim=(0, 1), ylim=(0, 1), title="On the frozen test sets")
    if report.get("sets"):
        axes.legend()
    figure.savefig(out)
    pyplot.close(figure)
    return out
