import pytest

from deterrence.page.guesses import GUESSES, judge


@pytest.mark.parametrize(("after", "way"), [(0.4, "falls"), (0.5, "stays"), (0.6, "rises")])
@pytest.mark.parametrize("guess", GUESSES)
def test_an_expectation_stands_beside_the_result_and_is_never_called_wrong(guess, after, way):
    said = judge(guess, 0.5, after)
    assert f"in this model it {way}" in said and "wrong" not in said
    assert said.endswith("?") == (GUESSES[guess] != way)


def test_a_figure_that_comes_or_goes_is_said_to():
    assert "does not apply" in judge("none", float("nan"), 0.5)
