"""Figures of the case's games on power at named values, which several tests read."""

import numpy as np

import deterrence as dt
from deterrence.games.delegation_measures import effort
from deterrence.games.power_shift_measures import gain_from_war

PATRONS = ("patron_hezbollah", "patron_houthis", "patron_militias")


def drawn(model):
    """Return the model with every parameter drawn uniformly and independently from its declared range."""
    rng = np.random.default_rng(20241004)  # seed 20241004
    free = [p for p in model.parameters.values() if p.high > p.low and p.unit != "whole weeks"]
    return model.with_values({p.id: rng.uniform(p.low, p.high, 3000) for p in free})


def at(model, **values):
    """Return the model at named values, each inside its declared range; ``__`` stands for the dot of an id."""
    named = {id.replace("__", "."): value for id, value in values.items()}
    for id, value in named.items():
        assert model.parameters[id].low <= value <= model.parameters[id].high, id
    return model.with_values(named)


def figure(model, game, name, option=None):
    """Return a figure of the equilibrium, with an option or without; an array if the model carries draws."""
    formed = dt.formulate(dt.apply(model, [option]) if option else model, game)
    found = [(c.exists, c.figures[name]) for c in formed.candidates()]
    assert np.all(sum(np.asarray(exists, dtype=int) for exists, _ in found) == 1)  # one equilibrium, in every draw
    shares = np.select([np.asarray(exists) for exists, _ in found], [np.asarray(value, float) for _, value in found])
    return shares if shares.ndim else float(shares)


def change(model, game, name, option):
    return figure(model, game, name, option) - figure(model, game, name)


def effort_of(model, game, option=None):
    return effort(dt.formulate(dt.apply(model, [option]) if option else model, game))


def gain(model, option=None):
    return gain_from_war(dt.formulate(dt.apply(model, [option]) if option else model, "buffer_deal"))
