"""The tracer of logit equilibria: expected payoffs, the curve's derivatives, and what a trace reports."""

from __future__ import annotations

import numpy as np
import pytest

from deterrence.kernels.logit_tracing import curve_of, expected_payoffs, logit_residual, trace

SHAPES = [(1, 3), (2, 2, 3), (3, 2, 3, 2), (4, 2, 2, 2, 2)]


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_expected_payoffs_agree_with_a_sum_over_profiles(shape):
    rng = np.random.default_rng(31)
    payoffs, counts = rng.random(shape), shape[1:]
    mixed = [rng.dirichlet(np.ones(count)) for count in counts]
    first = np.cumsum([0, *counts])
    expected = np.zeros(sum(counts))
    pairs = np.zeros((sum(counts), sum(counts)))
    for profile in np.ndindex(*counts):
        for i in range(len(counts)):
            others = [k for k in range(len(counts)) if k != i]
            expected[first[i] + profile[i]] += payoffs[(i, *profile)] * np.prod([mixed[k][profile[k]] for k in others])
            for j in others:
                weight = np.prod([mixed[k][profile[k]] for k in others if k != j])
                pairs[first[i] + profile[i], first[j] + profile[j]] += payoffs[(i, *profile)] * weight
    found = expected_payoffs(payoffs, np.concatenate(mixed))
    np.testing.assert_allclose(found[0], expected)
    np.testing.assert_allclose(found[1], pairs)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_the_jacobian_agrees_with_finite_differences(shape):
    rng = np.random.default_rng(32)
    curve = curve_of(rng.random(shape))
    point = np.append(np.log(rng.random(sum(shape[1:]))), 3.0)
    step = 1e-6 * np.eye(point.size)
    slopes = [(curve.system(point + d)[0] - curve.system(point - d)[0]) / 2e-6 for d in step]
    np.testing.assert_allclose(curve.system(point)[1], np.array(slopes).T, atol=1e-8)


def test_a_trace_starts_uniform_and_ends_on_the_curve_beyond_its_stop():
    payoffs = np.random.default_rng(33).random((2, 3, 4))
    branch = trace(payoffs, stop=50.0, target=0.0)
    np.testing.assert_allclose(np.exp(branch.crossings[0]), [1 / 3] * 3 + [1 / 4] * 4 + [1])
    assert branch.end[-1] >= 50
    assert logit_residual(payoffs, branch.end) < 1e-10
