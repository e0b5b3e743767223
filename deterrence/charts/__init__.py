"""Tables as pictures: a table goes in, an Altair chart or a piece of HTML comes out. Nothing here knows a game."""

from deterrence.charts.effects import plot_effects
from deterrence.charts.front_lines import plot_front, plot_rungs
from deterrence.charts.payoff_table import payoff_html

__all__ = ["payoff_html", "plot_effects", "plot_front", "plot_rungs"]
