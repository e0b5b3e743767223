"""Draw the picture of the README: every option against every repeated game of the case.

Run it from the root of the repository: ``python docs/draw_effects.py``.
"""

from pathlib import Path

import deterrence as dt
from deterrence.charts import plot_effects
from deterrence.study.evaluation import evaluate_portfolios
from deterrence.study.headlines import headline_table

model = dt.load("levant_2024")
games = [id for id, spec in model.games.items() if spec.form != "matrix"]
table = headline_table(evaluate_portfolios(model, None, games))
title = "The binding player's incentive to hold back, change in percentage points of its payoff range"
plot_effects(table, title=title).save(Path(__file__).parent / "effects.svg")
