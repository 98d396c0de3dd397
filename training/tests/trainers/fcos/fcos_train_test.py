"""The whole way of a config trained with FCOS, on generated photos: to its weights, ONNX and Forage's own import."""

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest
import torch
import yaml

from forage_training.datasets.run_data import arrange_by_source
from forage_training.evaluation.evaluate_coco import EvalConfig, evaluate
from forage_training.export.write_onnx import export, run_onnx
from forage_training.flow.candidate import BOX_LIMIT_PX, SCORE_LIMIT, worst
from forage_training.flow.forage_command import Forage
from forage_training.places import TRAINING
from forage_training.trainers.checkpoints import newest_checkpoint
from forage_training.trainers.config import TrainConfig
from forage_training.trainers.fcos.photos import inside, show
from forage_training.trainers.registry import trainer_named
from forage_training.trainers.run_folder import run_names, start_run, validation_photos
from forage_training.trainers.trainer import Champion, EpochDone
from tiny_run import NAMES, write_photo, write_version

SIDE_PX = 64
FEW = NAMES[:3]


class Told:
    """What a trainer told."""

    def __init__(self, stop_after: int = 1000) -> None:
        self.epochs: list[EpochDone] = []
        self.stop_after = stop_after

    def epoch_begins(self) -> None:
        pass

    def batch_done(self, *_: int) -> None:
        pass

    def epoch_done(self, done: EpochDone) -> None:
        self.epochs.append(done)
        if len(self.epochs) == self.stop_after:
            raise KeyboardInterrupt


def begin(tmp_path: Path, **changes: object) -> Path:
    """A run folder of FCOS: photos of three colours."""
    version = write_version(tmp_path / "version")
    names = dict(enumerate(FEW))
    (version / "data.yaml").write_text(yaml.safe_dump({"names": names, "train": "", "val": ""}))
    arrange_by_source(version, tmp_path / "by-source")
    weights = tmp_path / "start.safetensors"
    trainer_named("fcos").start(Champion("tiny/1", tmp_path / "nothing"), [], FEW, weights)
    config = dataclasses.replace(
        TrainConfig(str(tmp_path / "by-source"), str(weights), 0.0, trainer="fcos", image_px=SIDE_PX, workers=0),
        **{"batch": 4, "photos_per_epoch": 12, "epochs": 3, "validation_photos": 4, **changes},  # type: ignore[arg-type]
    )
    start_run(config, tmp_path / "run")
    return tmp_path / "run"


def test_a_training_that_was_stopped_goes_on_after_its_last_epoch(tmp_path: Path) -> None:
    run = begin(tmp_path)
    first, second = Told(stop_after=1), Told()
    with pytest.raises(KeyboardInterrupt):
        trainer_named("fcos").train(run, False, first)
    (run / "weights" / "last.pt").write_bytes(b"cut off")
    trainer_named("fcos").train(run, True, second)
    assert [done.epoch for done in first.epochs + second.epochs] == [1, 2, 3]
    assert set(second.epochs[-1].loss) == {"cls", "box", "centre"}
    assert json.loads((run / "progress.json").read_text())["photosSeen"] == 36


def test_it_learns_to_find_what_the_photos_show(tmp_path: Path) -> None:
    run = begin(tmp_path, epochs=30, lr=3e-3, batch=8, photos_per_epoch=24, warmup_epochs=0.5, scale=0.1, hsv_h=0.0)
    told = Told()
    trainer_named("fcos").train(run, False, told)
    assert told.epochs[-1].map50 is not None
    losses = [sum(done.loss.values()) for done in told.epochs]
    assert losses[-1] < 0.6 * losses[0], losses
    found = newest_checkpoint(run)
    assert found
    model = trainer_named("fcos").load(found[0], len(FEW))
    photos = sorted((tmp_path / "by-source").glob("*/images/train/*"))
    by_class = evaluate(model.eval(), photos, FEW, EvalConfig(image_px=SIDE_PX, head="corners"))
    assert sum(by_class.values()) / len(by_class) > 0.5, by_class
    assert validation_photos(run, 4)
    assert run_names(run) == FEW


