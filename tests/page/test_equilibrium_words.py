import pytest

import deterrence as dt
from deterrence.page.crisis import crisis_games
from deterrence.page.equilibrium_words import _HELP, _SAID, RULES, equilibrium_sentence, equilibrium_title
from deterrence.page.setup import Setup
from deterrence.page.worlds import evaluate_one
from deterrence.world.files import available
from tests.shipped import shipped

GAMES = [(case, game) for case in available() for game in crisis_games(shipped(case))]


@pytest.mark.parametrize(("case", "game"), GAMES)
def test_every_equilibrium_of_every_game_shipped_is_said_in_a_sentence(case, game):
    one = evaluate_one(shipped(case), Setup(case), game)
    assert one.found.rule in RULES
    for member in one.found.members:
        said = equilibrium_sentence(one, member)
        assert said.endswith(".") and "_" not in said and "{" not in said and " will " not in said
        assert "_" not in equilibrium_title(member)


def test_every_kind_of_equilibrium_that_a_form_lists_has_its_words():
    threat = dt.Threat(0.3, 10, 4, 0.5, 3, 1, 1, 2)
    assert {candidate.name for candidate in threat.candidates()} == set(_SAID["threat"])
    deterrence = dt.Deterrence((5, 3, 1, 0, -2), (5, 5, 2, 1, -3), 0.3, 0.3)
    assert {one.name for one in deterrence.candidates()} == set(_SAID["deterrence"])
    game = dt.ExtendedDeterrence((0, 2, 1, -4), (0, -1, -3, 0.5), (0, -2, -3, -1), (0, -1, -2, -4), 0.6)
    for candidate in game.candidates():
        suffix = next(end for end in _HELP if candidate.name.endswith(end))
        assert candidate.name.removesuffix(suffix) in _SAID["extended_deterrence"]
    trust = dt.Trust((4, 3, 1, -4), (3, 4, 1, -4), prior=0.3)
    assert {one.name for one in trust.candidates()} == set(_SAID["trust"])
