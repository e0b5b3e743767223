"""Draw the picture of the README: every option against every repeated game of the case.

Run it from the root of the repository: ``python docs/draw_effects.py``.
"""

from pathlib import Path

import deterrence as dt
from deterrence.charts import plot_effects
from deterrence.study.comparison import headlines
from deterrence.study.evaluation import evaluate_portfolios

model = dt.load("levant_2024")
games = [id for id, spec in model.games.items() if spec.form != "matrix"]
table = headlines(model, evaluate_portfolios(model, None, games))
title = "The binding player's incentive to hold back, change in percentage points of its payoff range"
plot_effects(table, title=title).save(Path(__file__).parent / "effects.svg")
