"""A tiny run for tests: generated photos, a random model, and a stand-in for Forage's command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from PIL import Image, ImageDraw

CLASSES = 81
NAMES = [f"class {i}" for i in range(CLASSES)]
COUNTS = {"train": 12, "val": 4, "test": 4}

FORAGE = """
import { appendFileSync, mkdirSync, writeFileSync, readFileSync } from "node:fs";
const args = process.argv.slice(2);
appendFileSync(process.env.FORAGE_CALLS, args.slice(0, 2).join(" ") + "\\n");
const say = (value) => process.stdout.write(JSON.stringify(value) + "\\n");
const [one, two] = args;
if (one === "data" && two === "check") say({ errors: 0 });
else if (one === "model" && two === "list") say({ id: "tiny/1" });
else if (one === "model" && two === "import") {
  const folder = args[2].replace(/[^/]*$/, "");
  const classes = JSON.parse(readFileSync(folder + "classes.json", "utf8"));
  const version = Number(args[args.indexOf("--version") + 1]);
  const manifest = { id: "tiny/" + version, name: "tiny", version, inputSize: 320, featureLength: 256, classes };
  writeFileSync(folder + "manifest.json", JSON.stringify(manifest));
  say({ id: manifest.id, bytes: 1, parity: { 320: { boxPx: 0, score: 0, feature: 0 } } });
} else if (one === "eval") {
  writeFileSync(args[args.indexOf("--details") + 1], "");
  say({ set: "s", split: args[args.indexOf("--split") + 1], photos: 4, boxes: 4, map50: 0.5, map50_95: 0.3 });
} else if (one === "train-report") writeFileSync(args[args.indexOf("--out") + 1], "{}");
else if (one === "model" && two === "gate") { say({ verdict: "rejected" }); process.exitCode = 3; }
else if (one === "model" && two === "register") say({ id: "tiny/2" });
else { process.stderr.write("no such command: " + args.join(" ") + "\\n"); process.exitCode = 2; }
"""


def write_photo(path: Path, label: Path, seed: int) -> None:
    """A grey photo with one coloured square, and its label."""
    rng = np.random.default_rng(seed)
    image = Image.fromarray(rng.integers(90, 140, (96, 96, 3), dtype=np.uint8))
    class_id = seed % 3
    x, y, side = int(rng.integers(4, 50)), int(rng.integers(4, 50)), int(rng.integers(20, 40))
    ImageDraw.Draw(image).rectangle(
        (x, y, x + side, y + side), fill=((220, 60, 40), (60, 200, 80), (60, 80, 220))[class_id]
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    label.parent.mkdir(parents=True, exist_ok=True)
    image.save(path)
    c = (x + side / 2) / 96, (y + side / 2) / 96, side / 96
    label.write_text(f"{class_id} {c[0]:.6f} {c[1]:.6f} {c[2]:.6f} {c[2]:.6f}\n", encoding="utf-8")


def write_version(folder: Path) -> Path:
    """A YOLO folder as a data-set version is exported."""
    photos = []
    seed = 0
    for split, count in COUNTS.items():
        for _ in range(count):
            name = f"{seed:064x}"
            write_photo(folder / "images" / split / f"{name}.jpg", folder / "labels" / split / f"{name}.txt", seed)
            photos.append({"sha256": name, "split": split, "source": "squares" if seed % 2 else "corrections"})
            seed += 1
    data = {"names": dict(enumerate(NAMES)), "train": "images/train", "val": "images/val", "test": "images/test"}
    (folder / "data.yaml").write_text(yaml.safe_dump(data), encoding="utf-8")
    (folder / "manifest.json").write_text(json.dumps({"schema": 1, "classes": [], "photos": photos}), encoding="utf-8")
    return folder


def write_champion(folder: Path) -> Path:
    """A model folder with random weights."""
    import torch

    from forage_training.trainers.weights_file import write_checkpoint
    from forage_training.trainers.yolo.head import build_model

    folder.mkdir(parents=True)
    torch.manual_seed(0)
    write_checkpoint(build_model(CLASSES), folder / "weights.safetensors", NAMES)
    (folder / "model-320.onnx").write_bytes(b"")
    classes = [
        {"id": i, "name": n, "displayName": n, "kind": "ingredient", "synonyms": []} for i, n in enumerate(NAMES)
    ]
    (folder / "manifest.json").write_text(json.dumps({"inputSize": 320, "classes": classes}), encoding="utf-8")
    return folder


def write_run(root: Path, **changes: Any) -> Path:
    """A run folder with its request, and all it needs. The champion's weights need the trainer's packages."""
    write_champion(root / "champion")
    return write_request(root, **changes)


def write_request(root: Path, **changes: Any) -> Path:
    """A run folder with its request and photos; nothing to start from."""
    script = root / "project" / "server" / "cli" / "forage.mjs"
    script.parent.mkdir(parents=True)
    script.write_text(FORAGE, encoding="utf-8")
    run = root / "runs" / "run-1"
    run.mkdir(parents=True)
    values = {"epochs": 3, "imagePx": 64, "batch": 4, "photosPerEpoch": 12, "validationPhotos": 4, "mosaic": 0.0}
    request = {
        "schema": 2,
        "runId": "run-1",
        "runFolder": str(run),
        "projectRoot": str(root / "project"),
        "versionNumber": 1,
        "manifestSha256": "0" * 64,
        "championId": "tiny/1",
        "championFolder": str(root / "champion"),
        "modelName": "tiny",
        "configs": [{"name": "quick", "values": values}],
        "dataFolder": str(write_version(root / "version")),
        "environment": {"FORAGE_CALLS": str(root / "calls.txt")},
        **changes,
    }
    (run / "request.json").write_text(json.dumps(request), encoding="utf-8")
    return run
