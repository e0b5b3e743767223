import numpy as np
import pytest

from deterrence.study.evidence.monte_carlo import sample_posterior


def test_a_normal_likelihood_in_a_cube_gives_its_known_mean_spread_and_evidence():
    centre, spread = np.array([0.4, 0.6]), np.array([0.05, 0.08])

    def level(points):
        return -(((points - centre) / spread) ** 2).sum(axis=1) / 2

    found = sample_posterior(level, 2, 2000, np.random.default_rng(1))
    assert found.points.mean(axis=0) == pytest.approx(centre, abs=0.01)
    assert found.points.std(axis=0) == pytest.approx(spread, rel=0.1)
    # The walls are far off: the integral is that over the plane.
    assert found.log_evidence == pytest.approx(np.log(2 * np.pi * spread.prod()), abs=0.15)


def test_a_flat_likelihood_leaves_the_prior():
    found = sample_posterior(lambda points: np.full(len(points), -3.0), 1, 500, np.random.default_rng(2))
    assert found.log_evidence == pytest.approx(-3.0) and len(found.stages) == 1
    assert found.points.mean() == pytest.approx(0.5, abs=0.05)


def test_points_that_are_impossible_vanish_and_their_share_is_the_evidence():
    def level(points):
        return np.where(points[:, 0] < 0.25, 0.0, -np.inf)

    found = sample_posterior(level, 1, 2000, np.random.default_rng(3))
    assert (found.points < 0.25).all() and found.log_evidence == pytest.approx(np.log(0.25), abs=0.15)


def test_a_likelihood_that_is_zero_everywhere_gives_nothing():
    assert sample_posterior(lambda points: np.full(len(points), -np.inf), 1, 50, np.random.default_rng(4)) is None


def test_the_same_seed_gives_the_same_draws():
    def level(points):
        return -50 * points[:, 0]

    one, other = (sample_posterior(level, 1, 64, np.random.default_rng(0)) for _ in range(2))
    assert np.array_equal(one.points, other.points) and one.n_points == other.n_points
