import re

from deterrence.charts.payoff_table import Cell, PayoffTable, payoff_html


def table(**names):
    cells = (
        (Cell(("3", "3"), (False, False)), Cell(("0", "5"), (False, True))),
        (Cell(("5", "0"), (True, False)), Cell(("1", "1"), (True, True))),
    )
    return PayoffTable(names.get("players", ("Row", "Column")), ("hold", "attack"), ("hold", "attack"), cells)


def test_every_best_reply_is_marked_by_a_shape_and_by_text():
    html = payoff_html(table())
    body = html[html.index("<tbody>") :]
    assert body.count("▲ best reply of Row") == 2 and body.count("● best reply of Column") == 2


def test_a_cell_that_is_best_for_both_is_called_an_equilibrium():
    cells = re.findall(r"<td.*?</td>", payoff_html(table()))
    assert [("equilibrium" in cell) for cell in cells] == [False, False, False, True]


def test_names_are_escaped():
    html = payoff_html(table(players=("<script>", "a & b")))
    assert "<script>" not in html and "&lt;script&gt;" in html and "a &amp; b" in html


def test_rows_and_columns_have_headings_that_a_screen_reader_can_follow():
    html = payoff_html(table())
    assert html.count('scope="row"') == 2 and html.count('scope="col"') == 3 and "<caption" in html
