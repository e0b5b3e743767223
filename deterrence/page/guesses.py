"""Predict before reveal: what a reader expects of each figure, beside what the model gives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from deterrence.study.effects import effect

Guess = Literal["lower", "higher", "none"]

#: What a reader can expect, and how it is said.
GUESSES: Mapping[Guess, str] = {"lower": "falls", "none": "stays", "higher": "rises"}


def judge(guess: Guess, before: float, after: float) -> str:
    """Say how an expectation compares with the model, without calling either right.

    Examples
    --------
    >>> judge("lower", 0.5, 0.4)
    'You expected that it falls; in this model it falls.'
    >>> judge("lower", 0.5, 0.6)
    'You expected that it falls; in this model it rises. Which assumption makes the difference?'
    """
    way = effect(after, before)
    if way == "appears" or way == "disappears":
        return f"You expected that it {GUESSES[guess]}; in this model the figure does not apply on one side."
    said = f"You expected that it {GUESSES[guess]}; in this model it {GUESSES[way]}."
    return said if way == guess else f"{said} Which assumption makes the difference?"
