"""What taking channels out of a world changes: who can be reached, which games move, and why the others do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from deterrence.errors import counted
from deterrence.page.channels import pairs_of_interest
from deterrence.page.verdicts import verdict_table
from deterrence.study.evaluation import BASELINE, Evaluation
from deterrence.study.network_figures import strategic_pairs
from deterrence.study.network_words import network_changes
from deterrence.study.readers import reads
from deterrence.world.model import Model

if TYPE_CHECKING:
    import pandas as pd


def reach_changes(model: Model, before: Model) -> list[str]:
    """Say which channels differ between two worlds, and of which pairs that some game reads the reach does."""
    return network_changes(model, before, list(dict.fromkeys([*pairs_of_interest(model), *strategic_pairs(model)])))


def game_changes(before: Sequence[Evaluation], after: Sequence[Evaluation]) -> pd.DataFrame:
    """Return what taking channels out changes in each game, as ``verdicts.verdict_table`` does for options.

    Returns
    -------
    DataFrame
        Columns ``game``, ``model``, ``verdict``, ``why`` and ``is_reader`` (whether the game reads a closed channel).
    """
    # Options are in force before and after; what is compared is the channels that are taken out.
    table = verdict_table([replace(one, option=BASELINE) for one in before],
                          [replace(one, option="without") for one in after])  # fmt: skip
    model = after[0].model
    closed = set(model.closed)
    readers = {game.title for game in model.games.values() if closed & reads(model, game.id)}
    table["is_reader"] = [title in readers for title in table["game"]]
    return table


def change_sentences(table: pd.DataFrame) -> list[str]:
    """Say which games move and how, and of the others why they do not; ``table`` is from ``game_changes``."""
    moved = table[table["verdict"] != "no effect"]
    still = table[table["verdict"] == "no effect"]
    said = [f"{len(moved)} of {counted(len(table), 'game')} {'moves' if len(moved) == 1 else 'move'}."]
    said += [f"- {row.game}, {row.model} model: {row.verdict}. {row.why}" for row in moved.itertuples()]
    said += [
        f"- {row.game}, {row.model} model: no effect. Why nothing changed: {row.why}"
        for row in still[still["is_reader"]].itertuples()
    ]
    others = still[~still["is_reader"]]
    if len(others):
        verb = "reads nothing of it and stays" if len(others) == 1 else "read nothing of it and stay"
        said.append(f"- {counted(len(others), 'other game')} {verb} as before.")
    return said
