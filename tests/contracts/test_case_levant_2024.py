"""What the case promises to the specialists who read it first: ids, ranges, orderings, sources and wording."""

import csv
import math
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

import deterrence as dt
from deterrence.world.evaluation import leaves
from deterrence.world.expressions import constant
from tests.shipped import shipped

OPTIONS = {
    "channels": {"backchannels", "hotline_network", "us_iran_hotline", "third_party_lines"},
    "coercion": {
        "sanctions_enforcement", "coordinated_sanctions", "conditional_relief",
        "carrier_presence", "arms_pressure", "interdiction",
    },
    "deals": {"hochstein_plan", "more_observers", "informal_deal", "lebanon_first", "face_saving", "restrain_ally"},
    "defence": {"missile_defence", "anticipation"},
    "incentives": {"positive_incentives", "vested_stakes", "security_architecture"},
    "uses of force": {"buffer_by_force", "raid_and_threaten", "decapitation", "hodeidah_strike"},
}  # fmt: skip
STRATEGIC = ("israel", "hezbollah", "iran", "us", "houthis", "iraqi_militias")
FRONTS = ("border", "direct", "gulf", "red_sea", "bases")
#: Words that predict, or that take a side, and so have no place outside quotes of the sources.
FORBIDDEN = re.compile(
    r"\b(will|won't|certainly|inevitabl[ey]|guarantees?|terror\w*|regimes?|aggress\w*|ragtag|proxy|proxies|fanatic\w*|extremis\w*|rogue|"
    r"radical\w*|barbar\w*|heroic\w*|martyr\w*|massacre\w*|evil|brutal\w*|savage\w*|so-called|puppet\w*|thugs?|enem(?:y|ies)|atrocit\w*)\b",
    re.IGNORECASE,
)
FOLDER = Path(__file__).resolve().parents[2] / "models" / "levant_2024"
SEED = 20241004


@pytest.fixture(scope="module")
def model():
    return shipped("levant_2024")


@pytest.fixture(scope="module")
def draws(model):
    """Return the model with every parameter drawn uniformly and independently from its declared range."""
    rng = np.random.default_rng(SEED)
    free = [p for p in model.parameters.values() if p.high > p.low and p.unit != "whole weeks"]
    return model.with_values({p.id: rng.uniform(p.low, p.high, 4000) for p in free})


def measure(model, game, name, player=None):
    table = dt.measure(dt.formulate(model, game))
    rows = table[(table["measure"] == name) & (table["player"] == player if player else True)]
    row = rows.iloc[0]
    return row["label"] if isinstance(row["label"], str) and row["label"] else float(row["value"])


def arguments(model):
    """Return every number of every game of the model, in file order."""
    numbers = []
    for spec in model.games.values():
        for formula in leaves(spec.arguments):
            numbers.append(float(dt.evaluate(model, formula, local={"rung": 1.0, "top": 4.0})))
    return numbers


def own_texts(model):
    """Yield (place, text) for every text of the case that is not a quotation."""
    yield "about", f"{model.title} {model.about}"
    kinds = {
        "actors": ("name", "about"), "ties": ("about",), "channels": ("about",), "games": ("title", "about"),
        "parameters": ("meaning", "reason", "unit"), "scenarios": ("title", "about"), "orderings": ("claim", "reason"),
        "options": ("title", "cost_bearer", "civilian_effect", "rationale", "backfires"),
    }  # fmt: skip
    for kind, fields in kinds.items():
        for record in getattr(model, kind).values():
            for field in fields:
                yield f"{kind} {record.id} {field}", getattr(record, field)
    for option in model.options.values():
        for change in option.changes:
            yield f"option {option.id} why", change.why


# Ids and completeness


def test_the_twenty_five_options_are_there_in_their_families(model):
    found = {family: {o.id for o in model.options.values() if o.family == family} for family in OPTIONS}
    assert found == OPTIONS
    assert len(model.options) == 25


def test_uses_of_force_are_never_ranked_and_everything_else_is(model):
    assert {o.id for o in model.options.values() if not o.ranked} == OPTIONS["uses of force"]


def test_the_linked_game_seats_the_six_strategic_actors_on_the_five_fronts(model):
    assert [a.id for a in model.actors.values() if a.role == "strategic"] == list(STRATEGIC)
    axis = model.games["axis"]
    assert axis.players == STRATEGIC and tuple(axis.labels["fronts"]) == FRONTS
    assert all(model.games[front].form == "restraint" for front in FRONTS)


def test_every_option_says_who_pays_whom_it_touches_how_it_works_and_how_it_fails(model):
    for option in model.options.values():
        for text in (
            option.title,
            option.cost_bearer,
            option.civilian_effect,
            option.rationale,
            option.backfires,
            option.quote,
        ):
            assert text, option.id
        assert option.source in model.sources and option.changes and option.refs
        assert all(change.why for change in option.changes), option.id
        assert option.civilian_effect.startswith("not modelled") or re.search(
            r"Leban|Israel|Yemen|Iraq|Syria|Iran|Residents", option.civilian_effect
        ), option.id


def test_every_option_has_its_own_row_of_the_requirements(model):
    rows = {ref for option in model.options.values() for ref in option.refs if ref.startswith("P")}
    assert rows == {f"P{number}" for number in range(1, 28)} - {"P23", "P24"}


# Numbers


def test_every_parameter_lies_inside_a_range_of_some_width_with_reason_or_quote(model):
    for parameter in model.parameters.values():
        assert parameter.low <= parameter.value <= parameter.high, parameter.id
        # Stored numbers only set a unit; a range without width keeps draws and sliders from moving them.
        assert (parameter.low < parameter.high) is not parameter.unit.endswith("stored"), parameter.id
        assert parameter.unit and parameter.meaning.endswith("."), parameter.id
        assert parameter.reason.endswith("."), parameter.id
        assert parameter.basis == "assumed" or parameter.quote, parameter.id


