import numpy as np

import deterrence as dt
from deterrence.study.robustness.holding import holds, is_quick, near_flips
from deterrence.study.robustness.words import holding_sentence
from tests.shipped import shipped

MODEL = shipped("levant_2024")


def test_games_that_are_solved_one_by_one_are_not_quick():
    assert [is_quick(MODEL, game) for game in ("direct", "buffer_terms", "region", "mediation", "border_curb")] == [
        True, True, False, False, False,
    ]  # fmt: skip


def test_the_share_in_which_a_result_holds_is_that_of_the_sweep_with_the_same_seed(tmp_path):
    found = holds(MODEL, "missile_defence", "buffer_terms", "p_war", n=64, seed=2)
    run = dt.sweep(
        MODEL, options=["missile_defence"], games=["buffer_terms"], n=64, seed=2, workers=1, out=tmp_path / "o"
    )
    row = run.summary(options=["missile_defence"], measures=["p_war"]).query("statistic == 'selected'").iloc[-1]
    assert found.effect == "higher" and found.shares["higher"] == row["higher"] == found.share
    assert f"of {found.n} draws" in holding_sentence(found) and "no probability" in holding_sentence(found)


def test_conclusions_near_a_flip_are_flagged_and_far_ones_are_not():
    table = near_flips(MODEL, ["missile_defence"], ["buffer_terms", "gulf", "red_sea"], within=0.05, points=1500)
    by_game = table.set_index("game")
    assert set(by_game.index) == {"buffer_terms", "red_sea"}
    assert bool(by_game.loc["buffer_terms", "near"]) and float(by_game.loc["buffer_terms", "share"]) <= 0.05
    assert not by_game.loc["red_sea", "near"] and np.isnan(by_game.loc["red_sea", "share"])
