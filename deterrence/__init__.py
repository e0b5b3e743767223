"""Deterrence: games of deterrence, and what policy options change in them.

>>> import deterrence as dt
>>> model = dt.load("levant_2024")
>>> changed = dt.apply(model, "hotline_network")
>>> dt.reach(changed, "israel", "iran") > dt.reach(model, "israel", "iran")
True

Names are loaded when first used, so that importing the package stays quick.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from deterrence.errors import DeterrenceError, GameError, ModelError, OptionError, SolverError
    from deterrence.formulation import FORMS, formulate
    from deterrence.games.bargain import Bargain
    from deterrence.games.brinkmanship import Brinkmanship
    from deterrence.games.chains import absorption
    from deterrence.games.cheap_talk import CheapTalk
    from deterrence.games.coalition import Coalition
    from deterrence.games.crisis import Crisis
    from deterrence.games.delegation import Delegation
    from deterrence.games.deterrence import Deterrence
    from deterrence.games.extended_deterrence import ExtendedDeterrence
    from deterrence.games.front import Front
    from deterrence.games.ladder import Ladder
    from deterrence.games.linked_restraint import LinkedRestraint
    from deterrence.games.matrix import Matrix
    from deterrence.games.mediation import Mediation
    from deterrence.games.power_shift import PowerShift
    from deterrence.games.private_brinkmanship import PrivateBrinkmanship
    from deterrence.games.profile import Assessment, StrategyProfile
    from deterrence.games.restraint import Restraint
    from deterrence.games.standoff import Standoff
    from deterrence.games.threat import Threat
    from deterrence.games.tree import Tree
    from deterrence.games.trust import Trust
    from deterrence.solvers import SOLVERS, solve
    from deterrence.solvers.solution import Equilibrium, EquilibriumSet
    from deterrence.study.comparison import compare
    from deterrence.study.coverage import coverage
    from deterrence.study.evidence.backtest import back_test
    from deterrence.study.evidence.crisis_fit import fit_crisis
    from deterrence.study.evidence.estimation import estimate
    from deterrence.study.measures import measure
    from deterrence.study.paths import EscalationPaths, escalation_paths
    from deterrence.study.ranking import OBJECTIVES
    from deterrence.study.robustness.boxes import find_boxes
    from deterrence.study.robustness.flips import smallest_flip
    from deterrence.study.rows import MEASURES
    from deterrence.study.runcard import run_card
    from deterrence.study.sensitivity.asking import sensitivity
    from deterrence.study.sweeps.results import Sweep
    from deterrence.study.sweeps.sweep import sweep
    from deterrence.study.thresholds import threshold
    from deterrence.world.evaluation import evaluate, values
    from deterrence.world.files import available, load, save
    from deterrence.world.model import Model
    from deterrence.world.network import delay, graphml, importance, network, reach, secrecy
    from deterrence.world.options import apply, diff, with_scenario

_HOMES = {
    "Assessment": "games.profile",
    "Bargain": "games.bargain",
    "Brinkmanship": "games.brinkmanship",
    "CheapTalk": "games.cheap_talk",
    "Coalition": "games.coalition",
    "Crisis": "games.crisis",
    "Delegation": "games.delegation",
    "Deterrence": "games.deterrence",
    "DeterrenceError": "errors",
    "Equilibrium": "solvers.solution",
    "EquilibriumSet": "solvers.solution",
    "EscalationPaths": "study.paths",
    "ExtendedDeterrence": "games.extended_deterrence",
    "FORMS": "formulation",
    "Front": "games.front",
    "GameError": "errors",
    "Ladder": "games.ladder",
    "LinkedRestraint": "games.linked_restraint",
    "MEASURES": "study.rows",
    "Matrix": "games.matrix",
    "Mediation": "games.mediation",
    "Model": "world.model",
    "ModelError": "errors",
    "OBJECTIVES": "study.ranking",
    "OptionError": "errors",
    "PowerShift": "games.power_shift",
    "PrivateBrinkmanship": "games.private_brinkmanship",
    "Restraint": "games.restraint",
    "SOLVERS": "solvers",
    "SolverError": "errors",
    "Standoff": "games.standoff",
    "StrategyProfile": "games.profile",
    "Sweep": "study.sweeps.results",
    "Threat": "games.threat",
    "Tree": "games.tree",
    "Trust": "games.trust",
    "absorption": "games.chains",
    "apply": "world.options",
    "available": "world.files",
    "back_test": "study.evidence.backtest",
    "compare": "study.comparison",
    "coverage": "study.coverage",
    "delay": "world.network",
    "diff": "world.options",
    "escalation_paths": "study.paths",
    "estimate": "study.evidence.estimation",
    "evaluate": "world.evaluation",
    "find_boxes": "study.robustness.boxes",
    "fit_crisis": "study.evidence.crisis_fit",
    "formulate": "formulation",
    "graphml": "world.network",
    "importance": "world.network",
    "load": "world.files",
    "measure": "study.measures",
    "network": "world.network",
    "reach": "world.network",
    "run_card": "study.runcard",
    "save": "world.files",
    "secrecy": "world.network",
    "sensitivity": "study.sensitivity.asking",
    "smallest_flip": "study.robustness.flips",
    "solve": "solvers",
    "sweep": "study.sweeps.sweep",
    "threshold": "study.thresholds",
    "values": "world.evaluation",
    "with_scenario": "world.options",
}

__all__ = [
    "FORMS",
    "MEASURES",
    "OBJECTIVES",
    "SOLVERS",
    "Assessment",
    "Bargain",
    "Brinkmanship",
    "CheapTalk",
    "Coalition",
    "Crisis",
    "Delegation",
    "Deterrence",
    "DeterrenceError",
    "Equilibrium",
    "EquilibriumSet",
    "EscalationPaths",
    "ExtendedDeterrence",
    "Front",
    "GameError",
    "Ladder",
    "LinkedRestraint",
    "Matrix",
    "Mediation",
    "Model",
    "ModelError",
    "OptionError",
    "PowerShift",
    "PrivateBrinkmanship",
    "Restraint",
    "SolverError",
    "Standoff",
    "StrategyProfile",
    "Sweep",
    "Threat",
    "Tree",
    "Trust",
    "absorption",
    "apply",
    "available",
    "back_test",
    "compare",
    "coverage",
    "delay",
    "diff",
    "escalation_paths",
    "estimate",
    "evaluate",
    "find_boxes",
    "fit_crisis",
    "formulate",
    "graphml",
    "importance",
    "load",
    "measure",
    "network",
    "reach",
    "run_card",
    "save",
    "secrecy",
    "sensitivity",
    "smallest_flip",
    "solve",
    "sweep",
    "threshold",
    "values",
    "with_scenario",
]


def __getattr__(name: str) -> Any:
    """Load a public name on first use (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module 'deterrence' has no attribute '{name}'")
    return getattr(importlib.import_module(f"deterrence.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
