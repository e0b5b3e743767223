from deterrence.page.setup import Setup
from deterrence.page.tour import highlight, is_done, tour
from tests.shipped import shipped

MODEL = shipped("levant_2024")
PAGES = ["", "payoffs", "assumptions"]


def test_three_steps_lead_from_a_lever_to_a_sentence_to_an_assumption():
    titles = [step.title for step in tour(MODEL)]
    assert titles == ["Move a lever", "Read the sentence", "Change an assumption"]
    assert "Strengthen and regularise backchannels" in tour(MODEL)[0].text


def test_a_case_without_options_is_told_so():
    assert tour(shipped("textbook/chicken"))[0].title == "Choose a case"


def test_a_step_points_at_its_place_and_from_another_page_at_the_way_there():
    lever, sentence, assumption = tour(MODEL)
    assert ".st-key-option-backchannels{" in highlight(lever, 1, "", PAGES)
    assert '[class*="st-key-sentence-"]{' in highlight(sentence, 2, "", PAGES)
    assert '[class*="st-key-value-"]{' in highlight(assumption, 3, "payoffs", PAGES)
    assert '[href$="/payoffs"]{' in highlight(assumption, 3, "", PAGES)
    assert ':not([href$="/assumptions"])' in highlight(lever, 1, "payoffs", PAGES)


def test_a_step_is_done_when_the_reader_has_done_it():
    assert not is_done(0, Setup("levant_2024")) and not is_done(2, Setup("levant_2024"))
    assert is_done(0, Setup("levant_2024", options=(("backchannels", 1.0),)))
    assert is_done(2, Setup("levant_2024", values=(("direct.noise", 0.2),)))
