"""Sobol's indices and Morris's effects, against known answers, through the functions that the product uses."""

import numpy as np
import pytest

from deterrence.errors import SweepError
from deterrence.study.sensitivity.designs import lay_out, morris_table, sobol_table
from deterrence.study.sweeps.sampling import Drawn

PI = float(np.pi)
ANGLES = [Drawn(f"x{k}", -PI, PI, 0.0) for k in (1, 2, 3)]
UNIT = [Drawn("a", 0.0, 1.0, 0.25), Drawn("b", 0.0, 1.0, 0.5), Drawn("c", 0.0, 1.0, 0.5)]

#: Ishigami's function with a = 7, b = 0.1 and its indices, T. Ishigami and T. Homma (1990), An importance
#: quantification technique in uncertainty analysis for computer models, in closed form: V1 = (1 + b pi^4 / 5)^2 / 2,
#: V2 = a^2 / 8, V13 = 8 b^2 pi^8 / 225.
PARTS = ((1 + 0.1 * PI**4 / 5) ** 2 / 2, 49 / 8, 8 * 0.01 * PI**8 / 225)
FIRST = {"x1": PARTS[0] / sum(PARTS), "x2": PARTS[1] / sum(PARTS), "x3": 0.0}
TOTAL = {"x1": 1 - FIRST["x2"], "x2": FIRST["x2"], "x3": PARTS[2] / sum(PARTS)}


def ishigami(points):
    x1, x2, x3 = points.T
    return np.sin(x1) + 7 * np.sin(x2) ** 2 + 0.1 * x3**4 * np.sin(x1)


def test_ishigamis_indices_are_those_of_the_formula():
    assert (FIRST["x1"], FIRST["x2"], TOTAL["x3"]) == pytest.approx((0.3139, 0.4424, 0.2437), abs=1e-4)
    table = sobol_table(ANGLES, ishigami, 2048, 0, 0.95).set_index("parameter")
    for name in FIRST:
        assert table.first_order[name] == pytest.approx(FIRST[name], abs=0.05)
        assert table.total[name] == pytest.approx(TOTAL[name], abs=0.05)
        assert abs(FIRST[name] - table.first_order[name]) < table.first_order_high[name] - table.first_order[name]
        assert abs(TOTAL[name] - table.total[name]) < table.total_high[name] - table.total[name]
    assert table.index.tolist() == ["x1", "x2", "x3"]  # the largest total first


def test_points_are_a_then_a_with_each_number_of_b_then_b():
    points = lay_out(5, 16, 3).reshape(16, 7, 5)
    first, last = points[:, 0], points[:, -1]
    for k in range(5):
        assert np.array_equal(points[:, 1 + k, k], last[:, k])
        assert np.array_equal(np.delete(points[:, 1 + k], k, axis=1), np.delete(first, k, axis=1))
    for base in (first, last):
        assert (np.sort(np.floor(16 * base), axis=0) == np.arange(16)[:, np.newaxis]).all(), "one in every sixteenth"


def test_the_two_base_samples_are_drawn_apart():
    points = lay_out(8, 256, 0).reshape(256, 10, 8)
    halves = np.floor(2 * points[:, [0, -1]])
    # Points 2i and 2i + 1 of a Sobol sequence lie in different halves of every axis; shuffled, in half of all cases.
    differ = (halves[::2] != halves[1::2]).mean(axis=(0, 2))
    assert differ[0] == 1 and 0.4 < differ[1] < 0.6


def test_intervals_shrink_with_the_sample_and_widen_with_confidence():
    def width(n, confidence):
        table = sobol_table(ANGLES, ishigami, n, 0, confidence)
        return float((table.total_high - table.total_low).mean())

    assert width(2048, 0.95) < 0.5 * width(128, 0.95)
    assert width(128, 0.99) > width(128, 0.9)


