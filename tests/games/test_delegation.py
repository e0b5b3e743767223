"""Delegation: transfer and effort against maximisation on a grid with the proxy's best reply."""

import math
import pickle
import tomllib
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import deterrence as dt
from deterrence.games.delegation_measures import CORNERS, corner, critical_sanction, effort, effort_reply, transfer

GOLDEN = tomllib.loads((Path(__file__).parent.parent / "golden" / "delegation.toml").read_text())
NAMES = ("B", "b", "r", "k", "lam", "L", "tau", "ell")


def random_arguments(rng):
    low, high = (-1, -1, -1, 0.3, 0, 0, 0, 0), (6, 3, 3, 4, 1, 3, 2, 1)
    return tuple(rng.uniform(low, high).tolist())


def payoffs(arguments, offer, reply):
    """Return both payoffs, written out from the rules of the game."""
    big, b, r, k, lam, loss, tau, ell = arguments
    patron = reply * (big - lam * loss - (1 + tau * (1 - ell)) * offer)
    return patron, reply * (offer + b - r) - k * reply**2 / 2


def grid_equilibrium(arguments):
    """Return the patron's best offer on a fine grid and the proxy's answer, best on a grid of efforts refined once."""
    efforts = np.linspace(0, 1, 801)
    offers = np.linspace(0, 12, 1501)
    _, b, r, k, *_ = arguments
    # The proxy's payoff at each offer and effort is concave in effort: its best is the last grid point still rising.
    margins = offers[:, None] + b - r - k * (efforts[None, :-1] + efforts[None, 1:]) / 2
    replies = efforts[(margins > 0).sum(axis=1)]
    values = payoffs(arguments, offers, replies)[0]
    best = int(np.argmax(values))
    return offers[best], replies[best], values[best]


@pytest.mark.parametrize("row", GOLDEN["games"], ids=lambda row: str(row["arguments"]))
def test_transfers_and_efforts_are_the_known_ones(row):
    game = dt.Delegation(*row["arguments"])
    assert transfer(game) == pytest.approx(row["transfer"], abs=GOLDEN["tolerance"])
    assert effort(game) == pytest.approx(row["effort"], abs=GOLDEN["tolerance"])
    assert corner(game) == row["corner"]


def test_the_equilibrium_is_the_best_on_a_grid_at_every_corner():
    rng = np.random.default_rng(81)  # seed 81
    corners = set()
    for _ in range(80):
        arguments = random_arguments(rng)
        game = dt.Delegation(*arguments)
        _, reply, value = grid_equilibrium(arguments)
        scale = float(game.payoff_range)
        assert payoffs(arguments, transfer(game), effort(game))[0] == pytest.approx(value, abs=0.01 * scale)
        assert effort(game) == pytest.approx(reply, abs=0.05) or abs(value) < 0.01 * scale
        name = corner(game)
        is_paid, is_active = transfer(game) > 0, effort(game) > 0
        assert is_paid == (name in ("interior", "full_effort")) and is_active == (name != "none")
        assert (effort(game) == 1) or name != "full_effort"
        corners.add(name)
    assert corners == set(CORNERS)


def test_regret_is_what_the_grid_offers_and_nothing_at_the_equilibrium():
    rng = np.random.default_rng(82)  # seed 82
    for _ in range(40):
        arguments = random_arguments(rng)
        game = dt.Delegation(*arguments)
        scale = float(game.payoff_range)
        assert game.regret(game.profile(transfer(game), effort(game))) <= 1e-9 * scale
        offer, reply = rng.uniform(0, 3), rng.random()
        _, _, best = grid_equilibrium(arguments)
        patron, proxy = game.regret_by_player(game.profile(offer, reply)).values()
        mine, theirs = payoffs(arguments, offer, reply)
        assert patron == pytest.approx(max(0, best - mine), abs=0.01 * scale)
        top = max(payoffs(arguments, offer, e)[1] for e in np.linspace(0, 1, 2001))
        assert proxy == pytest.approx(top - theirs, abs=1e-4 * scale)


def test_perturbed_profiles_have_regret():
    game = dt.Delegation(*GOLDEN["games"][0]["arguments"])
    assert game.regret(game.profile(1.35, 0.35)) == pytest.approx(0, abs=1e-12)
    assert game.regret(game.profile(1.35, 0.45)) > 0.01
    assert game.regret(game.profile(1.65, 0.45)) > 0.01
    assert game.regret(game.profile(0, 0)) > 0.3


def test_a_proxy_that_is_not_driven_and_not_worth_its_price_is_left_alone_by_every_offer_it_turns_down():
    game = dt.Delegation(1, 0, 3, 1, 0, 0, 0, 0)
    assert (transfer(game), effort(game), corner(game)) == (0, 0, "none")
    for offer in (0, 1, 2.9):
        assert game.regret(game.profile(offer, 0)) == pytest.approx(0)


