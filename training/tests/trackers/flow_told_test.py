"""A whole run that is told to MLflow, in its own environment; skipped without it."""

from __future__ import annotations

import json
import sqlite3
import subprocess
from pathlib import Path

from real_trackers_test import python_of

from forage_training.flow.events import read_events
from tiny_run import write_run


def test_a_run_told_to_mlflow_has_its_curves_lineage_figures_verdict_and_files(tmp_path: Path) -> None:
    python = python_of("mlflow")
    values = json.loads((write_run(tmp_path / "usual") / "request.json").read_text())["configs"][0]["values"]
    configs = [{"name": "second", "values": {**values, "epochs": 2, "trainer": "fcos"}}]
    run = write_run(tmp_path / "told", tracker="mlflow", configs=configs)
    words = [python, "-m", "forage_training.flow.supervise", str(run)]
    with subprocess.Popen(words, stdin=subprocess.PIPE) as process:
        assert process.wait(1500) == 0, (run / "log.txt").read_text()[-3000:]
    assert [e["text"] for e in read_events(run) if e["type"] == "log" and "MLflow" in e["text"]] == []
    with sqlite3.connect(run / "tracker" / "mlflow.db") as database:
        runs = database.execute("select status from runs").fetchall()
        (experiment,) = database.execute("select name from experiments where name != 'Default'").fetchone()
        steps = {step for (step,) in database.execute("select step from metrics where key = 'train/box'")}
        figures = dict(database.execute("select key, value from metrics").fetchall())
        tags = dict(database.execute("select key, value from tags").fetchall())
        parameters = dict(database.execute("select key, value from params").fetchall())
    assert (experiment, runs, steps) == ("tiny", [("FINISHED",)], {1, 2})
    assert figures["test/s/map50"] == 0.5 and "kept/map50" in figures
    assert (tags["verdict"], tags["candidate"], tags["startedFrom"]) == ("rejected", "tiny/2", "tiny/1")
    assert tags["manifestSha256"] == "0" * 64 and len(tags["dataSet/squares"]) == 64
    assert (parameters["trainer"], parameters["optimiser"]) == ("fcos", "adamw")
    assert "weights" not in parameters
    kept = {p.name for p in (run / "tracker" / "artifacts").rglob("*") if p.is_file()}
    assert {"curves.png", "contact-sheet.jpg", "weights.safetensors", "gate.json", "report.json"} <= kept
    assert {"manifest.json", "model-320.onnx"} <= kept