def test_every_number_is_read_or_says_who_reads_it_later(model):
    channels = [*model.channels.values(), *(c.channel for o in model.options.values() for c in o.changes if c.channel)]
    formulas = [formula for game in model.games.values() for formula in leaves(game.arguments)]
    formulas += [getattr(channel, key) for channel in channels for key in ("reliability", "delay", "secrecy", "bias")]
    formulas += [
        change.amount for option in model.options.values() for change in option.changes if change.amount is not None
    ]
    formulas += [formula for ordering in model.orderings.values() for formula in ordering.descending]
    read = {id for formula in formulas for id in formula.names}
    later = {c.parameter for o in model.options.values() for c in o.changes if c.for_forms}
    assert set(model.parameters) - read <= later


def test_a_change_that_no_game_reads_names_the_forms_that_do(model):
    formulas = [formula for game in model.games.values() for formula in leaves(game.arguments)]
    read = {id for formula in formulas for id in formula.names}
    for channel in model.channels.values():
        read |= channel.reliability.names
    for option in model.options.values():
        for change in option.changes:
            if change.parameter and change.parameter not in read:
                assert change.for_forms, (option.id, change.parameter)


def test_orderings_hold_at_the_defaults(model):
    for ordering in model.orderings.values():
        start = model.with_values(ordering.values)
        values = [float(dt.evaluate(start, formula)) for formula in ordering.descending]
        if not ordering.contested:
            assert all(better > worse for better, worse in pairwise(values)), (ordering.id, values)


def test_contested_orderings_show_both_signs_inside_the_ranges(model, draws):
    contested = [ordering for ordering in model.orderings.values() if ordering.contested]
    assert len(contested) >= 8
    for ordering in contested:
        start = draws.with_values(ordering.values)
        first, second = (np.asarray(dt.evaluate(start, formula)) for formula in ordering.descending)
        assert 0.01 < np.mean(first > second) < 0.99, ordering.id


@pytest.mark.parametrize("front", FRONTS)
def test_signals_stay_informative_over_all_ranges(draws, front):
    game = dt.formulate(draws, front)
    assert np.all(np.asarray(game.false_alarm) < np.asarray(game.detection))


def with_attribute(model, channel, attribute, value):
    """Return the model with one attribute of one channel set to a number."""
    return replace(model, channels=model.channels.updated(replace(channel, **{attribute: constant(value)})))


@pytest.mark.parametrize(
    "options", [(), ("hotline_network",), ("us_iran_hotline",), ("third_party_lines",), ("security_architecture",)]
)
def test_every_channel_attribute_moves_a_number_or_is_marked_for_display(model, options):
    base = dt.apply(model, options)
    before = arguments(base)
    probes = {"reliability": 0.99, "delay": 30.0, "secrecy": 0.99, "bias": 0.9}
    for channel in base.channels.values():
        if options and channel.id in model.channels:
            continue
        for attribute, probe in probes.items():
            if attribute not in channel.display:
                assert arguments(with_attribute(base, channel, attribute, probe)) != before, (channel.id, attribute)


# Requirements, timeline, wording


def test_every_claimed_row_exists_and_the_list_is_complete(model):
    table = dt.coverage(model)
    groups = {"A": 23, "R": 13, "C": 14, "P": 27, "S": 14, "M": 41, "E": 17, "D": 16}
    assert {g: sum(id.startswith(g) for id in table["id"]) for g in groups} == groups
    for group in "ECDPR":
        rows = table[table["id"].str.startswith(group)]
        assert set(rows[rows["claimed_by"] == ""]["id"]) <= {"P23"}


def test_the_timeline_keeps_both_values_where_the_sources_disagree():
    with (FOLDER / "timeline.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 89 and all(None not in row and row["source"] for row in rows)
    weapons = {row["value"] for row in rows if "D8" in row["refs"].split()}
    displaced = {row["value"] for row in rows if "D7" in row["refs"].split()}
    missiles = " ".join(row["value"] + row["unit"] for row in rows if "E15" in row["refs"].split())
    assert weapons == {"150000", "200000"} and {"62000", "60000", "92000", "110000"} <= displaced
    assert "180" in missiles and "200" in missiles


def test_our_own_words_predict_nothing_and_take_no_side(model):
    found = [(place, match.group()) for place, text in own_texts(model) for match in FORBIDDEN.finditer(text)]
    assert found == []


def test_the_readme_predicts_nothing_and_takes_no_side():
    text = re.sub(r"“[^”]*”|\"[^\"]*\"|`[^`]*`", "", (FOLDER / "README.md").read_text(encoding="utf-8"))
    assert [match.group() for match in FORBIDDEN.finditer(text)] == []


def test_the_table_of_the_readme_is_what_the_games_say(model):
    lines = (FOLDER / "README.md").read_text(encoding="utf-8").splitlines()
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in lines
        if line.startswith(tuple(f"| {f} " for f in FRONTS))
    ]
    assert [(row[0], row[1]) for row in rows] == [
        (front, player) for front in FRONTS for player in model.games[front].players
    ]
    for front, player, label, patience, sustained in rows:
        needed = measure(model, front, "critical_discount", player)
        assert label == measure(model, front, "class", player)
        assert patience == ("none" if math.isinf(needed) else f"{needed:.2f}")
        assert sustained == ("yes" if measure(model, front, "is_sustained") else "no")
