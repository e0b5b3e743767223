from dataclasses import replace

import pytest

from deterrence.page import crisis, crisis_words
from deterrence.page.setup import ASSUMED, BASELINE, OPTIONS, Setup, line_setup
from deterrence.page.words import plain
from deterrence.page.worlds import evaluate_one
from deterrence.study.extensive_play import play_of
from deterrence.study.refining import pick
from tests.shipped import shipped

MODEL = shipped("levant_2024")
ZAGARE = shipped("published/zagare_kilgour_2000")


def lines_of(model, setup, game, *lines):
    return {line: evaluate_one(model, line_setup(setup, line), game) for line in lines or (BASELINE,)}


def shown(model, game, equilibrium):
    one = evaluate_one(model, Setup(model.id), game)
    one = replace(one, found=pick(one.found, equilibrium))
    return one, play_of(one.game, one.found.selected)


SEMI, PLAY = shown(MODEL, "ultimatum", "semi_separating")


def test_a_pick_that_is_gone_is_told_with_the_reason_and_what_is_shown_instead():
    sure = evaluate_one(ZAGARE, Setup("x", values=(("defender.credibility", 0.9),)), "bluffing")
    setup = Setup("x", game="bluffing", equilibrium="bluff")
    assert crisis_words.pick_notice(sure, sure, setup) == (
        "The equilibrium that you picked, “bluff”, does not exist at these numbers. You see “Deterrence” instead."
    )
    lines = lines_of(ZAGARE, setup, "bluffing")
    asked = replace(setup, equilibrium="untested", refinement="d1")
    kept = crisis.shown_lines_of(lines, asked)[BASELINE]
    assert "is left out by D1. You see “Bluff”" in crisis_words.pick_notice(kept, lines[BASELINE], asked)
    assert crisis_words.pick_notice(lines[BASELINE], lines[BASELINE], setup) == ""
    assert crisis_words.pick_notice(lines[BASELINE], lines[BASELINE], Setup("x")) == ""


def test_a_refinement_says_what_it_leaves_out_and_why_or_that_it_leaves_out_nothing():
    one = evaluate_one(MODEL, Setup("levant_2024"), "ultimatum")
    (line,) = crisis_words.left_out_sentences(one, "d1")
    assert line.startswith("D1 leaves out “babbling”: the strong sender would gain")
    assert crisis_words.left_out_sentences(one, "intuitive") == [
        "The intuitive criterion leaves out none of the equilibria found."
    ]
    (line,) = crisis_words.left_out_sentences(one, "")
    assert line.endswith("every equilibrium counts, also “Babbling”, which D1 would leave out.")
    assert crisis_words.left_out_sentences(evaluate_one(MODEL, Setup("levant_2024"), "brink"), "") == []


def test_the_takeaway_names_the_model_the_equilibrium_and_the_likeliest_course():
    said = crisis_words.takeaway(SEMI, PLAY)
    assert said.startswith("In the costly threat model of Ultimatum") and "“Semi separating”" in said
    assert "(29.2%) is: weak, Israel: threaten, Hezbollah: challenge, Israel: concede" in said
    assert said.endswith("Not a forecast.") and " will " not in said


def test_beliefs_are_told_as_ranges_where_play_never_comes():
    babbling, play = shown(MODEL, "ultimatum", "babbling")
    (threat, silence) = crisis_words.belief_sentences(babbling, play)
    assert "at “threat”, puts 0% to 37.5% on “strong sender after threat”" in threat
    assert "Play never comes there" in threat and "every belief in these ranges" in threat
    assert "30%" in silence and "never" not in silence


def test_a_crisis_tells_what_each_side_expects():
    one, play = shown(shipped("published/lewis_schultz_2003"), "crisis", "root_2")
    figures = one.found.selected.details["figures"]
    first, second = crisis_words.belief_sentences(one, play)
    assert f"{figures['p_fight']:.1%}" in first and f"{figures['p_resist']:.1%}" in second


def test_a_move_and_a_branch_of_the_picture_are_told():
    node = " ".join(crisis_words.mark_sentences(SEMI, PLAY, "node", "strong sender after threat"))
    assert "challenge 58.3% or refrain 41.7%" in node and "puts 37.5%" in node and "Play comes here with 30%" in node
    branch = " ".join(crisis_words.mark_sentences(SEMI, PLAY, "branch", "weak sender after threat"))
    assert branch.startswith("Israel: threaten, with 71.4%")
    chance = " ".join(crisis_words.mark_sentences(SEMI, PLAY, "node", PLAY.tree.places[0].label))
    assert "strong 30% or weak 70%" in chance
    end = next(place.label for place in PLAY.tree.places if place.outcome == "war")
    assert "worth Israel 1.2, Hezbollah -5" in " ".join(crisis_words.mark_sentences(SEMI, PLAY, "node", end))


@pytest.mark.parametrize(("kind", "label"), [("node", "nowhere"), ("channel", "strong sender"), ("node", "<script>")])
def test_a_mark_that_no_tree_has_says_nothing(kind, label):
    assert crisis_words.mark_sentences(SEMI, PLAY, kind, label) == []


def test_lines_say_what_changes_and_why_nothing_does():
    setup = Setup(
        "levant_2024", options=(("hotline_network", 1.0),), values=(("direct.noise", 0.2),)
    )  # neither is read by the ultimatum
    said = crisis_words.change_sentences(lines_of(MODEL, setup, "ultimatum", BASELINE, ASSUMED, OPTIONS))
    assert (
        sum(line.startswith("Why nothing changed with your assumptions: Nothing that you changed") for line in said)
        == 1
    )
    assert sum(line.startswith("Why nothing changed with your options: Nothing that it moves") for line in said) == 1
    moved = Setup("levant_2024", values=(("ultimatum.prior_strong", 0.35),))
    (line,) = crisis_words.change_sentences(lines_of(MODEL, moved, "ultimatum", BASELINE, ASSUMED))
    assert line.startswith("Against the baseline: In the costly threat model") and "goes from 30.0% to 35.0%" in line
    both = replace(moved, options=(("hotline_network", 1.0),))
    alone, *_ = crisis_words.change_sentences(lines_of(MODEL, both, "ultimatum", BASELINE, ASSUMED, OPTIONS))
    assert alone.startswith("Your assumptions alone, against the baseline: ") and "from 30.0% to 35.0%" in alone
    assert crisis_words.change_sentences(lines_of(MODEL, Setup("levant_2024"), "ultimatum")) == []


def test_equilibria_of_different_names_on_the_lines_are_told():
    setup = Setup("x", values=(("defender.credibility", 0.9),))
    said = crisis_words.change_sentences(lines_of(ZAGARE, setup, "bluffing", BASELINE, ASSUMED))
    assert any("different names" in line for line in said)


@pytest.mark.parametrize("game", crisis.crisis_games(MODEL))
def test_sentences_hold_no_id_and_predict_nothing(game):
    one = evaluate_one(MODEL, Setup("levant_2024"), game)
    play = play_of(one.game, one.found.selected)
    said = [
        *crisis_words.member_sentences(one),
        crisis_words.payoff_sentence(one),
        *crisis_words.belief_sentences(one, play),
    ]
    if play is not None:
        said += [crisis_words.takeaway(one, play), *crisis_words.path_sentences(one, play)]
    text = " ".join(said)
    assert plain(MODEL, text) == text and " will " not in text and "see the table" not in text
    for actor in MODEL.actors:
        assert f" {actor} " not in text.replace(" us ", "  ") or actor in ("others",)
