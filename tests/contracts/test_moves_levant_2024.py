import re
from itertools import pairwise

import pytest

import deterrence as dt
from deterrence.study.evidence.moves import read_moves
from deterrence.study.timeline import read_timeline
from tests.shipped import shipped

#: What the rule on scope leaves out: rows before the round that began in October 2023.
FIRST = "2023-10-07"


@pytest.fixture(scope="module")
def model():
    return shipped("levant_2024")


@pytest.fixture(scope="module")
def moves(model):
    return read_moves(model, dt.formulate(model, "region"))


def test_every_dated_event_and_series_is_coded_or_named_among_those_left_out(model, moves):
    table = read_timeline(model)
    dated = table[table["kind"].isin(["event", "series"]) & (table["end"] >= FIRST)]
    coded = {line for move in moves for line in move.lines}
    words = (model.path.parent / "README.md").read_text(encoding="utf-8")
    (left,) = re.findall(r"^Not coded: (.*?)\. Others may code", words, re.MULTILINE | re.DOTALL)
    left_out = {int(number) for number in re.findall(r"(?:line|and|,)\s(\d{1,2}) \(", left)}
    assert {*dated["row"]} == coded | left_out and not coded & left_out


def test_every_move_names_its_lines_and_a_scenario_and_lies_before_the_as_of_date(moves):
    assert all(move.lines and move.scenario and move.note and str(move.last) <= "2024-10-04" for move in moves)


def test_clear_moves_agree_with_the_rungs_that_later_moves_start_from(moves):
    # The border's own rung never falls in the file, and rises by one rung at a time.
    rungs = [move.rungs[0] for move in moves if move.front == "border" and move.is_clear]
    assert all(after - before in (0, 1) for before, after in pairwise(rungs))


def test_one_party_moves_once_a_front_and_week(moves):
    clear = [(move.front, move.player, move.first, move.last) for move in moves if move.is_clear]
    days = [one for one in clear if one[2].isocalendar()[:2] == one[3].isocalendar()[:2] or (one[3] - one[2]).days < 7]
    assert len(set(days)) == len(days)
