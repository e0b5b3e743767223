"""Tables as pictures: a table goes in; an Altair chart, HTML or SVG comes out. Nothing here knows a game."""

from deterrence.charts.box_limits import plot_box_limits
from deterrence.charts.effect_shares import plot_effect_shares
from deterrence.charts.evidence import plot_posterior, plot_scores
from deterrence.charts.front_lines import plot_front, plot_rungs
from deterrence.charts.network import ActorShape, ConnectionLine, draw_network
from deterrence.charts.payoff_table import payoff_html
from deterrence.charts.region_map import plot_region_map
from deterrence.charts.timeline import plot_events, plot_series
from deterrence.charts.tornado import plot_tornado
from deterrence.charts.tree import draw_tree
from deterrence.charts.tree_layout import TreeNode
from deterrence.charts.verdicts import plot_verdicts

__all__ = [
    "ActorShape",
    "ConnectionLine",
    "TreeNode",
    "draw_network",
    "draw_tree",
    "payoff_html",
    "plot_box_limits",
    "plot_effect_shares",
    "plot_events",
    "plot_front",
    "plot_posterior",
    "plot_region_map",
    "plot_rungs",
    "plot_scores",
    "plot_series",
    "plot_tornado",
    "plot_verdicts",
]
