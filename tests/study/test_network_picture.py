from pathlib import Path

import numpy as np
import pytest

import deterrence as dt
from deterrence.study.network_picture import network_svg
from deterrence.study.network_words import network_sentences
from deterrence.world.settings import close_channels
from tests.charts.pictures import check_is_harmless, check_is_heard, check_words, parse, text_boxes, values
from tests.shipped import shipped

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def model():
    return shipped("levant_2024")


@pytest.fixture(scope="module")
def changed(model):
    return dt.apply(model, list(model.options))


def test_every_actor_channel_and_tie_is_in_the_picture(model):
    root = parse(network_svg(model))
    assert set(values(root, "data-actor")) == set(model.actors)
    assert set(values(root, "data-channel")) == set(model.channels)
    assert set(values(root, "data-tie")) == {f"tie.{id}" for id in model.ties}
    assert values(parse(network_svg(model, show_ties=False)), "data-tie") == []
    check_is_heard(root)


def test_the_picture_is_well_formed_harmless_and_its_words_keep_apart(model, changed):
    for picture in (
        network_svg(model),
        network_svg(changed, baseline=model, between=("israel", "hezbollah")),
        network_svg(model, baseline=changed, between=("us", "iran"), show_ties=False, theme="dark"),
    ):
        check_words(picture)
        check_is_harmless(picture)


def test_every_channel_has_its_figure_written_on_it(model, changed):
    for each, baseline in ((model, None), (changed, model)):
        words = [text for text, _ in text_boxes(parse(network_svg(each, baseline=baseline)))]
        missing = [id for id in each.channels if not any(f"{_percent(each, id)}" in text for text in words)]
        assert missing == []
        assert not any("no room" in text for text in words)


def _percent(model, channel):
    return f"{dt.network(model).get_edge_data(*model.channels[channel].ends)[channel]['reliability']:.0%}"


def test_what_options_do_is_said_in_the_picture_and_in_words(model, changed):
    root = parse(network_svg(changed, baseline=model))
    states = {e.attrib["data-channel"]: e.attrib["data-state"] for e in root.iter() if "data-channel" in e.attrib}
    assert {id for id, state in states.items() if state == "added"} == set(changed.channels) - set(model.channels)
    back = parse(network_svg(model, baseline=changed))
    gone = {e.attrib["data-channel"] for e in back.iter() if e.attrib.get("data-state") == "removed"}
    assert gone == set(changed.channels) - set(model.channels)
    said = network_sentences(changed, baseline=model)
    before, after = dt.reach(model, "israel", "iran"), dt.reach(changed, "israel", "iran")
    assert f"Reach of Israel and Iran: {before:.0%} to {after:.0%}." in said
    assert sum(sentence.startswith("Added: ") for sentence in said) == len(gone)
    assert "Nothing in the network differs from the baseline." in network_sentences(model, baseline=model)


def test_the_route_is_the_most_reliable_one_and_is_numbered_from_its_start(model):
    root = parse(network_svg(model, between=("us", "hezbollah")))
    steps = [label for label in values(root, "aria-label") if "of the route" in label]
    assert sorted(label.rpartition("step ")[2][0] + label.split(",")[0] for label in steps) == [
        "1United States", "2Amos Hochstein", "3Nabih Berri", "4Hezbollah",
    ]  # fmt: skip
    on_route = {e.attrib["data-channel"] for e in root.iter() if "on the chosen route" in e.attrib.get("aria-label", "")
                and "data-channel" in e.attrib}  # fmt: skip
    assert on_route == {"us_hochstein", "hochstein_berri", "berri_hezbollah"}


def test_two_who_cannot_reach_each_other_have_no_route(model):
    assert "of the route" not in network_svg(model, between=("israel", "iran"))
    assert network_sentences(model, between=("israel", "iran"))[1] == "No open route joins Israel and Iran."


def test_a_narrow_picture_keeps_its_words_apart_and_may_leave_out_who_has_no_line(changed, model):
    picture = network_svg(changed, baseline=model, show_ties=False, show_unjoined=False, width=760)
    check_words(picture)
    root = parse(picture)
    joined = {end for channel in (*model.channels.values(), *changed.channels.values()) for end in channel.ends}
    assert set(values(root, "data-actor")) == joined and root.attrib["width"] == "760"


def test_a_closed_channel_is_drawn_as_removed_with_the_figures_that_it_had(model):
    root = parse(network_svg(close_channels(model, ["us_oman"]), baseline=model))
    (line,) = (e for e in root.iter() if e.attrib.get("data-channel") == "us_oman")
    assert line.attrib["data-state"] == "removed" and "reliability 90%" in line.attrib["aria-label"]
    assert "removed: backchannel 90%" in [text for text, _ in text_boxes(root)]


def test_an_unknown_actor_and_a_model_of_draws_are_refused(model):
    with pytest.raises(dt.ModelError, match="there is no such id"):
        network_svg(model, between=("israel", "nobody"))
    with pytest.raises(dt.ModelError, match="draws"):
        network_svg(model.with_values({"channel.us_oman.reliability": np.array([0.4, 0.5])}))


def test_the_picture_among_the_documents_is_current(model):
    """``deterrence export levant_2024 - --to svg --out docs/network.svg`` draws it."""
    assert (ROOT / "docs" / "network.svg").read_text(encoding="utf-8") == network_svg(model) + "\n"
