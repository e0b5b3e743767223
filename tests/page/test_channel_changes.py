import pytest

import deterrence as dt
from deterrence.page import worlds
from deterrence.page.channel_changes import change_sentences, game_changes, reach_changes
from deterrence.study.evaluation import evaluate_game
from deterrence.study.headlines import headline_value
from deterrence.study.readers import reads
from deterrence.world.settings import close_channels
from tests.shipped import shipped

MODEL = shipped("levant_2024")
SHUT = close_channels(MODEL, ["us_oman"])


@pytest.fixture(scope="module")
def before():
    return worlds.evaluate_start(MODEL)


@pytest.fixture(scope="module")
def after(before):
    return worlds.evaluate_assumptions(before, SHUT)


def test_only_games_that_read_the_channel_are_solved_again_and_they_are_those_of_the_library(before, after):
    for then, now in zip(before, after, strict=True):
        name = now.game.name
        assert (now.game is not then.game) == ("us_oman" in reads(MODEL, name))
    for name in ("gulf", "red_sea", "mediation"):
        (one,) = (each for each in after if each.game.name == name)
        assert headline_value(one) == headline_value(evaluate_game(SHUT, name))


def test_every_game_is_accounted_for(before, after):
    table = game_changes(before, after)
    readers = {MODEL.games[one.game.name].title for one in after if "us_oman" in reads(MODEL, one.game.name)}
    assert set(table[table["is_reader"]]["game"]) == readers and len(table) == len(after)
    assert set(table[table["verdict"] != "no effect"]["is_reader"]) == {True}
    said = change_sentences(table)
    moved = (table["verdict"] != "no effect").sum()
    assert said[0] == f"{moved} of {len(table)} games move."
    for row in table[table["is_reader"]].to_dict("records"):
        (sentence,) = (each for each in said if each.startswith(f"- {row['game']}, "))
        assert row["verdict"] in sentence and ("Why nothing changed" in sentence) == (row["verdict"] == "no effect")
    assert said[-1].startswith(f"- {(~table['is_reader']).sum()} other games read nothing of it")


def test_options_that_are_in_force_on_both_sides_are_no_reason(before):
    option = "missile_defence"
    with_option = [evaluate_game(dt.apply(MODEL, option), one.game.name, option) for one in before[:2]]
    without = [evaluate_game(dt.apply(SHUT, option), one.game.name, option) for one in before[:2]]
    table = game_changes(with_option, without)
    assert len(table) == 2
    assert all("read by this game" in sentence for sentence in table["why"])


def test_changes_of_reach_are_told_with_the_figures_before_and_after():
    said = reach_changes(SHUT, MODEL)
    assert "Removed: backchannel, United States and Oman, reliability 90%." in said
    assert f"Reach of Iran and United States: {dt.reach(MODEL, 'iran', 'us'):.0%} to 0%." in said
    assert reach_changes(MODEL, MODEL) == ["Nothing in the network differs from the baseline."]
