import pandas as pd
import pytest

from deterrence.charts import plot_effect_shares

TABLE = pd.DataFrame(
    {"option": ["a", "b"], "lower": [0.25, 0.0], "none": [0.5, 0.98], "higher": [0.25, 0.02], "appears": [0.0, 0.0]}
)


def rows_of(chart):
    spec = chart.to_dict()
    return [row for rows in spec["datasets"].values() for row in rows], spec


def test_every_option_has_a_bar_from_nothing_to_all():
    rows, _ = rows_of(plot_effect_shares(TABLE, axis="share of draws"))
    for option in ("a", "b"):
        own = [row for row in rows if row["option"] == option]
        assert [row["begin"] for row in own] == pytest.approx([0, *[row["end"] for row in own][:-1]])
        assert own[-1]["end"] == pytest.approx(1)


def test_narrow_parts_have_no_figure_on_them_and_effects_without_a_draw_no_entry():
    rows, spec = rows_of(plot_effect_shares(TABLE, axis="share of draws"))
    text = {(row["option"], row["effect"]): row["text"] for row in rows}
    assert text["a", "▼ lowers it"] == "▼ 25%" and text["b", "▲ raises it"] == ""
    assert "makes it exist" not in str(spec)


def test_a_table_without_an_effect_that_it_needs_is_refused():
    with pytest.raises(KeyError):
        plot_effect_shares(TABLE.drop(columns="none"), axis="")
