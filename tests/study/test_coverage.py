import pytest

import deterrence as dt
from deterrence.world.files import read
from tests.shipped import shipped


def test_every_row_of_the_case_is_listed_once_with_the_elements_that_claim_it():
    table = dt.coverage(shipped("levant_2024"))
    assert table["id"].is_unique and len(table) == 165
    claimed = table.set_index("id")["claimed_by"]
    assert "actor:oman" in claimed["A12"] and "option:us_iran_hotline" in claimed["P3"]
    assert (claimed != "").mean() > 0.85


def test_an_element_that_claims_an_unknown_row_is_named(tmp_path):
    actor = '{ id = "a", name = "A", role = "strategic", refs = ["Z9"] }'
    text = f'schema = "deterrence-model/1"\ntitle = "T"\nactors = [{actor}]\n'
    (tmp_path / "model.toml").write_text(text)
    (tmp_path / "requirements.csv").write_text("id,group,item,source,quote\nA1,A,x,s,q\n")
    with pytest.raises(dt.ModelError, match="actor:a: it claims row 'Z9'"):
        dt.coverage(dt.load(tmp_path))


def test_a_model_without_a_list_says_so():
    with pytest.raises(dt.ModelError, match="no list of requirements"):
        dt.coverage(read('schema = "deterrence-model/1"\ntitle = "T"\n'))
