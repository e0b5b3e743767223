import deterrence as dt
from deterrence.study.sensitivity.words import (
    derivative_sentence,
    figure_words,
    morris_sentence,
    sobol_sentence,
    tornado_sentence,
)
from tests.study.sensitivity.questions import LADDER, MODEL, discount


def test_the_figure_is_named_with_player_option_and_statistic():
    assert figure_words(discount()) == "the least patience for restraint of Row"
    assert figure_words(discount(statistic="exists")) == "whether the least patience for restraint of Row exists"
    question = dt.sensitivity(MODEL, "buffer_terms", "p_war", option="missile_defence")
    assert figure_words(question).endswith("at 100% on the chance of war")
    assert "the effect of" not in figure_words(
        dt.sensitivity(MODEL, "buffer_terms", "p_war", option="missile_defence", absolute=True)
    )
    ladder = dt.sensitivity(LADDER, "escalation", "p_top.front", horizon=9)
    assert figure_words(ladder) == "the chance that the front 'front' reaches its top rung within 9 weeks"


def test_sentences_name_the_model_its_start_and_the_largest_and_predict_nothing():
    question = discount()
    told = {
        "tornado": tornado_sentence(question, question.tornado()),
        "sobol": sobol_sentence(question, question.sobol(32)),
        "morris": morris_sentence(question, question.morris(4)),
    }
    for design, sentence in told.items():
        assert sentence.startswith("In the repeated restraint model of "), design
        assert "temptation" in sentence and sentence.endswith("Not a forecast.") and " will " not in sentence
    assert "it is 0.333333 at 4 and 0.6 at 6, against 0.5" in told["tornado"]
    assert "no probabilities" in told["sobol"] and "next comes reward" in told["morris"]


def test_where_nothing_moves_the_sentence_says_so():
    question = discount(parameters={"sucker": (-1.0, 0.0)})
    assert "no parameter, moved alone over its range, moves" in tornado_sentence(question, question.tornado())
    assert "no parameter moves" in morris_sentence(question, question.morris(4))


def test_the_sentence_of_derivatives_gives_the_straight_line():
    question = dt.sensitivity(LADDER, "escalation", "p_any_top")
    table = question.derivatives()
    sentence = derivative_sentence(question, table)
    assert f"answers most to {table.parameter[0]}" in sentence and "along a straight line" in sentence
