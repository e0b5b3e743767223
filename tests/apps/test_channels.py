import shlex

import pytest
from lab import picture

import deterrence as dt
from deterrence.page.channels import channel_sentences
from deterrence.world.settings import close_channels

MODEL = dt.load("levant_2024")


def chosen(page, kind, id):
    page.session_state["channels.network.chosen"] = picture.Mark(kind, id)
    return page.run()


def test_a_channel_is_taken_out_and_put_back_and_the_page_says_what_changes(session, said):
    page = chosen(session("channels"), "channel", "us_oman")
    assert channel_sentences(MODEL, "us_oman")[0] in said(page)
    page.button(key="channels.remove").click().run()
    assert not page.exception and not page.error
    assert page.button(key="channels.remove").label == "Put it back"
    text = said(page)
    assert "What changes without it" in text and "Why nothing changed" in text and "Not a forecast" in text
    assert f"Reach of Iran and United States: {dt.reach(MODEL, 'iran', 'us'):.0%} to 0%." in text
    assert page.query_params["without"] in ("us_oman", ["us_oman"])
    page.button(key="frame.undo").click().run()
    assert "What changes without it" not in said(page)


def test_what_changes_equals_what_the_command_that_is_printed_computes(session, said):
    page = session("channels", v="1", case="levant_2024", without="us_oman")
    words = shlex.split(page.main.code[-1].value.splitlines()[-1])
    assert words == ["deterrence", "run", "levant_2024", "--without", "us_oman"]
    shut = close_channels(MODEL, ["us_oman"])
    table = dt.compare(shut, [], ["gulf"])
    value = table[(table["measure"] == "incentive") & (table["player"] == "iran")]["value"].iloc[0]
    assert f"to {value:.1%} of its payoff range" in said(page)


@pytest.mark.parametrize(("kind", "id"), [("actor", "us"), ("tie", "tie.rivalry_israel_iran"), ("channel", "no_such")])
def test_whatever_the_browser_says_was_chosen_the_page_stands(session, kind, id):
    page = chosen(session("channels"), kind, id)
    assert not page.exception and not page.error


def test_an_actor_is_described_by_whom_it_reaches(session, table):
    page = chosen(session("channels"), "actor", "us")
    assert table(page, "whom", "through", whom="Iran").set_index("whom").loc["Iran", "through"] == "Oman"


def test_a_list_serves_those_who_do_not_use_the_picture(session, said):
    page = session("channels")
    page.selectbox(key="channels.listed").set_value("channel oman_iran").run()
    assert "Second leg of the Oman channel" in said(page)
    page.selectbox(key="channels.listed").set_value("").run()
    assert "Nothing yet." in said(page)


def test_a_number_of_the_chosen_channel_can_be_changed_and_is_an_assumption(session):
    page = chosen(session("channels"), "channel", "us_oman")
    page.number_input(key="value.channel.us_oman.reliability").set_value(0.7).run()
    assert not page.exception and "channel.us_oman.reliability=0.7" in str(page.query_params["set"])


def test_the_ranking_follows_the_pair(session, table):
    page = session("channels")
    page.selectbox(key="channels.pair").set_value(("iran", "us")).run()
    found = table(page, "channel", "importance", "reach without it")
    expected = sorted((dt.importance(MODEL, id, "iran", "us") for id in ("us_oman", "oman_iran")), reverse=True)
    assert [float(cell) for cell in found["importance"]] == pytest.approx(expected, rel=1e-2)


def test_the_chosen_pair_is_kept_while_the_reader_is_on_another_page(session):
    page = session("channels")
    page.selectbox(key="channels.pair").set_value(("iran", "us")).run()
    page.switch_page("lab/pages/options.py").run()
    page.switch_page("lab/pages/channels.py").run()
    assert not page.exception and page.selectbox(key="channels.pair").value == ("iran", "us")


def test_a_case_without_channels_says_so(session, said):
    page = session("channels", v="1", case="textbook/chicken")
    assert not page.exception and "no channels" in said(page)


def test_the_network_is_among_the_looks_of_the_options_lab(session, said):
    page = session(v="1", case="levant_2024", options="hotline_network", without="us_oman")
    page.radio(key="options.view").set_value("Network").run()
    assert not page.exception
    assert "Added: hotline, Egypt and Iran" in said(page) and "Removed: backchannel, United States and Oman" in said(
        page
    )
