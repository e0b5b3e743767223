import pytest

from deterrence.study.figures import figure_words
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
