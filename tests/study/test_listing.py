import pytest

import deterrence as dt
from deterrence.study.evaluation import evaluate_game
from deterrence.study.listing import check_model, contents, describe, equilibria
from deterrence.world.files import read
from tests.shipped import shipped

WRONG = """
schema = "deterrence-model/1"
title = "T"
actors = [{ id = "a", name = "A", role = "strategic" }]
[[orderings]]
id = "o"
claim = "one is more than two"
actor = "a"
descending = [1, 2]
"""


def test_contents_name_every_element_but_count_the_parameters():
    model = shipped("levant_2024")
    ids = set(contents(model)["id"])
    assert {*model.actors, *model.channels, *model.games, *model.options, *model.scenarios} <= ids
    assert f"{len(model.parameters)} in all" in ids


def test_everything_known_of_an_element_is_told():
    model = shipped("levant_2024")
    told = dict(describe(model, "israel.patience").to_numpy())
    assert told["basis"] == model.parameters["israel.patience"].basis and told["low"] and told["high"]
    assert "direct" in dict(describe(model, "hotline_network").to_numpy())["read by"]


def test_a_table_of_equilibria_marks_the_one_shown_and_compares_patience_with_its_threshold():
    table = equilibria(evaluate_game(shipped("levant_2024"), "direct"))
    assert (table["shown"] != "").sum() == 1
    assert {"least patience for restraint", "patience"} <= set(table["equilibrium"])


def test_an_ordering_that_does_not_hold_fails_the_check():
    with pytest.raises(dt.ModelError, match="1 = 1 > 2 = 2"):
        check_model(read(WRONG))
    assert check_model(read(WRONG.replace("descending", "contested = true\ndescending")))


def test_a_check_names_the_class_of_each_stage_game_and_parameters_that_nothing_reads(tmp_path):
    text = dt.available()["textbook/chicken"].read_text()
    unread = text.replace('id = "disaster"', 'id = "calamity"').replace('"disaster"]', "-1]")
    lines = check_model(read(unread))
    assert "chicken for Row, chicken for Column" in lines[1]
    assert "reads: calamity." in lines[-1]
    assert not any("reads" in line for line in check_model(read(text)))


def test_a_fault_that_shows_only_in_a_game_names_the_file(tmp_path):
    text = dt.available()["textbook/chicken"].read_text()
    for old, new in (('form = "matrix"', 'form = "matrx"'), ('["winning", "disaster"]', '["winning"]')):
        (tmp_path / "c.toml").write_text(text.replace(old, new))
        model = dt.load(tmp_path / "c.toml")
        with pytest.raises(dt.DeterrenceError, match=r"^c\.toml, game 'crisis'"):
            check_model(model)
