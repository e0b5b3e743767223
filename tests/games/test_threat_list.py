"""The list of equilibria of a costly threat, against the enumeration of the finite game and by both refinements."""

import itertools
import tomllib
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from deterrence.games.matrix import Matrix
from deterrence.games.profile import StrategyProfile
from deterrence.games.threat import Threat
from deterrence.solvers.closed_form import solve_closed_form
from deterrence.solvers.nash import solve_nash

GOLDEN = tomllib.loads((Path(__file__).parents[1] / "golden" / "signals.toml").read_text(encoding="utf-8"))
CASES = [(row["numbers"], row["tolerance"], case) for row in GOLDEN["threat"] for case in row["cases"]]


def existing(game):
    return {c.name: c for c in game.candidates() if c.exists}


@pytest.mark.parametrize(("numbers", "tolerance", "case"), CASES)
def test_known_answers(numbers, tolerance, case):
    found = existing(Threat(*numbers, case["cost"], case["kind"]))
    assert list(found) == case["found"]
    figures = found[case["found"][-1]].figures if "pooling" not in found else found["pooling"].figures
    for name in ("bluff", "challenge", "p_war"):
        assert figures[name] == pytest.approx(case[name], abs=tolerance)
    if "babbling" in found:
        assert found["babbling"].figures["p_war"] == pytest.approx(numbers[0])


def random_game(rng):
    """Return a game with small rational numbers, hence now and then a tie, of either kind and either doubt."""
    while True:
        high, low = sorted((Fraction(int(x), 2) for x in rng.integers(1, 30, 2)), reverse=True)
        p, k = Fraction(int(rng.integers(1, 10)), 10), Fraction(int(rng.integers(1, 20)), 2)
        if p * low < k < p * high:
            break
    gain, loss, cost = (Fraction(int(x), 2) for x in rng.integers(1, 14, 3))
    prior = Fraction(int(rng.integers(1, 19)), 19)
    return Threat(prior, high, low, p, k, gain, loss, cost, str(rng.choice(["sunk", "tied"])))


def finite_game(game):
    """Return the normal form once the last moves are settled, and those moves."""
    weak_fights = game.kind == "tied" and game.signal_cost > -game.war_weak
    types = (
        (game.prior_strong, game.value_strong, game.war_strong),
        (1 - game.prior_strong, game.value_weak, game.war_weak),
    )
    plans = list(itertools.product((1, 0), repeat=2))  # messages of strong and weak, replies to threat and silence
    table = np.zeros((2, 4, 4), dtype=object)
    for (i, messages), (j, replies) in itertools.product(enumerate(plans), enumerate(plans)):
        for (chance, stake, war), threatens, weak in zip(types, messages, (False, True), strict=True):
            fights = not weak or (weak_fights and threatens)
            if not replies[0 if threatens else 1]:
                pay, reply = stake, Fraction(0)
            elif fights:
                pay, reply = war, -game.challenger_war_cost
            else:
                pay, reply = Fraction(0), game.challenger_gain
                pay -= game.signal_cost if threatens and game.kind == "tied" else 0
            pay -= game.signal_cost if threatens and game.kind == "sunk" else 0
            table[0, i, j] += chance * pay
            table[1, i, j] += chance * reply
    return table, plans, weak_fights


def behaviour(plans, mixes, weak_fights):
    def share(mix, place):
        return sum((c for c, plan in zip(mix, plans, strict=True) if plan[place]), Fraction(0))

    def two(first, second, chance):
        return {first: chance, second: 1 - chance}

    sender = {"strong": two("threaten", "stay silent", share(mixes[0], 0))}
    sender["weak"] = two("threaten", "stay silent", share(mixes[0], 1))
    for kind, message in itertools.product(("strong", "weak"), ("threat", "silence")):
        fights = kind == "strong" or (weak_fights and message == "threat")
        sender[f"{kind}, challenged after {message}"] = two("fight", "concede", Fraction(int(fights)))
    replies = {name: two("challenge", "refrain", share(mixes[1], k)) for k, name in enumerate(("threat", "silence"))}
    return StrategyProfile({0: sender, 1: replies})