def test_seed_zero_is_a_seed():
    first, same, other = (sobol_table(ANGLES, ishigami, 64, seed, 0.95) for seed in (0, 0, 1))
    assert first.equals(same) and not first.equals(other)
    first, same, other = (morris_table(ANGLES, ishigami, 6, 4, seed, 0.95) for seed in (0, 0, 1))
    assert first.equals(same) and not first.equals(other)


def test_variance_is_that_of_the_distribution_drawn_from():
    def tilted(points):
        return points[:, 0] + points[:, 1]

    # Of a triangle from 0 to 1 with its top at m the variance is (1 - m + m^2) / 18, at 0.25 13/288, at 0.5 12/288.
    table = sobol_table(UNIT, tilted, 2048, 3, 0.95, "triangular").set_index("parameter")
    assert table.first_order["a"] == pytest.approx(13 / 25, abs=0.05)
    assert table.first_order["b"] == pytest.approx(12 / 25, abs=0.05)
    assert table.total["c"] == 0.0


def test_elementary_effects_of_a_line_are_its_slopes_over_the_whole_range():
    def line(points):
        return 3 * points[:, 0] - 0.5 * points[:, 1]

    wide = [Drawn("x", -2.0, 2.0, 0.0), Drawn("y", 10.0, 14.0, 11.0), Drawn("z", 0.0, 1.0, 0.0)]
    table = morris_table(wide, line, 5, 4, 0, 0.95)
    assert table.parameter.tolist() == ["x", "y", "z"]
    assert table.mu.to_numpy() == pytest.approx([12, -2, 0], abs=1e-12)
    assert table.mu_star.to_numpy() == pytest.approx([12, 2, 0], abs=1e-12)
    assert table.sigma.to_numpy() == pytest.approx([0, 0, 0], abs=1e-12)
    assert (table.mu_star_high - table.mu_star_low).to_numpy() == pytest.approx([0, 0, 0], abs=1e-12)


def test_an_effect_that_depends_on_others_has_a_spread():
    table = morris_table(UNIT, lambda points: points[:, 0] * (points[:, 1] - 0.5), 40, 4, 0, 0.95)
    row = dict(table.set_index("parameter").loc["a"])
    mean, size, spread = (float(row[key]) for key in ("mu", "mu_star", "sigma"))
    assert abs(mean) < 0.5 * size and spread > size


def test_a_function_that_is_undefined_somewhere_is_refused_not_patched():
    def broken(points):
        values = points[:, 0].copy()
        values[:3], values[5] = np.inf, np.nan
        return values

    for call in (
        lambda: sobol_table(UNIT, broken, 8, 0, 0.95),
        lambda: morris_table(UNIT, broken, 4, 4, 0, 0.95),
    ):
        with pytest.raises(SweepError, match=r"infinite in 3 and does not exist in 1.*statistic 'exists'"):
            call()


def test_a_constant_has_no_variance_to_share_out_but_effects_of_zero():
    with pytest.raises(SweepError, match=r"it is 0\.3 in all 16 draws of the base"):
        sobol_table(UNIT, lambda points: np.full(len(points), 0.3), 8, 0, 0.95)
    table = morris_table(UNIT, lambda points: np.full(len(points), 0.3), 4, 4, 0, 0.95)
    assert not table.drop(columns="parameter").to_numpy().any()


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: sobol_table(UNIT, ishigami, 100, 0, 0.95), "take 64 or 128"),
        (lambda: sobol_table(UNIT, ishigami, 1, 0, 0.95), "n: saw 1"),
        (lambda: sobol_table(UNIT, ishigami, 8, -1, 0.95), "seed: saw -1"),
        (lambda: sobol_table(UNIT, ishigami, 8, 0, 1.0), "confidence: saw 1.0"),
        (lambda: sobol_table(UNIT, ishigami, 8, 0, True), "confidence: saw true"),
        (lambda: morris_table(UNIT, ishigami, 1, 4, 0, 0.95), "n: saw 1"),
        (lambda: morris_table(UNIT, ishigami, 4, 5, 0, 0.95), "an even number"),
    ],
)
def test_bad_input_gets_one_sentence(call, words):
    with pytest.raises(SweepError, match=words):
        call()
