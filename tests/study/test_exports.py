import json

import numpy as np
import pytest

import deterrence as dt
from deterrence.study.exports import export_text, stage_game
from tests.shipped import shipped


def test_the_stage_game_of_a_restraint_has_its_four_payoffs_in_place():
    matrix = stage_game(dt.Restraint((5, 6), (3, 4), (1, 2), (0, -1), discount=0.9, players=["a", "b"]))
    assert np.array_equal(np.asarray(matrix.payoffs, float), [[[3, 0], [5, 1]], [[4, 6], [-1, 2]]])
    assert matrix.players == ("a", "b")


def test_an_unknown_format_is_refused():
    with pytest.raises(dt.GameError, match="nfg, efg, json, graphml, svg"):
        export_text(shipped("levant_2024"), "border", "xls")


def test_a_tree_goes_out_as_itself_or_as_its_normal_form():
    model = shipped("textbook/uncertain_resolve")
    (game,) = [id for id, spec in model.games.items() if spec.form == "tree"][:1]
    assert export_text(model, game, "efg").startswith("EFG 2 ")
    assert export_text(model, game, "nfg").startswith("NFG 1 ")


def test_the_network_and_a_tree_go_out_as_pictures():
    model = shipped("textbook/uncertain_resolve")
    picture = export_text(model, "crisis", "svg")
    assert picture.startswith("<svg") and "Equilibrium status quo" in picture and "Challenger" in picture
    network = export_text(shipped("levant_2024"), "-", "svg")
    assert network.startswith("<svg") and "United States" in network


def test_a_threat_goes_out_as_the_tree_of_the_equilibrium_that_was_picked():
    model = shipped("levant_2024")
    for name in ("babbling", "semi_separating"):
        picture = export_text(model, "ultimatum", "svg", equilibrium=name)
        assert f"Equilibrium {name.replace('_', ' ')}" in picture and "Hezbollah" in picture
    refined = json.loads(export_text(model, "ultimatum", "json", refinement="d1"))
    assert [member["name"] for member in refined["equilibria"]] == ["semi_separating"]
    with pytest.raises(dt.OptionError, match="known are"):
        export_text(model, "ultimatum", "svg", equilibrium="nothing")


def test_a_game_without_a_picture_says_what_has_one():
    with pytest.raises(dt.GameError, match=r"a restraint has no picture; allowed is an equilibrium of .*threat.*tree"):
        export_text(shipped("levant_2024"), "border", "svg")