def test_the_list_has_exactly_the_outcomes_of_the_enumerated_game():
    rng = np.random.default_rng(2024)  # seed 2024
    seen = set()
    for _ in range(70):
        game = random_game(rng)
        if not game.is_listed_completely:
            continue
        table, plans, weak_fights = finite_game(game)
        nash = solve_nash(Matrix(table.tolist()))
        enumerated = set()
        for member in nash.members:
            mixes = [list(member.strategies[player]["stage"].values()) for player in (0, 1)]
            profile = behaviour(plans, mixes, weak_fights)
            if game.regret(profile) == 0:  # Nash equilibria with replies that no belief supports fall away
                enumerated.add(tuple(member.payoffs))
        listed = existing(game)
        assert {tuple(c.payoffs) for c in listed.values()} == enumerated, game
        for candidate in listed.values():
            assert game.regret(StrategyProfile(candidate.strategies)) == 0
        seen |= set(listed)
    names = {"babbling", "separating", "semi_separating", "strong_hides", "pooling", "silent_pooling", "perverse"}
    assert seen == names


def survives_d1(game, candidate):
    """Return whether a pooling candidate survives D1, by trying every reply on a fine grid."""
    sent = candidate.strategies[0]["strong"]["threaten"]
    silent = sent == 0
    replies = np.linspace(0, 1, 20_001)
    kept, gains = [], []
    for kind in ("strong", "weak"):
        stake, war = getattr(game, f"value_{kind}"), getattr(game, f"war_{kind}")
        fights = candidate.strategies[0][f"{kind}, challenged after threat"]["fight"]
        sunk, tied = (game.signal_cost * (game.kind == name) for name in ("sunk", "tied"))
        threat = (1 - replies) * stake + replies * (war if fights else -tied) - sunk
        silence = (1 - replies) * stake + replies * max(war, 0)
        r = candidate.strategies[1]["silence" if silent else "threat"]["challenge"]
        kept.append(np.interp(r, replies, silence if silent else threat))
        gains.append((threat if silent else silence) - kept[-1])
    strict, weak = [gain > 1e-12 for gain in gains], [gain >= -1e-12 for gain in gains]
    possible = []
    for one, other in ((0, 1), (1, 0)):
        ruled_out = np.any(strict[other]) and np.all(strict[other][weak[one]])
        if not ruled_out:
            possible.append(one)
    # The reply is best against some belief over the types left: certain strength is met by no challenge, and so on.
    best = {(0,): replies[:1], (1,): replies[-1:], (0, 1): replies}[tuple(possible)]
    return any(not strict[0][k] and not strict[1][k] for k in np.searchsorted(replies, best))


def test_d1_agrees_with_a_search_over_every_reply():
    rng = np.random.default_rng(7)  # seed 7
    checked, removed = 0, set()
    for _ in range(100):
        game = random_game(rng)
        if not game.is_listed_completely:
            continue
        game = Threat(*(float(getattr(game, name)) for name in ARGUMENTS), game.kind)
        for name in ("babbling", "pooling", "silent_pooling"):
            candidate = existing(game).get(name)
            is_bound = game.kind == "tied" and game.signal_cost > -game.war_weak
            if candidate is not None and not is_bound:
                assert candidate.survives["d1"] == survives_d1(game, candidate), (name, game)
                checked += 1
                removed |= {name} if not candidate.survives["d1"] else set()
    assert checked > 60 and removed == {"babbling"}


ARGUMENTS = (
    *("prior_strong", "value_strong", "value_weak", "win_probability", "war_cost"),
    *("challenger_gain", "challenger_war_cost", "signal_cost"),
)


