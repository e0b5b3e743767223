"""Communication equilibria: what a mediator can do who hears reports in private and recommends actions in private.

Notation: mu(a | r) is the device, t a type, r a report, a an action told and b one done. For player i,

    W_i(t, r, a, b) = sum over the other's types s and actions c of  prior(s) mu(a, c | r, s) u_i(b, c | t, s),

which is linear in mu. Truth and obedience, jointly: for every type t that occurs and every report r,

    sum over a of W_i(t, t, a, a)  >=  sum over a of max over b of W_i(t, r, a, b).

Steps of the programme: (1) one variable per entry of mu, and one, z, for each maximum; (2) z >= W for every b; (3)
truth with obedience is at least the sum of the z of every report; (4) for every pair of reports mu sums to one; (5) the
objective is the sum of payoffs. Without types, reports say nothing and the devices are the correlated equilibria.

References
----------
Aumann, R. J. (1974). Journal of Mathematical Economics 1: 67-96. Forges, F. (1986). Econometrica 54: 1375-1385.
Myerson, R. B. (1986). "Multistage games with communication." Econometrica 54: 323-358.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from deterrence.errors import SolverError
from deterrence.games.matrix import Matrix
from deterrence.games.mediation import Mediation
from deterrence.numerics import REGRET_TOLERANCE
from deterrence.solvers.bayes_nash import require_numbers
from deterrence.solvers.correlated import MAX_ENTRIES, solve_correlated
from deterrence.solvers.solution import Equilibrium, EquilibriumSet, certified

Floats = NDArray[np.float64]


def solve_communication(game: Mediation) -> EquilibriumSet:
    """Find the mediated equilibria with the greatest and the least sum of payoffs.

    - *One or all?* Two, the ends of a convex set: every other communication equilibrium has a sum between theirs. Where
      several devices attain an end, one of them.
    - *Exact or approximate?* Floats, from the simplex method (HiGHS); certified by the game's own regret, the gain from
      the best lie and disobedience at any type.
    - *What does it assume?* Two players with independent types, and a mediator who is committed to its device. Whether
      a mediator with an interest of its own is believed is another measure, ``is_credible``.
    - *What does it cost?* ``n_types ** 2 * n_actions ** 2`` variables and as many rows for each player: milliseconds at
      two types and two actions.

    Parameters
    ----------
    game
        A mediation game of single numbers.

    Returns
    -------
    EquilibriumSet
        Members ``best_device`` (selected, rule ``best``) and, where the sums differ, ``worst_device``.
        ``strategies["device"]`` says what is recommended after each pair of reports, ``details["device"]`` the same as
        an array ``[report_0, report_1, told_0, told_1]``; the players' own strategies are truth and obedience.

    Raises
    ------
    SolverError
        If the game is of another form, carries draws or symbols, or is too large.

    Examples
    --------
    >>> best, _ = solve_communication(Mediation([[[6, 2], [7, 0]], [[6, 7], [2, 0]]])).members
    >>> round(sum(best.payoffs), 6), {outcome: round(p, 6) for outcome, p in best.outcomes.items()}
    (10.5, {'0,0': 0.5, '0,1': 0.25, '1,0': 0.25})
    """
    require_numbers(game, "communication")
    members: list[Equilibrium] = []
    for name, device in zip(("best_device", "worst_device"), _ends(game), strict=True):
        if device is None:
            return _failed(game, "The linear programme did not solve: round off payoffs that differ very little.")
        device.flags.writeable = False
        member = certified(game, name, game.device_profile(device), details={"device": device})
        if not member.regret <= REGRET_TOLERANCE * game.payoff_range:
            return _failed(
                game,
                f"The linear programme's device leaves a gain of {member.regret:.3g} from lying or disobeying: "
                "round off payoffs that differ very little.",
            )
        members.append(member)
    kind = "communication" if game.has_types else "correlated"
    best, worst = members
    if sum(best.payoffs) - sum(worst.payoffs) <= REGRET_TOLERANCE * game.payoff_range:
        members = [best]
        sentence = f"All {kind} equilibria have the same sum of payoffs, by linear programming; this is one of them."
    else:
        sentence = (
            f"The {kind} equilibria form a convex set; these are the devices with the greatest and the least sum of "
            "payoffs, by linear programming, and every other one lies between."
        )
    return EquilibriumSet(tuple(members), "exhausted", sentence, "communication", game.players, "best", 0)


def best_device(game: Mediation) -> Floats | None:
    """Return the device with the greatest sum of payoffs, or None when the programme fails."""
    return Programme(game).optimum(1.0)


def _ends(game: Mediation) -> Sequence[Floats | None]:
    """Return the devices with the greatest and the least sum, ``[report_0, report_1, told_0, told_1]``."""
    if game.has_types:
        programme = Programme(game)
        return programme.optimum(1.0), programme.optimum(-1.0)
    found = solve_correlated(Matrix(game.payoffs[:, 0, 0]))
    devices = [np.array(member.details["device"])[None, None] for member in found.members]
    return devices or (None, None)


class Programme:
    """The linear programme of a game: rows built once, solved in either direction.

    Parameters
    ----------
    game
        A mediation game of single numbers.

    Raises
    ------
    SolverError
        If the matrix would have more than ``MAX_ENTRIES`` entries.
    """

    def __init__(self, game: Mediation) -> None:
        self.shape = (*game.n_types, *game.n_actions)
        self.n_device = math.prod(self.shape)
        n_maxima = [t * t * a for t, a in zip(game.n_types, game.n_actions, strict=True)]
        self.n_variables = self.n_device + sum(n_maxima)
        n_rows = sum(n * (a + 1) for n, a in zip(n_maxima, game.n_actions, strict=True))
        if n_rows * self.n_variables > MAX_ENTRIES:
            raise SolverError(
                "concept 'communication'",
                f"saw {n_rows * self.n_variables} entries in the programme of '{game.name}'",
                f"at most {MAX_ENTRIES}",
                "merge types or drop actions",
            )
        payoffs = game.payoffs.astype(np.float64)
        self.prior = [row.astype(np.float64) for row in game.prior]
        widths = np.maximum(np.ptp(payoffs, axis=(1, 2, 3, 4)), 0.0)
        # From zero to one for each player, so that the solver's tolerances mean the same in every unit.
        safe = np.where(widths > 0, widths, 1.0)[:, None, None, None, None]
        self.payoffs = (payoffs - payoffs.min(axis=(1, 2, 3, 4), keepdims=True)) / safe
        joint = self.prior[0][:, None, None, None] * self.prior[1][None, :, None, None]
        self.objective = joint * np.tensordot(widths / max(float(widths.max()), 1e-300), self.payoffs, axes=(0, 0))
        self.rows = np.concatenate([self._rows_of(player, sum(n_maxima[:player])) for player in (0, 1)])

    def optimum(self, direction: float) -> Floats | None:
        """Return the device with the greatest (1) or least (-1) sum of payoffs; None when the programme fails."""
        from scipy.optimize import linprog  # half a second to load: not before it is needed

        cost = np.zeros(self.n_variables)
        cost[: self.n_device] = -direction * self.objective.ravel()
        sums = np.zeros((self.shape[0] * self.shape[1], self.n_variables))
        for row, block in enumerate(np.arange(self.n_device).reshape(len(sums), -1)):
            sums[row, block] = 1.0
        found = linprog(
            cost,
            A_ub=self.rows,
            b_ub=np.zeros(len(self.rows)),
            A_eq=sums,
            b_eq=np.ones(len(sums)),
            bounds=(0, None),
            method="highs-ds",
            options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
        )
        if not found.success:
            return None
        device = np.clip(np.asarray(found.x, dtype=np.float64)[: self.n_device], 0.0, None).reshape(self.shape)
        return device / device.sum(axis=(2, 3), keepdims=True)

    def _rows_of(self, player: int, offset: int) -> Floats:
        """Return the rows of ``rows @ variables <= 0`` that keep one player truthful and obedient."""
        stakes = self._stakes(player)
        n_types, _, n_actions = stakes.shape[:3]
        first = self.n_device + offset
        rows: list[Floats] = []
        for t in np.flatnonzero(self.prior[player] > 0):
            followed = sum(stakes[t, t, a, a] for a in range(n_actions))
            for r in range(n_types):
                start = first + (t * n_types + r) * n_actions
                for a in range(n_actions):
                    for b in range(n_actions):
                        row = stakes[t, r, a, b].copy()
                        row[start + a] = -1.0
                        rows.append(row)
                row = -np.asarray(followed)
                row[start : start + n_actions] += 1.0
                rows.append(row)
        return np.array(rows)

    def _stakes(self, player: int) -> NDArray[Any]:
        """Return W as coefficients of the variables, ``[type, report, told, done, variable]``."""
        table = self.payoffs[player] if player == 0 else self.payoffs[player].transpose(1, 0, 3, 2)
        n_types, n_actions = table.shape[0], table.shape[2]
        places = np.arange(self.n_device).reshape(self.shape)
        places = places if player == 0 else places.transpose(1, 0, 3, 2)
        stakes = np.zeros((n_types, n_types, n_actions, n_actions, self.n_variables))
        weights = self.prior[1 - player][None, :, None, None] * table  # [type, other's type, done, other's action]
        for t, r, a, b in np.ndindex(n_types, n_types, n_actions, n_actions):
            stakes[t, r, a, b, places[r, :, a, :]] = weights[t, :, b, :]
        return stakes


def _failed(game: Mediation, sentence: str) -> EquilibriumSet:
    return EquilibriumSet((), "failed", sentence, "communication", game.players)
