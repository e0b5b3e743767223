"""Every known answer of the escalation ladder and of finite chains, through the public names."""

import tomllib
from pathlib import Path

import numpy as np
import pytest

import deterrence as dt

GOLDEN = tomllib.loads((Path(__file__).parents[1] / "golden" / "ladder.toml").read_text())
FIRST = GOLDEN["calm_and_war"][0]


def calm(gain, discount, hazard):
    n = len(hazard) - 1
    keywords = {"hazard": hazard, "postures": ("hold", "escalate")}
    front = dt.Front("border", 1, range(n), 0, 0, 0, 0, [[1, 0]] * n, gain, 0, **keywords)
    return dt.Ladder([front], None, discount, 1)


def chance(member):
    return member.strategies[0]["border at 0"]["escalate"]


def is_kept(ladder, posture):
    return ladder.regret(ladder.pure(posture).profile()) < 1e-9


@pytest.mark.parametrize("case", GOLDEN["calm_and_war"], ids=lambda case: case["name"])
def test_restraint_war_and_mixtures_are_all_listed(case):
    ladder = calm(case["gain"], case["discount"], case["hazard"])
    found = dt.solve(ladder, "markov_all")
    assert sorted(map(chance, found.members)) == pytest.approx(case["escalate"], abs=case["tolerance"])
    assert is_kept(ladder, "hold") == (0 in case["escalate"])
    assert is_kept(ladder, "escalate") == (1 in case["escalate"])
    assert found.status == "exhausted" and found.rule == "worst"
    if 1 in case["escalate"]:
        assert found.selected.name == "all escalate"
    for member in found.members:
        assert member.regret < 1e-9
        key = f"payoff_{member.name.replace(' ', '_')}"
        if key in case:
            assert member.payoffs == pytest.approx([case[key]] * 2, abs=case["tolerance"])


def test_the_bounds_on_the_gain_are_where_restraint_ends_and_where_war_begins():
    discount, hazard, edge = FIRST["discount"], FIRST["hazard"], FIRST["tolerance"]
    most = FIRST["most_gain_for_restraint"]
    assert [is_kept(calm(most + step, discount, hazard), "hold") for step in (-edge, edge)] == [True, False]
    # The least gain for war is quoted at the value of war of this gain, so it is compared with the formula's parts.
    worth = dt.solve(calm(FIRST["gain"], discount, hazard), "markov_all").members[1].payoffs[0]
    assert discount * (hazard[2] - hazard[1]) * worth == pytest.approx(FIRST["least_gain_for_war"], abs=edge)


@pytest.mark.parametrize("case", GOLDEN["logit"], ids=lambda case: f"precision {case['precision']}")
def test_every_logit_equilibrium_is_found_from_starts_nearby(case):
    ladder = calm(FIRST["gain"], FIRST["discount"], FIRST["hazard"])
    members = dt.solve(ladder, precision=case["precision"]).members
    assert members[0].details["branch"] == "principal" and chance(members[0]) < 0.5
    found = [chance(m) for m in members]
    table = np.zeros((2, 3, 2))
    table[:, 1, 1] = 1.0
    # A mixture repels plain iteration, so it is approached from nearby.
    for near in np.linspace(0.01, 0.99, 15):
        table[:, 2, 0], table[:, 1, 0] = near, 1 - near
        start = ladder.strategies(table)
        found += map(chance, dt.solve(ladder, precision=case["precision"], start=start, n_starts=0).members)
    for value in case["escalate"]:
        assert any(abs(one - value) < case["tolerance"] for one in found)
    for one in found:
        assert any(abs(one - value) < case["tolerance"] for value in case["escalate"])


@pytest.mark.parametrize("case", GOLDEN["proxies"], ids=lambda case: f"at most {case['most']}")
def test_restraint_survives_up_to_the_known_number_of_independent_proxies(case):
    for n in (case["most"], case["most"] + 1):
        hazard = [1 - (1 - case["accident"]) ** (n - m) * (1 - case["attack"]) ** m for m in range(n + 1)]
        assert is_kept(calm(case["gain"], case["discount"], hazard), "hold") == (n <= case["most"])


@pytest.mark.parametrize("case", GOLDEN["chains"], ids=lambda case: case["name"])
def test_chains_end_where_and_when_the_fundamental_matrix_says(case):
    chances, periods = dt.absorption(case["transition"], case["absorbing"])
    if "periods" in case:
        assert periods[:2] == pytest.approx(case["periods"], abs=case["tolerance"])
    if "last" in case:
        assert chances[:2, -1] == pytest.approx(case["last"], abs=case["tolerance"])