@pytest.mark.parametrize(
    ("cost", "intuitive", "d1"),
    [(2, True, False), (4, True, False), (5, False, False), (8, True, True), (9, True, True)],
)
def test_refinements_of_babbling_with_sunk_costs(cost, intuitive, d1):
    survives = existing(Threat(0.3, 10, 4, 0.5, 3, 1, 1, cost))["babbling"].survives
    assert (survives["intuitive"], survives["d1"]) == (intuitive, d1)


def test_a_refinement_leaves_out_what_it_removes_and_says_why():
    found = solve_closed_form(Threat(0.3, 10, 4, 0.5, 3, 1, 1, 4.5), refinement="intuitive")
    assert [member.name for member in found.members] == ["separating"]
    assert "read as strength" in found.sentence
    assert len(solve_closed_form(Threat(0.3, 10, 4, 0.5, 3, 1, 1, 2), refinement="d1").members) == 1


def test_beliefs_are_sets_off_the_path_and_points_on_it():
    found = existing(Threat(0.3, 10, 4, 0.5, 3, 1, 1, 2))
    assert found["babbling"].beliefs["silence"]["strong"] == (0.3, 0.3)
    assert found["babbling"].beliefs["threat"] == {"strong": (0, 0.5), "weak": (0.5, 1)}
    assert found["semi_separating"].beliefs["threat"]["strong"] == (0.5, 0.5)


def test_the_strong_type_always_gains_more_from_peace_than_the_weak_one():
    rng = np.random.default_rng(3)  # seed 3
    for _ in range(200):
        game = random_game(rng)
        assert game.value_strong - game.war_strong > game.value_weak


def test_draws_equal_a_loop_of_single_games():
    rng = np.random.default_rng(11)  # seed 11
    games = [random_game(rng) for _ in range(60)]
    for kind in ("sunk", "tied"):
        own = [game for game in games if game.kind == kind]
        table = np.array([[float(getattr(game, name)) for name in ARGUMENTS] for game in own])
        drawn = Threat(*table.T, kind).candidates()
        for place, row in enumerate(table):
            for candidate, single in zip(drawn, Threat(*row, kind).candidates(), strict=True):
                assert np.broadcast_to(candidate.exists, len(own))[place] == bool(single.exists)
                if single.exists:
                    for name, value in single.figures.items():
                        if name != "kind":
                            assert np.broadcast_to(candidate.figures[name], len(own))[place] == pytest.approx(value)


def test_on_a_border_the_list_holds_the_ends_and_says_that_it_is_not_all():
    found = solve_closed_form(Threat(0.3, 10, 4, 0.5, 3, 1, 1, 4))
    assert [member.name for member in found.members] == ["babbling", "separating", "semi_separating"]
    assert found.status == "exhausted"


@pytest.mark.parametrize(("gain", "loss"), [(tenths, other) for tenths in (1, 3, 7) for other in (2, 3, 6, 9)])
def test_decimals_that_meet_the_border_of_beliefs_show_both_sides_of_it(gain, loss):
    prior = Fraction(gain, gain + loss)
    exact = Threat(prior, 10, 4, Fraction(1, 2), 3, Fraction(gain, 10), Fraction(loss, 10), 2)
    rounded = Threat(float(prior), 10, 4, 0.5, 3, gain / 10, loss / 10, 2)
    assert list(existing(rounded)) == list(existing(exact))
    assert not exact.is_listed_completely and not rounded.is_listed_completely
    assert solve_closed_form(rounded).status == "exhausted"


@pytest.mark.parametrize("tenths", range(1, 12))
def test_decimals_that_meet_the_border_of_bound_hands_show_both_sides_of_it(tenths):
    stake = tenths / 10
    rounded = Threat(0.2, 10 * stake, stake, 0.3, 1.3 * stake, 1, 1, 1.3 * stake - 0.3 * stake, "tied")
    assert list(existing(rounded)) == ["babbling", "semi_separating", "pooling", "perverse"]
    assert not rounded.is_listed_completely
    assert solve_closed_form(rounded).status == "exhausted"
