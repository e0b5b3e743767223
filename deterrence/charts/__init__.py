"""Tables as pictures: a table goes in, an Altair chart or an SVG picture comes out. Nothing here knows a game."""

from deterrence.charts.effects import plot_effects
from deterrence.charts.network import ActorShape, ConnectionLine, draw_network

__all__ = ["ActorShape", "ConnectionLine", "draw_network", "plot_effects"]
