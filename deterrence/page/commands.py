"""The commands that repeat what a page shows."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping

from deterrence.page.links import write_number
from deterrence.page.setup import Setup
from deterrence.study.evaluation import portfolio_text


def run_command(setup: Setup, *, game: str | None = None) -> str:
    """Return the command that solves the games under a setup.

    Examples
    --------
    >>> run_command(Setup("levant_2024", "air_war", (("backchannels", 0.5),), (("israel.patience", 0.9),)))
    'deterrence run levant_2024 --scenario air_war --set israel.patience=0.9 --option backchannels=0.5'
    """
    return _command("run", setup, *([] if game is None else ["--game", game]))


def equilibrium_command(setup: Setup, game: str, *, refinement: str, equilibrium: str) -> str:
    """Return the command that shows one equilibrium of a game, move by move; no refinement where it is empty."""
    return _command("run", setup, "--game", game, *_choice(refinement, equilibrium))


def picture_command(setup: Setup, game: str, *, refinement: str, equilibrium: str, file: str) -> str:
    """Return the command that writes a game's tree with one of its equilibria to a file."""
    portfolio = ["--option", portfolio_text(dict(setup.options))] if setup.options else []
    case, *rest = _start(setup)
    parts = ["export", case, game, "--to", "svg", "--out", file, *rest, *_choice(refinement, equilibrium), *portfolio]
    return f"deterrence {shlex.join(parts)}"


def _choice(refinement: str, equilibrium: str) -> list[str]:
    asked = ["--refinement", refinement] if refinement else []
    return [*asked, "--equilibrium", equilibrium]


def report_command(setup: Setup, *, games: Iterable[str] | None = None) -> str:
    """Return the command that writes the report of a setup again.

    Examples
    --------
    >>> report_command(Setup("levant_2024", options=(("backchannels", 0.5),)), games=["border"])
    'deterrence run levant_2024 --game border --report report.html --option backchannels=0.5'
    """
    named = [part for game in games or () for part in ("--game", game)]
    return _command("run", setup, *named, "--report", "report.html")


def map_command(setup: Setup, game: str, what: str, x: str, y: str) -> str:
    """Return the command that maps a game over two parameters."""
    portfolio = ["--option", portfolio_text(dict(setup.options))] if setup.options else []
    case, *rest = _start(setup)
    return f"deterrence {shlex.join(['map', case, game, x, y, '--of', what, *rest, *portfolio])}"


def path_command(setup: Setup) -> str:
    """Return the command that follows the ladder under a setup."""
    return _command("path", setup)


def rank_command(setup: Setup, *, games: tuple[str, ...] = ()) -> str:
    """Return the command that ranks every option by itself by the setup's objective, under the setup's assumptions."""
    parts = ["compare", *_start(setup), "--objective", setup.objective]
    for game in games:
        parts += ["--game", game]
    return f"deterrence {shlex.join(parts)}"


def threshold_command(setup: Setup, game: str, measure: str, player: str | None) -> str:
    """Return the command that prints a threshold as a formula, and what it comes to under a setup.

    Examples
    --------
    >>> threshold_command(Setup("levant_2024", options=(("backchannels", 0.5),)), "gulf", "critical_discount", "iran")
    'deterrence threshold levant_2024 gulf critical_discount iran --option backchannels=0.5'
    """
    case, *rest = _start(setup)
    parts = ["threshold", case, game, measure, *([] if player is None else [player]), *rest]
    if setup.options:
        parts += ["--option", portfolio_text(dict(setup.options))]
    return f"deterrence {shlex.join(parts)}"


def timeline_command(setup: Setup) -> str:
    """Return the command that lists the timeline of a case."""
    return f"deterrence {shlex.join(['timeline', setup.case])}"


def export_command(setup: Setup, to: str, *, game: str = "-") -> str:
    """Return the command that writes a game, or the network, under a setup to a file format."""
    parts = ["export", setup.case, game, "--to", to, *_start(setup)[1:]]
    if setup.options:
        parts += ["--option", portfolio_text(dict(setup.options))]
    return f"deterrence {shlex.join(parts)}"


def _command(verb: str, setup: Setup, *more: str) -> str:
    parts = [verb, *_start(setup), *more]
    if setup.options:
        parts += ["--option", portfolio_text(dict(setup.options))]
    return f"deterrence {shlex.join(parts)}"


def _start(setup: Setup) -> list[str]:
    parts = [setup.case]
    if setup.scenario:
        parts += ["--scenario", setup.scenario]
    for id, value in setup.values:
        parts += ["--set", f"{id}={write_number(value)}"]
    for channel in setup.without:
        parts += ["--without", channel]
    return parts


def sensitivity_command(
    source: Setup | str, game: str, measure: str, option: str, *, player: str | None = None, statistic: str = "",
    ranges: Mapping[str, tuple[float, float]] | None = None, horizon: int | None = None,
) -> str:  # fmt: skip
    """Return the command that says which assumed number an option's effect on a figure hangs on.

    Examples
    --------
    >>> sensitivity_command(Setup("levant_2024"), "buffer_terms", "p_war", "missile_defence")
    'deterrence sensitivity levant_2024 --game buffer_terms --measure p_war --option missile_defence'
    """
    given = [("--game", game), ("--measure", measure), ("--player", player)]
    # A count is the only statistic that its figure has, and goes without saying.
    given += [("--statistic", "" if statistic == "count" else statistic), ("--option", option), ("--horizon", horizon)]
    for id, (low, high) in (ranges or {}).items():
        given.append(("--parameter", f"{id}={write_number(low)}:{write_number(high)}"))
    named = [str(part) for name, value in given if value for part in (name, value)]
    return f"deterrence {shlex.join(['sensitivity', *_source(source, 'model.toml'), *named])}"


def robustness_command(
    source: Setup | str, game: str, measure: str, options: Iterable[str], *, n: int | None, player: str | None = None,
    statistic: str = "", better: str = "", chunk: int | None = None, flip: bool = False, near: float | None = None,
) -> str:  # fmt: skip
    """Return the command that says how far a result holds over the assumed ranges.

    Parameters
    ----------
    source
        What the reader has set, or the path of a finished run, which has its options and draws.

    Examples
    --------
    >>> robustness_command(Setup("levant_2024"), "direct", "incentive", ["backchannels"], n=64, player="iran")
    'deterrence robustness levant_2024 --game direct --measure incentive --player iran --option backchannels --n 64'
    """
    given = [("--game", game), ("--measure", measure), ("--player", player), ("--statistic", statistic)]
    given += [("--option", option) for option in options]
    given += [("--n", n), ("--chunk", chunk), ("--better", better), ("--near", near)]
    named = [str(part) for name, value in given if value not in (None, "") for part in (name, value)]
    return f"deterrence {shlex.join(['robustness', *_source(source), *named, *(['--flip'] if flip else [])])}"


def _source(source: Setup | str, file: str = "") -> list[str]:
    """Return what a command is about: a case with what is set, or the path of a finished run or of a file in it."""
    if isinstance(source, Setup):
        return _start(source)
    path = f"./{source}" if source != "." else "."
    return [f"{path}/{file}" if file else path]
