import pytest
import torch

from average import average


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
