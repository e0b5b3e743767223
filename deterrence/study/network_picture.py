"""The network of a model as a picture."""

from __future__ import annotations

from deterrence.charts.network import WIDTH, ActorShape, ConnectionLine, draw_network
from deterrence.charts.svg import Theme
from deterrence.study.network_figures import best_route, pair_words, route_steps
from deterrence.study.network_lines import channel_lines
from deterrence.study.network_words import network_sentences
from deterrence.world.model import Model


def network_svg(
    model: Model,
    *,
    baseline: Model | None = None,
    between: tuple[str, str] | None = None,
    show_ties: bool = True,
    show_unjoined: bool = True,
    width: float = WIDTH,
    theme: Theme = "auto",
    prefix: str = "network",
) -> str:
    """Draw the actors, channels and ties of a model.

    Parameters
    ----------
    model
        The world, with options applied.
    baseline
        If given, channels that the model has and the baseline has not are marked as added, those that only the
        baseline has as removed, those whose reliability differs as changed.
    between
        Two actors; the most reliable route between them is highlighted, if there is one.
    show_ties
        Whether relations that are no channels are drawn too.
    show_unjoined
        Whether actors at the end of no line that is drawn stand in the picture too.
    width
        Of the picture; names and labels keep their size, so a narrow picture can be read in a narrow place.
    theme
        ``light``, ``dark``, or ``auto`` for the reader's system.
    prefix
        Beginning of the ids of elements, different for each picture on a page.

    Returns
    -------
    str
        SVG text; the same model gives the same text.

    Raises
    ------
    ModelError
        For an unknown actor in ``between``, or a model of draws.

    Examples
    --------
    >>> from deterrence.world.files import load
    >>> network_svg(load("levant_2024"), between=("us", "iran")).startswith("<svg")
    True
    """
    route = best_route(model, *between) if between else ()
    steps = route_steps(model, route, between[0]) if between and route else {}
    actors = [
        ActorShape(actor.id, actor.name, actor.role, actor.position, steps.get(actor.id, 0))
        for actor in model.actors.values()
    ]
    lines = channel_lines(model, baseline or model, route)
    if show_ties:
        lines += [
            ConnectionLine(
                f"tie.{tie.id}", tie.ends, tie.kind, words=f"{tie.kind}, a tie: {pair_words(model, tie.ends)}"
            )
            for tie in model.ties.values()
        ]
    if not show_unjoined:
        joined = {end for line in lines for end in line.ends}
        actors = [actor for actor in actors if actor.id in joined]
    title = "Who can speak to whom" + (f": {model.title}" if width >= WIDTH else "")
    description = " ".join(network_sentences(model, baseline=baseline, between=between))
    return draw_network(actors, lines, title=title, description=description, width=width, theme=theme, prefix=prefix)
