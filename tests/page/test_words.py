import re

import pytest

import deterrence as dt
from deterrence.games.stage import STAGE_CLASSES
from deterrence.page.words import CLASSES, FAMILIES, OBJECTIVE_WORDS, label, marked, plain, title_of
from deterrence.study.ranking import OBJECTIVES

MODEL = dt.load("levant_2024")


@pytest.mark.parametrize("records", ["parameters", "channels", "options", "games", "actors"])
def test_no_label_is_an_id(records):
    for id in getattr(MODEL, records):
        assert not re.search(r"[a-z]_[a-z]|[a-z]\.[a-z]", label(MODEL, id)), id


def test_labels_of_parameters_are_all_different():
    names = [label(MODEL, id) for id in MODEL.parameters]
    assert len(set(names)) == len(names)


def test_a_sentence_keeps_its_words_and_loses_its_ids():
    assert plain(MODEL, "It moves border.noise on red_sea. The rest (e.g. 0.5) stays.") == (
        "It moves Border: noise on red sea. The rest (e.g. 0.5) stays."
    )


def test_every_class_family_and_objective_has_words():
    assert set(CLASSES) == set(STAGE_CLASSES)
    assert {option.family for option in MODEL.options.values()} <= set(FAMILIES)
    assert set(OBJECTIVE_WORDS) == {"", *OBJECTIVES}


def test_a_text_cannot_smuggle_markdown():
    assert marked("[a](b) *c* <d> $e$") == r"\[a\](b) \*c\* \<d\> \$e\$"


def test_titles_begin_with_a_capital():
    assert title_of("red_sea") == "Red sea" and title_of("") == ""
