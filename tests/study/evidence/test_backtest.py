import math

import numpy as np
import pandas as pd
import pytest

import deterrence as dt
from deterrence.errors import EvidenceError
from deterrence.study.evidence.backtest_words import backtest_sentences, miss_sentence, takeaway
from tests.shipped import shipped


def moves(*rows):
    """Return moves on the textbook ladder, one a day: (player, rung, action) or with a coding and a name."""
    listed = []
    for day, (player, rung, action, *more) in enumerate(rows, start=1):
        coding, name = more or ("clear", str(day))
        listed.append({
            "move": name, "date_start": f"2001-01-{day if coding == 'clear' else 20:02d}", "date_end": "",
            "front": "front", "player": player, "action": action, "scenario": "", "coding": coding, "timeline": "",
            "note": "", "rung.front": rung,
        })  # fmt: skip
    return pd.DataFrame(listed)


ROWS = [("west", 1, "escalate"), ("west", 1, "escalate"), ("west", 1, "hold"), ("east", 0, "hold"),
        ("west", 0, "escalate")]  # fmt: skip


@pytest.fixture(scope="module")
def model():
    return shipped("textbook/ladder")


@pytest.fixture(scope="module")
def found(model):
    return dt.back_test(model, moves=moves(*ROWS), precisions=[0, 10])


def probabilities(found, name):
    return found.scores[found.scores["model"] == name]["probability"].tolist()


def test_the_ladder_is_scored_by_its_own_equilibrium(model, found):
    strategies = dt.solve(dt.formulate(model, "escalation")).selected.strategies  # precision 10 is the file's
    expected = [float(strategies[player][f"front at {rung}"][action]) for player, rung, action in ROWS]
    assert probabilities(found, "ladder, precision 10") == pytest.approx(expected, abs=1e-7)


def test_a_ladder_of_precision_0_is_random_choice(found):
    assert probabilities(found, "random choice") == pytest.approx([1 / 3, 1 / 3, 1 / 3, 1 / 2, 1 / 2])
    assert probabilities(found, "ladder, precision 0") == pytest.approx(probabilities(found, "random choice"))


def test_persistence_expects_the_last_posture_of_the_seat_where_it_is_on_offer(found):
    # The last posture gets 2 of 4, the others 1 of 4; west's hold is on offer at rung 0, where there are two postures.
    assert probabilities(found, "persistence") == pytest.approx([1 / 3, 2 / 4, 1 / 4, 1 / 2, 1 / 3])


def test_totals_add_up_and_compare_with_random_choice(found):
    for row in found.totals.to_dict("records"):
        own = found.scores[found.scores["model"] == row["model"]]["log_score"].to_numpy()
        gain = own - np.log([1 / 3, 1 / 3, 1 / 3, 1 / 2, 1 / 2])
        assert row["log_score"] == pytest.approx(own.sum()) and row["per_move"] == pytest.approx(own.mean())
        assert row["above_random"] == pytest.approx(gain.sum(), abs=1e-12)
        assert row["standard_error"] == pytest.approx(gain.std(ddof=1) * math.sqrt(5), abs=1e-7)
        assert row["lowest"] == row["highest"] == pytest.approx(row["log_score"])


def test_misses_are_all_moves_given_less_than_another_posture(found):
    for row in found.scores.to_dict("records"):
        assert row["is_miss"] == (row["likeliest_probability"] > row["probability"] + 1e-9)
    assert len(found.misses) == found.scores["is_miss"].sum() > 0
    assert found.misses["probability"].is_monotonic_increasing
    assert "random choice" not in set(found.misses["model"])


def test_ambiguous_moves_are_listed_and_bound_but_never_totalled(model, found):
    two = [("east", 1, action, "ambiguous", "open") for action in ("hold", "escalate")]
    more = dt.back_test(model, moves=moves(*ROWS, *two), precisions=[0, 10])
    assert more.totals["log_score"].tolist() == pytest.approx(found.totals["log_score"].tolist())
    assert len(more.scores) == len(found.scores) + 4 * 2
    own = more.scores[(more.scores["model"] == "ladder, precision 10") & (more.scores["move"] == "open")]["log_score"]
    total = more.totals.iloc[1]
    assert total["lowest"] == pytest.approx(total["log_score"] + own.min())
    assert total["highest"] == pytest.approx(total["log_score"] + own.max())


def test_only_moves_before_the_freeze_are_scored(model):
    found = dt.back_test(model, moves=moves(*ROWS), freeze="2001-01-03", precisions=[3])
    assert found.moves["date_end"].tolist() == ["2001-01-01", "2001-01-02"] and str(found.freeze) == "2001-01-03"
    with pytest.raises(EvidenceError, match="no move coded clear lies before 2001-01-01"):
        dt.back_test(model, moves=moves(*ROWS), freeze="2001")


def test_values_set_by_hand_and_scenarios_of_moves_both_count():
    case = shipped("levant_2024")
    plain = dt.back_test(case, freeze="2023-11-01", precisions=[30])
    moved = dt.back_test(case.with_values({"hezbollah.patience": 0.5}), freeze="2023-11-01", precisions=[30])
    assert abs(plain.totals["log_score"] - moved.totals["log_score"]).iloc[0] > 1e-6
    no_scenario = plain.moves.assign(scenario="")
    other = dt.back_test(case, moves=no_scenario, precisions=[30])
    assert abs(plain.totals["log_score"] - other.totals["log_score"]).iloc[0] > 1e-6


@pytest.mark.parametrize(
    ("keywords", "part"),
    [
        ({"precisions": [-1]}, "numbers from 0 to 200"),
        ({"precisions": [1e300]}, "numbers from 0 to 200"),
        ({"precisions": []}, "saw none"),
        ({"freeze": "soon"}, "YYYY-MM-DD"),
        ({"game": "escalatoin"}, "did you mean 'escalation'?"),
    ],
)
def test_wrong_arguments_are_refused_in_a_sentence(model, keywords, part):
    with pytest.raises(EvidenceError) as caught:
        dt.back_test(model, moves=moves(*ROWS), **keywords)
    assert part in str(caught.value)


def test_a_case_with_options_a_scenario_or_draws_is_refused(model):
    for changed, part in (
        (dt.apply(model, "hotline"), "options are in force"),
        (dt.with_scenario(model, "calm"), "scenario 'calm' is in force"),
        (model.with_values({"gain": [1, 2]}), "hold draws"),
    ):
        with pytest.raises(EvidenceError, match=part):
            dt.back_test(changed, moves=moves(*ROWS))


def test_words_name_the_model_the_uncertainty_and_hindsight_and_no_rate_of_hits(found):
    said = " ".join([*backtest_sentences(found), miss_sentence(found)])
    for part in ("ladder model at precision 10", "standard error", "hindsight", "independent", "Not a forecast."):
        assert part in said
    assert "%" not in said and "hit" not in said.replace("this", "").replace("which", "")
    assert takeaway(found).startswith("Over 5 moves coded clear, ")
