"""docs/extending.md: its trainer trains and exports, told to its tracker."""

from __future__ import annotations

import json
from pathlib import Path

from extended_package import extend, python
from tiny_run import write_request

TRAIN = """
import json, sys
from pathlib import Path
from forage_training.datasets.run_data import class_names, prepare
from forage_training.evaluation.evaluate_coco import EvalConfig, evaluate
from forage_training.export.write_onnx import export
from forage_training.flow.events import Events
from forage_training.flow.forage_command import Forage
from forage_training.flow.named_config import start_file
from forage_training.flow.prepare_run import write_start
from forage_training.flow.run_request import parse_request
from forage_training.flow.train_config import train_config
from forage_training.trainers.registry import trainer_named

request = parse_request((Path(sys.argv[1]) / "request.json").read_text())
events = Events(request.run_folder)
data = prepare(request, Forage(request.project_root))
names = class_names(data.version)
write_start(request, "toy", [], names, events)
result = train_config(request, request.configs[0], data.by_source, names, events)
trainer = trainer_named("toy")
model = trainer.load(Path(result["weights"]), len(names))
parity = export(trainer.for_export(model), request.run_folder / "out", trainer.about.head, 96)
print(json.dumps({**result, "box": max(p.box_px for p in parity.values()), "start": str(start_file(request, "toy"))}))
"""


def test_the_pages_trainer_trains_and_exports_told_to_the_pages_tracker(tmp_path: Path) -> None:
    values = {"trainer": "toy", "epochs": 2, "imagePx": 64, "photosPerEpoch": 6, "lr": 0.05}
    run = write_request(tmp_path, tracker="notes", configs=[{"name": "quick", "values": values}])
    (tmp_path / "champion").mkdir()
    result = json.loads(
        python(extend(tmp_path), "-c", TRAIN, str(run), NOTES_FOLDER=str(run / "tracker")).splitlines()[-1]
    )
    assert result["box"] < 1e-3
    assert result["map50"] is not None
    assert result["start"].endswith("toy.safetensors")
    (notes,) = (run / "tracker").glob("*.jsonl")
    said = [json.loads(line) for line in notes.read_text().splitlines()]
    assert said[0]["facts"]["manifestSha256"] == "0" * 64 and said[0]["config"]["trainer"] == "toy"
    assert [one["step"] for one in said if "step" in one] == [1, 2]
    assert {one["artifact"] for one in said if "artifact" in one} == {"weights", "config"}
    assert said[-1] == {"ended": True}
