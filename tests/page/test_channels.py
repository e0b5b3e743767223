from itertools import combinations

import pytest

import deterrence as dt
from deterrence.page.channels import (
    actor_sentence,
    actor_table,
    channel_parameters,
    channel_sentences,
    grounds_table,
    importance_sentence,
    importance_table,
    pairs_of_interest,
    parameter_table,
    reach_sentence,
    tie_sentence,
)
from deterrence.page.words import channel_name
from deterrence.study.readers import reads
from deterrence.world.network import channel_value
from deterrence.world.settings import close_channels
from tests.shipped import shipped

MODEL = shipped("levant_2024")
SHUT = close_channels(MODEL, ["us_oman"])


@pytest.mark.parametrize("pair", pairs_of_interest(MODEL))
def test_the_ranking_of_a_pair_has_the_librarys_importance_and_what_reach_would_be(pair):
    table = importance_table(MODEL, pair)
    assert table["importance"].tolist() == sorted(table["importance"], reverse=True)
    rows = {row["channel"]: row for row in table.to_dict("records")}
    for id in MODEL.channels:
        weight = dt.importance(MODEL, id, *pair)
        if channel_name(MODEL, id) not in rows:
            assert weight == 0
            continue
        row = rows[channel_name(MODEL, id)]
        assert row["importance"] == weight
        assert row["reach without it"] == pytest.approx(dt.reach(close_channels(MODEL, [id]), *pair), abs=1e-12)


def test_every_pair_that_can_be_chosen_is_read_by_some_game_and_no_pair_stands_there_twice():
    pairs = pairs_of_interest(MODEL)
    assert len({frozenset(pair) for pair in pairs}) == len(pairs)
    assert all("No game reads it" not in importance_sentence(MODEL, pair) for pair in pairs)
    assert ("iran", "us") in pairs


def test_a_case_whose_games_read_no_pair_offers_every_two_strategic_actors():
    bare = shipped("textbook/chicken")
    strategic = [actor.id for actor in bare.actors.values() if actor.role == "strategic"]
    assert pairs_of_interest(bare) == list(combinations(strategic, 2))


def test_reach_is_told_with_its_model_and_with_the_baseline_where_it_differs():
    assert reach_sentence(MODEL, MODEL, ("iran", "us")).startswith(
        "In the network model, Iran and United States: reach "
    )
    told = reach_sentence(SHUT, MODEL, ("iran", "us"))
    assert (
        "no open route joins" in told and f"At the baseline their reach is {dt.reach(MODEL, 'iran', 'us'):.0%}" in told
    )
    assert "baseline" not in reach_sentence(SHUT, MODEL, ("israel", "us"))


@pytest.mark.parametrize("channel", MODEL.channels)
def test_a_channel_is_told_with_its_figures_its_readers_and_its_grounds(channel):
    first, *others = channel_sentences(MODEL, channel)
    assert f"{channel_value(MODEL, channel, 'reliability'):.0%}" in first
    readers = [game for game in MODEL.games if channel in reads(MODEL, game)]
    assert any(f"Read by {len(readers)} game" in sentence for sentence in others) or not readers
    table = grounds_table(MODEL, channel)
    assert list(dict.fromkeys(table["what"])) == ["open when needed", "days for a message", "stays hidden", "bias"]
    assert all(row["basis"] for row in table.to_dict("records") if row["set by"] != "the model file")
    assert set(channel_parameters(MODEL, channel)) <= set(channel_parameters(MODEL))


def test_a_channel_that_was_taken_out_says_so():
    said = " ".join(channel_sentences(SHUT, "us_oman"))
    assert "taken out" in said and "0%" not in said.split(".")[0]


def test_an_actor_is_told_by_whom_it_reaches_and_through_whom():
    table = actor_table(MODEL, "us").set_index("whom")
    for other in MODEL.actors.values():
        there = 0.0 if other.id == "us" else dt.reach(MODEL, "us", other.id)
        assert (other.name in table.index) == (there > 0)
        if there > 0:
            assert table.loc[other.name, "reach"] == there
    assert table.loc["Iran", "through"] == "Oman" and table.loc["Israel", "through"] == "directly"
    assert "Iran" not in actor_table(SHUT, "us")["whom"].tolist()
    assert "no channel joins it to anybody" in actor_sentence(MODEL, "china")


def test_a_tie_is_no_channel():
    assert all("no channel" in tie_sentence(MODEL, tie) for tie in MODEL.ties)


def test_the_table_of_numbers_has_every_parameter_of_every_channel_once():
    table = parameter_table(MODEL)
    assert table["id"].tolist() == channel_parameters(MODEL) and table["number"].is_unique
    assert {"channel.us_oman.reliability", "kind.backchannel.delay"} <= set(table["id"])
    assert "10 channels" in dict(zip(table["id"], table["sets"], strict=True))["kind.backchannel.delay"]
