"""Cells of ``inspect_run.ipynb``; ``make_notebook`` executes them."""

# %%
# # A training run, opened
#
# Every step of a run keeps its artifacts: here they are read back with Metaflow's client, and the run's own files with
# plain Python. Set `FORAGE_RUN` to a run's folder (`.forage/training/<id>`) and run all cells. The outputs below are of
# a tiny run on generated photos.

# %%
import json
import os
from pathlib import Path

RUN = Path(os.environ["FORAGE_RUN"])
os.environ["METAFLOW_DATASTORE_SYSROOT_LOCAL"] = str(RUN / "flow")
os.environ["METAFLOW_USER"] = "forage"

import matplotlib.pyplot as plt
from metaflow import Run, metadata, namespace

namespace(None)
metadata(f"local@{RUN / 'flow'}")
run = Run(f"TrainingFlow/{json.loads((RUN / 'metaflow-run-ids.json').read_text())[-1]}")
print("steps:", ", ".join(reversed([step.id for step in run])))
print("ended well:", run.successful)

# %%
# ## What was asked

# %%
request = json.loads((RUN / "request.json").read_text())
for key in ("versionNumber", "championId", "device", "note"):
    print(f"{key}: {request[key]}")
for config in request["configs"]:
    print(config["name"], config["values"])

# %%
# ## Training
#
# Loss and mAP50 on validation, epoch by epoch, of every config.

# %%
events = [json.loads(line) for line in (RUN / "events.jsonl").read_text().splitlines()]
epochs = [event for event in events if event["type"] == "epoch"]
figure, (left, right) = plt.subplots(1, 2, figsize=(10, 3))
for name in sorted({event["config"] for event in epochs}):
    own = [event for event in epochs if event["config"] == name]
    left.plot([e["epoch"] for e in own], [sum(e["loss"].values()) for e in own], marker="o", label=name)
    measured = [e for e in own if e["map50"] is not None]
    right.plot([e["epoch"] for e in measured], [100 * e["map50"] for e in measured], marker="o", label=name)
left.set(title="Loss", xlabel="epoch")
right.set(title="mAP50 on validation", xlabel="epoch", ylim=(0, 100))
_ = left.legend(), right.legend()

# %%
# ## What was kept
#
# The step `choose` takes the config, and the share of trained weights, that is best on validation.

# %%
results = run["choose"].task["results"].data
for result in results:
    tried = ", ".join(f"{one['share']:.0%}: {100 * one['map50']:.1f}" for one in result["tried"])
    print(f"{result['config']}: kept {result['share']:.0%} trained weights ({tried})")

# %%
# ## The exported model against PyTorch

# %%
candidate = run["export"].task["candidate"].data
for name, one in candidate["parity"]["onnx"].items():
    print(f"ONNX Runtime, {name}: box {one['box_px']:.1e} px, score {one['score']:.1e}")
for side, one in candidate["parity"]["tfjs"].items():
    print(f"TF.js, {side} px: box {one['boxPx']:.1e} px, score {one['score']:.1e}")

# %%
# ## On the frozen test sets

# %%
report = json.loads((RUN / "evaluation" / "report.json").read_text())
steps = [i / 100 for i in range(101)]
figure, (left, right) = plt.subplots(1, 2, figsize=(10, 3))
for one in report["sets"]:
    left.plot(steps, one["precisionAtRecall"], label=f"{one['set']} ({100 * one['map50']:.1f})")
    right.plot(steps, one["curve"]["f1"], label=one["set"])
left.set(title="Precision by recall (mAP50)", xlabel="recall", ylim=(0, 1.02))
right.set(title="F1 by confidence", xlabel="confidence", ylim=(0, 1.02))
_ = left.legend(), right.legend()

# %%
for one in report["sets"]:
    wrong = sum(p["missed"] + p["falseAlarms"] + p["confused"] for p in one["worst"])
    print(f"{one['set']}: {one['photos']} photos, {one['boxes']} boxes, {wrong} mistakes on the worst photos")
print(f"threshold for all classes, chosen on validation: {report['thresholds']['common']:.2f}")

# %%
# ## The gate

# %%
verdict = json.loads((RUN / "gate.json").read_text())
print("verdict:", verdict["verdict"])
for reason in verdict.get("reasons", []):
    print("-", reason)

# %%
figure, axis = plt.subplots(figsize=(8, 0.6 + 0.5 * len(verdict.get("sets", []))))
for row, one in enumerate(verdict.get("sets", [])):
    low, middle, high = (100 * one[key] for key in ("low", "difference", "high"))
    axis.errorbar([middle], [row], xerr=[[middle - low], [high - middle]], fmt="o", capsize=4)
axis.axvline(0, color="grey", linewidth=1)
axis.axvline(-1, color="tomato", linewidth=1, linestyle="--")
axis.set(title="mAP50 against the champion, points, 95 % interval", yticks=range(len(verdict.get("sets", []))))
__ = axis.set_yticklabels([one["name"] for one in verdict.get("sets", [])])
