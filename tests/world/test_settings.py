"""What is set by hand: values read from text, and closed channels."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest

import deterrence as dt
from deterrence.world.files import read, save
from deterrence.world.network import channel_value
from deterrence.world.options import apply
from deterrence.world.settings import close_channels, read_settings
from tests.shipped import shipped

MODEL = shipped("levant_2024")


@pytest.mark.parametrize("channel", MODEL.channels)
def test_every_channel_can_be_closed_and_every_game_still_be_formed(channel: str) -> None:
    shut = close_channels(MODEL, [channel])
    assert shut.closed == (channel,) and channel_value(shut, channel, "reliability") == 0
    assert list(shut.channels) == list(MODEL.channels) and MODEL.closed == ()
    for attribute in ("delay", "secrecy", "bias"):
        assert channel_value(shut, channel, attribute) == channel_value(MODEL, channel, attribute)
    for game in MODEL.games:
        dt.formulate(shut, game)


def test_reach_without_a_channel_is_reach_less_its_importance_times_its_reliability() -> None:
    for channel in MODEL.channels:
        shut = close_channels(MODEL, [channel])
        for a, b in combinations(("israel", "us", "iran", "hezbollah", "lebanon"), 2):
            lost = dt.importance(MODEL, channel, a, b) * channel_value(MODEL, channel, "reliability")
            assert dt.reach(shut, a, b) == pytest.approx(dt.reach(MODEL, a, b) - lost, abs=1e-12)


def test_no_option_opens_a_closed_channel() -> None:
    everything = [id for id, option in MODEL.options.items() if any(c.target for c in option.changes)]
    for option in {*everything, "backchannels", "hotline_network"}:
        changed = apply(close_channels(MODEL, ["us_oman"]), option)
        assert channel_value(changed, "us_oman", "reliability") == 0


def test_an_unknown_channel_is_refused_with_a_suggestion() -> None:
    with pytest.raises(dt.ModelError, match="did you mean 'us_oman'"):
        close_channels(MODEL, ["us_omen"])


def test_closing_twice_or_nothing_is_no_further_change() -> None:
    once = close_channels(MODEL, ["us_oman"])
    assert close_channels(once, ["us_oman"]) == once and close_channels(MODEL, []) == MODEL


def test_closed_channels_survive_a_file(tmp_path: Path) -> None:
    shut = close_channels(MODEL, ["us_oman", "us_israel"])
    save(shut, tmp_path / "shut.toml")
    loaded = dt.load(tmp_path / "shut.toml")
    assert loaded == shut and loaded.closed == ("us_oman", "us_israel") and loaded.digest == shut.digest
    with pytest.raises(dt.ModelError, match="state, closed: there is no channel 'us_omen'"):
        read((tmp_path / "shut.toml").read_text().replace('closed = ["us_oman"', 'closed = ["us_omen"'), file="x")


def test_values_are_read_from_text() -> None:
    assert read_settings(["a=1", "b.c = -0.5"]) == {"a": 1.0, "b.c": -0.5}
    for wrong in (["a"], ["a=x"], ["a=1", "a=2"]):
        with pytest.raises(dt.ModelError, match="--set"):
            read_settings(wrong)
