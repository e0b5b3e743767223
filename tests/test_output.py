import io
import json
import math
from fractions import Fraction

import pandas as pd

from deterrence.output import formula_text, plain, records, write_csv, write_json

TABLE = pd.DataFrame({"name": ["=cmd()", "b"], "value": [math.inf, math.nan]})


def test_json_writes_null_with_a_note_for_what_it_cannot_hold():
    rows = json.loads(write_json({}, rows=TABLE))["rows"]
    assert [row["value"] for row in rows] == [None, None]
    assert rows[0]["note"] == "value is infinite (no value suffices)" and rows[1]["note"] == "value is not applicable"


def test_csv_keeps_infinity_and_guards_cells_that_a_spreadsheet_would_run():
    read = pd.read_csv(io.StringIO(write_csv(TABLE)))
    assert math.isinf(read["value"][0]) and math.isnan(read["value"][1])
    assert read["name"][0] == "'=cmd()"
    assert TABLE["name"][0] == "=cmd()"


def test_plain_turns_exact_and_nested_values_into_json():
    assert plain({"a": (Fraction(1, 2), -math.inf), 3: [None, "x"]}) == {"a": [0.5, None], "3": [None, "x"]}


def test_finite_rows_carry_no_note():
    assert records(pd.DataFrame({"v": [1.5]})) == [{"v": 1.5}]


def test_an_equation_is_written_as_its_left_side_and_then_the_cases_of_its_right():
    import sympy

    x, y = sympy.symbols("x y")
    shown = formula_text(sympy.Eq(x + x**2, sympy.Piecewise((0, y <= 0), (y, True))))
    assert shown.splitlines() == ["x**2 + x =", "0    if y <= 0", "y    if True"]
