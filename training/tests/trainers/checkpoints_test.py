"""Checkpoints that were cut off, by a kill or a full disk, are no part of a run."""

from pathlib import Path

from forage_training.trainers.checkpoints import drop_damaged, newest_checkpoint, write_epoch


def three_epochs(run: Path) -> Path:
    run.mkdir()
    for epoch in range(3):
        write_epoch(run, epoch, {"model": {}}, kept=0)
    return run / "weights"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_epoch_of_a_damaged_checkpoint_is_trained_again(tmp_path: Path) -> None:
    weights = three_epochs(tmp_path / "run")
    (weights / "epoch2.pt").write_bytes(b"PK")
    drop_damaged(tmp_path / "run")
    assert names(weights) == ["epoch0.pt", "epoch1.pt"]
    assert newest_checkpoint(tmp_path / "run") == (weights / "epoch1.pt", 1)


def test_a_damaged_last_one_costs_no_epoch(tmp_path: Path) -> None:
    weights = three_epochs(tmp_path / "run")
    (weights / "last.pt").write_bytes(b"")
    drop_damaged(tmp_path / "run")
    assert newest_checkpoint(tmp_path / "run") == (weights / "epoch2.pt", 2)


def test_whole_ones_stay(tmp_path: Path) -> None:
    weights = three_epochs(tmp_path / "run")
    before = names(weights)
    drop_damaged(tmp_path / "run")
    assert names(weights) == before
