"""What may be asked: a question is checked before anything is drawn."""

import pytest

import deterrence as dt
from tests.study.sensitivity.questions import DILEMMA, MODEL, discount


def test_a_question_holds_its_figure_at_the_models_own_values():
    question = discount()
    assert question.value == 0.5 and question.present.tolist() == [5.0, 3.0]
    assert question.option == "" and not question.is_effect


def test_parameters_that_shape_a_game_are_held_and_ranges_are_those_of_the_file():
    question = dt.sensitivity(MODEL, "border", "is_sustained", hold=["border.secured"])
    ids = [each.id for each in question.drawn]
    assert "border.secured" not in ids and "border.noise" in ids and not any("weeks" in id for id in ids)
    declared = MODEL.parameters["border.noise"]
    (noise,) = [each for each in question.drawn if each.id == "border.noise"]
    assert (noise.low, noise.high) == (declared.low, declared.high)


def test_a_count_needs_no_statistic():
    assert dt.sensitivity(DILEMMA, "patience_test", "equilibria").value == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"game": "bordr"}, "did you mean 'border'"),
        ({"measure": "critical_discuont"}, "did you mean 'critical_discount'"),
        ({"player": None}, "no player is named; allowed is one of israel, hezbollah"),
        ({"player": "isreal"}, "did you mean 'israel'"),
        ({"measure": "is_sustained"}, "none: it belongs to no player"),
        ({"measure": "class"}, "it is a label"),
        ({"statistic": "lowest"}, "it has no 'lowest' over equilibria"),
        ({"statistic": "mean"}, "statistic: saw 'mean'"),
        ({"option": "us_iran_hotline"}, "it moves nothing that the game 'border' reads"),
        ({"option": "lebanon_frist"}, "did you mean 'lebanon_first'"),
        ({"parameters": ["border.nose"]}, "did you mean 'border.noise'"),
        ({"parameters": {"border.noise": (0.2, 0.1)}}, "its range is empty"),
        ({"game": "region", "measure": "p_top", "player": None}, r"did you mean 'p_top\."),
    ],
)
def test_bad_input_gets_one_sentence(arguments, words):
    given = {"game": "border", "measure": "critical_discount", "player": "israel", **arguments}
    with pytest.raises(dt.DeterrenceError, match=words):
        dt.sensitivity(MODEL, **given)
