import numpy as np
import pytest
from scipy.integrate import quad

from deterrence.errors import EvidenceError, ModelError
from deterrence.study.evidence.priors import Prior, read_priors
from tests.shipped import shipped


@pytest.fixture(scope="module")
def model():
    return shipped("textbook/ladder")


@pytest.mark.parametrize("prior", [Prior(0.5, 60, "log"), Prior(-3, 2)])
def test_moments_and_slope_follow_from_the_quantiles(prior):
    mean = quad(prior.value, 0, 1)[0]
    square = quad(lambda share: prior.value(share) ** 2, 0, 1)[0]
    assert prior.mean == pytest.approx(mean) and prior.sd == pytest.approx(np.sqrt(square - mean**2))
    step = 1e-6
    slope = (prior.value(0.3 + step) - prior.value(0.3 - step)) / (2 * step)
    assert float(prior.slope(0.3)) == pytest.approx(slope, rel=1e-6)


def test_precision_comes_first_with_the_range_of_the_file(model):
    priors, held = read_priors(model, "escalation", ["gain"], None)
    assert list(priors.items()) == [("precision", Prior(0.5, 60, "log")), ("gain", Prior(0, 3))] and held is None
    assert read_priors(model, "escalation", {"gain": (1, 2)}, 7) == ({"gain": Prior(1, 2)}, 7.0)


@pytest.mark.parametrize(
    ("parameters", "precision", "part"),
    [
        ({"gane": None}, None, "did you mean 'gain'?"),
        ("gain", None, "a list of ids"),
        ({"gain": (2, 1)}, None, "its range is empty"),
        ({"gain": 2}, None, "two numbers"),
        ({"hotline.reliability": None}, None, "does not read it"),
        ({"precision": None}, None, "precision_prior for that"),
        ({}, 3, "nothing else is named"),
        ({}, (-1, 2), "a range from 0"),
        ({}, -1, "0 or more"),
    ],
)
def test_what_cannot_be_estimated_is_refused_in_a_sentence(model, parameters, precision, part):
    with pytest.raises(EvidenceError) as caught:
        read_priors(model, "escalation", parameters, precision)
    assert part in str(caught.value)


def test_a_range_beyond_what_the_unit_allows_is_refused(model):
    with pytest.raises(ModelError):
        read_priors(model, "escalation", {"patience": (0.5, 1.5)}, None)
