"""What a finished run is, in words: its model, what was drawn, and with what it was made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from deterrence.page.robustness_words import option_name
from deterrence.page.run_list import shown_name
from deterrence.page.runs import FinishedRun
from deterrence.page.words import label
from deterrence.study.figures import precise

#: Names that a sentence lists before it says how many more there are.
NAMED = 6

#: Letters of a command that is shown.
MAX_COMMAND = 2_000

_DESIGNS: Mapping[str, str] = {
    "independent": "each by itself",
    "latin": "as a Latin hypercube in every part",
    "sobol": "along Sobol's sequence",
}
_SHAPES: Mapping[str, str] = {
    "uniform": "evenly over its range",
    "triangular": "over its range with the top at the model's value",
}


def run_sentences(run: FinishedRun) -> list[str]:
    """Say what was swept, how, with what and when."""
    plan, model = run.plan, run.model
    start = model.scenarios[plan.scenario].title if plan.scenario in model.scenarios else ""
    told = [f"Model: {model.title}, {f'from “{start}”' if start else 'from its own start'}{_set_by_hand(run)}."]
    options = [f"“{option_name(model, option)}”" for option in plan.portfolios[1:]]
    games = [f"“{model.games[game].title}”" for game in plan.games]
    told.append(f"Options: {_listed(options)}. Games: {_listed(games)}.")
    told.append(f"{run.n:,} draws with the seed {plan.seed}. {drawn_sentence(run)}")
    if plan.n < run.n:
        told.append(f"Only the first {plan.n:,} draws are read here; the command reads all of them.")
    told.append(_made(run))
    if not run.is_same_model:
        told.append(
            "What is missing: the model in its folder is another than the one that was swept, or this version reads it "
            "otherwise. What the draws hold is shown; what needs the model solved anew, the tornado and the flips, is "
            "not."
        )
    return told


def drawn_sentence(run: FinishedRun) -> str:
    """Say how many parameters were drawn, and how."""
    plan = run.plan
    how = f"{_SHAPES.get(plan.distribution, '')} and {_DESIGNS.get(plan.design, '')}"
    return f"{len(plan.drawn)} parameters were drawn, each {how}.".replace("each by itself", "by itself", 1)


def run_origin(run: FinishedRun) -> str:
    """Return the command that made a run; empty where its card has none that can be shown."""
    command = run.card.get("command")
    return command if isinstance(command, str) and command.isprintable() and len(command) <= MAX_COMMAND else ""


def _set_by_hand(run: FinishedRun) -> str:
    given, shut = run.card.get("overrides"), run.card.get("without")
    told = ""
    if isinstance(given, dict) and given:
        values = [
            f"{label(run.model, shown_name(str(id)))} {precise(value)}"
            for id, value in given.items()
            if isinstance(value, int | float)
        ]
        told += f", set by hand: {_listed(values)}"
    if isinstance(shut, list) and shut:
        told += f", without {_listed(label(run.model, shown_name(str(id))) for id in shut)}"
    return told


def _made(run: FinishedRun) -> str:
    package = run.card.get("package")
    commit = package.get("commit") if isinstance(package, dict) else None
    state = f" (commit {shown_name(commit)[:10]})" if isinstance(commit, str) else ""
    result = shown_name(str(run.manifest.get("result", "")))[:12]
    return (
        f"Made with deterrence {shown_name(str(run.plan.version))}{state}; its manifest is of {run.date}. The model's "
        f"digest begins {run.plan.digest_of_model[:12]}, that of the result {result}."
    )


def _listed(names: Iterable[str]) -> str:
    named = list(names)
    more = len(named) - NAMED
    return ", ".join(named[:NAMED]) + (f" and {more} more" if more > 0 else "") or "none"