def test_its_export_becomes_a_model_of_forage_with_corners(tmp_path: Path) -> None:
    trainer = trainer_named("fcos")
    torch.manual_seed(0)
    network = trainer.build(len(FEW))
    folder = tmp_path / "models" / "tiny" / "1"
    parity = worst(export(trainer.for_export(network), folder, trainer.about.head, 96))
    assert parity["box_px"] < BOX_LIMIT_PX and parity["score"] < SCORE_LIMIT
    classes = [
        {"id": i, "name": name, "displayName": name, "kind": "ingredient", "synonyms": []} for i, name in enumerate(FEW)
    ]
    (folder / "classes.json").write_text(json.dumps(classes))
    forage = Forage(TRAINING.parent, environment={"FORAGE_MODELS_DIR": str(tmp_path / "models")})
    words = ["model", "import", str(folder / "model-96.onnx"), "--architecture", trainer.about.architecture]
    answer = forage.run(*words, "--licence", trainer.about.licence).last
    assert answer["id"] == "tiny/1"
    for size in ("96", "64"):
        assert answer["parity"][size]["boxPx"] < 0.02 and answer["parity"][size]["score"] < 5e-4
    manifest = json.loads((folder / "manifest.json").read_text())
    assert (manifest["head"], manifest["licence"]) == ("corners", "BSD-3-Clause")
    assert manifest["architecture"] == "FCOS-MobileNetV3-small"
    images = np.random.default_rng(0).random((1, 3, 96, 96), dtype=np.float32)
    with torch.no_grad():
        ours = network(torch.from_numpy(images))[0].numpy()
    assert np.abs(run_onnx(folder / "model-96.onnx", images)[0] - ours).max() < 1e-2


def test_a_champion_of_its_own_kind_is_what_it_starts_from(tmp_path: Path) -> None:
    trainer = trainer_named("fcos")
    folder = tmp_path / "champion"
    folder.mkdir()
    trainer.save(trainer.build(3), folder / "weights.safetensors", FEW)
    for architecture, words in (("FCOS-MobileNetV3-small", "weights of tiny/2"), ("YOLO11n", "random weights")):
        (folder / "manifest.json").write_text(json.dumps({"architecture": architecture}))
        said = trainer.start(Champion("tiny/2", folder), [], FEW, tmp_path / "start.safetensors")
        assert said.startswith(words)
    same = (tmp_path / "start.safetensors").read_bytes() == (folder / "weights.safetensors").read_bytes()
    assert not same  # the last start was a random one


def test_a_photo_is_shown_with_its_box_where_its_colour_is(tmp_path: Path) -> None:
    photo = tmp_path / "images" / "train" / "a.png"
    write_photo(photo, tmp_path / "labels" / "train" / "a.txt", 1)  # a green square on grey
    config = TrainConfig("m", "w", 0.0, image_px=SIDE_PX, scale=0.3, hsv_h=0.0, hsv_s=0.0, hsv_v=0.0, inverted_share=())
    for seed in range(8):
        one = show(photo, config, np.random.default_rng(seed))
        is_green = one.pixels[:, :, 1].astype(int) - one.pixels[:, :, 0] > 60
        rows, columns = np.nonzero(is_green)
        (box,) = one.corners
        found = [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]
        assert np.abs(box - found).max() < 2, (seed, box, found)


def test_a_box_that_is_nearly_cut_away_is_left_out() -> None:
    corners = np.array([[-20, 0, 4, 10], [-91, 0, 9, 10], [60, 60, 70, 61.5]], np.float32)
    cut, is_kept = inside(corners, SIDE_PX)
    # 4 of 24 px are left of the first; 9 of 100 of the second; the third is lower than 2 px
    assert is_kept.tolist() == [True, False, False]
    assert cut[0].tolist() == [0, 0, 4, 10]
