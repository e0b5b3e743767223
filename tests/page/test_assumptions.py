import pytest

import deterrence as dt
from deterrence.page.assumptions import (
    STANDS,
    argument_groups,
    assumption_table,
    coverage_reading,
    coverage_rows,
    model_file,
    range_warning,
    read_upload,
    reading_rows,
    select_rows,
    standpoint,
)
from deterrence.page.setup import Setup
from deterrence.study.readers import reads
from deterrence.world.files import read
from tests.shipped import shipped

MODEL = shipped("levant_2024")


def test_what_was_changed_and_what_lies_beyond_its_range_is_marked():
    setup = Setup("levant_2024", values=(("direct.noise", 0.9), ("israel.patience", 0.91)))
    table = assumption_table(MODEL.with_values(dict(setup.values)), setup, start=MODEL).set_index("id")
    assert table.loc["direct.noise", "state"] == "outside its range"
    assert table.loc["israel.patience", "state"] == "changed" and table.loc["israel.patience", "file value"] == 0.9
    assert (table["state"] != "").sum() == 2


def test_the_few_columns_hold_all_that_the_many_do():
    setup = Setup("levant_2024", values=(("direct.noise", 0.9),))
    table = assumption_table(MODEL.with_values(dict(setup.values)), setup, start=MODEL)
    told = reading_rows(table)
    for row, every in zip(told.to_dict("records"), table.drop(columns="id").to_dict("records"), strict=True):
        text = " ".join(row.values()).lower()
        assert all(f"{cell:g}" in text for cell in every.values() if isinstance(cell, float))
        assert all(cell.lower() in text for cell in every.values() if isinstance(cell, str))


def test_what_stands_nowhere_says_why_where_it_would_stand():
    table = coverage_rows(MODEL)
    assert table is not None
    told = coverage_reading(table)
    assert list(told.columns) == ["id", "group", "item", "source", STANDS]
    missing = table["left_out"] != ""
    assert missing.any() and (told[STANDS] != table[STANDS]).equals(missing)


def test_filters_narrow_and_never_invent():
    table = assumption_table(MODEL, Setup("levant_2024"), start=MODEL)
    assert set(select_rows(table, MODEL, game="talk")["id"]) == reads(MODEL, "talk") & set(MODEL.parameters)
    assert len(select_rows(table, MODEL, only_changed=True)) == 0
    assert set(select_rows(table, MODEL, basis="assumed")["basis"]) == {"assumed"}


@pytest.mark.parametrize("game", MODEL.games)
def test_every_parameter_that_a_game_reads_by_itself_can_be_found_by_what_it_enters(game):
    found = {id for ids in argument_groups(MODEL, game).values() for id in ids}
    if not MODEL.games[game].labels.get("fronts") or MODEL.games[game].form == "ladder":
        assert found == reads(MODEL, game) & set(MODEL.parameters)


def test_a_value_inside_its_range_needs_no_warning():
    assert range_warning(MODEL, "direct.noise") == ""
    assert "outside" in range_warning(MODEL.with_values({"direct.noise": 0.9}), "direct.noise")


def test_a_model_file_reads_back_to_the_same_numbers():
    changed = dt.apply(MODEL.with_values({"direct.noise": 0.2}), "backchannels=0.5")
    assert read(model_file(changed)).digest == changed.digest


@pytest.mark.parametrize("content", [b"", b"\xff", b"x = [", b'schema = "deterrence-model/1"', b"a" * 5_000_000])
def test_a_file_at_fault_is_refused_in_one_sentence(content):
    with pytest.raises(dt.ModelError) as caught:
        read_upload(content, "mine.toml")
    assert "\n" not in str(caught.value) and "mine.toml" in str(caught.value)


def test_the_name_of_an_upload_is_only_a_name():
    content = shipped("textbook/chicken").path.read_bytes()
    id, _ = read_upload(content, "../../x y<script>.toml")
    assert id == ".._.._x_y_script_.toml"


def test_sources_and_coverage_are_told_without_ids():
    assert len(standpoint(MODEL)) == 2 and all("Standpoint" in sentence for sentence in standpoint(MODEL))
    rows = coverage_rows(MODEL)
    assert rows is not None and not rows["stands in the model as"].str.contains(r"[a-z]_[a-z]").any()
    assert coverage_rows(shipped("textbook/chicken")) is None