def test_unpaid_effort_stays_below_its_cap_and_a_harmed_patron_cannot_stop_it():
    assert effort(dt.Delegation(1, 5, 0, 3, 0, 0, 0, 0)) == 1
    assert corner(dt.Delegation(1, 5, 0, 3, 0, 0, 0, 0)) == "self_motivated"
    harmed = dt.Delegation(-2, 1, 0, 4, 0, 0, 0, 0)
    assert (transfer(harmed), effort(harmed), corner(harmed)) == (0, 0.25, "self_motivated")


def test_sanctions_beyond_the_critical_one_end_the_payments_and_less_do_not():
    rng = np.random.default_rng(83)  # seed 83
    kinds = set()
    for _ in range(200):
        arguments = random_arguments(rng)
        critical = critical_sanction(dt.Delegation(*arguments))
        kinds.add("none" if critical == 0 else "some")
        for tau in (critical * 0.99, critical * 1.01 + 1e-9):
            game = dt.Delegation(*arguments[:6], tau, arguments[7])
            assert (transfer(game) > 0) == (tau < critical)
    assert kinds == {"none", "some"}
    assert critical_sanction(dt.Delegation(3, 0.5, 0.8, 3, 0.3, 2, 0, 1)) == math.inf
    assert critical_sanction(dt.Delegation(3, 0.5, 0.5, 3, 0.3, 2, 0, 0)) == math.inf


def test_formulas_in_symbols_give_the_same_numbers():
    sympy = pytest.importorskip("sympy")
    symbols = sympy.symbols(" ".join(NAMES))
    symbolic = dt.Delegation(*symbols)
    formulas = [transfer(symbolic), effort(symbolic)]
    for row in [game["arguments"] for game in GOLDEN["games"]] + [[9, 2, 0, 3, 0, 0, 0, 0], [1, 0, 3, 1, 0, 0, 0, 0]]:
        values = dict(zip(symbols, (sympy.Rational(str(x)) for x in row), strict=True))
        game = dt.Delegation(*row)
        assert [float(f.xreplace(values)) for f in formulas] == pytest.approx([transfer(game), effort(game)])
    with pytest.raises(dt.SolverError, match="symbols"):
        corner(symbolic)


def test_exact_games_stay_exact():
    game = dt.Delegation(3, Fraction(1, 2), Fraction(4, 5), 3, Fraction(3, 10), 2, Fraction(3, 5), 0)
    assert (transfer(game), effort(game)) == (Fraction(9, 10), Fraction(1, 5))
    member = dt.solve(game).members[0]
    assert member.regret == 0 and member.outcomes == {"9/10,1/5": 1.0}


def test_draws_equal_a_loop_of_single_games_and_faults_are_nan():
    rng = np.random.default_rng(84)  # seed 84
    rows = np.array([random_arguments(rng) for _ in range(80)])
    game = dt.Delegation(*rows.T)
    singles = [dt.Delegation(*row) for row in rows.tolist()]
    for measure in (transfer, effort, critical_sanction):
        np.testing.assert_allclose(measure(game), [measure(single) for single in singles])
    assert corner(game).tolist() == [corner(single) for single in singles]
    rows[3, 3] = -1
    rows[5, 7] = 1.5
    faulty = dt.Delegation(*rows.T)
    assert np.flatnonzero(np.isnan(transfer(faulty))).tolist() == [3, 5]
    assert [corner(faulty)[i] for i in (3, 5)] == ["", ""]
    assert np.flatnonzero(~faulty.candidates()[0].exists).tolist() == [3, 5]
    assert len(dt.measure(faulty)) > 0


@pytest.mark.parametrize(
    ("place", "value", "said"),
    [
        (3, 0, "effort_cost: saw 0.0; allowed is a positive number"),
        (4, 1.2, "liability"),
        (6, -0.1, "sanction"),
        (7, 1.1, "leakage"),
        (0, math.nan, "patron_benefit"),
        (1, "much", "a number"),
    ],
)
def test_faulty_arguments_raise_at_the_door(place, value, said):
    arguments = [3, 0.5, 0.8, 3, 0.3, 2, 0, 0]
    arguments[place] = value
    with pytest.raises(dt.GameError, match=said):
        dt.Delegation(*arguments)


@pytest.mark.parametrize("strategies", [{}, {0: {"offer": {"0.5": 0.5, "1": 0.5}}}, {0: {"offer": {"much": 1.0}}}])
def test_profiles_that_name_no_numbers_are_refused(strategies):
    with pytest.raises(dt.GameError, match="profile of the delegation"):
        dt.Delegation(3, 0.5, 0.8, 3, 0.3, 2, 0, 0).regret(dt.StrategyProfile(strategies))
    with pytest.raises(dt.GameError, match="an effort in"):
        game = dt.Delegation(3, 0.5, 0.8, 3, 0.3, 2, 0, 0)
        game.regret(game.profile(1, 1.5))


def test_the_reply_is_the_proxys_best_and_games_cross_processes():
    game = dt.Delegation(3, 0.5, 0.8, 3, 0.3, 2, 0, 0)
    assert [effort_reply(game, w) for w in (0, 1.8, 9)] == [0, pytest.approx(0.5), 1]
    assert dt.solve(pickle.loads(pickle.dumps(game))).members == dt.solve(game).members
