from forage_training.trainers.short_epochs import ShortEpochs


def test_short_epochs_go_through_all_photos_before_repeating() -> None:
    sampler = ShortEpochs(length=10, per_epoch=5, seed=3)
    first, second, third = list(sampler), list(sampler), list(sampler)
    assert sorted(first + second) == list(range(10))
    assert len(third) == 5


def test_the_seed_decides_the_order() -> None:
    assert list(ShortEpochs(50, 20, 1)) == list(ShortEpochs(50, 20, 1))
    assert list(ShortEpochs(50, 20, 1)) != list(ShortEpochs(50, 20, 2))
