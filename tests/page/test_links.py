from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import deterrence as dt
from deterrence.page.links import read_query, write_link, write_query
from deterrence.page.setup import Setup
from tests.shipped import shipped

MODEL = shipped("levant_2024")
DIGEST = MODEL.digest
FREE = sorted(id for id, p in MODEL.parameters.items() if p.unit.startswith("payoff units"))

setups = st.builds(
    Setup,
    st.just("levant_2024"),
    st.sampled_from(["", *MODEL.scenarios]),
    st.dictionaries(st.sampled_from(sorted(MODEL.options)), st.floats(0.001, 1)).map(
        lambda d: tuple(sorted(d.items()))
    ),
    st.dictionaries(st.sampled_from(FREE), st.floats(-50, 50)).map(lambda d: tuple(sorted(d.items()))),
    st.sampled_from(["", "settlement", "weeks_in_restraint"]),
    st.sampled_from(["", *MODEL.games]),
    st.sets(st.sampled_from(sorted(MODEL.channels)), max_size=3).map(lambda ids: tuple(sorted(ids))),
    st.sampled_from(["", "intuitive", "d1"]),
    st.sampled_from(["", "semi_separating", "concession or conflict (2)"]),
    st.one_of(st.just(()), st.sampled_from([tuple(FREE[:2]), tuple(FREE[5:3:-1])])),
    st.sampled_from(["", "class", "critical_discount:israel"]),
    st.sampled_from(["", "p_war", "incentive:iran"]),
    st.lists(st.sampled_from(sorted(MODEL.options)), max_size=6, unique=True).map(tuple),
    st.sampled_from([0, 64, 2048]),
)


def load(name):
    assert name == "levant_2024"
    return MODEL


@settings(max_examples=40)
@given(setups)
def test_a_link_reads_back_to_the_very_setup(setup):
    address = write_link("http://127.0.0.1:8501/payoffs", setup, DIGEST)
    query = dict(parse_qsl(urlsplit(address).query, strict_parsing=True))
    try:
        found = read_query(query, load)
    except dt.ModelError as error:  # an option may refuse values far outside their ranges, in one sentence
        assert str(error).startswith("the link: ") and "\n" not in str(error)
    else:
        assert found == (setup, "")


@given(
    st.dictionaries(
        st.sampled_from(["v", "case", "start", "options", "set", "objective", "game", "without"]), st.text()
    )
)
def test_whatever_a_link_holds_it_gives_a_setup_or_one_sentence(query):
    try:
        found = read_query({"v": "1", "case": "levant_2024", **query}, load)
    except dt.ModelError as error:
        assert "\n" not in str(error)
    else:
        assert found is not None


def test_an_address_without_a_link_is_no_link():
    assert read_query({}, load) is None and read_query({"utm_source": "mail"}, load) is None


def test_a_link_never_opens_a_path(tmp_path):
    file = tmp_path / "model.toml"
    file.write_text("secret")
    for case in (str(file), "../models/levant_2024", "levant_2024/model.toml"):
        with pytest.raises(dt.ModelError, match="the link"):
            read_query({"v": "1", "case": case}, load)


def test_a_link_without_a_version_is_said_to_be_incomplete():
    with pytest.raises(dt.ModelError, match=r"it is incomplete.*which version.*copy it whole"):
        read_query({"options": "backchannels"}, load)
    with pytest.raises(dt.ModelError, match="saw version '2'; allowed is version 1"):
        read_query({"v": "2"}, load)


def test_a_reader_is_told_when_the_case_has_changed_since():
    query = {**write_query(Setup("levant_2024"), MODEL.digest), "model": "00000000"}
    found = read_query(query, load)
    assert found is not None
    setup, note = found
    assert setup == Setup("levant_2024") and note is not None and "has changed" in note


def test_an_empty_setup_has_a_short_link():
    assert len(write_link("http://127.0.0.1:8501/", Setup("levant_2024"), MODEL.digest)) < 80
