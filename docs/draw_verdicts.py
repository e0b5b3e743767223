"""Draw the picture of the README: what each game of the case says about every option.

Run it from the root of the repository: ``python docs/draw_verdicts.py``.
"""

from pathlib import Path

import deterrence as dt
from deterrence.charts import plot_verdicts
from deterrence.study.agreement import agreement_table
from deterrence.study.evaluation import evaluate_portfolios

model = dt.load("levant_2024")
table = agreement_table(evaluate_portfolios(model, None, None))
table["option"] = [model.options[id].title for id in table["option"]]
title = "What each game says about each option, over all its equilibria: a sign of direction, not of size"
plot_verdicts(table, title=title).save(Path(__file__).parent / "verdicts.svg")
