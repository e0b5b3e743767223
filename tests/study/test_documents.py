import numpy as np
import pytest

import deterrence as dt
from deterrence.study.documents import read_document, write_document
from tests.shipped import shipped


@pytest.mark.parametrize("name", list(dt.available()))
def test_the_equilibria_of_every_shipped_game_come_back(name):
    model = shipped(name)
    for game in model.games:
        found = dt.solve(dt.formulate(model, game))
        text = write_document(found)
        back = read_document(text)
        assert back == found and write_document(back) == text
        assert [type(p) for m in back.members for p in m.payoffs] == [
            type(p.item() if isinstance(p, np.generic) else p) for m in found.members for p in m.payoffs
        ]


def test_results_with_arrays_and_infinities_come_back():
    game = dt.Matrix([[[6, 2], [7, 0]], [[6, 7], [2, 0]]], name="chicken")
    for concept in ("correlated", "logit", "support_enumeration"):
        found = dt.solve(game, concept)
        text = write_document(found)
        assert write_document(read_document(text)) == text
        assert repr(read_document(text)) == repr(read_document(write_document(read_document(text))))
    member = dt.solve(game).members[0]
    assert read_document(write_document(member)) == member


def test_a_fault_is_told_with_its_line_and_column():
    text = write_document(dt.solve(dt.Matrix([[[3, 0], [5, 1]], [[3, 5], [0, 1]]])))
    with pytest.raises(dt.GameError, match=r"found.json, line \d+, column \d+: saw 'sttus' of EquilibriumSet"):
        read_document(text.replace('"status"', '"sttus"'), file="found.json")
