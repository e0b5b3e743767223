import re

import pytest

from deterrence.games.stage import STAGE_CLASSES
from deterrence.page.parameter_words import ABOUT, COUNTED
from deterrence.page.words import CLASSES, FAMILIES, OBJECTIVE_WORDS, label, marked, plain, title_of
from deterrence.study.ranking import OBJECTIVES
from tests.shipped import shipped

MODEL = shipped("levant_2024")


@pytest.mark.parametrize("records", ["parameters", "channels", "options", "games", "actors"])
def test_no_label_is_an_id(records):
    for id in getattr(MODEL, records):
        assert not re.search(r"[a-z]_[a-z]|[a-z]\.[a-z]", label(MODEL, id)), id


def test_labels_of_parameters_are_all_different():
    names = [label(MODEL, id) for id in MODEL.parameters]
    assert len(set(names)) == len(names)


def test_labels_name_actors_options_and_channels_by_their_names():
    assert label(MODEL, "linkage.hezbollah_hamas") == "Linkage of the fronts: Hezbollah and Hamas"
    for option in MODEL.options.values():
        own = [id for id in MODEL.parameters if id.startswith(f"effect.{option.id}.")]
        assert all(label(MODEL, id).startswith(f"{option.title}: ") for id in own)
    added = [id for id in MODEL.parameters if id.startswith("channel.") and id.endswith(".reliability")]
    assert added and all(" between " in label(MODEL, id) for id in added)


def test_every_part_of_an_id_that_has_words_of_its_own_is_met():
    parts = [id.split(".") for id in MODEL.parameters]
    assert set(ABOUT) <= {first for first, *_ in parts} and set(COUNTED) <= {last for *_, last in parts}


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
