"""Tables as pictures: a table goes in, an Altair chart or an SVG picture comes out. Nothing here knows a game."""

from deterrence.charts.effects import plot_effects
from deterrence.charts.network import ActorShape, ConnectionLine, draw_network
from deterrence.charts.timeline import plot_events, plot_series
from deterrence.charts.tree import draw_tree
from deterrence.charts.tree_layout import TreeNode

__all__ = [
    "ActorShape",
    "ConnectionLine",
    "TreeNode",
    "draw_network",
    "draw_tree",
    "plot_effects",
    "plot_events",
    "plot_series",
]
