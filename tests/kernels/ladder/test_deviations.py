"""Regrets of a ladder: where the evaluation starts must not show."""

import numpy as np
import pytest

from deterrence.kernels.ladder.deviations import regrets, values
from tests.games.random_ladders import LAYOUTS, random_ladder, random_strategies


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("seed", range(3))
def test_regrets_are_the_same_from_a_right_guess_a_wrong_one_and_none(layout, seed):
    ladder, _ = random_ladder(layout, seed)
    table = np.swapaxes(random_strategies(ladder, seed), 0, 1)
    plain = regrets(ladder.shape, ladder.numbers, table[np.newaxis], 1)
    right = values(ladder.shape, ladder.numbers, table)[np.newaxis]
    wrong = 100 * np.random.default_rng(seed).normal(size=right.shape)
    for guess in (right, wrong):
        found = regrets(ladder.shape, ladder.numbers, table[np.newaxis], 1, guess)
        assert found == pytest.approx(plain, rel=1e-10, abs=1e-10)
