"""Tables as pictures: a table goes in, an Altair chart, a piece of HTML or an SVG picture comes out. No game is known."""

from deterrence.charts.effects import plot_effects
from deterrence.charts.front_lines import plot_front, plot_rungs
from deterrence.charts.network import ActorShape, ConnectionLine, draw_network
from deterrence.charts.payoff_table import payoff_html

__all__ = ["ActorShape", "ConnectionLine", "draw_network", "payoff_html", "plot_effects", "plot_front", "plot_rungs"]
