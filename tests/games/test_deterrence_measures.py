import numpy as np
import pytest

import deterrence as dt
from deterrence.games.deterrence_measures import REGIONS, c_hard, c_soft, d_threshold, region, untested_resistance

CHALLENGER, DEFENDER = (5, 3, 1, 0, -2), (5, 5, 2, 1, -3)


def test_a_soft_challenger_is_stopped_by_less_resistance_than_a_hard_one():
    rng = np.random.default_rng(71)  # seed 71
    for _ in range(100):
        challenger = tuple(np.sort(rng.normal(size=5))[::-1].tolist())
        game = dt.Deterrence(challenger, DEFENDER, 0.5, 0.5)
        assert 0 < c_soft(game) < c_hard(game) < 1
        assert 0 < d_threshold(game) < 1


def test_thresholds_make_each_type_indifferent():
    game = dt.Deterrence(CHALLENGER, DEFENDER, 0.5, 0.5)
    for threshold, end in ((c_hard(game), CHALLENGER[2]), (c_soft(game), CHALLENGER[3])):
        assert threshold * end + (1 - threshold) * CHALLENGER[0] == pytest.approx(CHALLENGER[1])
    doubt = d_threshold(game)
    assert doubt * DEFENDER[4] + (1 - doubt) * DEFENDER[1] == pytest.approx(DEFENDER[3])


def test_every_region_is_met_and_depends_on_the_challenger_only_below_its_thresholds():
    own, other = (axis.ravel() for axis in np.meshgrid(np.linspace(0, 1, 41), np.linspace(0, 1, 41)))
    names = region(dt.Deterrence(CHALLENGER, DEFENDER, own, other))
    assert set(names.tolist()) == set(REGIONS)
    assert set(names[other >= 0.5]) == {"deterrence"} and set(names[(other >= 0.4) & (other < 0.5)]) == {"separating"}
    assert set(names[(other < 0.4) & (own >= 0.5)]) == {"attack"}


def test_payoffs_in_other_units_change_no_threshold():
    game = dt.Deterrence(CHALLENGER, DEFENDER, 0.3, 0.2)
    scaled = dt.Deterrence([7 + 3 * c for c in CHALLENGER], [0.5 * d - 9 for d in DEFENDER], 0.3, 0.2)
    for measure in (c_hard, c_soft, d_threshold, untested_resistance):
        assert measure(game) == pytest.approx(measure(scaled))
    assert region(game) == region(scaled)


def test_no_resistance_is_needed_where_hard_defenders_suffice():
    assert untested_resistance(dt.Deterrence(CHALLENGER, DEFENDER, 0.3, 0.6)) == 0
    assert untested_resistance(dt.Deterrence(CHALLENGER, DEFENDER, 0.3, 0.2)) == pytest.approx(0.3 / 0.8)
