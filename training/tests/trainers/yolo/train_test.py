import copy
import dataclasses
import json
import random
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
from ultralytics.nn.tasks import DetectionModel

from forage_training.trainers.config import TrainConfig, as_config
from forage_training.trainers.run_folder import read_config, start_run
from forage_training.trainers.schedule import rate_share
from forage_training.trainers.yolo.head import build_model
from forage_training.trainers.yolo.photo_dataset import PhotoDataset
from forage_training.trainers.yolo.train import (
    ForageTrainer,
    TimeBudget,
    run_in_bfloat16,
    trainer_overrides,
)

CONFIG = TrainConfig(merged="m", weights="w", hours=1.0)


def test_the_asked_share_of_one_source_is_inverted(monkeypatch: pytest.MonkeyPatch) -> None:
    grey = np.full((2, 2, 3), 10, np.uint8)
    monkeypatch.setattr(
        "forage_training.trainers.yolo.photo_dataset.YOLODataset.get_image_and_label", lambda *_: {"img": grey}
    )
    dataset = PhotoDataset.__new__(PhotoDataset)
    dataset.im_files = ["/m/plantdoc/images/train/a.webp", "/m/pantry/images/train/b.jpg"]
    dataset.inverted_share = (("plantdoc", 0.2),)
    random.seed(0)
    values = [[int(dataset.get_image_and_label(i)["img"][0, 0, 0]) for _ in range(1000)] for i in (0, 1)]
    assert values[0].count(245) == pytest.approx(200, abs=40)  # 255 - 10
    assert set(values[1]) == {10}
    assert grey.max() == 10  # the cached photo itself stays


def trainer_at(epoch: int, start_epoch: int = 0) -> Any:
    return SimpleNamespace(
        epoch=epoch,
        start_epoch=start_epoch,
        epochs=99,
        args=SimpleNamespace(epochs=99, close_mosaic=1),
        scheduler=SimpleNamespace(last_epoch=0),
        _setup_scheduler=lambda: None,
        stop=False,
        config=CONFIG,
        tloss={"box_loss": 1.0},
        optimizer=SimpleNamespace(param_groups=[{"lr": 1e-3}]),
    )


def budget_after(seconds: float, monkeypatch: pytest.MonkeyPatch, file: Path) -> TimeBudget:
    clock = iter([0.0, seconds])
    monkeypatch.setattr("forage_training.trainers.yolo.train.time.monotonic", lambda: next(clock))
    return TimeBudget(CONFIG.hours, 0.3, file)


def test_the_number_of_epochs_follows_their_duration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trainer = trainer_at(epoch=1)
    budget_after(600, monkeypatch, tmp_path / "progress.json").after_epoch(trainer)
    # two epochs took 600 s; 3600 - 600 leaves room for ten more of 300 s; 30 % of 12 without mosaic
    assert (trainer.epochs, trainer.args.close_mosaic, trainer.stop) == (12, 4, False)


def test_a_resumed_run_has_the_time_that_was_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "progress.json"
    file.write_text(json.dumps({"secondsSpent": 3000.0, "epochsDone": 10}))
    trainer = trainer_at(epoch=10, start_epoch=10)
    budget_after(300, monkeypatch, file).after_epoch(trainer)
    # 3600 - 3000 - 300 leaves one more epoch of 300 s after the eleventh
    assert (trainer.epochs, trainer.stop) == (12, False)


def test_a_spent_budget_stops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trainer = trainer_at(epoch=5)
    budget_after(3600, monkeypatch, tmp_path / "progress.json").after_epoch(trainer)
    assert trainer.stop


def test_the_rate_falls_along_a_cosine_from_where_earlier_runs_left_it() -> None:
    # half of the way: (1 + cos 90 degrees) / 2 = 0.5 of what lies between 1 and the end
    shares = [rate_share("cosine", done, 0.1) for done in (0, 0.5, 1, 2)]
    assert shares == pytest.approx([1, 0.55, 0.1, 0.1])


def test_the_rate_falls_along_a_line_or_stays_where_the_config_says_so() -> None:
    assert [rate_share("linear", done, 0.2) for done in (0, 0.25, 1, 2)] == pytest.approx([1, 0.8, 0.2, 0.2])
    assert [rate_share("constant", done, 0.2) for done in (0, 0.25, 1, 2)] == [1, 1, 1, 1]


def test_the_trainer_is_told_the_optimiser_and_the_schedule(tmp_path: Path) -> None:
    asked = dataclasses.replace(CONFIG, optimiser="sgd", momentum=0.8, schedule="constant", epochs=1)
    told = trainer_overrides(asked, tmp_path)
    assert (told["optimizer"], told["momentum"], told["cos_lr"], told["lrf"]) == ("SGD", 0.8, False, 1.0)


def test_a_run_that_goes_on_from_photos_seen_has_their_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    trainer: Any = ForageTrainer.__new__(ForageTrainer)
    trainer.config = TrainConfig("m", "w", 0, photos=4000, photos_before=1000, photos_per_epoch=500, lr_end_share=0.0)
    monkeypatch.setattr("forage_training.trainers.yolo.train.torch.optim.lr_scheduler.LambdaLR", lambda *_, **__: None)
    trainer.optimizer = None
    trainer._setup_scheduler()
    assert trainer.lf(2) == pytest.approx(0.5)  # 1000 + 2 * 500 of 4000


def test_a_schedule_in_photos_decides_the_epochs_of_what_is_left(tmp_path: Path) -> None:
    (tmp_path / "w.safetensors").write_bytes(b"w")
    merged = tmp_path / "merged"
    for kind in ("images", "labels"):
        (merged / "shop" / kind / "train").mkdir(parents=True)
    (merged / "data.yaml").write_text("names: {0: apple}\n")
    (merged / "manifest.json").write_text("{}")
    (merged / "shop" / "images" / "train" / "a.jpg").write_bytes(b"")
    (merged / "shop" / "labels" / "train" / "a.txt").write_text("0 0.5 0.5 0.1 0.1\n")
    config = TrainConfig(str(merged), str(tmp_path / "w.safetensors"), 0, photos=4000, photos_before=1100)
    start_run(config, tmp_path / "run")
    assert read_config(tmp_path / "run").epochs == 6  # 2900 left, 512 an epoch


def test_pairs_in_a_config_file_are_lists() -> None:
    config = as_config({"merged": "m", "weights": "w", "hours": 0, "source_repeats": [["shop", 2.0]]})
    assert config.source_repeats == (("shop", 2.0),)


def flat(nest: Any) -> list[torch.Tensor]:
    """The tensors of a nest of lists, tuples and dicts."""
    if isinstance(nest, torch.Tensor):
        return [nest]
    return [tensor for part in (nest.values() if isinstance(nest, dict) else nest) for tensor in flat(part)]


def test_layers_in_bfloat16_hand_float32_to_the_loss_and_measure_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DetectionModel, "_predict_once", DetectionModel._predict_once)  # put back afterwards
    torch.manual_seed(0)
    model = build_model(80)
    trained, measured = copy.deepcopy(model).train(), copy.deepcopy(model).eval()
    photos = torch.rand(2, 3, 64, 64)
    with torch.no_grad():
        exact, before = flat(model.train()(photos)), measured(photos)[0]
        run_in_bfloat16()
        rounded, after = flat(trained(photos)), measured(photos)[0]
    assert {tensor.dtype for tensor in rounded} == {torch.float32}
    assert any(not torch.equal(one, other) for one, other in zip(exact, rounded, strict=True))
    assert torch.equal(before, after)
