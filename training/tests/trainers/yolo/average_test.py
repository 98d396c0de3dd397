import pytest
import torch

from forage_training.trainers.mean_weights import average
from forage_training.trainers.yolo.average import keep_unknown_rows


def test_weights_are_mixed_by_their_shares() -> None:
    states = [
        {"w": torch.tensor([1.0, 2.0]), "n": torch.tensor(5)},
        {"w": torch.tensor([3.0, 6.0]), "n": torch.tensor(9)},
    ]
    mixed = average(states, [0.75, 0.25])
    # 0.75 * 1 + 0.25 * 3 = 1.5; 0.75 * 2 + 0.25 * 6 = 3
    assert mixed["w"].tolist() == [1.5, 3.0]
    assert mixed["n"].item() == 5


@pytest.mark.parametrize("shares", [[1.0], [0.5, 0.4]])
def test_shares_must_fit(shares: list[float]) -> None:
    with pytest.raises(ValueError, match="together 1"):
        average([{"w": torch.ones(1)}] * 2, shares)


def test_rows_of_classes_one_side_never_learnt_come_from_the_other() -> None:
    key = "model.23.cv3.0.2.bias"
    first, mixed = {key: torch.tensor([1.0, 2.0, 3.0])}, {key: torch.tensor([5.0, 6.0, 7.0])}
    assert keep_unknown_rows(mixed, first, known=2)[key].tolist() == [5.0, 6.0, 3.0]


def test_other_tensors_are_mixed_whole() -> None:
    key = "model.23.cv3.0.1.1.bn.bias"
    assert keep_unknown_rows({key: torch.ones(3)}, {key: torch.zeros(3)}, known=1)[key].tolist() == [1.0, 1.0, 1.0]
