import pytest

from deterrence.study.figures import apart, figure_words, moved
from deterrence.study.rows import MEASURES

NUMBERS = sorted({name for rows in MEASURES.values() for name, row in rows.items() if row.gives == "number"})


@pytest.mark.parametrize("measure", NUMBERS)
def test_every_figure_has_words_that_follow_the(measure):
    words = figure_words(measure)
    assert "_" not in words and not {"tft", "max", "min", "is", "p", "c", "d"} & set(words.split()[:1])
    if measure.startswith("p_") and "outcome" not in measure:
        assert words.startswith("chance ")
    if measure.startswith("is_"):
        assert words.endswith("?” (1 yes, 0 no)")


def test_a_front_and_an_outcome_are_named():
    assert figure_words("expected_rung.red_sea") == "expected rung on red sea"
    assert figure_words("p_outcome.both_yield") == "chance of the outcome “both yield”"


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ((0.672, 0.65), ["67.2%", "65.0%"]),
        ((0.67189, 0.67176), ["67.19%", "67.18%"]),
        ((0.671891, 0.671894, 0.5), ["67.2%", "67.2%", "50.0%"]),
        ((0.671891, 0.671891), ["67.2%", "67.2%"]),
        ((float("inf"), 0.67189, 0.67176), ["none suffices", "67.19%", "67.18%"]),
    ],
)
def test_figures_that_differ_are_written_apart_and_equal_ones_are_not(values, told):
    assert apart(values, True) == told
    if len(values) == 2 and told[0] != told[1]:
        assert moved(*values, True) == f"goes from {told[0]} to {told[1]}"
