"""Every row of the case's requirement list, one test each: change what claims it and see a named result move.

A row that only dated facts claim is checked against the numbers that its source gives. A row that nothing claims says
why.
"""

import csv
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

import deterrence as dt
from deterrence.study.ladder_figures import start_of
from deterrence.study.readers import readers, reads, targets
from deterrence.world.expressions import constant
from tests.shipped import shipped

FOLDER = Path(dt.__file__).resolve().parents[1] / "models" / "levant_2024"
with (FOLDER / "requirements.csv").open(encoding="utf-8", newline="") as opened:
    ROWS = {row["id"]: row for row in csv.DictReader(opened)}
with (FOLDER / "timeline.csv").open(encoding="utf-8", newline="") as opened:
    TIMELINE = dict(enumerate(csv.DictReader(opened), start=2))

MODEL = shipped("levant_2024")
CLAIMS = {row.id: row.claimed_by.split() for row in dt.coverage(MODEL).itertuples()}

#: What is tried first: what people change, then what it is made of.
ORDER = ("option", "scenario", "channel", "parameter", "tie", "actor", "game", "ordering", "timeline")


@cache
def results(applied, scenario, values, game):
    """Return the figures of a game as {(equilibrium, measure, player): number or label}."""
    return figures(world(applied, scenario, values), game)


def world(applied=(), scenario="", values=()):
    model = dt.apply(MODEL, applied)
    model = dt.with_scenario(model, scenario) if scenario else model
    return model.with_values(dict(values)) if values else model


def figures(model, game):
    formed = dt.formulate(model, game)
    start = start_of(model, formed) if isinstance(formed, dt.Ladder) else None
    table = dt.measure(formed, start=start)
    keys = zip(table["equilibrium"], table["measure"], table["player"], strict=True)
    return dict(zip(keys, map(str, zip(table["value"], table["label"], strict=True)), strict=True))


def is_ladder(game):
    return MODEL.games[game].form == "ladder"


def moved(before, after, games):
    """Return a named figure of some game that differs, the ladder last because it takes longest."""
    for game in sorted(games, key=is_ladder):
        first, second = results(*before, game), results(*after, game)
        for key in dict.fromkeys((*first, *second)):
            if first.get(key) != second.get(key):
                return game, *key
    return None


@cache
def reading(applied):
    """Return, for the case under options, what each game reads and what the size of each option's changes reads."""
    there = world(applied)
    return {game: reads(there, game) for game in MODEL.games}, targets(there)


def reached(id):
    """Yield options, alone or none, with the games that read a parameter or channel under them, or what it sizes."""
    for applied in ((), *((option,) for option in MODEL.options)):
        read, aimed = reading(applied)
        sized = {item for item, names in aimed.items() if id in names}
        games = [game for game, ids in read.items() if id in ids or ids & sized]
        if games:
            yield applied, games


def by_parameter(id):
    parameter = MODEL.parameters[id]
    everywhere = [(applied, "", games) for applied, games in reached(id)]
    plain = [(applied, scenario, games) for applied, _, games in everywhere[:1] for scenario in MODEL.scenarios]
    for applied, scenario, games in (*everywhere, *plain):
        for value in (parameter.low, parameter.high):
            found = moved((applied, scenario, ()), (applied, scenario, ((id, value),)), games)
            if found:
                return found
    return None


def by_channel(id):
    for applied, games in reached(id):
        there = world(applied)
        if id not in there.channels:
            continue
        for attribute, probe in (("reliability", 0.99), ("secrecy", 0.99), ("delay", 30.0), ("bias", 0.9)):
            channel = replace(there.channels[id], **{attribute: constant(probe)})
            changed = replace(there, channels=there.channels.updated(channel))
            for game in sorted(games, key=is_ladder):
                if figures(changed, game) != results(applied, "", (), game):
                    return game, attribute
    return None


def by_scenario(id):
    """A scenario differs from some other start; the one that the case starts from by default is no change of it."""
    starts = (other for other in MODEL.scenarios if other != id)
    return next((found for other in starts if (found := moved(((), other, ()), ((), id, ()), MODEL.games))), None)


def by_actor(id):
    """An actor acts through its parameters and its channels, those that options add included."""
    own = (p for p in MODEL.parameters if id in p.split("."))
    channels = dict.fromkeys(
        channel.id
        for applied in ((), *((option,) for option in MODEL.options))
        for channel in world(applied).channels.values()
        if id in channel.ends
    )
    return next(filter(None, map(by_parameter, own)), None) or next(filter(None, map(by_channel, channels)), None)


def by_tie(id):
    """A tie is a set of parameters, or else what its two ends do."""
    tie = MODEL.ties[id]
    own = next((found for p in tie.parameters if (found := by_parameter(p))), None)
    return own or (not tie.parameters and by_actor(tie.ends[0]) and by_actor(tie.ends[1]))


def by_game(id):
    return next((found for p in sorted(reads(MODEL, id)) if p in MODEL.parameters and (found := by_parameter(p))), None)


def by_ordering(id):
    """An ordering is a claim about numbers: moving what it reads changes them."""
    ordering = MODEL.orderings[id]
    there = MODEL.with_values(dict(ordering.values))
    numbers = [float(dt.evaluate(there, formula, local={})) for formula in ordering.descending]
    assert ordering.contested or numbers == sorted(numbers, reverse=True)
    names = sorted({name for formula in ordering.descending for name in formula.names})
    return next((found for name in names if (found := by_parameter(name))), None)


def by_timeline(id):
    """A dated fact is checked against the numbers of the row that it belongs to."""
    fact = TIMELINE[int(id)]
    told = " ".join(fact[key] for key in ("date_start", "date_end", "name", "value", "unit", "note"))
    return lambda row: {*re.findall(r"\d+", f"{row['item']} {row['quote']}")} & {*re.findall(r"\d+", told)}


MOVERS = {
    "option": lambda id: moved(((), "", ()), ((id,), "", ()), readers(MODEL, id)),
    "scenario": by_scenario,
    "channel": by_channel,
    "parameter": by_parameter,
    "tie": by_tie,
    "actor": by_actor,
    "game": by_game,
    "ordering": by_ordering,
}


@pytest.mark.parametrize("id", [id for id, claims in CLAIMS.items() if claims])
def test_changing_what_claims_the_row_moves_a_result(id):
    elements = sorted((claim.split(":", 1) for claim in CLAIMS[id]), key=lambda claim: ORDER.index(claim[0]))
    tried = []
    for kind, name in elements:
        found = by_timeline(name)(ROWS[id]) if kind == "timeline" else MOVERS[kind](name)
        if found:
            return
        tried.append(f"{kind} {name}")
    raise AssertionError(f"{id} {ROWS[id]['item']}: nothing moved for {', '.join(tried)}")


def test_a_row_that_nothing_claims_says_why_and_no_other_does():
    table = dt.coverage(MODEL)
    assert ((table["claimed_by"] == "") == (table["left_out"] != "")).all()
    assert set(table[table["claimed_by"] == ""]["id"]) == {"P23", "S10"}
